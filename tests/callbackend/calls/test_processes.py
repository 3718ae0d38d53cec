"""The real process under `kill -9` and SIGTERM: what was accepted is carried on, and once."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text
from standardwebhooks.webhooks import Webhook

from dev.redis_server import free_port
from tests.callbackend.factories import make_request, wait_for
from tests.callbackend.receiver import Receiver
from tests.marks import ON_THEIR_OWN

ROOT = Path(__file__).parents[3]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CALLS = 40
COMMAND = [sys.executable, "-m", "callbackend"]

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]


class Backend:
    """One call backend as the Procfile runs it, in a process group of its own."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self._port = free_port()
        self.database = folder / "calls.db"
        self._log = folder / "callbackend.log"
        self._environ = os.environ | {
            "PORT": str(self._port),
            "DATA_DIR": str(folder),
            "CALL_WEBHOOK_SECRET": SECRET,
            "BIND": "127.0.0.1",
            **environ,
        }

    def start(self) -> None:
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                COMMAND,
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._is_healthy)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def terminate(self) -> float:
        """Stop it as a platform does; how many seconds that took."""
        began = time.monotonic()
        self._process.terminate()
        self._process.wait(30)
        return time.monotonic() - began

    def stop(self) -> None:
        if self._process.poll() is None:
            self.kill()

    def get(self, path: str) -> Any:
        return requests.get(self._url(path), timeout=5).json()

    def delete(self, path: str) -> requests.Response:
        return requests.delete(f"{self.url}{path}", timeout=5)

    def start_call(self, number: int, callback_url: str) -> requests.Response:
        body = make_request(phone=f"+1408555{number:04}", callback_url=callback_url)
        headers = {"Idempotency-Key": f"key-{number}"}
        url = self._url(f"/start-job/job-{number}")
        return requests.post(url, json=body, headers=headers, timeout=5)

    def look_up(self, ids: list[str]) -> list[dict[str, Any]]:
        answer = requests.post(self._url("/calls/lookup"), json={"call_ids": ids}, timeout=5)
        calls: list[dict[str, Any]] = answer.json()["calls"]
        return calls

    def live_among(self, ids: list[str]) -> list[str]:
        return [call["call_id"] for call in self.look_up(ids) if call["status"] != "ended"]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        return self._log.read_text()

    def _is_healthy(self) -> bool:
        try:
            return requests.get(self._url("/health"), timeout=1).status_code == 200
        except requests.RequestException:
            return False

    def _url(self, path: str) -> str:
        return f"{self.url}{path}"


@pytest.fixture
def call_seconds() -> float:
    """About how long a call lasts."""
    return 3


@pytest.fixture
def backend(tmp_path: Path, receiver: Receiver, call_seconds: float) -> Iterator[Backend]:
    changes = {"CALLBACK_ORIGINS": receiver.origin}
    backend = Backend(tmp_path, SIMULATED_CALL_SECONDS=str(call_seconds), **changes)
    try:
        backend.start()
        yield backend
    finally:
        backend.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


def times_dialled(folder: Path) -> Counter[str]:
    """How often each call was moved to `dialing`, as a trigger of the database has counted it."""
    engine = create_engine(f"sqlite:///{folder}/calls.db")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT call_id FROM dials")).scalars().all()
    engine.dispose()
    return Counter(rows)


def count_dials(folder: Path) -> None:
    engine = create_engine(f"sqlite:///{folder}/calls.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE dials (call_id TEXT)"))
        connection.execute(
            text(
                "CREATE TRIGGER dialled AFTER UPDATE OF status ON calls"
                " WHEN new.status = 'dialing' AND old.status != 'dialing'"
                " BEGIN INSERT INTO dials VALUES (new.call_id); END"
            )
        )
    engine.dispose()


def test_killed_again_and_again_every_call_ends_and_is_dialled_once(
    backend: Backend, receiver: Receiver, tmp_path: Path
) -> None:
    count_dials(tmp_path)
    ids = [backend.start_call(n, receiver.url).json()["call_id"] for n in range(CALLS)]
    before: dict[str, dict[str, Any]] = {}

    for pause in (0.3, 0.6, 0.9):
        time.sleep(pause)
        before |= {call["call_id"]: call for call in backend.look_up(ids)}
        backend.kill()
        backend.start()
    wait_for(lambda: all(call["status"] == "ended" for call in backend.look_up(ids)), 30)

    calls = {call["call_id"]: call for call in backend.look_up(ids)}
    assert set(calls) == set(ids)
    assert times_dialled(tmp_path) == dict.fromkeys(ids, 1)
    assert not {call["outcome"] for call in calls.values()} & {"error", "expired"}
    for call_id, earlier in before.items():
        spoken = earlier["transcript"]
        assert calls[call_id]["transcript"][: len(spoken)] == spoken
    wait_for(lambda: {got.call["call_id"] for got in receiver.received} == set(ids), 30)
    for got in receiver.received:
        assert Webhook(SECRET).verify(got.body, got.headers) == calls[got.call["call_id"]]


