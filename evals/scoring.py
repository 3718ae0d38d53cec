"""How well the readers read a labelled set, and which rows they read wrongly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from callbackend.reading import Quote, Utterance
from evals.sets import LabelledQuery, LabelledTalk


@dataclass(frozen=True, slots=True)
class QueryScore:
    """Shares between 0 and 1: strict counts the one label, lenient also the trades that would do.

    `wrong` is what was read wrongly even by the lenient measure, with the trade that was read.
    """

    strict: float
    lenient: float
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
    exact = sum(trade == labelled.trade for labelled, trade in read)
    wrong = [
        (labelled, trade)
        for labelled, trade in read
        if trade != labelled.trade and trade not in labelled.also_fine
    ]
    return QueryScore(exact / len(read), 1 - len(wrong) / len(read), tuple(wrong))


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
