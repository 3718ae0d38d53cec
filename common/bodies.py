"""Reading the body of an answer: no peer that trickles or floods may hold a thread."""

import time
from typing import Protocol

CHUNK_BYTES = 64 * 1024


class TooLong(Exception):
    """The body is larger than it may be, or takes longer."""


class Stream(Protocol):
    """A body that arrives piece by piece, as urllib3 has it."""

    def read1(self, amt: int, decode_content: bool) -> bytes:
        """What is there; nothing at the end."""


def read_body(stream: Stream, largest: int, seconds: float) -> bytes:
    """The whole body. Raises `TooLong`, and whatever the stream raises.

    `read1` returns what is there: so the clock is looked at between two packets.
    """
    end = time.monotonic() + seconds
    body = bytearray()
    while chunk := stream.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > largest or time.monotonic() > end:
            raise TooLong
    return bytes(body)
