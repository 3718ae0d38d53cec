"""The call backend as real processes on a real line, and the carrier that it rings by."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from dev.environment import ROOT
from dev.redis_server import free_port
from tests.callbackend.factories import make_request, wait_for
from tests.twilio.callees import Callee
from tests.twilio.carrier import Manners, TestCarrier

PUBLIC_URL = "https://calls.example.com"
ACCOUNT = "AC" + "0" * 32
TOKEN = "the-carrier-s-token"
CLIENT, ADMIN = "a-token-of-the-api-for-tests", "a-token-of-operators-for-tests"
CALLER = "Quoteapp of San José"
SENDER = "+14085550000"
# 47 CFR 64.1200 allows 8:00 to 21:00 at the callee, and so do we: where it is day now.
LONDON, HONOLULU, GUAM = "+4420794{:05}", "+1808955{:04}", "+1671646{:04}"


def number(n: int) -> str:
    """A number in a part of the world where it is day."""
    hour = datetime.now(UTC).hour
    if 8 <= hour < 20:
        return LONDON.format(n)
    return (GUAM if hour == 7 else HONOLULU).format(n)


class Process:
    """One call backend, in a process group of its own."""

    def __init__(self, folder: Path, name: str, carrier: TestCarrier, **changes: str) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._log = folder / f"{name}.log"
        self._process: Any = None
        self._environ = os.environ | {
            "PORT": str(self._port),
            "BIND": "127.0.0.1",
            "DATA_DIR": str(folder),
            "CALL_BACKEND_TOKEN": CLIENT,
            "CALL_ADMIN_TOKEN": ADMIN,
            "CALL_LINE": "twilio",
            "CALL_PUBLIC_URL": PUBLIC_URL,
            "CALLER_NAME": CALLER,
            "CALL_ONLY": "*",
            "CALL_DAYS": "mon-sun",
            "CALLS_PER_SECOND": "1000",
            "CALLS_AT_ONCE": "1000",
            "CALLS_PER_DAY": "10000",
            "CALLS_PER_JOB": "10000",
            "BUDGET_CENTS_DAY": "1000000",
            "BUDGET_CENTS_JOB": "1000000",
            "DIAL_COUNTRIES": "US,GU,GB",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_FROM_NUMBER": SENDER,
            "TWILIO_API_URL": carrier.url,
            **changes,
        }

    def start(self) -> None:
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "callbackend"],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._is_healthy, 30)

    def kill(self) -> None:
        """As by `kill -9`."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def terminate(self) -> float:
        """As a deploy does; how many seconds it took."""
        began = time.monotonic()
        self._process.terminate()
        self._process.wait(30)
        return time.monotonic() - began

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self.kill()

    @property
    def log(self) -> str:
        return self._log.read_text()

    def ask(self, method: str, path: str, body: Any = None, token: str = CLIENT) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        response = requests.request(method, self.url + path, json=body, headers=headers, timeout=10)
        return response.json()

    def environ(self) -> dict[str, str]:
        """What the process is started with, for a command beside it."""
        return self._environ

    def _is_healthy(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=1).status_code == 200
        except requests.RequestException:
            return False


class Stage:
    """One or two processes on one database, and the carrier."""

    admin = ADMIN

    def __init__(self, folder: Path, *, processes: int = 1, **changes: str) -> None:
        self.carrier = TestCarrier(TOKEN, PUBLIC_URL)
        self.carrier.account, self.carrier.number = ACCOUNT, SENDER
        self.processes = [
            Process(folder, f"backend{n}", self.carrier, **changes) for n in range(processes)
        ]
        self.carrier.places = [process.url for process in self.processes]
        self._numbers = iter(range(1, 10_000))
        self._jobs = iter(range(1, 10_000))

    def start(self) -> None:
        for process in self.processes:
            process.start()

    def stop(self) -> None:
        for process in self.processes:
            process.stop()
        self.carrier.stop()

    def ring(self, callee: Callee, manners: Manners | None = None, at: int = 0) -> tuple[str, str]:
        """Have a callee rung; the call's id and the number."""
        phone = number(next(self._numbers))
        self.carrier.callees[phone] = callee
        self.carrier.manners[phone] = manners or Manners()
        response = self.ask_for(phone, at)
        assert response.status_code == 202, response.text
        return response.json()["call_id"], phone

    def ask_for(self, phone: str, at: int = 0, job: int | None = None) -> requests.Response:
        """Ask for a call to this number, for a job of its own; `job`: the same once more."""
        n = next(self._jobs) if job is None else job
        body = make_request(
            phone=phone,
            source={"kind": "import", "url": None},
            callback_url="http://localhost:8000/api/call-events",
        )
        headers = {"Idempotency-Key": f"key-{n}", "Authorization": f"Bearer {CLIENT}"}
        url = f"{self.processes[at].url}/start-job/job-{n}"
        return requests.post(url, json=body, headers=headers, timeout=10)

    def look_up(self, ids: list[str], at: int = 0) -> dict[str, dict[str, Any]]:
        found = self.processes[at].ask("POST", "/calls/lookup", {"call_ids": ids})
        return {call["call_id"]: call for call in found["calls"]}

    def wait_for_ends(self, ids: list[str], seconds: float = 60, at: int = 0) -> dict[str, Any]:
        def all_ended() -> dict[str, Any] | None:
            try:
                calls = self.look_up(ids, at)
            except (requests.RequestException, KeyError):
                return None
            return calls if all(one["status"] == "ended" for one in calls.values()) else None

        found: dict[str, Any] = wait_for(all_ended, seconds)
        return found

    def assert_quiet_logs(self) -> None:
        """No number, and no word of a call, however it is written."""
        for process in self.processes:
            assert re.search(r"20\W?7?94\W?\d{5}|808\W{0,2}955|671\W{0,2}646", process.log) is None
            assert not {"toilet", "plumbing", TOKEN, CLIENT} & set(process.log.lower().split())
            for word in ("Traceback", "toilet", "assistant", TOKEN, CLIENT, ADMIN):
                assert word not in process.log
