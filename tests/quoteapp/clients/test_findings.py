"""Notes and moves as a call backend tells them: what makes no sense is left out, alone."""

import json
from decimal import Decimal
from typing import Any

import pytest

from quoteapp.clients.ended_calls import EndedCall, ended_call
from quoteapp.clients.findings import LONGEST_TEXT, MOST
from quoteapp.states import Outcome
from tests.rows import every

NOTE = {"kind": "visit", "text": "The visit is $55.", "price": 55.0, "turn": 1}
MOVE = {"by": "provider", "kind": "first", "price": 150.0, "turn": 1}
TURNS = [{"role": "agent", "text": "Hello"}, {"role": "provider", "text": "The visit is $55."}]


def read(**changes: Any) -> EndedCall:
    call = {
        "call_id": "call-1",
        "status": "ended",
        "outcome": "quoted",
        "estimated_price": 150.0,
        "last_offer": 140.0,
        "negotiated_price": None,
        "notes": [NOTE],
        "moves": [MOVE],
        "transcript": TURNS,
    } | changes
    read = ended_call({name: value for name, value in call.items() if value is not ...})
    assert read is not None
    return read


def test_a_call_tells_its_last_offer_its_notes_and_its_moves() -> None:
    call = read()

    assert (call.last_offer, call.notes, call.moves) == (Decimal("140.00"), [NOTE], [MOVE])


def test_an_older_call_backend_tells_none_of_them() -> None:
    call = read(last_offer=..., notes=..., moves=...)

    assert (call.outcome, call.estimated_price) == (Outcome.QUOTED, Decimal("150.00"))
    assert (call.last_offer, call.notes, call.moves) == (None, None, None)


@every("outcome", ["visit_only", "declined", "cancelled"])
def test_a_call_without_a_price_keeps_its_notes(outcome: str) -> None:
    call = read(outcome=outcome, estimated_price=None, last_offer=None, moves=[])

    assert (call.outcome, call.estimated_price) == (outcome, None)
    assert (call.notes, call.moves) == ([NOTE], [])


def test_a_last_offer_alone_is_a_price_that_was_named() -> None:
    call = read(estimated_price=None)

    assert (call.outcome, call.estimated_price) == (Outcome.QUOTED, Decimal("140.00"))


@every("nonsense", [True, "cheap", 0, -5, float("nan"), float("inf"), 1e9, [140], {}])
def test_a_last_offer_that_is_none_does_not_keep_a_call_from_being_read(nonsense: Any) -> None:
    call = read(last_offer=nonsense)

    assert (call.outcome, call.last_offer) == (Outcome.QUOTED, None)
    assert call.estimated_price == Decimal("150.00")


@every("nonsense", ["many", 7, True, {"kind": "visit"}])
def test_what_is_no_list_counts_as_not_told(nonsense: Any) -> None:
    call = read(notes=nonsense, moves=nonsense)

    assert (call.notes, call.moves) == (None, None)


WRONG_NOTES = [
    *("a sentence", None, 7, [], {}),
    NOTE | {"kind": "gossip"},
    NOTE | {"kind": ["visit"]},
    NOTE | {"text": ""},
    NOTE | {"text": " "},
    NOTE | {"text": 7},
    *(NOTE | {"turn": turn} for turn in (-1, 2, "1", 1.0, True, None)),
    {name: value for name, value in NOTE.items() if name != "turn"},
]


@every("wrong", WRONG_NOTES)
def test_a_note_that_makes_no_sense_is_left_out_alone(wrong: Any) -> None:
    assert read(notes=[wrong, NOTE]).notes == [NOTE]


WRONG_MOVES = [
    *("a price", None, 7, [], {}),
    MOVE | {"by": "customer"},
    MOVE | {"kind": "middle"},
    *(MOVE | {"price": price} for price in (None, 0, -1, True, "150", float("nan"), 1e9)),
    *(MOVE | {"turn": turn} for turn in (-1, 2, None)),
]


@every("wrong", WRONG_MOVES)
def test_a_move_that_makes_no_sense_is_left_out_alone(wrong: Any) -> None:
    assert read(moves=[wrong, MOVE]).moves == [MOVE]


@every(
    ("told", "kept"),
    [(None, None), (0, 0.0), (55, 55.0), (55.005, 55.01), (-1, None), ("55", None), (True, None)],
)
def test_a_note_is_kept_with_its_price_where_it_has_one(told: Any, kept: float | None) -> None:
    (note,) = read(notes=[NOTE | {"price": told}]).notes or []

    assert note["price"] == kept
    assert not isinstance(note["price"], bool | int)


def test_fields_that_nobody_knows_are_not_kept() -> None:
    call = read(notes=[NOTE | {"phone": "+14085550101"}], moves=[MOVE | {"why": "?"}])

    assert (call.notes, call.moves) == ([NOTE], [MOVE])


def test_what_no_database_takes_is_replaced_and_what_is_long_is_cut() -> None:
    (strange, long) = read(
        notes=[NOTE | {"text": "It's \x00 \ud800"}, NOTE | {"text": "x" * 5_000}]
    ).notes or [None, None]

    assert strange is not None
    assert long is not None
    assert strange["text"] == "It's \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}"
    assert len(long["text"]) == LONGEST_TEXT


def test_no_more_are_kept_than_a_talk_can_have() -> None:
    call = read(notes=[NOTE] * 1_000, moves=[MOVE] * 1_000)

    assert (len(call.notes or []), len(call.moves or [])) == (MOST, MOST)


@pytest.mark.parametrize("listed", ["notes", "moves"])
def test_what_is_kept_can_be_shown(listed: str) -> None:
    kept = getattr(read(), listed)

    assert json.loads(json.dumps(kept)) == kept
