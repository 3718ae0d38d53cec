"""Two prices for two things: the customer chooses among them, so they are kept apart."""

import re
from collections.abc import Sequence
from decimal import Decimal

from callbackend.reading.money.figures import Kind
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.pricing import PricedFigure

OF_AN_OPTION = {Kind.TOTAL, Kind.SUM, Kind.OPTION, Kind.PART, Kind.ABOUT}
LONGEST_LABEL = 4  # words
WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
# Words that stand between an option and its price, or around both.
BESIDE = frozenset(
    """
    a an the is are was be would will it it's its that's that i i'd i'll we we'd we'll they they'd
    you you'd you're he for at about around run runs running cost costs charge charges comes come to
    of and or but so well if want wants would like do does go with get can could say just like price
    priced us them then in total all around maybe probably roughly looking son es por el la los
    cuesta seria en con y o de un una dollars bucks each only either also there's there goes
    option options ways way kind thing things yeah yes okay ok no sure hmm um
    """.split()
)
# What has no name of its own: "640, or nine hundred with the roots".
FIRST = "the first"
OR = re.compile(r"\W*(?:dollars |bucks )?(?:or|o)\b")
# So likely a choice is offered, if no word says so.
LIKELY = 0.2
# "Plus forty" is added; "belt plus pump is 960" names a thing.
PLUS = re.compile(r"\bplus\b(?!.*\b(?:is|are|runs?|comes?|goes|would|will)\b|.*'(?:s|d|ll)\b)")
EITHER = re.compile(r"\b(?:or|either|versus|depending|options?|ways|packages?|o|opciones)\b")
FOLLOWS = re.compile(r"\s*(?:dollars|bucks)?\s*(?:for (?!that|it|the (?:job|whole))|with|if) ?\w")
CONTRAST = re.compile(
    r"\b(?:normally|usually|regularly|(?:was|were)(?! mine)|down to|come down|instead|no wait"
    r"|sorry|i mean"
    r"|actually|but for you)\b"
)


def options_in(
    theirs: Sequence[PricedFigure], standing: Decimal | None, whole: str
) -> tuple[tuple[str, Decimal], ...]:
    """Each thing with its price, where a turn prices at least two; else nothing.

    `whole` is the plain text of the turn. The standing price beside a new one is a move.
    """
    priced = [
        one
        for one in theirs
        if one.figure.kind in OF_AN_OPTION
        and one.value != standing
        and not has("excludes", one.sentence.text)
    ]
    labelled = [(_label(one), one.value) for one in priced]
    labels = {label for label, _ in labelled if label}
    values = {value for _, value in labelled}
    if len(labels) < 2 or len(values) < 2 or _is_one_price(priced) or not _offers(priced, whole):
        return ()
    return tuple((label, value) for label, value in labelled if label)


def _offers(priced: Sequence[PricedFigure], whole: str) -> bool:
    """Whether the words sound like a choice."""
    said = " ".join(dict.fromkeys(one.sentence.text for one in priced))
    if any(one.figure.kind is Kind.OPTION for one in priced) or EITHER.search(said):
        return True
    texts = (said, priced[-1].sentence.text, whole)
    return max(acts_of(text).get(Act.OPTIONS, 0.0) for text in texts) >= LIKELY


def _is_one_price(priced: Sequence[PricedFigure]) -> bool:
    """Whether the figures are a sum's parts, or one price before and after a change of mind."""
    kinds = [one.figure.kind for one in priced]
    names = {one.figure.name for one in priced if one.figure.kind is Kind.PART}
    if names & {"labor", "labour", "parts", "part", "materials", "material"} and len(
        priced
    ) == kinds.count(Kind.PART):
        return True
    if any(PLUS.search(one.figure.amount.before) for one in priced):
        return True
    return any(CONTRAST.search(one.sentence.text) for one in priced)


def _label(one: PricedFigure) -> str:
    """What the price is for: the words before it, else those after."""
    if FOLLOWS.match(one.figure.amount.after):
        return " ".join(_content(re.split(r"[,.;]", one.figure.amount.after)[0])[-LONGEST_LABEL:])
    if OR.match(one.figure.amount.after) and not _content(one.figure.amount.before):
        return FIRST
    before = _content(one.figure.amount.before.rsplit(",", 1)[-1] or one.figure.amount.before)
    if not before:
        before = _content(one.figure.amount.before)
    after = _content(re.split(r"[,.;]", one.figure.amount.after.lstrip(" ,"))[0])
    return " ".join((before or after)[-LONGEST_LABEL:])


def _content(words: str) -> list[str]:
    return [word for word in WORD.findall(words) if word not in BESIDE]
