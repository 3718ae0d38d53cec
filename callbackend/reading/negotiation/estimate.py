"""What a provider's turn makes of the estimate: its first firm, all-in figure."""

import re

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money import agent_figures
from callbackend.reading.negotiation.additions import is_sum, told_after
from callbackend.reading.negotiation.ask import FIRMNESS, PART_KINDS, Ask, Firmness
from callbackend.reading.negotiation.deal import Deal
from callbackend.reading.speech import provider_speech as speech
from callbackend.reading.turns import Turn

CONCEDES = re.compile(r"\b(?:could|squeeze|come down|go down|get (?:it|you) down|knock|drop)\b")
# "Could the trip charge go away?": the estimate stands as before the haggling.
FEE_QUESTION = re.compile(r"\b(?:charge|fee|call|visit|disposal)\b[^.!?]{0,60}\?")
PUTS_RIGHT = re.compile(
    r"\W*(?:(?:oh|uh|um|ah|well|hmm|yeah|er)[\s,]+)*(?:no\b|nope|sorry|wait|hold on|actually|"
    r"hang on|perdon)"
)
FEE_PLEA = re.compile(
    r"\b(?:without|leave (?:it|that) off|waive\w*|drop|skip|discount|referral|help|any way|"
    r"can you|could you|would you|(?:le )?(?:quita|perdona|puede|podria)\w*)\b"
)
MORE_WORK = re.compile(r"\b(?:as well|also|in addition|on top|add|adding|another|tambien)\b")
SHARE_OFF = re.compile(
    r"(?:%|\b(?:percent|half|\w*\d|ten|twenty|thirty|forty|fifty)) off\b|\bpor ciento\b"
)


def estimate_after(deal: Deal, ask: Ask, turn: Turn, figures: list[Figure]) -> Ask:
    """The first firm all-in figure; only corrections and fees still change it."""
    old = deal.estimate
    if ask.value is None or (deal.agreement is not None and old.value is None):
        return old
    if old.value is None:
        return _before_concession(deal, ask, figures, turn)
    if deal.agreement is not None and MORE_WORK.search(deal.agent_texts[-1]):
        return old
    if deal.is_haggled or deal.agreement is not None:
        return _with_late_fees(old, figures, turn)
    is_offer = ask.total in {figure.value for figure in _told_by_agent(deal)}
    if is_offer and old.strength in {Firmness.RANGE, Firmness.HOURLY}:
        return old
    if old.strength < ask.strength or speech.is_mistaken(turn.text):
        return ask
    if speech.waives(turn.text) and FEE_QUESTION.search(deal.agent_texts[-1]):
        return old
    if (
        _is_read_back(deal, ask, turn)
        or _is_denied(old, figures)
        or _is_summed_up(deal, ask, figures)
    ):
        return ask
    if deal.is_asked_again and ask.strength is Firmness.FIRM:
        return ask
    same_base = ask.total == old.total and old.strength is ask.strength
    if same_base and ask.value < (old.value or 0) and FEE_PLEA.search(deal.agent_texts[-1]):
        return old
    return ask if same_base or _completes(old, ask) else old


def _before_concession(deal: Deal, ask: Ask, figures: list[Figure], turn: Turn) -> Ask:
    """The first of two totals, when the second is a concession in the same breath."""
    totals = [figure for figure in figures if figure.kind in {Kind.TOTAL, Kind.SUM}]
    if len(totals) < 2 or totals[-1].value >= totals[0].value or ask.total != totals[-1].value:
        return ask
    between = turn.text[totals[0].amount.end : totals[-1].amount.start]
    meets = deal.offer is not None and totals[-1].value == deal.offer.value
    if not (meets or CONCEDES.search(totals[-1].amount.before) or SHARE_OFF.search(between)):
        return ask
    first = totals[0]
    line = turn.line_at(first.amount.start)
    return ask.with_total(first.value, Firmness.FIRM, line, alone=False)


def _is_read_back(deal: Deal, ask: Ask, turn: Turn) -> bool:
    """Whether the provider puts right, or repeats, a figure that the agent has just read back."""
    heard = {f.value for f in _told_by_agent(deal) if f.kind in {Kind.TOTAL, Kind.SUM}}
    if ask.strength is not Firmness.FIRM or ask.value == deal.ask.value:
        return False
    if ask.total in heard and deal.estimate.value is not None:
        return ask.total is not None and ask.total > deal.estimate.value
    if "?" in deal.agent_texts[-1] and heard == {deal.estimate.value}:
        return (ask.value or 0) > (deal.estimate.value or 0)
    return deal.estimate.value in heard and PUTS_RIGHT.match(turn.text) is not None


def _told_by_agent(deal: Deal) -> list[Figure]:
    return agent_figures(deal.agent_texts[-1], deal.reference) if deal.agent_texts else []


def _is_denied(old: Ask, figures: list[Figure]) -> bool:
    """Whether the provider takes its figure back: "no, not 115, it's 130"."""
    return any(f.kind is Kind.REJECTED and f.value == old.value for f in figures)


def _is_summed_up(deal: Deal, ask: Ask, figures: list[Figure]) -> bool:
    """Whether a sum adds to the estimate what its own turn prices: "40 more, so 215 for both"."""
    old, told = deal.estimate, told_after(deal, figures)
    added = [figure.value for figure in figures if figure.kind in PART_KINDS]
    if old.value is None or ask.value is None or ask.value <= old.value:
        return False
    if bool(added) and old.value + sum(added) == ask.value:
        return True
    return any(f.kind is Kind.SUM and f.value == ask.total for f in figures) and is_sum(
        ask.value, told
    )


def _completes(old: Ask, ask: Ask) -> bool:
    """Whether a total only adds up what was known as parts."""
    return old.total is None and ask.strength is Firmness.FIRM and old.strength is Firmness.FIRM


def _with_late_fees(estimate: Ask, figures: list[Figure], turn: Turn) -> Ask:
    """A mandatory fee that comes out late belongs to the all-in figure, too."""
    whole = {figure.value for figure in figures if figure.kind in FIRMNESS}
    fuller = estimate
    for figure in figures:
        if figure.kind in PART_KINDS:
            fuller = fuller.with_part(figure, turn.line_at(figure.amount.start))
    rises = estimate.value is not None and (fuller.value or 0) > estimate.value
    return fuller if rises and whole <= {fuller.value} else estimate
