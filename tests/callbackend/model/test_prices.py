"""What of the model's reading may count: the rules, and a model that says anything at all."""

import json
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from callbackend.model.evidence import Evidence, is_asked, stands
from callbackend.model.prices import Proposal, check, propose, read_twice
from callbackend.reading import Quote, Utterance, parse, read
from evals.sets import QUOTES
from tests.readings import TOGETHER, read_talks
from tests.rows import every

HAGGLE = parse(
    "Agent: What would you charge?\n"
    "Provider: That would be $150.\n"
    "Agent: Could you do it for 135?\n"
    "Provider: Sure, 135 works."
)
ASKED = (Evidence(1, "That would be $150"),)
AGREED = (Evidence(2, "Could you do it for 135?"), Evidence(3, "Sure, 135 works."))
RIGHT = Proposal(Decimal(150), ASKED, Decimal(135), AGREED)


def dollars(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount))


def answer(**changes: Any) -> dict[str, Any]:
    """The model's right answer about HAGGLE."""
    return {
        "estimated_price": 150,
        "estimated_evidence": [{"line": 1, "quote": "That would be $150"}],
        "negotiated_price": 135.0,
        "negotiated_evidence": [
            {"line": 2, "quote": "Could you do it for 135?"},
            {"line": 3, "quote": "Sure, 135 works."},
        ],
    } | changes


# --- the agreement ---------------------------------------------------------------------------


def test_check_keeps_an_agreement_that_both_readers_see():
    quote = check(RIGHT, HAGGLE, read(HAGGLE))

    assert quote == Quote(Decimal("150.00"), Decimal("135.00"), (1, 2, 3))


@every(
    ("price", "evidence"),
    [
        pytest.param(None, (), id="the model sees none"),
        pytest.param(150, AGREED, id="the model sees another"),
        pytest.param(135, (), id="no evidence"),
        pytest.param(135, AGREED[1:], id="only the provider's words"),
        pytest.param(135, AGREED[:1], id="only the agent's words"),
        pytest.param(135, (AGREED[0], Evidence(3, "Yes, 135 works.")), id="never said"),
        pytest.param(135, (AGREED[0], Evidence(1, "Sure, 135 works.")), id="another line"),
        pytest.param(135, (AGREED[0], Evidence(4, "Sure")), id="no such line"),
        pytest.param(135, (AGREED[0], Evidence(-1, "Sure")), id="a negative line"),
        pytest.param(135, (AGREED[0], Evidence(3, "")), id="nothing quoted"),
        pytest.param(135, (AGREED[0], Evidence(3, "ur")), id="a piece of a word"),
        pytest.param(135, (*AGREED, Evidence(0, "Deal.")), id="one piece of several is made up"),
    ],
)
def test_check_drops_an_agreement_that_the_model_does_not_prove(price, evidence):
    proposal = Proposal(Decimal(150), ASKED, dollars(price), evidence)

    quote = check(proposal, HAGGLE, read(HAGGLE))

    assert quote == Quote(Decimal("150.00"), None, (1,))


def test_check_makes_no_agreement_that_the_embedded_reader_does_not_see():
    lines = [*HAGGLE[:3], Utterance("provider", "Let me ask my boss, 135 maybe works.")]
    evidence = (AGREED[0], Evidence(3, "135 maybe works"))

    quote = check(Proposal(Decimal(150), ASKED, Decimal(135), evidence), lines, read(lines))

    assert quote.negotiated_price is None


def test_check_drops_a_first_price_that_stood_on_the_agreement_alone():
    lines = parse("Agent: Could you do the gutters for 120?\nProvider: Sure, works for me.")
    embedded = read(lines)
    assert embedded.estimated_price == embedded.negotiated_price == 120

    assert check(Proposal(None, (), None, ()), lines, embedded) == Quote(None, None, ())


# --- the first price -------------------------------------------------------------------------

NOT_UNDERSTOOD = Quote(None, None, ())


@every(
    ("said", "price", "holds"),
    [
        ("That would be $150.", 150, True),
        ("One fifty for that.", 150, True),
        ("$85 for the trip and 120 for labor.", 205, True),
        ("I charge $90 an hour, two hours.", 180, True),
        ("That would be $150.", 140, False),
        ("That would be $150.", 300, False),
        ("The other guys charge $150.", 150, False),
        ("I need a deposit of $150.", 150, False),
        ("I can't do 150.", 150, False),
        ("We're at 150 Main Street.", 150, False),
        ("Call me at 408-555-0150.", 150, False),
    ],
)
def test_check_takes_a_first_price_only_from_the_providers_words(said, price, holds):
    lines = [Utterance("agent", "How much?"), Utterance("provider", said)]
    proposal = Proposal(dollars(price), (Evidence(1, said),), None, ())

    quote = check(proposal, lines, NOT_UNDERSTOOD)

    assert quote == (Quote(dollars(price), None, (1,)) if holds else NOT_UNDERSTOOD)


def test_check_takes_no_first_price_from_the_agents_words():
    lines = [Utterance("agent", "Is it $150?"), Utterance("provider", "$150? I'd have to see it.")]
    proposal = Proposal(Decimal(150), (Evidence(0, "$150"),), None, ())

    assert check(proposal, lines, NOT_UNDERSTOOD) == NOT_UNDERSTOOD


