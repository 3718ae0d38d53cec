"""What goes wrong, by a seeded plan; each fault says when it began and when it was over."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis

from dev.redis_server import RedisServer
from dev.stack import Stack
from tests.chaos.database import Database

WORKERS = ("worker", "worker.2")
APPS = ("web", *WORKERS, "beat", "callbackend")
# How long a process that was started anew needs until it does its work again.
RECOVERY_SECONDS = 5.0
SLOW_STOP_SECONDS = 29.0
WEIGHTS = {
    "web_killed": 3,
    "worker_killed": 6,
    "beat_killed": 2,
    "backend_killed": 4,
    "worker_deployed": 2,
    "web_deployed": 1,
    "beat_deployed": 1,
    "all_killed": 1,
    "worker_frozen": 2,
    "backend_frozen": 2,
    "second_beat": 1,
    "database": 3,
    "redis_killed": 2,
    "redis_emptied": 1,
    "redis_flushed": 2,
    "redis_frozen": 2,
}
FORGETTING = ("redis_emptied", "redis_flushed")


@dataclass(frozen=True)
class Window:
    """One fault, from its beginning until it can have no effect any more."""

    kind: str
    begin: float
    end: float


class Faults:
    """Carries out the plan on a running stack, and keeps its processes alive as a platform does."""

    def __init__(self, stack: Stack, database: Database, seed: str, redis_faults: bool) -> None:
        self.stack = stack
        self.database = database
        self.dice = random.Random(f"{seed}:faults")
        self.weights = {
            kind: weight
            for kind, weight in WEIGHTS.items()
            if redis_faults or not kind.startswith("redis")
        }
        self.lock = threading.RLock()
        self.windows: list[Window] = []
        self.died: Counter[str] = Counter()
        self.slow_stops: list[str] = []

    def run(self, stop: threading.Event, longest_gap: float) -> None:
        """One fault after the other until `stop`."""
        while not stop.wait(self.dice.uniform(0.1, longest_gap)):
            kind = self._next()
            begin = time.time()
            getattr(self, f"_{kind}")()
            name = self.database.fault if kind == "database" else kind
            self.windows.append(Window(name, begin, time.time() + RECOVERY_SECONDS))

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Meanwhile start again whatever ends by itself."""
        over = threading.Event()
        supervisor = threading.Thread(target=self._supervise, args=(over,), daemon=True)
        supervisor.start()
        try:
            yield
        finally:
            over.set()
            supervisor.join()

    def _supervise(self, over: threading.Event) -> None:
        while not over.wait(0.2):
            with self.lock:
                self._revive()

    def _next(self) -> str:
        """Every kind once, in the plan's order, before chance decides."""
        seen = {window.kind.replace(self.database.fault, "database") for window in self.windows}
        fresh = [kind for kind in self.weights if kind not in seen]
        if fresh and self.dice.random() < 0.7:
            return self.dice.choice(fresh)
        return self.dice.choices(list(self.weights), list(self.weights.values()))[0]

    def _revive(self) -> None:
        for name in APPS:
            begin = time.time()
            status = self.stack.revive(name)
            if status is not None:
                kind = name.partition(".")[0]
                self.died[f"{kind} ({status})"] += 1
                self.windows.append(Window(f"{kind}_died", begin, begin + RECOVERY_SECONDS))

    def _kill(self, name: str) -> None:
        with self.lock:
            self.stack.kill(name)

    def _restart(self, name: str) -> None:
        self._kill(name)
        time.sleep(self.dice.uniform(0, 1))
        self.stack.start(name)

    def _deploy(self, name: str) -> None:
        begin = time.monotonic()
        self.stack.terminate(name)
        if (seconds := time.monotonic() - begin) > SLOW_STOP_SECONDS:
            self.slow_stops.append(f"{name} took {seconds:.0f} s")
        self.stack.start(name)

    def _web_killed(self) -> None:
        self._restart("web")

    def _worker_killed(self) -> None:
        self._restart(self.dice.choice(WORKERS))

    def _beat_killed(self) -> None:
        self._restart("beat")

    def _backend_killed(self) -> None:
        self._restart("callbackend")

    def _worker_deployed(self) -> None:
        self._deploy(self.dice.choice(WORKERS))

    def _web_deployed(self) -> None:
        self._deploy("web")

    def _beat_deployed(self) -> None:
        self._deploy("beat")

    def _all_killed(self) -> None:
        for name in APPS:
            self._kill(name)
        if "redis_killed" in self.weights:
            self._redis().kill()
            self._redis().start()
        for name in self.dice.sample(APPS, len(APPS)):
            self.stack.start(name)

    def _worker_frozen(self) -> None:
        self._frozen(self.dice.choice(WORKERS), self.dice.uniform(2, 6))

    def _backend_frozen(self) -> None:
        self._frozen("callbackend", self.dice.choice((2, 4, 12)))

    def _frozen(self, name: str, seconds: float) -> None:
        self.stack.freeze(name)
        time.sleep(seconds)
        self.stack.thaw(name)

    def _second_beat(self) -> None:
        self.stack.start("beat.2")
        time.sleep(self.dice.uniform(4, 6))
        self.stack.kill("beat.2")

    def _database(self) -> None:
        self.database.disturb(self.dice.uniform(3, 8))

    def _redis(self) -> RedisServer:
        assert self.stack.redis is not None
        return self.stack.redis

    def _redis_killed(self) -> None:
        self._redis().kill()
        time.sleep(self.dice.uniform(0, 2))
        self._redis().start()

    def _redis_emptied(self) -> None:
        self._redis().kill()
        self._redis().empty()
        self._redis().start()

    def _redis_flushed(self) -> None:
        with Redis.from_url(self._redis().url, socket_timeout=5) as client:
            client.flushall()

    def _redis_frozen(self) -> None:
        self._redis().freeze()
        time.sleep(self.dice.uniform(1, 4))
        self._redis().thaw()
