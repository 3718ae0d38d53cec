"""What an amount of money is for: the whole job, a part of it, or something that is no price."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from callbackend.prices.amounts import PERCENT_AFTER, Amount, find_amounts

ONE_HUNDRED = Decimal(100)


class Kind(StrEnum):
    """What a figure stands for."""

    TOTAL = "total"  # a firm figure for the work
    SUM = "sum"  # a total that says of itself that it is all-in
    RANGE = "range"
    ABOUT = "about"  # a figure that its speaker does not stand by
    RATE = "rate"  # dollars an hour
    VISIT = "visit"  # a trip, inspection or diagnostic fee
    PART = "part"  # labor, parts, disposal, …
    EXTRA = "extra"  # "plus 40", without a name
    DISCOUNT = "discount"  # dollars off
    CASH = "cash"  # what it costs under a condition of payment or timing
    OPTION = "option"  # what it costs if the work turns out to be this or that
    USUAL = "usual"  # what it costs others, or normally
    RIVAL = "rival"  # another company's figure
    BUDGET = "budget"
    LIMIT = "limit"  # "anything under 250"
    REJECTED = "rejected"  # "I can't do 150"
    NOISE = "noise"  # deposits, coupons, tax, plans by the month


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its meaning; `name` says which fee or part it is."""

    kind: Kind
    value: Decimal
    amount: Amount
    name: str = ""


VISIT_NOUN = (
    r"(?:trip|inspection|diagnos\w+|service (?:call|fee|charge|visit)|call[- ]?out|visit fee"
    r"|site visit|assessment|estimate fee|travel|dispatch|house call|consultation|visita|diagnostico"
    r"|revision|come (?:out|look|see|by|diagnose)|look at it|show up fee|call fee|to look|roll a truck)"
)
PART_NOUN = (
    r"(?:labou?r|parts?|materials?|disposal|dump|haul\w*|fuel|permits?|truck|emergency|after[- ]hours"
    r"|weekend|stairs?|equipment|suppl\w+|clean[- ]?up|mano de obra|material\w*|piezas?|refaccion\w*"
    r"|partes|gasolina|paint|freon|refrigerant|environmental|removal|\w+ fee|\w+ surcharge|surcharge)"
)
# Words that may stand between an amount and the noun that names it, but never across a joint.
BRIDGE_AFTER = (
    r"^\s*(?:dollars?|bucks?|dolares)?\s*-?\s*(?:(?!with|and|plus|then|includ|but|of|or|on|before"
    r"|after|if|so|i|we|no|just|goes|y|mas|sin|con)[a-z']+\s+){0,3}?"
)
VISIT_AFTER = re.compile(BRIDGE_AFTER + VISIT_NOUN + r"\b")
PART_AFTER = re.compile(BRIDGE_AFTER + r"(" + PART_NOUN + r")\b")
BRIDGE_BEFORE = (
    r"(?:'s|s)?\s*(?:,|:)?\s*(?:charges?|fees?|costs?|is|are|will be|would be|runs?|comes? to|at|for|of"
    r"|itself|about|another|usually|normally|it'?s|its|that'?s|be|dollars|son|es|cuesta|seria|to|at"
    r"|sale|would|will|and|the|y|diagnose|see|look|out|por|de|separate|extra|a|gonna|going|right|in"
    r"|you'?re)?\s*"
)
VISIT_BEFORE = re.compile(VISIT_NOUN + r"\b" + BRIDGE_BEFORE * 3 + "$")
PART_BEFORE = re.compile(r"(" + PART_NOUN + r")\b" + BRIDGE_BEFORE * 3 + "$")
LABOR_AND_PARTS = re.compile(
    r"\b(?:parts and labou?r|labou?r and (?:parts|materials?)|everything|all in|all together)\b"
)
INCLUDED_BEFORE = re.compile(
    r"\b(?:with|includ\w+|covers?|counting|of (?:that|which)|incluye\w*|con|incluid\w+)\b[^,]{0,30}$"
)
WITHOUT_BEFORE = re.compile(r"\b(?:without|not counting|before|no|not|sin)\b[^,]{0,20}$")
CREDITED = re.compile(
    r"\b(?:goes|go|going|applied|applies|apply|credit\w*|counts?|rolled|comes off|se descuenta)\b"
    r".{0,20}\b(?:toward|towards|to|into|against|back|off|de la)\b|\bdeduct\w*\b"
)

