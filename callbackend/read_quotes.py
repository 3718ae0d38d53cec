"""Reads prices out of transcripts: JSON lines in, JSON lines out.

    echo '{"id": "1", "transcript": "Provider: $150."}' | python -m callbackend.read_quotes

A line `{"id", "transcript"}` gives `{"id", "estimated_price", "negotiated_price", "evidence"}`, in
the same order. A transcript is one string of `Agent:` / `Provider:` lines, or a list of
`{"role", "text"}`. A line that cannot be read gives `{"id", "error"}`, and the rest goes on.

Where OPENAI_API_KEY is set, the language model reads every transcript a second time, and its
reading counts as `callbackend.model.prices` says; `--embedded` leaves it out.
"""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from callbackend.config import Settings
from callbackend.model.client import language_model
from callbackend.model.prices import read_twice
from callbackend.reading import Quote, Utterance, parse, read
from callbackend.reading.conversation import ROLES
from common import logs

ReadQuote = Callable[[list[Utterance]], Quote]


def main() -> None:
    """Answer every line of standard input on standard output, each as soon as it is read."""
    options = ArgumentParser(prog="python -m callbackend.read_quotes")
    options.add_argument("--embedded", action="store_true", help="do not ask the language model")
    read_quote = read if options.parse_args().embedded else _reader(os.environ)
    # Both are text files on a pipe or a terminal; their type allows for other streams.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for answer in answers(sys.stdin, read_quote):
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def answers(requests: Iterable[str], read_quote: ReadQuote = read) -> Iterator[dict[str, Any]]:
    """One answer for every line that is not blank."""
    for request in requests:
        if request.strip():
            yield _answer(request, read_quote)


def _reader(environ: Mapping[str, str]) -> ReadQuote:
    """The embedded reader, with the model's help where there is a key."""
    if not environ.get("OPENAI_API_KEY", "").strip():
        return read
    settings = Settings.from_environ(environ)
    logs.configure("read_quotes", "stderr")  # Standard output is for the answers.
    model = language_model(settings)
    return lambda lines: read_twice(model, lines, settings.openai_price_seconds)


def _answer(request: str, read_quote: ReadQuote) -> dict[str, Any]:
    key = None
    try:
        asked = json.loads(request)
        if not isinstance(asked, dict):
            raise TypeError("a line must be an object with id and transcript")
        key = asked.get("id")
        return {"id": key, **_quoted(_lines(asked.get("transcript")), read_quote)}
    except (ValueError, TypeError, RecursionError) as problem:
        return {"id": key, "error": str(problem) or type(problem).__name__}


def _lines(transcript: object) -> list[Utterance]:
    if isinstance(transcript, str):
        return parse(transcript)
    if not isinstance(transcript, list):
        raise TypeError("transcript must be a string or a list of role and text")
    return [line for line in map(_line, transcript) if line is not None]


def _line(spoken: object) -> Utterance | None:
    """One utterance; `None` for a role that is not part of the conversation."""
    if not isinstance(spoken, dict) or not isinstance(spoken.get("text"), str):
        raise TypeError("a transcript's line must have a role and a text")
    role = ROLES.get(str(spoken.get("role")).strip().casefold())
    return Utterance(role, spoken["text"]) if role is not None else None


def _quoted(lines: list[Utterance], read_quote: ReadQuote) -> dict[str, Any]:
    quote = read_quote(lines)
    return {
        "estimated_price": _number(quote.estimated_price),
        "negotiated_price": _number(quote.negotiated_price),
        "evidence": [f"{lines[i].role.title()}: {lines[i].text}" for i in quote.evidence],
    }


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)


if __name__ == "__main__":
    main()