@pytest.mark.parametrize("theirs", [None, 135])
def test_check_keeps_the_embedded_first_price_when_the_model_reads_another(theirs):
    proposal = Proposal(dollars(theirs), (AGREED[1],) if theirs else (), Decimal(135), AGREED)

    quote = check(proposal, HAGGLE, read(HAGGLE))

    assert (quote.estimated_price, quote.negotiated_price) == (150, 135)


def test_evidence_stands_apart_from_capitals_accents_and_spaces():
    lines = [Utterance("provider", "Sí,  serían “ciento cincuenta”…")]

    assert stands(Evidence(0, 'si, serian "ciento CINCUENTA"'), lines)


def test_a_price_is_asked_after_the_scale_of_the_one_before():
    lines = [Utterance("provider", "It's $250."), Utterance("provider", "I could do two.")]

    assert is_asked(Decimal(200), lines)


# --- a model that says anything --------------------------------------------------------------


def any_proposals() -> Iterator[Any]:
    """Five proposals for each labelled conversation, which may be anything."""
    for seed in range(5):
        chance = random.Random(seed)
        for done in read_talks(QUOTES):
            known = [None, done.whole.estimated_price, done.whole.negotiated_price, Decimal(500)]
            quotes = evidence_of(done.talk.lines)
            some = tuple(chance.sample(quotes, min(len(quotes), 3)))
            proposal = Proposal(chance.choice(known), some, chance.choice(known), some)
            yield pytest.param(done, proposal, id=f"{done.talk.id}, seed {seed}")


def evidence_of(lines: Sequence[Utterance]) -> list[Evidence]:
    """Every line of the conversation, word for word."""
    return [Evidence(number, line.text) for number, line in enumerate(lines)]


@TOGETHER
@every(("done", "proposal"), any_proposals)
def test_no_proposal_makes_an_agreement_or_a_price_above_all_that_was_said(done, proposal):
    lines, embedded = done.talk.lines, done.whole

    quote = check(proposal, lines, embedded)

    assert quote.negotiated_price in (None, embedded.negotiated_price)
    if embedded.estimated_price is not None:
        assert quote.estimated_price in (None, embedded.estimated_price)
    elif quote.estimated_price is not None:
        assert is_asked(quote.estimated_price, lines)
    assert all(0 <= index < len(lines) for index in quote.evidence)


@TOGETHER
@every("done", lambda: [pytest.param(done, id=done.talk.id) for done in read_talks(QUOTES)])
def test_a_model_that_agrees_changes_no_price_of_the_labelled_set(done):
    lines, embedded = done.talk.lines, done.whole
    quotes = tuple(quote for quote in evidence_of(lines) if quote.quote.strip())
    both = {line.role for line in lines} == {"agent", "provider"}
    proposal = Proposal(embedded.estimated_price, quotes, embedded.negotiated_price, quotes)

    quote = check(proposal, lines, embedded)

    assert quote.estimated_price == embedded.estimated_price
    assert quote.negotiated_price == (embedded.negotiated_price if both else None)


# --- asking ----------------------------------------------------------------------------------


def test_propose_gives_what_the_model_reads(llmock, connect):
    llmock.answers(answer())

    assert propose(connect(llmock.url), HAGGLE, 15) == RIGHT


def test_propose_tells_the_model_who_said_what(scripted, connect):
    scripted.says(answer())

    propose(connect(scripted.url), HAGGLE, 30)

    (body,) = scripted.bodies
    spoken = json.loads(body["input"][0]["content"])["conversation"]
    assert spoken[1] == {"line": 1, "role": "provider", "text": "That would be $150."}


@pytest.mark.parametrize(
    "changes",
    [
        {"estimated_price": "150"},
        {"estimated_price": True},
        {"estimated_price": -1},
        {"estimated_price": 10**9},
        {"negotiated_price": [135]},
        {"negotiated_evidence": None},
        {"negotiated_evidence": ["Sure"]},
        {"negotiated_evidence": [{"line": "2", "quote": "Sure"}]},
        {"negotiated_evidence": [{"line": True, "quote": "Sure"}]},
        {"negotiated_evidence": [{"line": 2}]},
    ],
    ids=str,
)
def test_read_twice_is_embedded_and_warns_once_when_the_answer_breaks_the_schema(
    scripted, connect, caplog, changes
):
    scripted.says(answer(**changes))

    assert read_twice(connect(scripted.url), HAGGLE, 5) == read(HAGGLE)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("status", [401, 429, 500])
def test_read_twice_is_embedded_and_warns_once_when_the_model_fails(
    llmock, connect, caplog, status
):
    llmock.fails(status)

    assert read_twice(connect(llmock.url), HAGGLE, 5) == read(HAGGLE)
    (warning,) = caplog.records
    assert (warning.levelname, warning.reason) == ("WARNING", f"HTTP {status}")


def test_read_twice_asks_nothing_where_no_provider_speaks(scripted, connect):
    lines = [Utterance("agent", "Hello?")]

    assert read_twice(connect(scripted.url), lines, 5) == read(lines)
    assert scripted.bodies == []


def test_propose_sends_no_endless_conversation(scripted, connect):
    lines = [Utterance("provider", "x" * 2000)] * 20

    assert propose(connect(scripted.url), lines, 5) is None
    assert scripted.bodies == []
