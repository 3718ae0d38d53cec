"""What is noted of a turn, with the words that carry it."""

from decimal import Decimal

from callbackend.agent.notes import option_notes
from callbackend.reading.heard import hear


def test_options_that_are_heard_as_a_range_are_noted_both() -> None:
    said = "no, those are about as tight as i can get 'em, eleven fifty or fourteen eighty."
    options = (("door", Decimal(1150)), ("bigger door", Decimal(1480)))

    notes = option_notes(said, hear(said), options, 3)

    assert [(note.price, note.turn) for note in notes] == [(Decimal(1150), 3), (Decimal(1480), 3)]
    assert all("eleven fifty or fourteen eighty" in note.text for note in notes)
