"""Talk with the agent: you are the business. In a terminal, or line by line for a program.

    make talk                             # asks what the job is
    make talk BRIEF=brief.json            # `{"name": …, "brief": {…}}`
    python -m callbackend.talk --jsonl    # JSON lines in, JSON lines out

With `--jsonl` a line `{"name", "brief"}` begins a conversation and is answered by the agent's
first words; `{"heard": "…"}` goes on (`""` is several seconds of silence), and `{"pressed": "9"}`
is a key that the business presses. Each line is answered by one, in order, until `done`. A line
that cannot be understood is answered by `{"error"}` and changes nothing.
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from callbackend.agent.brief import NO_LIMIT, Brief, spoken_name
from callbackend.agent.negotiator import Negotiator
from callbackend.agent.reply import Reply
from callbackend.api.schemas import BriefIn, first_problem
from callbackend.records.transcript import clean

KEY = re.compile(r"[0-9*#]")
NOBODY = "Begin with a line that holds a name and a brief."
IS_OVER = "The conversation is over; another brief begins another."
UNKNOWN = "A line is an object with a name and a brief, with heard, or with pressed."
# What is offered where the terminal asks for a job.
EXAMPLE = {
    "name": "Reliable Plumbing",
    "task": "plumber",
    "problem": "your toilet is constantly running",
    "zip_code": "95126",
    "price_limit": NO_LIMIT,
}


class Talk:
    """One conversation after another, event by event."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._negotiator: Negotiator | None = None
        self._is_over = False

    def take(self, event: object) -> dict[str, Any]:
        """What the agent does on this event; ValueError where it is none, which changes nothing."""
        if not isinstance(event, dict):
            raise ValueError(UNKNOWN)
        if "brief" in event:
            return self._begin(event)
        if self._negotiator is None:
            raise ValueError(NOBODY)
        if self._is_over:
            raise ValueError(IS_OVER)
        return self._answer(self._negotiator, self._go_on(self._negotiator, event))

    def _begin(self, event: Mapping[str, Any]) -> dict[str, Any]:
        name = event.get("name", "")
        if not isinstance(name, str):
            raise ValueError("name: Not a valid string.")
        try:
            brief = Brief.from_json(BriefIn().load(event["brief"]))
        except ValidationError as error:
            raise ValueError(f"brief: {first_problem(error)}") from error
        negotiator = Negotiator(brief, spoken_name(clean(name)), today=self._today)
        self._negotiator = negotiator
        return self._answer(negotiator, negotiator.turn(None))

    def _go_on(self, negotiator: Negotiator, event: Mapping[str, Any]) -> Reply:
        heard, pressed = event.get("heard"), event.get("pressed")
        if isinstance(heard, str):
            return negotiator.turn(clean(heard))
        if isinstance(pressed, str) and KEY.fullmatch(pressed):
            return negotiator.pressed(pressed)
        raise ValueError(UNKNOWN)

    def _answer(self, negotiator: Negotiator, reply: Reply) -> dict[str, Any]:
        self._is_over = reply.done
        found = negotiator.findings
        return {
            "say": reply.say,
            "done": reply.done,
            "outcome": reply.outcome,
            "estimated_price": _number(found.estimated_price),
            "negotiated_price": _number(found.negotiated_price),
            "last_offer": _number(found.last_offer),
            "press": reply.press,
            "move": reply.move,
        }


def answers(lines: Iterable[str], today: date) -> Iterator[dict[str, Any]]:
    """One answer for every line that is not blank."""
    talk = Talk(today)
    for line in lines:
        if line.strip():
            try:
                yield talk.take(json.loads(line))
            except (ValueError, RecursionError) as problem:
                yield {"error": str(problem) or type(problem).__name__}


def main() -> None:
    """Talk with a program, or with a person."""
    options = ArgumentParser(prog="python -m callbackend.talk")
    options.add_argument("--jsonl", action="store_true", help="JSON lines in, JSON lines out")
    options.add_argument("--brief", type=Path, help='a file with {"name": …, "brief": {…}}')
    asked = options.parse_args()
    # Both are text files on a pipe or a terminal; their type allows for other streams.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    today = datetime.now(UTC).date()
    if asked.jsonl:
        for answer in answers(sys.stdin, today):
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    else:
        _in_the_terminal(asked.brief, today)


def _in_the_terminal(path: Path | None, today: date) -> None:
    try:
        event = json.loads(path.read_text(encoding="utf-8")) if path else _asked_for(today)
        _hold(Talk(today), event)
    except (EOFError, KeyboardInterrupt):
        print()
    except (OSError, ValueError) as problem:
        sys.exit(f"That is no brief: {problem}")


def _asked_for(today: date) -> dict[str, Any]:
    """The job, question by question; an empty answer takes the example's."""
    print("What is the job? Press Enter for what stands in brackets.")
    given: dict[str, Any] = {key: _ask(key, offered) for key, offered in EXAMPLE.items()}
    if given["price_limit"] != NO_LIMIT:
        given["price_limit"] = float(given["price_limit"])
    given |= {"date_needed": _ask("date_needed", today.isoformat()), "answers": []}
    return {"name": given.pop("name"), "brief": given}


def _ask(key: str, offered: str) -> str:
    return input(f"  {key.replace('_', ' ')} [{offered}]: ").strip() or offered


def _hold(talk: Talk, event: object) -> None:
    """You are the business: an empty line is silence, `#9` a key that you press."""
    print("You are the business. An empty line is silence, #9 presses a key.")
    answer = talk.take(event)
    while True:
        _show(answer)
        if answer["done"]:
            return
        said = input("You:   ").strip()
        is_key = re.fullmatch(r"#[0-9*#]", said) is not None
        answer = talk.take({"pressed": said[1:]} if is_key else {"heard": said})


def _show(answer: Mapping[str, Any]) -> None:
    pressed = f"[presses {answer['press']}]" if answer["press"] else ""
    print("Agent:", answer["say"] or pressed or "[says nothing]")
    if answer["done"]:
        prices = {key: answer[key] for key in ("estimated_price", "last_offer", "negotiated_price")}
        print(f"({answer['outcome']}: {json.dumps(prices)})")


def _number(price: Any) -> float | None:
    return None if price is None else float(price)


if __name__ == "__main__":
    main()
