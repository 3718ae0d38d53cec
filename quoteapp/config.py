"""Every setting of the API and its worker, read from the environment once.

A process reads them with `Settings.from_environ()`; code inside the Flask app uses `settings`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import parse_qs, urlsplit

from flask import current_app
from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError
from werkzeug.local import LocalProxy


class BadSetting(SystemExit):
    """A setting cannot be used: the process ends with one line that says which and why."""

    def __init__(self, name: str, why: object) -> None:
        super().__init__(f"quoteapp: the setting {name} cannot be used: {why}")


def _database_url(value: str) -> str:
    """SQLAlchemy's spelling: Heroku says `postgres://`, and psycopg 3 must be named."""
    for old in ("postgres://", "postgresql://"):
        if value.startswith(old):
            return "postgresql+psycopg://" + value.removeprefix(old)
    return value


def _redis_url(value: str) -> str:
    """`rediss://` without a word on certificates means Heroku's self-signed one: not verified."""
    parts = urlsplit(value)
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in parse_qs(parts.query):
        return value + ("&" if parts.query else "?") + "ssl_cert_reqs=none"
    return value


def _webhook_secret(value: str) -> str:
    """A secret that Standard Webhooks can sign with."""
    try:
        Webhook(value)
    except (ValueError, EmptyWebhookSecretError):
        raise ValueError("it must be base64, with or without whsec_ before it") from None
    return value


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _one_of(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"{value} is none of {', '.join(words)}")
        return value

    return read


def _number(kind: type[int] | type[float], least: float) -> Callable[[str], float]:
    def read(value: str) -> float:
        number = kind(value)
        if not least <= number < float("inf"):
            raise ValueError(f"{value} is not a number from {least} up")
        return number

    return read


def _whole(default: int, least: int = 1) -> Any:
    return field(default=default, metadata={"read": _number(int, least)})


def _seconds(default: float, least: float = 0.01) -> Any:
    return field(default=default, metadata={"read": _number(float, least)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings by name: the field `redis_url` is the environment variable `REDIS_URL`."""

    # Where files go that must outlive the process: SQLite databases and the embedded Redis.
    data_dir: Path = field(default=Path("var"), metadata={"read": Path})
    # The queue and the job store.
    redis_url: str = field(
        default="redis://localhost:6379/0", repr=False, metadata={"read": _redis_url}
    )
    # Providers and their calls; empty: SQLite under DATA_DIR.
    database_url: str = field(default="", repr=False, metadata={"read": _database_url})
    # Where the call backend answers.
    call_backend_url: str = "http://localhost:6000"
    # Where the call backend reaches this API with its callbacks.
    public_url: str = "http://localhost:8000"
    # Signs the callbacks (Standard Webhooks: base64, `whsec_` allowed); empty: all are refused.
    call_webhook_secret: str = field(default="", repr=False, metadata={"read": _webhook_secret})
    # How often the sweep mends what was missed.
    sweep_seconds: float = _seconds(2)
    # How long after start-calls an unfinished call is ended as `expired`.
    call_deadline_seconds: float = _seconds(900)
    # How many providers a job gets.
    max_providers: int = _whole(5)
    # How far away an imported business may be.
    search_radius_miles: float = _seconds(50)
    # Where providers come from: the `directory`, the web through `openai`, or `auto` (the web where
    # there is a key); own businesses that are near come first either way.
    provider_search: str = field(
        default="auto", metadata={"read": _one_of("directory", "openai", "auto")}
    )
    # Lets a language model read requests and search the web; empty: the embedded reader does it.
    openai_api_key: str = field(default="", repr=False)
    # Where OpenAI's Responses API is, or a service that speaks it, too.
    openai_base_url: str = "https://api.openai.com/v1"
    # Which model; it must know structured outputs, and the web search tool to find providers.
    openai_model: str = "gpt-5.4-mini"
    # How long start-job waits for the model before the embedded reader reads the request.
    openai_intake_seconds: float = _seconds(8)
    # How long complete-job waits for a web search; a platform cuts the request after 30 s.
    openai_search_seconds: float = _seconds(18)
    # How long a job document lives in Redis.
    job_ttl_days: float = _seconds(30)
    # Which origins a browser may call the API from, with commas; `*` is any.
    cors_origins: tuple[str, ...] = field(default=("*",), metadata={"read": _names})
    # Guards GET /api/providers; empty: open.
    admin_token: str = field(default="", repr=False)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ, **changes: Any) -> Self:
        """The settings of this environment; `changes` win over it, by field name.

        An empty variable counts as not set. Raises `BadSetting` (which ends the process).
        """
        values: dict[str, Any] = {}
        for setting in fields(cls):
            text = environ.get(setting.name.upper(), "").strip()
            if text:
                values[setting.name] = _read(setting.name, setting.metadata.get("read", str), text)
        settings = cls(**values | changes)
        if settings.provider_search == "openai" and not settings.openai_api_key:
            raise BadSetting("PROVIDER_SEARCH", "openai needs OPENAI_API_KEY")
        return settings

    @property
    def searches_web(self) -> bool:
        """Whether providers are looked for on the web."""
        return self.provider_search != "directory" and bool(self.openai_api_key)

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL: DATABASE_URL, or a SQLite file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'quoteapp.db'}"


def _read(name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise BadSetting(name.upper(), error) from None


settings = cast(Settings, LocalProxy(lambda: current_app.extensions["settings"]))
"""The settings of the current Flask app."""