ADDED_BEFORE = re.compile(
    r"\b(?:plus|another|additional|extra|on top of that|add|mas)\b,?\s*(?:a|an|the|there's"
    r"|of|about|it's|una|un)?\s*(?:\w+\s)?$"
)
ADDED_AFTER = re.compile(r"^\s*(?:dollars|bucks)?\s*(?:extra|more|on top|additional|mas\b|aparte)")

RATE_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?\s*(?:(?:an|per|/|a|by the|la|por|each|every|cada|for (?:the|each|every))"
    r"\s*-?(?:first\s+)?(?:man[ -])?(?:hour|hr|hora)|hourly|/\s?h\b)"
)
RATE_BEFORE = re.compile(
    r"\b(?:hourly(?: rate)?|per hour|by the hour|por hora|an hour|labor rate|hour rate)\b[^,.]{0,14}$"
)
PERIOD_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?\s*(?:a|per|/|each|every|al|por|monthly|yearly|annually)\s*"
    r"(?:month|mo\b|year|yr|week|quarter|day|mes|ano|semana|dia)\b|^\s*(?:monthly|yearly|annually|a-month)"
)
EACH_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares|cents)?\s*(?:each\b|apiece|cada un|(?:a|an|per|/|por)\s*(?!pop)"
    r"(?:window|room|door|outlet|fixture|lock|key|square|sq|foot|feet|ft|linear|yard|tree|bush|gallon"
    r"|mile|item|unit|person|guy|man|mover|bag|load|piece|panel|sheet|step|stair|head|camera|light"
    r"|switch|bedroom|bathroom|ventana|cuarto|additional|extra|half hour|minute|box|drain|toilet"
    r"|cylinder|vent|tooth|pound|ton|bin|car|wall))"
)
DEPOSIT_NOUN = r"(?:deposit|down payment|down\b|up ?front|retainer|anticipo|enganche|deposito)"
DEPOSIT_AFTER = re.compile(BRIDGE_AFTER + DEPOSIT_NOUN)
DEPOSIT_BEFORE = re.compile(
    DEPOSIT_NOUN + r"\s*(?:is|of|about|would be|for|to (?:book|hold)|around|de|es|payment|,|so|that's"
    r"|which is|it's)*\s*$|\b(?:half|percent) (?:down|up ?front)\W*(?:so|that's|which is)?\s*$"
)
COUPON_AFTER = re.compile(BRIDGE_AFTER + r"(?:coupon|voucher|rebate|gift card|groupon|cupon)")
COUPON_BEFORE = re.compile(r"\b(?:coupon|voucher|rebate|gift card|groupon|cupon)\b[^,.]{0,14}$")
TAX_AFTER = re.compile(r"^\s*(?:dollars|bucks)?\s*(?:with|after|including|counting|in|of|con)\s+(?:the |sales )?(?:tax|impuesto)")
TAX_BEFORE = re.compile(
    r"(?<!plus )(?<!before )(?<!no )\b(?:tax(?:es)?|impuestos?|with tax|out the door)\b"
    r"(?!,? (?:but|so) )[^,.;]{0,24}$|\bwith (?:the )?tax\b[^.;]{0,40}$"
)

