"""The verdicts over many partners, by kind, as figures and as tables; and one of them whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.table import Table

from evals.partners.conditions import Verdict, agreed_price
from evals.partners.faults import Fault
from evals.partners.talking import Conversation

ALL = "all"
BARE = "all, unpunctuated"
# What each column counts: the partners at which at least one of these faults was found.
COUNTED = {
    "falsehoods": (Fault.FALSEHOOD,),
    "forbidden": (Fault.FORBIDDEN,),
    "false prices": (Fault.FALSE_PRICE, Fault.FALSE_AGREEMENT),
    "job not heard": (Fault.JOB,),
    "loops": (Fault.LOOP, Fault.TOO_LONG),
}


def figures_of(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The figures of all and of each kind; a share of the discount only where there was one."""
    figures = {}
    for kind, some in _by_kind(verdicts).items():
        figures[f"{kind}/partners"] = float(len(some))
        figures[f"{kind}/passed"] = float(sum(one.has_passed for one in some))
        for name, faults in COUNTED.items():
            figures[f"{kind}/{name}"] = float(sum(_has(one, faults) for one in some))
        figures[f"{kind}/prices right"] = sum(one.prices_are_right for one in some) / len(some)
        if won := [one.won for one in some if one.won is not None]:
            figures[f"{kind}/discount won"] = float(sum(won) / len(won))
    return figures


def figures_of_bare(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The figures of all, under a name that says that they were heard without punctuation."""
    found = figures_of(verdicts)
    return {
        f"{BARE}/{key.removeprefix(f'{ALL}/')}": value
        for key, value in found.items()
        if key.startswith(f"{ALL}/")
    }


def table_of(figures: dict[str, float], title: str = "Partners") -> Table:
    """What `figures_of` found, a line a kind."""
    heads = ("passed", *COUNTED, "prices right", "discount won")
    table = Table("kind", *heads, title=title)
    for kind in dict.fromkeys(key.rpartition("/")[0] for key in figures):
        of_kind = {name: figures.get(f"{kind}/{name}") for name in ("partners", *heads)}
        counts = (f"{of_kind[name] or 0:.0f}" for name in COUNTED)
        passed = f"{of_kind['passed']:.0f} of {of_kind['partners']:.0f}"
        shares = (_percent(of_kind[name]) for name in ("prices right", "discount won"))
        table.add_row(kind, passed, *counts, *shares)
    return table


def figures_of_calls(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The shares of calls whose record says of each price what the partner's book says.

    Only of those in which somebody named a price, or in which one was recorded all the same.
    """
    rights = [
        (
            talk.partner.expected.estimated.allows(talk.recorded.estimated_price, talk.book.first),
            talk.recorded.negotiated_price == agreed_price(talk),
            talk.partner.expected.last_offer.allows(talk.recorded.last_offer, talk.book.standing),
        )
        for talk in (verdict.talk for verdict in verdicts)
        if _has_a_price(talk)
    ]
    count = len(rights) or 1
    return {
        "calls": float(len(rights)),
        "first right": sum(first for first, _, _ in rights) / count,
        "agreed right": sum(agreed for _, agreed, _ in rights) / count,
        "both right": sum(first and agreed for first, agreed, _ in rights) / count,
        "last right": sum(last for _, _, last in rights) / count,
    }


def table_of_calls(figures: dict[str, float]) -> Table:
    """What `figures_of_calls` found, in a line."""
    table = Table(*figures, title="Prices in our own calls")
    shares = (_percent(share) for name, share in figures.items() if name != "calls")
    table.add_row(f"{figures['calls']:.0f}", *shares)
    return table


def failures(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """A line for each thing that does not hold."""
    for verdict in verdicts:
        for finding in verdict.findings:
            partner = verdict.talk.partner
            yield f"{partner.kind} · {partner.name} · {finding.fault}: {finding.why}"


def whole(verdict: Verdict) -> Iterator[str]:
    """One conversation with what came of it."""
    talk = verdict.talk
    yield f"{talk.partner.name} ({talk.partner.kind}): {talk.partner.about}"
    yield f"The job: {talk.partner.brief['problem']}. The limit: {talk.partner.limit}"
    for exchange in talk.exchanges:
        if exchange.heard is not None:
            yield f"  Partner: {exchange.heard or '(silence)'}"
        pressed = f" [presses {exchange.press}]" if exchange.press else ""
        yield f"  Agent ({exchange.move or 'opens'}): {exchange.say}{pressed}"
    yield f"Recorded: {_recorded(talk)}"
    yield (
        f"By the partner: first {talk.book.first}, agreed {agreed_price(talk)},"
        f" last {talk.book.standing}"
    )
    if verdict.won is not None:
        yield f"Discount won: {_percent(float(verdict.won))}"
    yield from (f"✗ {finding.fault}: {finding.why}" for finding in verdict.findings)
    if verdict.has_passed:
        yield "✓ Everything holds."


def _has_a_price(talk: Conversation) -> bool:
    it = talk.recorded
    prices = (talk.book.first, it.estimated_price, it.negotiated_price, it.last_offer)
    return any(price is not None for price in prices)


def _by_kind(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    found = defaultdict(list)
    for verdict in verdicts:
        found[verdict.talk.partner.kind].append(verdict)
    return dict(sorted(found.items())) | {ALL: list(verdicts)}


def _has(verdict: Verdict, faults: tuple[Fault, ...]) -> bool:
    return any(finding.fault in faults for finding in verdict.findings)


def _recorded(talk: Conversation) -> str:
    it = talk.recorded
    prices = (it.estimated_price, it.negotiated_price, it.last_offer)
    first, agreed, last = (None if one is None else Decimal(one) for one in prices)
    return f"{it.outcome}, first {first}, agreed {agreed}, last {last}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
