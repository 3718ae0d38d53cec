"""The words that tie an amount to a condition, or to other times; plain text, both languages."""

import re

USUAL_CUE = re.compile(
    r"\b(?:used to|(?<!same as )last (?:week|month|year|time|summer|winter)|previous\w*|"
    r"back then|before covid|"
    r"would've|(?:i'd|we'd|would) have (?:done|charged|said|been|quoted|asked|told|run)|in (?:19|"
    r"20)\d\d|list price|retail|yesterday|the other day|one time (?:i|we)|antes|\w+ neighbor|"
    r"some (?:are|run|go|cost)|(?:i|we) did (?:the|one|a|my)|another (?:customer|client|job|"
    r"house))\b"
)
USUAL_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?,?\s*(?:last (?:year|month|week|time)|back (?:then|in)|"
    r"before (?:covid|the)|years? ago|until|el ano pasado|previously)\b"
)
NOW = re.compile(r"\b(?:now|today|these days|ahora)\b")
NOWADAYS = re.compile(r"\b(?:now|but|today|these days|ahora|pero)\b")
CASH_NEAR = re.compile(
    r"\b(?:if|for|in|with|with a|as long as|paying|pay|pays|when you|si|en|de|con)\b[^.?!]{0,25}"
    r"\b(?:cash|venmo|zelle|check|efectivo|today|right now|this week|book|on the spot|weekday)\b"
    r"|^\s*(?:dollars|bucks|if)?\s*(?:it's )?(?:cash|efectivo)\b"
)
WAIVABLE = re.compile(r"\b(?:waiv\w+|credit\w*|applied|refund\w*|free if|no charge if)\b")
IF_CUE = re.compile(
    r"\b(?:if|unless|in case|worst case|depending|optional\w*|we (?:also|can also) (?:do|offer)|"
    r"otherwise|upgrade|should (?:it|you)|on (?:a )?(?:weekends?|sundays?|saturdays?|holidays?)|"
    r"after (?:six|five|hours|[56]|dark)|at night|si(?!,)|cuando)\b"
)
POLITE_IF = re.compile(
    r"\bif (?:that (?:works|helps|'s ok)|that's(?! all (?:i|we|you)\b)|"
    r"you(?:'d)? like to (?:book|schedule)|it's (?:ok|"
    r"okay)|you(?:'re| are) (?:ok|okay|good|fine)|i had to|i have to|i may|you ask me|"
    r"you don't mind|i could|i use)\b"
)
# A price for those who belong to a club, or have served.
FOR_MEMBERS = re.compile(
    r"^\s*(?:dollars|bucks)?\s*for (?:our |the |a )?(?:\w+ )?(?:members?|seniors?|veterans?|vets|"
    r"military|students?|regulars|repeats?|returning|existing)\b"
)
# "With the light it's 400": the price of more than was asked for.
WITH_MORE = re.compile(
    r"^\W*(?:and |or |but )?with (?:the|an?) [a-z\s]{2,24}(?:it's|it is|that's|it'd be)\s*$"
)
