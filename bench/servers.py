"""Servers beside the product's own: what it is compared with, and the bench's call backend."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from dev.environment import ROOT, base_environment

START_SECONDS = 30
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `url`; `pid` is its first process."""

    url: str
    pid: int


@contextmanager
def server(
    command: Sequence[str], port: int, log: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Run `command`, which must listen on `port` of loopback, until the block is over."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=base_environment(**environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(running, process, log)
        yield running
    finally:
        _stop(process)


def _wait(running: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once it answers, whatever it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(running.url, timeout=2)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{running.url} did not start:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=STOP_SECONDS)
