"""A Postgres for tests: Debian's, as a server of its own on loopback, gone when it is over."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from dev.redis_server import free_port

# Debian keeps each version in a folder of its own, away from the path.
DEBIANS = Path("/usr/lib/postgresql")
OWNER = "postgres"


class NoPostgres(Exception):
    """This machine has none, and we could not install it."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty server; Debian's is installed where we may. Raises NoPostgres."""
    tools = _tools() or _installed()
    with tempfile.TemporaryDirectory(prefix="quoteapp-postgres-") as name:
        directory, port = Path(name), free_port()
        if _are_root():
            shutil.chown(directory, OWNER)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={name}"
        data = ("-D", f"{name}/data")
        _run(tools / "initdb", *data, "-A", "trust", "-U", OWNER, "-E", "UTF8", "--no-locale")
        _run(tools / "pg_ctl", *data, "-w", "-l", f"{name}/log", "-o", options, "start")
        try:
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/{OWNER}"
        finally:
            _run(tools / "pg_ctl", *data, "-m", "immediate", "-w", "stop")
            shutil.rmtree(directory / "data")


@contextmanager
def own_database(server_url: str, name: str) -> Iterator[str]:
    """The URL of a new database of that name on a server; it is dropped in the end."""
    given = make_url(server_url).set(drivername="postgresql+psycopg")
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    _execute(given, drop, f'CREATE DATABASE "{name}"')  # A run that was killed left it behind.
    try:
        yield given.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(given, drop)


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """No process of the server of this database does anything; it must be one of `server`'s."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        directory = connection.scalar(text("SHOW data_directory"))
    engine.dispose()
    master = int(Path(f"{directory}/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    family = [master, *map(int, children)]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        # The master last: as long as it stands still, a child that has ended keeps its number.
        for pid in reversed(family):
            os.kill(pid, signal.SIGCONT)


def _execute(server: URL, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _tools() -> Path | None:
    """The folder of initdb and pg_ctl, the newest of Debian's where there are several."""
    if debians := sorted(DEBIANS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])):
        return debians[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _installed() -> Path:
    """The same, once it is installed."""
    if not _are_root() or shutil.which("apt-get") is None:
        raise NoPostgres("there is no Postgres here, and only root may install one")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update",), ("install", "-y", "postgresql")):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            raise NoPostgres("there is no Postgres here, and apt-get could not install it")
    tools = _tools()
    if tools is None:
        raise NoPostgres("Debian's package brought no initdb")
    return tools


def _run(tool: Path, *arguments: str) -> None:
    """Run a tool of Postgres, which refuses to run as root."""
    as_owner = ("runuser", "-u", OWNER, "--") if _are_root() else ()
    command = [*as_owner, str(tool), *arguments]
    # The server that pg_ctl starts would hold a pipe open.
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)


def _are_root() -> bool:
    return os.geteuid() == 0
