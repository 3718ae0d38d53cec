"""Running an ASGI application on uvicorn: one process, one port, one event loop.

`run` is for a service of one process; `common.gunicorn_worker` runs the same in each of several.
"""

import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from uvicorn import Config, Server
from uvicorn.server import ServerState

from common.http_answer import ReadyAnswer, Refuse, in_json, lines_of
from common.http_at_once import QuickProtocol
from common.http_protocol import GuardedProtocol

logger = logging.getLogger(__name__)

EVERYWHERE = "0.0.0.0"  # noqa: S104  # What may not reach us is up to the platform.
MOST_CONNECTIONS = 1_000
# Besides them, where websockets are taken.
MOST_SOCKETS = 2_000
# Connections that the system has taken, and we have not.
BACKLOG = 512
# Files, databases and the connections that we make.
OTHER_FILES = 256
# Our clients keep their connections; a platform's router closes its own sooner.
KEEP_ALIVE_SECONDS = 30
# Of the 30 s after SIGTERM: for the requests at hand. `common.lifespan` has the rest.
GRACE_SECONDS = 15

# Who takes websockets: frames of a carrier are small, and a peer that does not answer is gone.
SOCKETS: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_max_size": 64 * 1024,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "ws_per_message_deflate": False,
}

# An answer to a GET of this URL, as it came, with these headers, that needs no waiting for
# anything; None where there is none. It is called for every one of them: it must be quick.
AtOnce = Callable[[bytes, Sequence[tuple[bytes, bytes]]], ReadyAnswer | None]


class GuardedConfig(Config):
    """uvicorn's settings as they are here, and what all its connections share.

    `waiting` are the connections on which no whole request has come, the longest wait first. At
    more than `most_connections` the first of them makes room: an honest client never waits long.
    """

    def __init__(
        self, app: Any, refuse: Refuse = in_json, at_once: AtOnce | None = None, **options: Any
    ) -> None:
        given = {
            "ws": "none",
            "timeout_graceful_shutdown": GRACE_SECONDS,
            **options,
        }
        super().__init__(
            app,
            interface="asgi3",
            http=QuickProtocol,
            loop="auto",  # uvloop, where there is one.
            lifespan="on",
            workers=1,  # None is what the environment says to another process.
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            log_config=None,  # `common.logs` does it.
            access_log=False,
            server_header=False,
            proxy_headers=False,
            **given,
        )
        self.refuse = refuse
        self.at_once = at_once
        self.most_connections = MOST_CONNECTIONS
        self.waiting: dict[GuardedProtocol, None] = {}
        self._common: tuple[list[tuple[bytes, bytes]] | None, bytes] = (None, b"")

    def common_lines(self, state: ServerState) -> bytes:
        """The lines that stand in every answer; uvicorn makes a new list of them each second."""
        headers, lines = self._common
        if headers is not state.default_headers:
            lines = lines_of(state.default_headers)
            self._common = (state.default_headers, lines)
        return lines


def run(
    app: Any,
    *,
    port: int,
    host: str = EVERYWHERE,
    refuse: Refuse = in_json,
    takes_sockets: bool = False,
) -> NoReturn:
    """Serve until told to stop; ends the process.

    `takes_sockets`: websockets, too; SIGTERM closes them with 1012 at once, so that who is at the
    other end connects to another process.
    """
    options: dict[str, Any] = SOCKETS if takes_sockets else {}
    config = GuardedConfig(app, refuse, host=host, port=port, **options)
    end(_serve(config))


def end(status: int) -> NoReturn:
    """End the process without waiting for threads that still do something.

    The interpreter would wait for them.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _serve(config: GuardedConfig) -> int:
    """The exit status, in the end."""
    try:
        # Before anything is started: a second process ends at once.
        door = bound(config.host, config.port)
    except OSError as error:
        logger.error("the port cannot be used", extra={"reason": error.strerror})
        logger.info("stopped")
        return os.EX_UNAVAILABLE
    logger.info("serving", extra={"port": config.port})
    return serve(Server(config), [door])


def serve(server: Server, doors: list[socket.socket]) -> int:
    """Serve on these sockets until told to stop; the exit status."""
    # Until uvicorn takes these signals, and once it gives them back after a graceful stop.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    config = server.config
    if isinstance(config, GuardedConfig):
        sockets = MOST_SOCKETS if config.ws != "none" else 0
        config.most_connections = _room_for(MOST_CONNECTIONS + sockets)
    try:
        server.run(sockets=doors)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else os.EX_SOFTWARE
    finally:
        logger.info("stopped")
    return os.EX_OK


def bound(host: str, port: int) -> socket.socket:
    """A socket of that address. Raises OSError.

    It says that it is TCP: only then does asyncio send an answer's headers without waiting, up to
    40 ms, for the client to acknowledge what came before.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError:
        door.close()
        raise
    return door


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(os.EX_OK)


def _room_for(connections: int) -> int:
    """How many we may have open, with the limit of files raised for them where we may raise it."""
    needed = connections + BACKLOG + OTHER_FILES
    own, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if own != resource.RLIM_INFINITY and own < needed:
        own = needed if most == resource.RLIM_INFINITY else min(needed, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (own, most))
    short = 0 if own == resource.RLIM_INFINITY else max(0, needed - own)
    return max(1, connections - short)
