"""Bodies that are read whole, or not at all."""

import itertools

import pytest

from common.bodies import TooLong, read_body


class Pieces:
    """A stream of these pieces, and the clock on which each takes a second."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = iter(pieces)
        self.seconds = 0.0

    def read1(self, amt: int, decode_content: bool) -> bytes:
        self.seconds += 1
        return next(self._pieces, b"")


def test_a_body_is_put_together_from_its_pieces() -> None:
    assert read_body(Pieces(b"ab", b"c"), largest=3, seconds=60) == b"abc"


def test_a_body_that_is_too_large_is_left() -> None:
    stream = Pieces(*itertools.repeat(b"ab", 100))

    with pytest.raises(TooLong):
        read_body(stream, largest=3, seconds=60)

    assert stream.seconds == 2


def test_a_body_that_trickles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Pieces(*itertools.repeat(b"a", 100))
    monkeypatch.setattr("common.bodies.time.monotonic", lambda: stream.seconds)

    with pytest.raises(TooLong):
        read_body(stream, largest=1000, seconds=5)

    assert stream.seconds == 6