OFF_AFTER = re.compile(
    r"^\s*(?:%|percent|por ciento)?\s*(?:dollars?|bucks?|dolares)?\s*(?:off\b|discount|less(?=$|,)|de descuento"
    r"|menos\b|cheaper|price break)"
)
OFF_BEFORE = re.compile(
    r"\b(?:(?:knock|shave|cut|drop|deduct|save (?:you|them)|discount of|minus|less|discount|"
    r"come down|go down|lower it|off)(?: (?:it|you|that|them|the price|off|down|by|another|about|like|a|an|"
    r"maybe|of|for|is|as))*)\s*$"
)
RIVAL_CUE = re.compile(
    r"\b(?:(?:an)?other (?:\w+ )?(?:guys?|compan\w+|plumbers?|electricians?|quote|bid|place|shop|outfit|one|"
    r"movers?|painters?|contractors?|providers?|business\w*|estimate|offer|roofers?|cleaners?|locksmiths?)"
    r"|others|other people|big (?:guys|companies|boys|chains|box)|someone else|somebody else|"
    r"somebody|compet\w+|home depot|lowe'?s|angi\b|thumbtack|yelp|most (?:guys|people|companies|places|"
    r"shops|plumbers|movers)|everybody|everyone|down the street|across town|next door|franchise\w*|"
    r"(?:have|had|got|received|saw|seen|getting|been|were|have been|already) (?:\w+ )?(?:quotes?|quoted|bids?|"
    r"offers?|estimates?)|(?:lowest|best|cheapest) (?:quote|bid|offer|estimate|price) (?:so far|we|i)|"
    r"going rate|market rate|the chains|otra compania|otro (?:plomero|lado|senor)|la competencia|otros)\b"
)
OWN_WORD = re.compile(r"\b(?:i|we|i'd|i'll|we'd|i'm|we're|me|us|mine|ours|my|our|yo|nosotros)\b")
BUDGET_CUE = re.compile(
    r"\b(?:budget\w*|spend\w*|can afford|price limit|limit|max(?:imum)? (?:of|is|they)|ceiling|"
    r"presupuesto|gastar|hoping (?:to|for)|expect(?:ing|ed) to pay|willing to (?:pay|go)|pay up to|"
    r"go up to|has up to|have up to|allotted|set aside)\b"
)
LIMIT_BEFORE = re.compile(
    r"\b(?:under|below|less than|within|beat|cheaper than|better than|lower than|anything less than|"
    r"menos de|more than|over|north of|south of|at least|closer to|near(?:er)?|as low as|debajo de)"
    r"\s*(?:the|that|about|like|de)?\s*$"
)
USUAL_CUE = re.compile(
    r"\b(?:used to|last (?:week|month|year|time|summer|winter)|previous\w*|back then|before covid|"
    r"would've|list price|retail|yesterday|the other day|once|one time|antes|a neighbor|your neighbor|"
    r"another (?:customer|client|job|house))\b"
)
NORMALLY_CUE = re.compile(r"\b(?:normally|usually|typically|regular(?:ly)?|standard|normalmente)\b")
BUT_FOR_YOU = re.compile(r"\b(?:but|for you|today|this time|now|pero|para usted)\b")

CASH_NEAR = re.compile(
    r"\b(?:if|for|in|with|with a|as long as|paying|pay|pays|when you|si|en|de|con)\b[^.?!]{0,25}"
    r"\b(?:cash|venmo|zelle|check|efectivo|today|right now|this week|book|on the spot|weekday)\b"
    r"|^\s*(?:dollars|bucks|if)?\s*(?:it's )?(?:cash|efectivo)\b"
)
WAIVABLE = re.compile(r"\b(?:waiv\w+|credit\w*|applied|refund\w*|free if|no charge if)\b")
IF_CUE = re.compile(
    r"\b(?:if|unless|in case|worst case|depending|optional\w*|we (?:also|can also) (?:do|offer)|otherwise|"
    r"upgrade|should (?:it|you)|on (?:a )?(?:weekends?|sundays?|saturdays?|holidays?)|"
    r"after (?:six|five|hours|[56]|dark)|at night|si|cuando)\b"
)
POLITE_IF = re.compile(
    r"\bif (?:that (?:works|helps|'s ok)|that's|you(?:'d)? like to (?:book|schedule)|it's (?:ok|okay)|"
    r"you(?:'re| are) (?:ok|okay|good|fine)|i had to|i have to|i may|you ask me|you don't mind|i could)\b"
)
NOT_CUE = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|won't|not|wouldn't|don't|ain't|never|no puedo|no way|isn't|"
    r"didn't|doesn't|nor|forget|no)\b(?P<rest>[^.;!?]{0,34})$"
)
FLOOR_WORDS = re.compile(
    r"\b(?:lower|less|under|below|down|cheaper|beneath|menos|better than|beat|for anything|past|bajar\w*)\b"
)
CEILING_WORDS = re.compile(r"\b(?:more than|over|above|exceed|go past|mas de|higher|a penny (?:more|over))\b")
REJECT_AFTER = re.compile(
    r"^\s*(?:dollars|bucks)?,?\s*(?:is |isn't |ain't |'s |won't |doesn't |wouldn't |would |no )?(?:just |way |a |too |"
    r"really |pretty |kind of )*(?:low\b|little|not enough|enough|cover\b|cut it|not (?:gonna|going)|"
    r"happening|impossible|out of the question|insult\w*|a joke|crazy|won't|doesn't even|wouldn't|no me|"
    r"es muy poco|muy poco|can't happen|barely|not happening|work for me no)"
)
LOSE_BEFORE = re.compile(
    r"\b(?:los(?:e|ing) (?:money|my shirt)|out of bed|wouldn't even|insult\w*|laugh\w*|asking for|"
    r"you said|they said|you say|said)\b[^.?!]{0,20}$"
)
SOFT_AFTER = re.compile(
    r"^\s*(?:and|or) (?:change|something|some change)|^\s*(?:ish\b|-ish|or so\b|give or take|\+|roughly|"
    r"mas o menos|ballpark|and up\b|or more\b)"
)
SOFT_BEFORE = re.compile(
    r"\b(?:about|around|roughly|ballpark|approximately|probably|maybe|perhaps|somewhere|might|could be|"
    r"guess(?:ing)?|starts? (?:at|around|from)|starting (?:at|from|around)|at least|minimum of|like|"
    r"como|unos|alrededor de|aproximadamente|mas o menos|tal vez|quizas|a partir de|desde|upwards of|"
    r"a couple|couple of|estimate|at (?:the )?most|no more than|up to|average)\b[^,.]{0,16}$"
)
COUPLE = re.compile(r"^(?:a\s+)?couple\b|^few\b")
SUM_BEFORE = re.compile(
    r"\b(?:total(?:s|ing|ling)?|altogether|all together|all in|all told|comes? (?:out )?to|grand total|"
    r"together|in all|en total|todo|total de|everything|out the door|so (?:that's|that'd be|that would be|"
    r"it's|you're at|call it|we're at|about)?|that makes|makes it)\b[^,.;]{0,14}$"
)
SUM_AFTER = re.compile(
    r"^\s*(?:dollars|bucks|dolares)?,?\s*(?:in )?(?:total|altogether|all[ -]in|all together|for everything|everything|"
    r"all told|out the door|en total|todo incluido|por todo|flat|complete|start to finish|with everything"
    r"|includ(?:es|ing|ed)(?: (?:the|all|everything))?)\b"
)


