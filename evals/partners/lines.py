"""The two ways to reach the agent: in this process, or as the program that others would start.

Both speak the protocol of `python -m callbackend.talk --jsonl`: a JSON object in, one out.
"""

import json
import subprocess
import sys
from datetime import date
from types import TracebackType
from typing import Any, Protocol

from callbackend.talk import Talk

COMMAND = [sys.executable, "-m", "callbackend.talk", "--jsonl"]
TODAY = date(2026, 11, 26)
Message = dict[str, Any]


class Agent(Protocol):
    """Whoever answers a message of the protocol."""

    def send(self, message: Message) -> Message:
        """The answer to one message."""


class InProcess:
    """The class that the program runs, on one fixed day, so that figures are the same on each."""

    def __init__(self) -> None:
        self._talk = Talk(TODAY)

    def send(self, message: Message) -> Message:
        """The answer, as it would come through a pipe."""
        answer: Message = self._talk.take(json.loads(json.dumps(message, default=float)))
        return answer


class Program:
    """`python -m callbackend.talk --jsonl`, one process for all conversations."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, text=True)  # noqa: S603

    def send(self, message: Message) -> Message:
        """Write a line, and read the one that answers it."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101
        self._process.stdin.write(json.dumps(message, default=float) + "\n")
        self._process.stdin.flush()
        answer: Message = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()
