"""The second reading of a whole conversation, and what it rests on."""

from decimal import Decimal
from functools import partial

import pytest

from callbackend.reading import Quote, listen, parse, read
from callbackend.reading.judgement.judge import Weights, judged, scores_of
from callbackend.reading.judgement.signals import signals
from callbackend.reading.judgement.whole_talk import MOST_CANDIDATES
from callbackend.reading.reader import hear_out
from evals.learn import FRESH, OWN_GROUND, Lesson, learn, lessons
from evals.sets import UNSEEN_QUOTES, talks
from tests.readings import TOGETHER, read_talks
from tests.rows import for_every

ROUNDABOUT = """\
Agent: What would it be to rebuild the back steps?
Provider: Nine hundred for those.
Agent: Any chance of eight fifty?
Provider: I'd be at eight seventy, and that's the floor.
Agent: That works on our side. Please save us a Friday.
Provider: You're saved, Friday it is."""
LEFT_OPEN = """\
Agent: What would it be to rebuild the back steps?
Provider: Nine hundred for those.
Agent: Nine hundred, okay. She's getting two more prices and will ring the one she likes.
Provider: Fair enough."""


def test_agreement_in_unheard_words_is_found_by_the_judge_with_its_lines():
    lines = parse(ROUNDABOUT)

    assert listen(lines).negotiated_price is None
    assert read(lines) == Quote(Decimal(900), Decimal(870), (1, 3, 4))


def test_price_that_is_left_open_is_no_agreement():
    quote = read(parse(LEFT_OPEN))

    assert (quote.estimated_price, quote.negotiated_price) == (900, None)


def test_judge_makes_nothing_of_what_was_called_off_afterwards():
    lines = parse(ROUNDABOUT + "\nAgent: Sorry, she has just cancelled. We won't need it.")

    assert read(lines).negotiated_price is None


def test_one_voice_alone_agrees_to_nothing():
    lines = [line for line in parse(ROUNDABOUT) if line.role == "provider"]

    assert read(lines).negotiated_price is None


def test_same_words_at_another_price_score_the_same():
    scores = scores_of(hear_out(parse(ROUNDABOUT)))
    dearer = (
        ROUNDABOUT.replace("Nine hundred", "1,900")
        .replace("ight fifty", "ighteen fifty")
        .replace("eight seventy", "eighteen seventy")
    )

    assert sorted(scores_of(hear_out(parse(dearer))).values()) == pytest.approx(
        sorted(scores.values())
    )


def test_candidates_are_bounded_and_no_agreement_is_always_one():
    babel = "Provider: " + " or ".join(f"${price}" for price in range(100, 400)) + "."

    candidates = hear_out(parse(babel)).candidates()

    assert candidates[0] is None
    assert len(candidates) <= MOST_CANDIDATES + 1


def test_signals_mark_the_amount_and_its_rivals():
    talk = hear_out(parse("Agent: Would you do 250?\nProvider: Not 250, but 280."))

    found = signals(talk, talk.candidates()[-1])

    assert "saidp:VAL" in found
    assert "saidp:NUM" in found
    assert not any("280" in signal for signal in found)


def test_without_weights_nothing_but_the_listeners_agreement_is_found():
    talk = hear_out(parse(ROUNDABOUT))

    assert set(scores_of(talk, weights={}).values()) == {0}


def test_empty_conversation_holds_nothing():
    assert judged(hear_out([])) == listen([])


def test_what_is_learnt_prefers_the_right_candidates():
    material = lessons(talks(FRESH)[:60])

    weights = learn(material)

    assert weights
    for_every(("lesson",), material, partial(is_learnt, weights))


def is_learnt(weights: Weights, lesson: Lesson) -> None:
    scores = [sum(weights.get(one, 0) for one in each) for each in lesson.signals]

    assert max(scores) == scores[lesson.right]


def test_learning_twice_gives_the_same_weights():
    material = lessons(talks(FRESH)[:40])

    assert learn(material) == learn(material)


@TOGETHER
def test_shipped_weights_find_nearly_all_that_they_were_learnt_from():
    known = read_talks(FRESH)
    wrong = [one.talk.id for one in known if not one.talk.has_agreement_of(one.whole)]

    # Of weights that no longer fit the listener's rules, fewer are right: `make learn`.
    assert 1 - len(wrong) / len(known) >= 0.97, wrong


def test_unseen_conversations_were_not_learnt_from():
    learnt = {talk.transcript for path in (FRESH, *OWN_GROUND) for talk in talks(path)}
    unseen = talks(UNSEEN_QUOTES)

    assert len(unseen) >= 230
    assert not [talk.id for talk in unseen if talk.transcript in learnt]
