"""Whole conversations: the labelled set, and what holds for every conversation."""

import random
from collections.abc import Container
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from callbackend.reading import Quote, Reader, Utterance, listen, parse, read
from callbackend.reading.judgement.judge import judged
from callbackend.reading.reader import hear_out
from evals.sets import QUOTES, LabelledTalk, talks
from tests.readings import TOGETHER, read_talks
from tests.rows import every

pytestmark = TOGETHER

# What the reader still gets wrong: it prices other work, and misses an agreement.
MISREADS = frozenset({"plain-a046", "trap-m047"})
NOISE = [
    "", " ", "...", "?", "$", "$$ 5 %%", "1" * 400, "ñ ü 漢字 ²", "$1,2,3,,", "one " * 300,
    "a buck", "~ ; -- [",
    "to to to", "0", "$0", "between and", "if if but", "\u0000", "9" * 30 + " dollars",
]  # fmt: skip


def conversations() -> list[Any]:
    """Each labelled conversation, not read yet."""
    return [pytest.param(talk, id=talk.id) for talk in talks(QUOTES)]


def all_read(misreads: Container[str] = ()) -> list[Any]:
    """Each labelled conversation as it is read, and which are known to be read wrongly."""
    known = pytest.mark.xfail(reason="a known misread")
    return [
        pytest.param(one, id=one.talk.id, marks=[known] if one.talk.id in misreads else [])
        for one in read_talks(QUOTES)
    ]


@cache
def words_of_all() -> list[str]:
    return [word for talk in talks(QUOTES) for word in talk.transcript.split()] + NOISE


def prices_of(found: Quote | LabelledTalk) -> tuple[Decimal | None, Decimal | None]:
    return found.estimated_price, found.negotiated_price


def spelt(found: Quote | LabelledTalk) -> str:
    return f"{found.estimated_price} and {found.negotiated_price}"


@every("reading", lambda: all_read(MISREADS))
def test_read_agrees_with_the_label(reading):
    assert prices_of(reading.whole) == prices_of(reading.talk), (
        f"labelled {spelt(reading.talk)}, read as {spelt(reading.whole)}: {reading.talk.why}"
    )


def test_every_known_misread_is_labelled():
    assert {talk.id for talk in talks(QUOTES)} >= MISREADS


@every("talk", lambda: conversations()[::10])
def test_listen_and_read_make_of_the_lines_what_is_made_of_them_here(talk):
    """`read_talks` listens once, for both."""
    heard = hear_out(talk.lines)

    assert (listen(talk.lines), read(talk.lines)) == (heard.strict, judged(heard))


@every("reading", all_read)
def test_no_agreement_is_claimed_that_the_label_does_not_know(reading):
    assert reading.whole.negotiated_price in {None, reading.talk.negotiated_price}


def test_labelled_set_is_large_and_its_names_are_unique():
    names = {talk.id for talk in talks(QUOTES)}

    assert len(names) == len(talks(QUOTES)) >= 1130


@every("talk", lambda: conversations()[::3])
def test_reader_knows_at_every_line_what_listen_finds(talk):
    reader = Reader()

    for count, line in enumerate(talk.lines, start=1):
        reader.hear(line)

        assert reader.quote == listen(talk.lines[:count])


@every("reading", all_read)
def test_evidence_points_at_lines_in_order(reading):
    evidence = reading.whole.evidence

    assert list(evidence) == sorted(set(evidence))
    assert all(0 <= index < len(reading.talk.lines) for index in evidence)
    assert bool(evidence) == (reading.whole.estimated_price is not None)


def test_evidence_shows_the_figure_and_the_yes():
    quote = read(
        parse("Agent: Hi.\nProvider: That's 150.\nAgent: Could you do 135?\nProvider: Sure.")
    )

    assert quote.evidence == (1, 2, 3)


@every("talk", conversations)
def test_nothing_is_agreed_that_only_the_agent_says(talk):
    quote = read([line for line in talk.lines if line.role == "agent"])

    assert prices_of(quote) == (None, None)


@every("talk", conversations)
def test_nothing_is_agreed_that_only_the_provider_says(talk):
    quote = read([line for line in talk.lines if line.role == "provider"])

    assert quote.negotiated_price is None


@every("talk", conversations)
def test_no_agreement_lasts_when_the_agent_withdraws(talk):
    withdrawn = Utterance("agent", "Actually, the customer just cancelled, we won't need it.")
    farewell = Utterance("provider", "Okay.")

    quote = read([*talk.lines, farewell, withdrawn])

    assert quote.negotiated_price is None


@every("seed", range(30))
def test_read_never_raises_on_any_text(seed):
    chance = random.Random(seed)
    lines = [
        Utterance(
            chance.choice(["agent", "provider"]),
            " ".join(chance.choices(words_of_all(), k=chance.randrange(40))),
        )
        for _ in range(40)
    ]

    quote = read(lines)

    assert quote.estimated_price is None or quote.estimated_price > 0


@every("noise", NOISE)
def test_read_never_raises_on_noise(noise):
    quote = read(
        [Utterance("agent", noise), Utterance("provider", noise), Utterance("agent", noise)]
    )

    assert quote.estimated_price is None or quote.estimated_price > 0


def test_a_long_monologue_is_read_in_bounded_steps():
    reader = Reader()

    for _ in range(400):
        reader.hear(Utterance("provider", "we do that all the time, no problem"))

    assert reader.quote.estimated_price is None
