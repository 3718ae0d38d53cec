"""The database seen by the harness: one of its own, locked and cut off on demand."""

import sqlite3
import time
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, make_url, text

CONNECT_SECONDS = 10


class SqliteFile:
    """The file that the product makes under its DATA_DIR."""

    fault = "database_locked"

    def __init__(self, directory: Path) -> None:
        self.path = directory / "quoteapp.db"
        self.setting = ""
        self.engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 20})

    def disturb(self, seconds: float) -> None:
        """Let nobody write for some seconds."""
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")
        finally:
            connection.close()

    def drop(self) -> None:
        """Let go; the file goes with its directory."""
        self.engine.dispose()


class PostgresDatabase:
    """A database of its own on the server of `url`."""

    fault = "database_cut"

    def __init__(self, url: str) -> None:
        server = make_url(url.replace("postgres://", "postgresql://", 1))
        server = server.set(drivername="postgresql+psycopg")
        self.name = f"chaos_{uuid4().hex[:12]}"
        self.server = create_engine(server, isolation_level="AUTOCOMMIT")
        with self.server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self.name}"))
        own = server.set(database=self.name)
        self.setting = own.render_as_string(hide_password=False)
        arguments = {"connect_timeout": CONNECT_SECONDS}
        self.engine: Engine = create_engine(own, pool_pre_ping=True, connect_args=arguments)

    def disturb(self, seconds: float) -> None:
        """End everybody's connection, again and again for some seconds."""
        until = time.monotonic() + seconds
        query = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        while time.monotonic() < until:
            with self.server.connect() as connection:
                connection.execute(query, {"name": self.name})
            time.sleep(0.5)

    def drop(self) -> None:
        """Delete it."""
        self.engine.dispose()
        with self.server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self.name} WITH (FORCE)"))
        self.server.dispose()


Database = SqliteFile | PostgresDatabase


def database_for(url: str, directory: Path) -> Database:
    """A new database on that Postgres, or a file where no URL is given."""
    return PostgresDatabase(url) if url else SqliteFile(directory)
