"""Customers who do what people do: click twice, race, reload, cancel, try again."""

import json
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import requests

from tests.chaos.memory import FINISHED, Memory, Told

QUERIES = ("fix my toilet", "the outlet in the kitchen sparks", "paint two bedrooms", "roof leaks")
# Some, for those who opt out are found no more; few, so that jobs share businesses.
ZIP_CODES = ("95126", "10001", "60601")
TIMEOUT_SECONDS = 45
PATIENCE_SECONDS = 12
TRIES = 12
# How many customers take their job back.
# How calls are asked for: in waves, with a rule to stop, or all at once.
WISHES: tuple[dict[str, Any], ...] = (
    {},
    {"stop_when": {"agreed": 1}},
    {"strategy": "all_at_once"},
)
REGRETS = 0.25


class Customer(threading.Thread):
    """One person after the other, until `stop` is set."""

    def __init__(
        self,
        url: str,
        memory: Memory,
        dice: random.Random,
        stop: threading.Event,
        nudge: Callable[[list[int]], None],
    ) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.memory = memory
        self.dice = dice
        self.stop = stop
        self.nudge = nudge
        self.clicks = ThreadPoolExecutor(4)
        self.regrets: list[threading.Timer] = []

    def run(self) -> None:
        """Live until it is time to go."""
        try:
            while not self.stop.is_set():
                self._journey()
        except Exception as error:
            self.memory.complain(f"the harness itself: a customer crashed: {error!r}")
            raise
        finally:
            for regret in self.regrets:
                regret.join()
            self.clicks.shutdown()

    def _journey(self) -> None:
        started_at, marker = time.time(), uuid4().hex
        started = self._insist("POST", "start-job", self._wish(marker))
        if started is None:
            return
        told = Told(started["job_id"], marker, started_at)
        self.memory.jobs[told.job_id] = told
        if self.dice.random() < REGRETS:
            # Before the search, in it, while claims are posted, while they talk, once all is over.
            self._regret_after(self.dice.choice((0.3, 3.0, 9.0)) * self.dice.random(), told)
        if not self._complete(told, started["questions"]) or self.dice.random() < 0.05:
            return
        self._start_calls(told, self.dice.choice(WISHES))
        self._watch(told)
        for _ in range(self.dice.choice((0, 0, 1, 4))):
            if self.stop.is_set():
                return
            told.retried = True  # Before the request: it may be carried out and cut off.
            self._start_calls(told, {"retry_failed": True})
            self._watch(told)

    def _regret_after(self, seconds: float, told: Told) -> None:
        regret = threading.Timer(seconds, self.take_back, (told,))
        regret.start()
        self.regrets.append(regret)

    def take_back(self, told: Told) -> None:
        """Have the job erased; tried again until that was answered, or for some time."""
        told.regretted_at = told.regretted_at or time.time()
        for turn in range(TRIES):
            answer = self._send("DELETE", f"jobs/{told.job_id}")
            if answer is not None and answer.status_code in (200, 404):
                told.unknown_at_once = turn == 0 and answer.status_code == 404
                told.erased_at = time.time()
                return
            time.sleep(0.5)

    def _wish(self, marker: str) -> dict[str, Any]:
        return {
            "query": self.dice.choice(QUERIES),
            "house_address": f"123 {marker} St, San Jose, CA 95126",
            "zip_code": self.dice.choice(ZIP_CODES),
            "price_limit": self.dice.choice((250, "no_limit")),
            "date_needed": "2025-12-10",
        }

    def _complete(self, told: Told, questions: list[dict[str, str]]) -> bool:
        """Answer the questions, sometimes from two tabs at once; whether providers were told."""
        answers = {question["id"]: f"Answer {told.marker}" for question in questions}
        body = {"job_id": told.job_id, "answers": answers}
        tabs = 2 if self.dice.random() < 0.3 else 1
        results = self._at_once(tabs, lambda: self._insist("POST", "complete-job", body))
        sets = {tuple(p["id"] for p in result["providers"]) for result in results if result}
        if len(sets) > 1:
            self.memory.complain(f"{told.job_id}: two tabs were told different providers {sets}")
        told.providers = list(max(sets, default=()))
        return bool(told.providers)

    def _start_calls(self, told: Told, body: dict[str, Any]) -> None:
        """Click once or thrice; the broker, too, delivers a task more than once."""
        clicks = self.dice.choice((1, 1, 2, 3))
        path = f"start-calls/{told.job_id}"
        results = self._at_once(clicks, lambda: self._insist("POST", path, body))
        for answer in filter(None, results):
            told.asked = True
            differs = answer["provider_count"] != len(told.providers)
            if differs and told.regretted_at is None:
                self.memory.complain(f"{told.job_id}: {answer} for {told.providers}")
        if self.dice.random() < 0.5:
            self.nudge(told.providers * 3)

    def _watch(self, told: Told) -> None:
        """Poll until all is over or patience ends; perhaps call it off on the way."""
        leave_at = time.time() + PATIENCE_SECONDS
        cancel_at = time.time() + self.dice.uniform(0, 3) if self.dice.random() < 0.15 else None
        while time.time() < leave_at and not self.stop.is_set() and told.erased_at is None:
            if cancel_at is not None and time.time() > cancel_at:
                cancel_at = None
                self._send("POST", f"cancel-calls/{told.job_id}", {})
            providers = self.poll(told)
            if providers and all(one["call_status"] in FINISHED for one in providers):
                return
            time.sleep(self.dice.uniform(0.1, 0.8))

    def poll(self, told: Told) -> list[dict[str, Any]] | None:
        """The job's providers as they are now, compared with what was said before."""
        asked_at = time.time()
        answer = self._send("GET", f"providers/{told.job_id}/status")
        if answer is None or answer.status_code != 200:
            return None
        providers: list[dict[str, Any]] = answer.json()
        self.memory.see(told, providers, asked_at)
        return providers

    def look(self, path: str) -> int:
        """The status of a GET; 0 if there was no answer."""
        answer = self._send("GET", path)
        return 0 if answer is None else answer.status_code

    def _at_once(self, times: int, action: Callable[[], Any]) -> list[Any]:
        futures = [self.clicks.submit(action) for _ in range(times)]
        return [future.result() for future in futures]

    def _insist(self, method: str, path: str, body: object) -> dict[str, Any] | None:
        """The answer, tried again while it is 503 or cut off; `None` for another error."""
        for _ in range(TRIES):
            answer = self._send(method, path, body)
            if answer is not None and answer.status_code == 200:
                result: dict[str, Any] = answer.json()
                return result
            if self.stop.is_set() or (answer is not None and answer.status_code not in (409, 503)):
                return None
            time.sleep(0.5)
        return None

    def _send(self, method: str, path: str, body: object = None) -> requests.Response | None:
        """One request; `None` if there was no answer."""
        url, began = f"{self.url}/api/{path}", time.monotonic()
        try:
            answer = requests.request(method, url, json=body, timeout=TIMEOUT_SECONDS)
        except requests.RequestException as error:
            with self.memory.lock:
                self.memory.cut[type(error).__name__] += 1
            return None
        self._judge(answer, path, time.monotonic() - began)
        return answer

    def _judge(self, answer: requests.Response, path: str, seconds: float) -> None:
        route = path.partition("/")[0]
        if answer.status_code < 400:
            self.memory.count(route, str(answer.status_code), seconds)
            return
        detail = detail_of(answer.text)
        self.memory.count(
            route, f"{answer.status_code} {(detail or '').partition(':')[0]}", seconds
        )
        if detail is None:
            self.memory.complain(f"{route}: {answer.status_code} without detail: {answer.text!r}")
        if answer.status_code == 500:
            self.memory.complain(f"{route}: 500 {detail}")


def detail_of(text: str) -> str | None:
    """The `detail` of an error's body, if it has one."""
    try:
        detail = json.loads(text)["detail"]
    except (ValueError, KeyError, TypeError):
        return None
    return detail if isinstance(detail, str) and detail else None
