"""Which lines are one turn, for the listener and for the judge alike."""

from callbackend.reading import Reader, Utterance, parse
from callbackend.reading.reader import hear_out
from callbackend.reading.turns import LONGEST_LINE, LONGEST_TURN, SILENCE, Turn

TALK = parse("Provider: Hello?\nAgent: Hi.\nAgent: How much?\nProvider: 150\nProvider: or so")


def heard(lines: list[Utterance]) -> Reader:
    reader = Reader()
    for line in lines:
        reader.hear(line)
    return reader


def test_then_takes_the_line_of_the_same_role_into_the_turn():
    turn = SILENCE.then(Utterance("agent", "Hi."))

    assert turn.then(Utterance("agent", "How MUCH?")) == Turn("agent", 0, ("hi.", "how much?"))


def test_then_begins_a_turn_when_the_other_side_speaks():
    turn = Turn("agent", 3, ("hi.", "how much?"))

    assert turn.then(Utterance("provider", "150")) == Turn("provider", 5, ("150",))


def test_then_begins_a_turn_when_the_turn_has_all_its_lines():
    turn = Turn("provider", 2, ("so",) * LONGEST_TURN)

    assert turn.then(Utterance("provider", "150")) == Turn("provider", 2 + LONGEST_TURN, ("150",))


def test_then_begins_a_turn_when_the_turn_has_all_its_characters():
    turn = SILENCE.then(Utterance("provider", "a" * (LONGEST_LINE + 1)))

    assert turn == Turn("provider", 0, ("a" * LONGEST_LINE,))
    assert turn.then(Utterance("provider", "150")) == Turn("provider", 1, ("150",))


def test_turns_of_a_reader_are_those_that_the_judge_looks_at():
    turns = heard(TALK).turns

    assert turns == (
        Turn("provider", 0, ("hello?",)),
        Turn("agent", 1, ("hi.", "how much?")),
        Turn("provider", 3, ("150", "or so")),
    )
    assert tuple(one.turn for one in hear_out(TALK).spoken) == turns


def test_reader_has_no_turn_before_anybody_speaks():
    assert Reader().turns == ()
