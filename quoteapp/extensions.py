"""The libraries that every room uses, not yet tied to an app."""

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CursorResult,
    Engine,
    MetaData,
    Table,
    UpdateBase,
    event,
    make_url,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from common import postgres, private_files, sqlite
from quoteapp.config import Settings

if TYPE_CHECKING:
    from redis import Redis
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects import sqlite as sqlite_dialect

logger = logging.getLogger(__name__)

DATABASE_WAIT_SECONDS = 5
# For one answer of a server that may be frozen: a request is cut after 30 s, and a connection that
# is lost costs this and the wait for another. No statement of a server's work takes as long.
DATABASE_ANSWER_SECONDS = 20
REDIS_WAIT_SECONDS = 2
POOL: dict[str, Any] = {
    "pool_size": 5,
    "max_overflow": 15,
    "pool_timeout": DATABASE_WAIT_SECONDS,
    # An error's text must not carry phone numbers into a log.
    "hide_parameters": True,
}

CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table; named constraints let a migration drop them again."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


db = SQLAlchemy(model_class=Base)

# Engines are made late, by Flask-SQLAlchemy and by others of ours: this is for all of them.
event.listen(Engine, "connect", sqlite.prepare)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def insert_into(table: Table) -> "sqlite_dialect.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, in the words of this database."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    return cast("sqlite_dialect.Insert | postgresql.Insert", dialect.insert(table))


def changed_rows(statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE in the session; how many rows it touched."""
    result = cast(CursorResult[Any], db.session.execute(statement))
    return result.rowcount


def engine_options(settings: Settings) -> dict[str, Any]:
    """How the engine connects: bounded waits everywhere, and dead connections noticed."""
    if settings.sql_url.startswith("sqlite"):
        return POOL
    connect_args: dict[str, Any] = {"connect_timeout": DATABASE_WAIT_SECONDS}
    if not is_command_line():  # A migration may take its time.
        connect_args[postgres.ANSWER_SECONDS] = DATABASE_ANSWER_SECONDS
    return POOL | {"connect_args": connect_args, "pool_pre_ping": True}


def connect_redis(settings: Settings) -> "Redis":
    """A client whose every wait is bounded; it connects at its first command."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    client: Redis = Redis.from_url(
        settings.redis_url,
        socket_timeout=REDIS_WAIT_SECONDS,
        socket_connect_timeout=REDIS_WAIT_SECONDS,
        # One more try at once: a connection that Redis closed is noticed only by using it.
        retry=Retry(NoBackoff(), 1),
        decode_responses=True,
    )
    return client


def _let_go(_: BaseException | None) -> None:
    """End the session; a connection that is lost by now must not spoil an answer that is ready."""
    try:
        db.session.remove()
    except SQLAlchemyError as error:
        db.session.registry.clear()
        logger.warning("connection lost at the end", extra={"reason": type(error).__name__})


def is_command_line() -> bool:
    """Whether `flask` runs a command; the mark is Flask's own."""
    return bool(os.environ.get("FLASK_RUN_FROM_CLI"))


def init_migrations(app: Flask) -> None:
    """Add `flask db`; Alembic takes 90 ms to import, and no server needs it."""
    from flask_migrate import Migrate

    migrations = Path(__file__).parent / "migrations"
    Migrate(app, db, directory=str(migrations), render_as_batch=True)


def _keep_private(settings: Settings) -> None:
    """Make the files of SQLite before it does, for the eyes of this user alone."""
    path = Path(make_url(settings.sql_url).database or "")
    if not settings.sql_url.startswith("sqlite") or path.is_dir():
        return
    private_files.make_directory(settings.data_dir)
    with suppress(OSError):  # What cannot be opened, SQLite will have the words for.
        private_files.make_database(path)


def init_app(app: Flask, settings: Settings) -> None:
    """Tie everything to `app`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.sql_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    app.extensions["settings"] = settings
    _keep_private(settings)
    db.init_app(app)
    # Registered after Flask-SQLAlchemy's own, it runs before it.
    app.teardown_appcontext(_let_go)
    if is_command_line():
        init_migrations(app)
