"""A real line with a thousand calls at once: how long a turn waits, and what it costs."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

import psutil
import requests

from bench.figures import Figure
from bench.options import Options
from bench.relaying import TURNS, Relays, with_relays
from dev.environment import ROOT
from dev.redis_server import free_port

CALLS = 1_000
ASKING_AT_ONCE = 16
MILLISECONDS, MEGABYTES = 1_000, 1_000_000
CLIENT, ADMIN, CARRIER = "c" * 24, "a" * 24, "the-carrier-s-token"
PUBLIC_URL = "https://calls.example.com"


def run(options: Options) -> Iterable[Figure]:
    """Figures of a talk under load, and of SIGTERM with every socket open."""
    calls = options.share(CALLS)
    relays = asyncio.run(_measured(calls, talks_on=True))
    name = f"{calls:,} calls at once"
    waits = [one * MILLISECONDS for one in relays["seconds"]]
    yield Figure(what=f"{name}: turns", ours=len(waits), unit="")
    yield Figure(what=f"{name}: a turn waits, median", ours=median(waits), unit="ms")
    yield Figure(what=f"{name}: a turn waits, p99", ours=quantiles(waits, n=100)[98], unit="ms")
    yield Figure(
        what=f"{name}: memory of the call backend", ours=relays["memory"] / MEGABYTES, unit="MB"
    )
    cost = relays["processor"] / len(waits) * MILLISECONDS
    yield Figure(what=f"{name}: processor for a turn", ours=cost, unit="ms")
    few = options.share(100)
    stopped = asyncio.run(_measured(few, talks_on=False))
    wait = stopped["closing"] * MILLISECONDS
    yield Figure(what=f"{few} calls: SIGTERM to the last closed socket", ours=wait, unit="ms")


async def _measured(calls: int, *, talks_on: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        port, rest = free_port(), free_port()
        process = _started(folder, port, rest)
        try:
            relays = Relays(CARRIER, PUBLIC_URL, f"http://127.0.0.1:{port}", talks_on=talks_on)
            found: dict[str, Any] = {"seconds": relays.seconds}

            async def work(relays: Relays) -> None:
                await asyncio.to_thread(_wait_until_healthy, relays.place)
                before = psutil.Process(process.pid).cpu_times()
                await _ask_for(relays.place, calls)
                await _all_there(relays, calls, talks_on=talks_on)
                own = psutil.Process(process.pid)
                after = own.cpu_times()
                found["memory"] = own.memory_info().rss
                found["processor"] = after.user + after.system - before.user - before.system
                if not talks_on:
                    began = time.monotonic()
                    process.send_signal(signal.SIGTERM)
                    await asyncio.wait(relays.talks, timeout=30)
                    found["closing"] = relays.last_closed_at - began

            await with_relays(relays, rest, work)
            return found
        finally:
            process.kill()
            process.wait()


async def _all_there(relays: Relays, calls: int, *, talks_on: bool) -> None:
    """Until every turn was answered, or the first of each call."""
    wanted = calls * (len(TURNS) if talks_on else 1)
    deadline = time.monotonic() + 240
    while len(relays.seconds) < wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.2)


def _started(folder: str, port: int, rest: int) -> subprocess.Popen[bytes]:
    many = dict.fromkeys(("CALLS_AT_ONCE", "CALLS_PER_DAY", "CALLS_PER_JOB"), "1000000")
    own = {
        "PORT": str(port),
        "BIND": "127.0.0.1",
        "DATA_DIR": folder,
        "CALL_BACKEND_TOKEN": CLIENT,
        "CALL_ADMIN_TOKEN": ADMIN,
        "CALL_LINE": "twilio",
        "CALL_PUBLIC_URL": PUBLIC_URL,
        "CALLER_NAME": "Quoteapp",
        "CALL_ONLY": "*",
        "CALL_DAYS": "mon-sun",
        "CALLS_PER_SECOND": "1000",
        "BUDGET_CENTS_JOB": "100000000",
        "BUDGET_CENTS_DAY": "100000000",
        "DIAL_COUNTRIES": "US,GU,GB",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": CARRIER,
        "TWILIO_FROM_NUMBER": "+14085550000",
        "TWILIO_API_URL": f"http://127.0.0.1:{rest}",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "callbackend"],
        cwd=ROOT,
        env=os.environ | many | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_until_healthy(place: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{place}/health", timeout=1).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise TimeoutError("the call backend does not start")


async def _ask_for(place: str, calls: int) -> None:
    """As many calls, some requests at a time."""
    turns = asyncio.Semaphore(ASKING_AT_ONCE)

    async def ask(number: int) -> None:
        async with turns:
            await asyncio.to_thread(_ask, place, number)

    await asyncio.gather(*(ask(number) for number in range(calls)))


def _ask(place: str, number: int) -> None:
    body = {
        "provider_id": number,
        "name": "Joe's Plumbing",
        "phone": _number(number),
        "source": {"kind": "import"},
        "brief": {
            "task": "plumber",
            "problem": "your toilet needs to be fixed",
            "answers": [{"question": "What is the issue?", "answer": "It runs constantly"}],
            "zip_code": "95126",
            "date_needed": "2026-12-10",
            "price_limit": 250,
            "best_quote": None,
        },
        "callback_url": "http://localhost:8000/api/call-events",
    }
    headers = {"Authorization": f"Bearer {CLIENT}", "Idempotency-Key": f"key-{number}"}
    answer = requests.post(
        f"{place}/start-job/job-{number}", json=body, headers=headers, timeout=30
    )
    answer.raise_for_status()


def _number(number: int) -> str:
    """A number where it is day now: nobody is rung at night, not even here."""
    hour = datetime.now(UTC).hour
    if 8 <= hour < 20:
        return f"+4420794{number:05}"
    return f"+1671646{number:04}" if hour == 7 else f"+1808955{number:04}"
