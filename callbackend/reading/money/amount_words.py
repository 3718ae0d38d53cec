"""The words around a number that tell whether it is money; plain text, English and Spanish."""

import re

MEASURE_AFTER = re.compile(
    r"""^[\s-]*(?:(?:more|big|small|full|other|good|different|long|square|sq|cubic|linear|year
        |business|working|or\s+so|plus|solid)\s+){0,2}
    (?:hours?|hrs?|horas?|minutes?|mins?|minutos?|seconds?|days?|dias?|weeks?|semanas?|months?
    |meses|years?|anos|nights?|gallons?|galones|square|sq|feet|foot|ft|pies|inch|inches|amps?
    |volts?|watts?|tons?|tonelada|miles|mile|millas|blocks?|guys?|men|man|people|persons?|movers?
    |crew|person|bed|beds|bedrooms?|bath|baths|bathrooms?|rooms?|cuartos|recamaras|windows?|doors?
    |outlets?|floors?|stories|story|trucks?|van|coats?|btus?|seer|pounds?|lbs|acres?
    |yards?|units?|keys?|locks?|stops?|lines?|pieces?|stars?|reviews?|times|visits?|layers?|steps?
    |million|millon|millones|billion|customers?|clients?|jobs|calls?|quotes?|of\s+(?:us|them|those
    |these|our|my|the)|number|more(?=\s+[a-z])(?!\s+(?:for|to|on|because|if|than|and|dollars
    |bucks))|things?|questions?|sec|moment|kids|dogs?|cats?|car|cars|gauge|psi
    |horsepower|o'?clock|a\.?m\b|p\.?m\b|in\s+the\s+(?:morning|afternoon|evening)|street|avenue
    |sheets?|squares|panels?|spots?|boxes|items?|techs?|technicians?|plumbers?|electricians?
    |hombres|personas|muchachos|de\s+la\s+(?:manana|tarde)|grit|degrees|circuits?)\b
    (?!\s+(?:fee|charge|surcharge|rental|removal))
    |^\s*\#""",
    re.VERBOSE,
)
PERCENT_AFTER = re.compile(r"^\s*(?:%|percent|per cent|por ciento)")
STREET_AFTER = re.compile(
    r"^\s+[a-z]+(?:\s+[a-z]+)?\s+(?:street|avenue|ave|road|lane|court|boulevard|blvd|terrace|circle"
    r"|parkway|calle)\b|^\s+(?!no\b|the\b|a\b|any\b|either\b|right\b)[a-z]+\s+(?:drive|place)\b"
)
JOINT = re.compile(r"\b(?:and|or|plus|y|mas|but|so|pero)\b")
PLURAL_AFTER = re.compile(r"^[ -]([a-z]{2,}[a-rt-z]s)\b")
IDENTIFIER_BEFORE = re.compile(
    r"\b(?:license|licen[sc]e number|lic|number|press|option|dial|extension|ext|suite|apt|apartment"
    r"|unit|zip|zip code|model|code|route|highway|hwy|exit|ticket|reference|order|channel|type"
    r"|insured (?:for|up to)|bonded (?:for|up to)|age|over|badge|invoice|account|case|claim|bay|"
    r"gate|job number"
    r"|confirmation(?: number)?)\s*(?:is|number|#|:)?\s*#?\s*$"
)
ZIP_BEFORE = re.compile(r"(?:\bzip|\bin|area|,|\bto|\bfrom|\bat|\bnear|code)(?: (?:the|is))?\s*$")
ZIP_AFTER = re.compile(r"^\s*(?:area|zip|neighborhood|postal)\b")
MEASURE_JOINT = re.compile(r"\s*(?:to|-|or|a|o|,? (?:maybe|or maybe))\s*")
MILLIONS_AFTER = re.compile(r"\s*(?:million|billion)")
# "I was there in ninety-eight."
SHORT_YEAR_BEFORE = re.compile(r"\b(?:back in|since|house in|there in|built in|class of)\s*$")
YEAR_BEFORE = re.compile(
    r"\b(?:since|in|from|of|year|founded|established|built|circa|until|desde|en|del)\s*$"
)
CLOCK_BEFORE = re.compile(
    r"\b(?:at|by|around|about|until|till|after|before|between|from|past|a las|las|and|to|like|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?|tomorrow,?|manana,?)\s*$"
)
CLOCK_SENTENCE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|morning|afternoon|evening|noon"
    r"|(?:be|me|us|out|get|right|over) there|want (?:me|us)|come (?:by|out|over)|arrive|show up|"
    r"available|open|closed?|window|lunes|martes"
    r"|miercoles|jueves|viernes|sabado|manana|hoy)\b"
)
BOOKED_FOR = re.compile(
    r"\b(?:book|schedul|see you|come|appointment|arriv|down)\w*\b[^.,]{0,15}\b(?:for|at)\s*$"
)
MONEY_LEAD = re.compile(
    r"\b(?:i'm|i'd be|we'd be|we're|i am|be|looking|come in|do it|charge|cost|costs|runs?) at\s*$"
)
ADDED_NEAR = re.compile(
    r"(?:\b(?:plus|another|extra|additional|add|take|knock|off|minus|fee|charge|save|mas)\b"
    r"[\sa-z]{0,12}$)"
)
NOUN_AFTER = re.compile(
    r"^\s*(?:dollar|buck|for (?:the )?|of |de )?\s*(?:off|trip|labor|fee|disposal|fuel|dump|service"
    r"|charge|parts?|materials?|discount|less|per|an hour|/|la hora|por hora)\b"
)
# "Four and a half" is 450, or 4500 beside 5000.
SHARE_END = re.compile(r"and a (?:half|quarter)$")
BARE_LEAD = re.compile(
    r"(?:^|\b(?:do|at|for|say|be|it|it's|that's|about|to|take|need|want|is|around|like|"
    r"meet (?:me )?at|por|en|call it|make it|accept|what about|how about|now|then|yeah|ok|okay|"
    r"no)\b|[,:])\s*$"
)
BARE_TAIL = re.compile(
    r"^\s*(?:$|[.,?!~]|(?:flat|even|total|all in|then|and|for|works?|is|ok|okay|instead|i|we|if|and"
    r" (?:we|i)|deal|today|cash)\b)"
)
RANGE_BETWEEN = re.compile(
    r"^\s*,?\s*(?P<join>to|-|or|up to|as (?:much|high) as|through|hasta|a|y|o|and|maybe|,|"
    r"possibly)?\s*(?:,?\s*(?:maybe"
    r"|like|about|even|say|up to|as (?:much|high) as|could be|possibly|tops|depending))?\s*,?\s*$"
)
VAGUE_BEFORE = re.compile(
    r"\b(?:about|around|somewhere|like|maybe|probably|roughly|usually|typically|say|como|unos)\b"
)
BETWEEN_BEFORE = re.compile(r"\b(?:between|entre|from|anywhere|somewhere)\b")
# Words in -s after a number that are not what it counts.
NOT_COUNTED = frozenset(
    (
        "plus this yes unless includes covers works thats its was does takes is has always "
        "besides since less bucks dollars dolares sounds gets runs minus pesos mas pues entonces "
        "cerrados gracias thanks perhaps across seems beats looks depends flats means would's "
        "parts materials supplies fees stairs helps goes stands makes costs taxes "
    ).split()
)