def provider_figures(text: str, offered: Decimal | None, reference: Decimal | None) -> list[Figure]:
    """The figures of a provider's utterance (plain text), in order.

    `offered` is the agent's offer that it may be echoing.
    """
    amounts = find_amounts(text, reference)
    figures = [_provider_figure(amount, offered) for amount in amounts]
    return _without_corrected(text, figures)


def agent_figures(text: str, reference: Decimal | None) -> list[Figure]:
    """The figures of an agent's utterance (plain text), in order; an offer is a TOTAL."""
    amounts = find_amounts(text, reference)
    return _without_corrected(text, [_agent_figure(amount) for amount in amounts])


def _provider_figure(amount: Amount, offered: Decimal | None) -> Figure:
    kind, name = (
        _discount(amount)
        or _aside(amount)
        or _rejected(amount, offered)
        or _rate(amount)
        or _conditional(amount)
        or _fee(amount)
        or _whole(amount)
    )
    return Figure(kind, amount.value, amount, name)


def _agent_figure(amount: Amount) -> Figure:
    kind, name = (
        _discount(amount)
        or _aside(amount)
        or _bounded(amount)
        or _rate(amount)
        or _fee(amount)
        or (Kind.RANGE if amount.low is not None else Kind.TOTAL, "")
    )
    return Figure(kind, amount.value, amount, name)


Meaning = tuple[Kind, str]


def _discount(amount: Amount) -> Meaning | None:
    percent = PERCENT_AFTER.match(amount.after) is not None
    if OFF_AFTER.match(amount.after) or OFF_BEFORE.search(amount.before):
        return Kind.DISCOUNT, "percent" if percent else ""
    return (Kind.NOISE, "") if percent else None


def _aside(amount: Amount) -> Meaning | None:
    """Money that is no price of this work, whoever says it."""
    before, after = amount.before, amount.after
    if PERIOD_AFTER.match(after) or EACH_AFTER.match(after):
        return Kind.NOISE, "each" if EACH_AFTER.match(after) else ""
    if DEPOSIT_AFTER.match(after) or DEPOSIT_BEFORE.search(before):
        return Kind.NOISE, ""
    if COUPON_AFTER.match(after) or COUPON_BEFORE.search(before):
        return Kind.NOISE, ""
    if TAX_AFTER.match(after) or TAX_BEFORE.search(before):
        return Kind.NOISE, ""
    rival = _last(RIVAL_CUE, amount.sentence)
    if rival is not None and not OWN_WORD.search(amount.sentence, rival.end()):
        return Kind.RIVAL, ""
    if BUDGET_CUE.search(amount.sentence) and not OWN_WORD.search(before):
        return Kind.BUDGET, ""
    return None


def _bounded(amount: Amount) -> Meaning | None:
    return (Kind.LIMIT, "") if LIMIT_BEFORE.search(amount.before) else None


