"""One live call under everything that a real line may tell: what holds whatever comes."""

import random
from datetime import date
from typing import Any

import orjson
import pytest

from callbackend.calls.live import LiveCall
from callbackend.lines.base import (
    CUT,
    Answered,
    Connected,
    CutOff,
    Heard,
    LineEvent,
    Manner,
    Placed,
    Pressed,
    Ringing,
)
from callbackend.records.store import StoredCall
from callbackend.states import Outcome
from tests.callbackend.factories import make_brief_json, make_request

MANNER = Manner(caller="Quoteapp", waits=True)
LIMIT = 171
PRICES = [f"That would be ${n} all in." for n in (120, 150, 165, 180, 240)]
LINES = [
    *PRICES,
    *PRICES,
    *("Yes.", "Yes.", "Sure, I can hold that.", "Okay, deal.", "No.", "Maybe, let me ask my boss."),
    *("Hello?", "Joe's Plumbing.", "Who is this?", "Is this a robot?", "What's the address?"),
    *("Hold on.", "It's $150, firm, my last price.", "I take that back.", "What is their budget?"),
    *("Could you repeat that?", "Dana here, they said you needed something?", "One fifty, okay?"),
    *(
        "No hablo inglés.",
        "Call me back tomorrow.",
        "",
        "uh",
        "two hundred or so",
        "$99 to come out",
    ),
]


def stored(**changes: Any) -> StoredCall:
    brief = make_brief_json(price_limit=LIMIT)
    request = make_request(brief=brief)
    return StoredCall(
        "11111111-2222-4333-8444-555555555555",
        "+14089715003",
        orjson.dumps(request, default=str).decode(),
        "dialing",
        changes.pop("transcript", "[]"),
        seq=1,
        created_at=1_790_000_000.0,
        dialled_at=1_790_000_001.0,
        job_id="job-1",
    )


def chance(dice: random.Random, last: str) -> LineEvent:
    if last and dice.random() < 0.15:
        words = last.split()
        return CutOff(" ".join(words[: dice.randrange(len(words) + 1)]))
    if dice.random() < 0.02:
        return Pressed(dice.choice("123456780*#"))
    if dice.random() < 0.05:
        return Connected()
    return Heard(dice.choice(LINES), overlapped=dice.random() < 0.3)


def talk(seed: int) -> tuple[LiveCall, list[dict[str, Any]]]:
    """A call through whatever comes; at each step it is what a restart would find."""
    dice, call, now = random.Random(seed), LiveCall(stored(), MANNER), 1_790_000_002.0
    said = ""
    for event in (Placed("CA1"), Ringing(), Answered(), Connected()):
        call.handle(event, now)
    for _ in range(30):
        event = chance(dice, said)
        now += 1
        if not call.wants(event):
            continue
        spoken = call.handle(event, now)
        said = "" if spoken is None or spoken.how.interruptible is False else spoken.text
        change = call.move(owes_callback=False).change
        again = LiveCall(stored(transcript=change["transcript"]), MANNER)
        again.replay()
        found = again.move(owes_callback=False).change
        for name in ("estimated_cents", "last_offer_cents", "negotiated_cents", "notes", "moves"):
            assert found[name] == change[name], (seed, event, name)  # type: ignore[literal-required]
        assert again.is_closing == call.is_closing, (seed, event)
        if call.is_closing:
            break
    change = call.move(owes_callback=False).change
    return call, [dict(change), *orjson.loads(change["transcript"])]


@pytest.mark.parametrize("part", range(4))
def test_whatever_comes_nothing_is_agreed_that_was_not_heard(part: int) -> None:
    agreed = 0
    for seed in range(part * 60, part * 60 + 60):
        _, (change, *lines) = talk(seed)
        ours = [line["text"] for line in lines if line["role"] == "agent"]
        assert not any(str(LIMIT) in text for text in ours), seed
        assert not any("I am a person" in text for text in ours), seed
        spoken = [text for text in ours if not text.startswith("[pressed")]
        assert "autom" in (spoken[0] if spoken else "autom"), seed
        if change["negotiated_cents"] is None:
            continue
        agreed += 1
        price = change["negotiated_cents"] // 100
        assert price <= LIMIT, seed
        last = max(n for n, line in enumerate(lines[:-1]) if line["role"] == "provider")
        named = [line for line in lines[:last] if f"${price}" in line["text"]]
        read_back = [line["text"] for line in named if line["role"] == "agent"][-1]
        assert not lines[last].get("overlapped"), seed
        assert "hold" in read_back or "mant" in read_back, seed
        assert not read_back.endswith(CUT), seed
        # What else was said since then takes more than a bare yes.
        if lines[last - 1]["text"] != read_back:
            assert lines[last]["text"] != "Yes.", seed
    assert agreed or part


def test_a_call_that_was_agreed_has_that_outcome() -> None:
    outcomes = set()
    for seed in range(60):
        call, (change, *_) = talk(seed)
        if call.is_closing and change["negotiated_cents"] is not None:
            outcomes.add(call._closing)

    assert outcomes <= {Outcome.AGREED}


def test_a_day_is_that_of_the_call() -> None:
    assert LiveCall(stored(), MANNER)._today == date(2026, 9, 21)
