"""HTTP by hand: bytes into a socket, and what comes out of it."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

PATIENCE_SECONDS = 20.0
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def is_refusal(self) -> bool:
        """Whether it is JSON of the one shape, and says so: one sentence.

        The call backend adds one word for programs, the API what is wrong about a body.
        """
        told = self.json
        return (
            self.headers["content-type"] == "application/json"
            and set(told) - {"code", "errors"} == {"detail"}
            and isinstance(told["detail"], str)
        )


class Connection:
    """A connection to a port of loopback."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self.came = b""

    def send(self, data: bytes) -> None:
        """Send as much as the other side takes."""
        with suppress(ConnectionError):  # What it said before it closed can still be read.
            self._socket.sendall(data)

    def end(self) -> None:
        """Say that no more will come; answers can still be read."""
        self._socket.shutdown(socket.SHUT_WR)

    def answer(self, *, is_head: bool = False) -> Answer:
        """The next answer. Raises EOFError where the connection is closed before it is whole."""
        while HEAD_END not in self.came:
            self.read()
        head, _, self.came = self.came.partition(HEAD_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): text for name, _, text in (it.partition(": ") for it in lines)}
        length = 0 if is_head else int(headers.get("content-length", "0"))
        while len(self.came) < length:
            self.read()
        body, self.came = self.came[:length], self.came[length:]
        return Answer(int(first.split(" ")[1]), headers, body)

    def answers(self) -> list[Answer]:
        """All that still comes until the other side closes. Raises EOFError if one is in parts."""
        found = []
        while self.came or not self.is_closed():
            found.append(self.answer())
        return found

    def is_closed(self, seconds: float = PATIENCE_SECONDS) -> bool:
        """Whether the other side closes now, rather than sending more. Raises TimeoutError."""
        if self.came:
            return False
        self._socket.settimeout(seconds)
        try:
            self.read()
        except EOFError:
            return True
        finally:
            self._socket.settimeout(PATIENCE_SECONDS)
        return False

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing comes for so long, not even an end."""
        try:
            self.is_closed(seconds)
        except TimeoutError:
            return True
        return False

    def close(self) -> None:
        self._socket.close()

    def read(self) -> None:
        try:
            data = self._socket.recv(65536)
        except ConnectionError:
            data = b""
        if not data:
            raise EOFError(f"closed after {self.came!r}")
        self.came += data


@contextmanager
def connected(port: int, *data: bytes) -> Iterator[Connection]:
    """A connection on which this has been sent."""
    connection = Connection(port)
    try:
        for piece in data:
            connection.send(piece)
        yield connection
    finally:
        connection.close()


def get(path: str, *lines: str, version: str = "1.1") -> bytes:
    return "\r\n".join((f"GET {path} HTTP/{version}", "Host: x", *lines, "", "")).encode()


def post(path: str, body: bytes, *lines: str) -> bytes:
    """A request with a body; its length is declared unless `lines` say how it comes."""
    if not any(line.startswith(("Content-Length", "Transfer-Encoding")) for line in lines):
        lines = (*lines, f"Content-Length: {len(body)}")
    own = ("Host: x", "Content-Type: application/json", *lines, "", "")
    return "\r\n".join((f"POST {path} HTTP/1.1", *own)).encode() + body
