"""How well the readers read a labelled set, and which rows they read wrongly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from callbackend.reading import Quote, Utterance
from evals.sets import LabelledQuery, LabelledTalk
from quoteapp.language import NONE


@dataclass(frozen=True, slots=True)
class QueryScore:
    """Shares between 0 and 1: strict counts the one label, lenient also the trades that would do.

    Both are of the work that some trade does, as is `turned_away`: what was taken for none's.
    `told` is the share of what no trade does that is told so; `None` where the set has none of it.
    `wrong` is what was read wrongly even by the lenient measure, with what was read.
    """

    strict: float
    lenient: float
    turned_away: float
    told: float | None
    wrong: tuple[tuple[LabelledQuery, str], ...]


@dataclass(frozen=True, slots=True)
class TalkScore:
    """Shares between 0 and 1, the rows read wrongly, and the agreements that were never made."""

    both: float
    agreement: float
    wrong: tuple[LabelledTalk, ...]
    false_agreements: tuple[LabelledTalk, ...]


def score_queries(queries: Sequence[LabelledQuery], infer: Callable[[str], str]) -> QueryScore:
    """How well `infer` finds the trade of each query."""
    read = [(labelled, infer(labelled.query)) for labelled in queries]
    of_a_trade = [(labelled, trade) for labelled, trade in read if labelled.trade != NONE]
    others = [trade for labelled, trade in read if labelled.trade == NONE]
    many = len(of_a_trade)
    return QueryScore(
        strict=sum(trade == labelled.trade for labelled, trade in of_a_trade) / many,
        lenient=sum(map(_would_do, of_a_trade)) / many,
        turned_away=sum(trade == NONE for _, trade in of_a_trade) / many,
        told=others.count(NONE) / len(others) if others else None,
        wrong=tuple(one for one in read if not _would_do(one)),
    )


def _would_do(one: tuple[LabelledQuery, str]) -> bool:
    labelled, trade = one
    return trade == labelled.trade or trade in labelled.also_fine


def score_talks(
    talks: Iterable[LabelledTalk], read: Callable[[Sequence[Utterance]], Quote]
) -> TalkScore:
    """How well `read` finds the prices of each conversation."""
    quoted = [(talk, read(talk.lines)) for talk in talks]
    both = sum(talk.is_met_by(quote) for talk, quote in quoted)
    agreed = sum(talk.has_agreement_of(quote) for talk, quote in quoted)
    return TalkScore(
        both / len(quoted),
        agreed / len(quoted),
        tuple(talk for talk, quote in quoted if not talk.is_met_by(quote)),
        tuple(
            talk
            for talk, quote in quoted
            if quote.negotiated_price is not None and not talk.has_agreement_of(quote)
        ),
    )
