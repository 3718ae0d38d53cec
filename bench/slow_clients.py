"""Clients that trickle: they send a byte now and then, and keep what they hold for as long.

`python -m bench.slow_clients URL JOB_ID` tries them on any server of the API.
"""

import http.client
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

CLIENTS = 200
EVERY_SECONDS = 0.5
ASKING_SECONDS = 6.0
PAUSE_SECONDS = 0.01
PATIENCE_SECONDS = 30.0
# What they have sent by the time that they get slow.
STARTS = {
    "headers": b"GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "bodies": b"POST /api/start-job HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 9999\r\n\r\n{",
}


@contextmanager
def trickling(port: int, start: bytes, clients: int = CLIENTS) -> Iterator[None]:
    """So many that have sent `start` and go on byte by byte; who is cut comes again."""
    over = threading.Event()

    def one() -> socket.socket:
        client = socket.create_connection(("127.0.0.1", port), timeout=5)
        client.sendall(start)
        return client

    def trickle() -> None:
        while not over.wait(EVERY_SECONDS):
            for place, client in enumerate(connections):
                try:
                    client.send(b"a")
                except OSError:
                    client.close()
                    connections[place] = one()

    connections = [one() for _ in range(clients)]
    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for client in connections:
            client.close()


def longest(url: str, path: str, seconds: float = ASKING_SECONDS) -> float:
    """The longest answer of many, each on a connection of its own, in seconds."""
    address, end, took = urlsplit(url), time.monotonic() + seconds, [0.0]
    while time.monotonic() < end:
        began = time.monotonic()
        _ask(str(address.hostname), int(address.port or 80), path)
        took.append(time.monotonic() - began)
        time.sleep(PAUSE_SECONDS)
    return max(took)


def _ask(host: str, port: int, path: str) -> None:
    """One GET; an answer that does not come in time counts as long as it was waited for."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != http.HTTPStatus.OK:
            raise ValueError(f"{path}: {response.status}")
    except TimeoutError:
        return
    finally:
        connection.close()


def paths_of(job_id: str) -> dict[str, str]:
    """What is asked for meanwhile."""
    return {"health": "/api/health", "poll": f"/api/providers/{job_id}/status"}


def main() -> None:
    """Tell the longest answers beside clients of each kind."""
    url, job_id = sys.argv[1:]
    port = int(urlsplit(url).port or 80)
    for kind, start in STARTS.items():
        with trickling(port, start):
            for what, path in paths_of(job_id).items():
                print(f"{kind}: longest {what} {longest(url, path) * 1000:.0f} ms", flush=True)


if __name__ == "__main__":
    main()
