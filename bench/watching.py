"""Pages that watch calls, as many at once as one process of ours can be: raw HTTP over asyncio."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SECONDS_BETWEEN = 1.0  # as the page asks while calls go on


@dataclass(slots=True)
class Seen:
    """What the watchers saw."""

    seconds: list[float] = field(default_factory=list)  # from asking to the whole answer
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, status: int, seconds: float) -> None:
        """One answer."""
        self.seconds.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1


def watch(url: str, paths: Sequence[str], seconds: float) -> Seen:
    """Ask for each of the paths once a second for so long, each on a connection of its own."""
    return asyncio.run(_all(url, paths, seconds))


async def _all(url: str, paths: Sequence[str], seconds: float) -> Seen:
    seen = Seen()
    address = urlsplit(url)
    ends = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number, path in enumerate(paths):
            # Nobody opens a page at the very moment that all others do.
            later = SECONDS_BETWEEN * number / len(paths)
            group.create_task(
                _one(str(address.hostname), address.port or 80, path, later, ends, seen)
            )
    return seen


async def _one(host: str, port: int, path: str, later: float, ends: float, seen: Seen) -> None:
    await asyncio.sleep(later)
    reader, writer = await asyncio.open_connection(host, port)
    etag = ""
    while (began := time.monotonic()) < ends:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: {etag}\r\n\r\n"
        writer.write(request.encode())
        status, etag = await _answer(reader, etag)
        taken = time.monotonic() - began
        seen.note(status, taken)
        await asyncio.sleep(max(0.0, SECONDS_BETWEEN - taken))
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, etag: str) -> tuple[int, str]:
    """The status and the ETag of one answer, which is read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    length = int(headers.get("content-length", 0))
    if length:
        await reader.readexactly(length)
    return int(head[0].split(" ")[1]), headers.get("etag", etag)
