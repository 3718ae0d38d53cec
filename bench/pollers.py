"""Polling every process of a web server, on a connection that is known to be its own."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil

CONNECTIONS = 16  # opened at once, so that every process accepts some
TRIES = 20
STEP_SECONDS = 0.002


class Poller:
    """A page that polls one path on one kept-alive connection."""

    def __init__(self, url: str, path: str) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(str(address.hostname), address.port)
        self._connection.connect()
        self._path = path
        self.etag = ""

    @property
    def port(self) -> int:
        """Our end of the connection, by which its other end is found."""
        return int(self._connection.sock.getsockname()[1])

    def poll(self) -> bytes | None:
        """The body, or `None` if nothing changed since the poll before."""
        self._connection.request("GET", self._path, headers={"If-None-Match": self.etag})
        response = self._connection.getresponse()
        body = response.read()
        self.etag = response.headers.get("ETag", "")
        return body if response.status == http.HTTPStatus.OK else None

    def wait_for_change(self, seconds: float) -> float:
        """Poll until something changes; the moment, monotonic. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.poll() is not None:
                return time.monotonic()
            time.sleep(STEP_SECONDS)
        raise TimeoutError(f"{self._path} did not change within {seconds:g} s")

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def one_for_each_process(url: str, pids: list[int], path: str) -> Iterator[list[Poller]]:
    """A poller on every one of the processes. Raises RuntimeError if one accepts nobody."""
    opened: list[Poller] = []
    found: dict[int, Poller] = {}
    try:
        for _ in range(TRIES):
            new = [Poller(url, path) for _ in range(CONNECTIONS)]
            opened += new
            for poller in new:
                poller.poll()
            found |= _owners(new, pids)
            if found.keys() == set(pids):
                yield list(found.values())
                return
        raise RuntimeError(f"only {len(found)} of {len(pids)} processes answer")
    finally:
        for poller in opened:
            poller.close()


def _owners(pollers: list[Poller], pids: list[int]) -> dict[int, Poller]:
    """A poller by the process that holds the other end of its connection."""
    by_port = {poller.port: poller for poller in pollers}
    return {
        pid: by_port[connection.raddr.port]
        for pid in pids
        for connection in psutil.Process(pid).net_connections("tcp")
        if connection.raddr and connection.raddr.port in by_port
    }