@pytest.mark.parametrize("call_seconds", [30])
def test_when_one_of_two_is_killed_the_other_carries_its_calls(
    backend: Backend, receiver: Receiver, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    changes = {"CALLBACK_ORIGINS": receiver.origin, "SIMULATED_CALL_SECONDS": "30"}
    other = Backend(tmp_path, **changes)
    request.addfinalizer(other.stop)
    other.start()
    count_dials(tmp_path)
    both = [backend, other]
    ids = [both[n % 2].start_call(n, receiver.url).json()["call_id"] for n in range(CALLS)]
    wait_for(lambda: len(times_dialled(tmp_path)) == CALLS)

    backend.kill()
    wait_for(lambda: not other.live_among(ids), 100)

    calls = other.look_up(ids)
    assert times_dialled(tmp_path) == dict.fromkeys(ids, 1)
    assert not {call["outcome"] for call in calls} & {"error", "expired"}
    wait_for(lambda: {got.call["call_id"] for got in receiver.received} == set(ids), 30)


def test_a_key_is_remembered_over_a_kill(backend: Backend, receiver: Receiver) -> None:
    first = backend.start_call(1, receiver.url)
    backend.kill()
    backend.start()

    again = backend.start_call(1, receiver.url)

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == first.json()


@pytest.mark.parametrize("call_seconds", [1.5])
def test_a_restart_in_the_middle_changes_nothing_that_is_said(
    backend: Backend, receiver: Receiver, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other_folder = tmp_path / "undisturbed"
    other_folder.mkdir()
    undisturbed = Backend(
        other_folder, SIMULATED_CALL_SECONDS="0", CALLBACK_ORIGINS=receiver.origin
    )
    request.addfinalizer(undisturbed.stop)
    undisturbed.start()

    same = [undisturbed.start_call(n, receiver.url).json()["call_id"] for n in range(CALLS)]
    ids = [backend.start_call(n, receiver.url).json()["call_id"] for n in range(CALLS)]
    time.sleep(0.5)
    assert backend.live_among(ids)
    backend.kill()
    backend.start()
    wait_for(lambda: all(call["status"] == "ended" for call in backend.look_up(ids)), 30)
    wait_for(lambda: all(call["status"] == "ended" for call in undisturbed.look_up(same)), 30)

    def said(backend: Backend, call_ids: list[str]) -> dict[str, Any]:
        return {
            call["job_id"]: (call["outcome"], [line["text"] for line in call["transcript"]])
            for call in backend.look_up(call_ids)
        }

    assert said(backend, ids) == said(undisturbed, same)


@pytest.mark.parametrize("call_seconds", [1.5])
def test_sigterm_stops_it_in_time_and_drops_nothing(backend: Backend, receiver: Receiver) -> None:
    ids = [backend.start_call(n, receiver.url).json()["call_id"] for n in range(CALLS)]
    time.sleep(0.5)
    assert backend.live_among(ids)

    seconds = backend.terminate()
    backend.start()

    assert seconds < 20
    wait_for(lambda: all(call["status"] == "ended" for call in backend.look_up(ids)), 30)


@pytest.mark.parametrize("call_seconds", [0.5])
def test_its_log_names_no_number_and_no_secret(backend: Backend, receiver: Receiver) -> None:
    ids = [backend.start_call(n, receiver.url).json()["call_id"] for n in range(5)]
    backend.start_call(911, "ftp://")
    wait_for(lambda: all(call["status"] == "ended" for call in backend.look_up(ids)), 30)

    backend.terminate()

    # However it is written; three digits alone may stand in an id.
    assert re.search(r"408\W{0,2}555\W?0", backend.log) is None
    assert SECRET.removeprefix("whsec_") not in backend.log
    assert "toilet" not in backend.log


def test_a_bad_setting_is_one_clear_line(tmp_path: Path) -> None:
    run = subprocess.run(
        COMMAND,
        cwd=ROOT,
        env=os.environ | {"PORT": "many", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert run.returncode != 0
    line = "The setting PORT cannot be used: 'many' is no whole number from 1 to 65535"
    assert run.stderr.strip() == line


def test_what_was_erased_or_barred_stays_so_over_a_kill(
    backend: Backend, receiver: Receiver
) -> None:
    call_id = backend.start_call(1, receiver.url).json()["call_id"]
    late_key = backend.delete("/calls/by-key/key-2")
    erased = backend.delete(f"/calls/{call_id}")
    barred = requests.post(f"{backend.url}/do-not-call/+14085550003", timeout=5)
    backend.kill()
    backend.start()

    answers = [backend.start_call(number, receiver.url) for number in (1, 2, 3, 4)]

    assert [one.status_code for one in (late_key, erased, barred)] == [200] * 3
    assert [answer.status_code for answer in answers] == [410, 410, 422, 202]
    assert answers[2].json()["code"] == "do_not_call"
    assert requests.get(f"{backend.url}/calls/{call_id}", timeout=5).status_code == 404
    with sqlite3.connect(backend.database) as database:
        kept = database.execute("SELECT phone FROM calls").fetchall()
    database.close()
    assert kept == [("+14085550004",)]
