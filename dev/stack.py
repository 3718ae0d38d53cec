"""The processes of the Procfile under one roof: for `make demo` and for tests that kill them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from dev.environment import (
    PORTS,
    ROOT,
    base_environment,
    commands,
    for_process,
    with_defaults,
)
from dev.redis_server import RedisServer, free_port

READY_SECONDS = 60
STOP_SECONDS = 30
ALL = ("web", "worker", "beat", "callbackend")


class Stack:
    """A short-lived product of its own: own ports, own files under `directory`, own Redis.

    `changes` are environment variables; with REDIS_URL or CALL_BACKEND_URL among them, those are
    used. Each process writes to `directory/<name>.log`. `worker.2` is a second worker. `instead`
    holds commands that take the place of the Procfile's.
    """

    def __init__(
        self,
        directory: Path,
        names: tuple[str, ...] = ALL,
        instead: Mapping[str, str] | None = None,
        **changes: str,
    ) -> None:
        self.directory = directory
        self.names = names
        self.commands = commands() | dict(instead or {})
        # What this shell happens to have set is not for a stack of its own.
        own = dict.fromkeys(("REDIS_URL", "DATABASE_URL", "CALL_DATABASE_URL"), "")
        own |= dict.fromkeys(("PUBLIC_URL", "CALL_BACKEND_URL", "CALL_WEBHOOK_SECRET"), "")
        own |= dict.fromkeys(("CALL_BACKEND_TOKEN", "CALL_ADMIN_TOKEN", "ADMIN_TOKEN"), "")
        own |= {"RATE_LIMITS": "off"}  # Its customers are all at one address, and many.
        own |= {variable: str(free_port()) for variable in PORTS.values()}
        own |= {"DATA_DIR": str(directory), "WEB_CONCURRENCY": "2"} | changes
        self.environment = with_defaults(base_environment(**own))
        if not self.environment["CALL_BACKEND_URL"]:
            port = self.environment["CALL_BACKEND_PORT"]
            self.environment["CALL_BACKEND_URL"] = f"http://127.0.0.1:{port}"
        self.redis: RedisServer | None = None
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """Where the API answers."""
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def __enter__(self) -> Self:
        """Start everything and wait until the API is ready."""
        try:
            if not self.environment["REDIS_URL"]:
                self.redis = RedisServer(self.directory / "redis")
                self.redis.start()
                self.environment["REDIS_URL"] = self.redis.url
            self.run("release")
            for name in self.names:
                self.start(name)
            if "web" in self.names:
                self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything."""
        self.stop()

    def run(self, name: str) -> None:
        """Run a process of the Procfile to its end. Raises CalledProcessError."""
        with (self.directory / f"{name}.log").open("ab") as log:
            subprocess.run(
                ["sh", "-c", self.commands[name]],
                cwd=ROOT,
                env=for_process(name, self.environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                check=True,
            )

    def start(self, name: str) -> None:
        """Start a process of the Procfile, in a process group of its own."""
        kind = name.partition(".")[0]
        with (self.directory / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                ["sh", "-c", f"exec {self.commands[kind]}"],
                cwd=ROOT,
                env=for_process(kind, self.environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """`kill -9` a process and all its children."""
        process = self.processes.pop(name)
        _signal_group(process, signal.SIGKILL)
        process.wait(timeout=STOP_SECONDS)

    def terminate(self, name: str) -> int:
        """SIGTERM, as a deploy sends it; the exit status. Killed if it takes over 30 s."""
        process = self.processes.pop(name)
        process.terminate()
        return _reap(process)

    def revive(self, name: str) -> int | None:
        """Start a process anew if it ended by itself, as a platform does; its exit status then."""
        process = self.processes.get(name)
        status = None if process is None else process.poll()
        if status is not None:
            self.kill(name)
            self.start(name)
        return status

    def freeze(self, name: str) -> None:
        """Stop a process and its children in the middle of what they do."""
        _signal_group(self.processes[name], signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let a frozen process go on."""
        _signal_group(self.processes[name], signal.SIGCONT)

    def stop(self) -> None:
        """End every process, Redis last."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            _reap(process)
        self.processes.clear()
        if self.redis is not None:
            self.redis.stop()

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return once /api/ready says so. Raises TimeoutError with its last word."""
        deadline = time.monotonic() + seconds
        last = "no answer"
        while time.monotonic() < deadline:
            try:
                response = requests.get(f"{self.url}/api/ready", timeout=5)
            except requests.RequestException as error:
                last = type(error).__name__
            else:
                if response.ok:
                    return
                last = response.text
            time.sleep(0.1)
        raise TimeoutError(f"not ready after {seconds:g} s: {last}; logs are in {self.directory}")


def _reap(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        _signal_group(process, signal.SIGKILL)
        return process.wait(timeout=STOP_SECONDS)
    finally:
        # Whatever a killed parent left behind goes as well.
        _signal_group(process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal the group that `start` made for the process."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
