"""The words that make an amount a fee, labor or a part; plain text, English and Spanish."""

import re

VISIT_NOUN = (
    r"(?:trip|inspection(?! sticker)|diagnos\w+|service (?:call|fee|charge|visit)|call[- ]?out|"
    r"visit fee"
    r"|(?:site|the|a|my|our|each) visit|the look|look-see|assessment|estimate fee|travel|"
    r"dispatch|house call|consultations?|(?:for|do|give|write) (?:an|the|my) estimate|visita"
    r"|diagnostico|revision|show up|come (?:take a|out|look|see|by|diagnose)|look at it|"
    r"show up fee|call fee"
    r"|to look|roll a truck|(?:tech|guy|him|me|us|someone|somebody|person) to (?:come|look|check))"
)
PART_NOUN = (
    r"(?:labou?r|parts?|materials?|disposal|dump|haul\w*|fuel|permits?|truck|emergency"
    r"|after[- ]hours|weekend|stairs?|equipment|suppl\w+|clean[- ]?up|mano de obra|material\w*"
    r"|piezas?|refaccion\w*|partes|gasolina|paint|freon|refrigerant|environmental|removal"
    r"|\w+ fee|\w+ surcharge|surcharge)"
)
# Words that may stand between an amount and the noun that names it, but never across a joint.
BRIDGE_AFTER = (
    r"^\s*(?:dollars?|bucks?|dolares)?\s*-?\s*(?:(?!(?:with|without|and|plus|then|includ\w*|but|"
    r"of|or|on"
    r"|before|after|if|so|i|we|no|just|goes|put|works?|y|mas|sin|con|porque|because|"
    r"lleva)\b)[a-z']+\s+){0,3}?"
)
VISIT_AFTER = re.compile(
    BRIDGE_AFTER
    + VISIT_NOUN
    + r"\b|^\s*(?:dollars|bucks)?,?\s*(?:just )?(?:to|for) (?:me to |us to |"
    r"him to |somebody to |a guy to )?(?:come|coming|look|looking|show|showing|drive|driving|roll|"
    r"walk|get|getting) (?:it )?(?:out|over|up|by|at|there)\b"
)
INSTALL_AFTER = re.compile(BRIDGE_AFTER + r"(install)(?:ation|ing)?\b")
PART_AFTER = re.compile(BRIDGE_AFTER + r"(" + PART_NOUN + r")\b")
BRIDGE_BEFORE = (
    r"(?:'s|s)?\s*(?:,|:)?\s*(?:charges?|fees?|costs?|is|are|will be|would be|runs?|comes? to|at"
    r"|for|of|itself|about|another|usually|normally|it'?s|its|that'?s|be|dollars|son|es|cuesta|"
    r"seria"
    r"|which|to|at|sale|would|will|and|the|y|diagnose|see|look|out|por|de|separate|extra|a|gonna|"
    r"going|"
    r"right"
    r"|in|you'?re)?\s*"
)
VISIT_BEFORE = re.compile(r"\b" + VISIT_NOUN + r"\b" + BRIDGE_BEFORE * 3 + "$")
PART_BEFORE = re.compile(r"\b(" + PART_NOUN + r")\b" + BRIDGE_BEFORE * 3 + "$")
LABOR_AND_PARTS = re.compile(
    r"\b(?:parts and labou?r|labou?r and (?:parts|materials?)|everything|all in|all together)\b"
)
INCLUDED_BEFORE = re.compile(
    r"\b(?:with|includ\w+|already has|covers?|counting|of (?:that|which)|incluye\w*|con|"
    r"incluid\w+)\b[^,]{0,30}$"
)
INCLUDED_AFTER = re.compile(
    r"^[^.?!]{0,34}\b(?:(?:folded|rolled|built|baked|already) in|inside (?:that|it|of)|"
    r"in (?:that|there) already)\b"
)
WITHOUT_BEFORE = re.compile(r"\b(?:without|not counting|before|no|not|sin)\b[^,]{0,20}$")
CREDITED = re.compile(
    r"\b(?:goes|go|going|applied|applies|apply|credit\w*|comes? off|counts?|rolled|comes off|"
    r"se descuenta)\b"
    r".{0,20}\b(?:toward|towards|to|into|against|back|off|de la)\b|\bcomes? off (?:of )?(?:that|"
    r"the|it|your)\b|\bdeduct\w*\b"
)
ADDED_BEFORE = re.compile(
    r"\b(?:plus|another|additional|extra|on top of that|add|(?<!diga )(?<!nada )mas)\b,?\s*(?:a|"
    r"an|the|"
    r"there's"
    r"|of|about|it's|una|un)?\s*(?:\w+\s)?$"
)
ADDED_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?\s*(?:extra|more|on top|additional|(?:that )?(?:is|are) (?:mandatory|"
    r"required)|mas\b|aparte)"
)