def _rejected(amount: Amount, offered: Decimal | None) -> Meaning | None:
    denied = NOT_CUE.search(amount.before)
    if denied is not None and "," not in denied["rest"]:
        if FLOOR_WORDS.search(denied["rest"]):
            return Kind.TOTAL, ""
        if CEILING_WORDS.search(denied["rest"]):
            return Kind.ABOUT, ""
        if not re.match(r"no\b\W*$", denied[0]):
            return Kind.REJECTED, ""
    if REJECT_AFTER.match(amount.after) or LOSE_BEFORE.search(amount.before):
        return Kind.REJECTED, ""
    if offered is not None and amount.value == offered and amount.asked:
        return Kind.REJECTED, "echo"
    return None


def _rate(amount: Amount) -> Meaning | None:
    if RATE_AFTER.match(amount.after) or RATE_BEFORE.search(amount.before):
        return Kind.RATE, ""
    return None


def _conditional(amount: Amount) -> Meaning | None:
    clause = _clause_after(amount.after)
    if WAIVABLE.search(clause):
        return None
    if CASH_NEAR.search(clause) or CASH_NEAR.search(amount.before):
        return Kind.CASH, ""
    around = POLITE_IF.sub("", amount.before), POLITE_IF.sub("", clause)
    if IF_CUE.search(around[0]) or re.match(r"^[^,]*\b(?:if|unless|optional|si)\b", around[1]):
        return Kind.OPTION, ""
    usual = USUAL_CUE.search(amount.sentence)
    if usual is not None and not re.search(r"\b(?:now|but)\b", amount.sentence[usual.end() :]):
        return Kind.USUAL, ""
    return None


def _fee(amount: Amount) -> Meaning | None:
    before, after = amount.before, amount.after
    if LABOR_AND_PARTS.search(after[:40]) or SUM_AFTER.match(after):
        return None
    included = INCLUDED_BEFORE.search(before)
    own = before if not amount.follows else re.split(r"[,:]|\band\b|\by\b", before)[-1]
    part = PART_AFTER.match(after)
    visit = VISIT_AFTER.match(after) or (part is None and VISIT_BEFORE.search(own))
    if visit:
        return (Kind.NOISE, "included") if included else (Kind.VISIT, "visit")
    if part is None and not included and not WITHOUT_BEFORE.search(before):
        part = PART_BEFORE.search(own)
        if part is not None and LABOR_AND_PARTS.search(before):
            return None
    if part is not None:
        return (Kind.NOISE, "included") if included else (Kind.PART, part[1])
    if ADDED_BEFORE.search(before) or ADDED_AFTER.match(after):
        return Kind.EXTRA, ""
    return None


def _whole(amount: Amount) -> Meaning:
    if amount.low is not None:
        return Kind.RANGE, ""
    if SOFT_AFTER.match(amount.after) or SOFT_BEFORE.search(amount.before):
        return Kind.ABOUT, ""
    if SUM_BEFORE.search(amount.before) or SUM_AFTER.match(amount.after):
        return Kind.SUM, ""
    if NORMALLY_CUE.search(amount.before) and BUT_FOR_YOU.search(amount.after):
        return Kind.USUAL, ""
    return Kind.TOTAL, ""


def _clause_after(after: str) -> str:
    """What follows up to the next joint, where the words begin to speak of something else."""
    return re.split(r"\b(?:but|otherwise|or|pero)\b", after, maxsplit=1)[0]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


CORRECTION = re.compile(
    r"\b(?:no,? wait|wait|sorry|i mean|i meant|actually|correction|scratch that|make that|perdon|digo|"
    r"excuse me|rather|oops|strike that|my bad|my mistake|let me correct|no,? no|or wait|misspoke)\b"
    r"|^[,\s]*no[,\s]+(?:it's |that's )?$|[,.-]\s*no,\s*(?:it's |that's )?$"
)
CORRECTABLE = frozenset({Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.EXTRA})


def _without_corrected(text: str, figures: list[Figure]) -> list[Figure]:
    """Drops each figure that the speaker takes back in favour of the next one."""
    kept: list[Figure] = []
    for figure in figures:
        if kept and figure.kind not in {Kind.NOISE, Kind.REJECTED, Kind.RIVAL, Kind.DISCOUNT}:
            previous = kept[-1]
            if CORRECTION.search(text[previous.amount.end : figure.amount.start]):
                kept.pop()
                if figure.kind in CORRECTABLE and previous.kind not in CORRECTABLE:
                    figure = Figure(previous.kind, figure.value, figure.amount, previous.name)
        kept.append(figure)
    return kept
