"""The words around an amount that tell what it is for; plain text, English and Spanish."""

import re

from callbackend.reading.money.fee_words import BRIDGE_AFTER
from callbackend.reading.numbers.vocabulary import COUNTED_THINGS, UNCOUNTED_UNITS

RATE_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?\s*(?:(?:an|per|/|a|by the|la|por|each|every|cada|for (?:the|"
    r"each|every))\s*-?(?:first\s+)?(?:man[ -])?(?:hour|hr|hora)|hourly|/\s?h\b)"
)
RATE_BEFORE = re.compile(
    r"\b(?:hourly(?: rate)?|per hour|by the hour|por hora|an hour|"
    r"(?:labor|shop|hour|bench) rate)(?:'s)?\b"
    r"[\s,:a-z']{0,14}$"
)
PERIOD_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?\s*(?:a|per|/|each|every|al|por|monthly|yearly|"
    r"annually)\s*(?:month|mo\b|year|yr|week|quarter|day|mes|ano|semana|dia)\b|^\s*(?:monthly|"
    r"yearly|annually|a-month)"
)
EACH_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares|cents)?\s*(?:(?P<each>(?:for )?each\b|apiece|for every\b|"
    r"cada un)|(?:a|an|"
    r"per|/|por)\s*(?:(?P<thing>"
    + "|".join(COUNTED_THINGS)
    + r")s?\b|(?:"
    + "|".join(UNCOUNTED_UNITS)
    + r")\b))"
)
DEPOSIT_NOUN = r"(?:deposit|down payment|down\b|up ?front|retainer|anticipo|enganche|deposito)"
TAKEN_DOWN = r"(?!.{0,24}\b(?:tak|tear|cut|bring|pull|com|go|get|knock|lay)\w* (?:\w+ )?down\b)"
DEPOSIT_AFTER = re.compile(
    TAKEN_DOWN + BRIDGE_AFTER + DEPOSIT_NOUN + r"|^\s*(?:dollars |bucks )?to (?:(?:get|put|be) "
    r"(?:\w+ )?on the (?:calendar|schedule|books)|(?:hold|reserve|secure|lock in)\b)"
)
DEPOSIT_BEFORE = re.compile(
    DEPOSIT_NOUN
    + r"\s*(?:is|of|about|would be|for|to (?:book|hold)|around|de|es|payment|,|so|that's"
    r"|which is|it's)*\s*$|\b(?:half|percent) (?:down|up ?front)\W*(?:so|that's|which is)?\s*$"
)
INSTALMENT_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?,?\s*(?:when|after|before|once) (?:i|i'm|we|we're|you|it's|the job's) "
    r"(?:\w+ )?(?:start|done|finish|book|complete|get there|deliver|through)|"
    r"^[^.;?!\d]{0,30}\b(?:and|then) the (?:rest|balance|remainder)\b"
)
DUE_NOW = re.compile(r"^\s*(?:dollars|bucks)?\s*(?:now|today|to start)\W*$")
COMES_OFF = re.compile(r"\b(?:comes?|coming|goes) off (?:of )?(?:the|that|your)\s*$")
COUPON_AFTER = re.compile(BRIDGE_AFTER + r"(?:coupon|voucher|rebate|gift card|groupon|cupon)")
COUPON_BEFORE = re.compile(r"\b(?:coupon|voucher|rebate|gift card|groupon|cupon)\b[^,.]{0,14}$")
TAX_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?\s*(?:with|after|including|counting|in|of|con)\s+(?:the |"
    r"sales )?(?:tax|impuesto)"
)
TAX_BEFORE = re.compile(
    r"(?<!plus )(?<!before )(?<!no )\b(?:tax(?:es)?|impuestos?|with tax|out the door)\b"
    r"(?!,? (?:but|so|out of it|aside)\b)[^,.;]{0,24}$|\bwith (?:the )?tax\b(?! out of|"
    r" aside)[^.;]{0,40}$"
)
OFF_AFTER = re.compile(
    r"^\s*(?:%|percent|por ciento)?\s*(?:dollars?|bucks?|dolares)?\s*(?:off\b|discount|less(?=$|"
    r",)|de descuento|menos\b|cheaper|price break)"
)
OFF_BEFORE = re.compile(
    r"\b(?:(?:knock|shave|cut|drop|deduct|save (?:you|them)|discount of|minus|less|discount|"
    r"come down|go down|lower it|off)(?: (?:it|you|that|them|the price|off|down|by|another|about|"
    r"like|a|an|maybe|of|for|is|as))*|(?:drop|waive|skip|forget|lose|forgo) (?:the|that))\s*$"
)
RIVAL_CUE = re.compile(
    r"\b(?:(?:an)?other (?:\w+ )?(?:guys?|compan\w+|plumbers?|electricians?|quote|bid|place|shop|"
    r"outfit|one|movers?|painters?|contractors?|providers?|business\w*|estimate|offer|roofers?|"
    r"cleaners?|locksmiths?)|others|other people|big (?:guys|companies|boys|chains|box)|"
    r"try (?:my|the|this|a)|brother-in-law|my (?:brother|cousin|buddy|neighbor) (?:charges|gets|"
    r"does)|someone else|somebody else|somebody|compet\w+|"
    r"home depot|lowe'?s|angi\b|thumbtack|yelp|"
    r"someone (?:wanted|quoted|asked|charged|told|said|who|that|i)|(?:have|know) someone|"
    r"most (?:guys|people|companies|places|shops|plumbers|movers)|everybody|everyone|"
    r"down the street|across town|next door|franchise\w*|(?:has|have|had|got|received|saw|seen|"
    r"getting|been|were|have been|already) (?:\w+ ){0,2}(?:quotes?|quoted|bids?|offers?|"
    r"estimates?)|(?:lowest|best|cheapest) (?:quote|bid|offer|estimate|price) (?:so far|we|i)|"
    r"going rate|market rate|the chains|otra compania|(?:el|un) otro \w+|la competencia|"
    r"otros)\b"
)
RIVAL_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?,?\s*(?:\w+\s+){0,2}(?:from|by|at|with|over at) (?:another|the other|"
    r"someone|somebody|a different|other|a competitor|de otra)\b"
)
OWN_WORD = re.compile(r"\b(?:i|we|i'd|i'll|we'd|i'm|we're|me|us|mine|ours|my|our|yo|nosotros)\b")
BUDGET_CUE = re.compile(
    r"\b(?:budget\w*|spend\w*|can afford|price limit|limit|max(?:imum)? (?:of|is|they)|"
    r"ceiling (?:of|is|at)\b|"
    r"presupuesto|gastar|hoping (?:to|for)|expect(?:ing|ed) to pay|willing to (?:pay|go)|pay up to|"
    r"(?<!could )(?<!can )(?<!might )go up to|has up to|have up to|allotted|set aside)\b"
)
LIMIT_BEFORE = re.compile(
    r"\b(?:under|below|less than|within|beat|cheaper than|better than|lower than|"
    r"anything less than|menos de|more than|over|north of|south of|at least|closer to|near(?:er)?|"
    r"as low as|debajo de)\s*(?:the|that|about|like|de)?\s*$"
)
ALREADY_PAID = re.compile(r"^[^.;]{0,20}\b(?:been paid|already paid|was paid|is paid|you paid)\b")
DISCOUNTED = re.compile(r"\b(?:discount\w*|special|already)\b")
MOSTLY_CUE = re.compile(r"\b(?:usually|normally|typically|most (?:folks|people)|on average)\b")
NORMALLY_CUE = re.compile(r"\b(?:normally|usually|typically|regular(?:ly)?|standard|normalmente)\b")
BUT_FOR_YOU = re.compile(r"\b(?:but|for you|today|this time|now|pero|para usted)\b")
SHARE_BEFORE = re.compile(r"\b(?:with|including|counting|minus|after) the\s*$")
NOT_CUE = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|won't|not|wouldn't|don't|ain't|never|no puedo|no way|"
    r"isn't|didn't|doesn't|nor|forget|no)\b(?P<rest>[^.;!?,]{0,34})$"
)
PLAIN_NO = re.compile(r"no\b(?:\W*$|[a-z\s]*\b(?:it's|that's|son|seria|serian|make it)\s*$)")
FLOOR_WORDS = re.compile(
    r"\b(?:lower|less|under|below|down|cheaper|beneath|menos|better than|beat|for anything|past|"
    r"bajar\w*)\b"
)
CEILING_WORDS = re.compile(
    r"\b(?:more than|over|above|exceed|go past|mas de|higher|a penny (?:more|over))\b"
)
REJECT_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?,?\s*(?:is |isn't |ain't |'s |won't |doesn't |wouldn't |would |"
    r"no )?(?:just |way |a |too |really |pretty |kind of )*(?:low\b|little|not enough|enough|"
    r"cover\b|cut it|not (?:gonna|going)|happening|impossible|out of the question|insult\w*|"
    r"a joke|crazy|won't|doesn't even|wouldn't|no me|es muy poco|muy poco|can't happen|barely|"
    r"not happening|work for me no)"
)
LOSE_BEFORE = re.compile(
    r"\b(?:los(?:e|ing) (?:money|my shirt)|out of bed|wouldn't even|insult\w*|laugh\w*|asking for|"
    r"you said|they said|you say|(?<!\bi )(?<!\bwe )said)\b[^.?!,]{0,20}$"
)
SOFT_AFTER = re.compile(
    r"^\s*(?:and|or) (?:change|something|some change)|^\s*(?:ish\b|-ish|or so\b|give or take|\+|"
    r"roughly|mas o menos|ballpark|and (?:it goes )?up\b|or more\b)"
)
SOFT_BEFORE = re.compile(
    r"\b(?:(?<!how )(?<!what )about|around|roughly|ballpark|approximately|probably|maybe|perhaps|"
    r"somewhere|might|could be|guess(?:ing)?|starts? (?:at|around|from)|starting (?:at|from|"
    r"around)|at least|minimum of|like|como|unos|alrededor de|aproximadamente|mas o menos|tal vez|"
    r"quizas|a partir de|desde|upwards of|a couple|couple of|estimate|at (?:the )?most|"
    r"no more than|up to|average)\b[^,.]{0,16}$"
)
STARTS_AT = re.compile(r"\b(?:starts?|starting|as low as|begins?|from|anywhere|desde)\b")
UP_TO_BEFORE = re.compile(r"\b(?:up to|as (?:much|high) as|all the way to|hasta)\W*$")
SUM_BEFORE = re.compile(
    r"\b(?:whole (?:thing|job)|total(?:s|ing|ling)?|altogether|all together|all in|all told|"
    r"comes? (?:out )?to"
    r"|grand total|together|in all|en total|todo|total de|everything|out the door|that makes"
    r"|makes it|so(?: (?:that's|that'd be|that would be|it's|you're at|call it|we're at|about))?)\b"
    r"[^,.;]{0,14}$"
)
SUM_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?,?\s*(?:in )?(?:total|altogether|all[ -]in|all together|"
    r"for everything|everything|(?:(?:and )?(?:that|it|which) )?(?:includ(?:es|ing)|covers) |"
    r"all told|out the door|en total|todo incluido|por todo|flat|"
    r"complete|start to finish|with everything|includ(?:es|ing|ed)(?: (?:the|all|everything))?)\b"
)
WITH_IT = re.compile(r"^\s*(?:dollars |bucks )?(?:with|after|with it|after it)\W*$")
BEFORE_TAX = re.compile(r"^\s*(?:dollars|bucks)?\s*(?:before|plus|without)\b")
CORRECTION = re.compile(
    r"\b(?:no,? wait|wait|sorry|i mean|i meant|actually|correction|scratch that|make that|perdon|"
    r"digo|hold on|excuse me|rather|oops|strike that|my bad|my mistake|let me correct|no,? no|"
    r"or wait|"
    r"misspoke|(?:hm+|uh|um|eh|er|ah|oh),? no)\b|^[,\s]*no[,\s]+(?:it's |that's )?$|"
    r"[,.-]\s*no,\s*(?:it's |that's )?$"
)
