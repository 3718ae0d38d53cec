"""Every setting of the API, its worker and its operators' view, read from the environment once.

A process reads them with `Settings.from_environ()`; code inside the Flask app uses `settings`.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from flask import current_app
from werkzeug.local import LocalProxy

from common import binding, values
from common.settings import (
    BadSetting,
    Environ,
    FromEnvironment,
    LanguageModelSettings,
    setting,
)
from common.tokens import read_tokens
from common.webhooks import read_secrets

__all__ = ["BadSetting", "FlowerSettings", "ServerSettings", "Settings", "settings"]

DAY_SECONDS = 24 * 3600
# How long a retry waits where RETRY_PAUSE_SECONDS does not say: who was rung a moment ago must not
# be rung again at once, while on the simulated line no phone rings.
SIMULATED_PAUSE_SECONDS = 0
REAL_PAUSE_SECONDS = 3600
SIMULATED_LINE = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(LanguageModelSettings):
    """What the web process, the worker and beat must agree on."""

    # Where files go that must outlive the process: SQLite databases and the embedded Redis.
    data_dir: Path = setting(Path("var"), values.directory)
    # The queue and the job store.
    redis_url: str = setting("redis://localhost:6379/0", values.redis_url, is_secret=True)
    # Providers and their calls; empty: SQLite under DATA_DIR.
    database_url: str = setting("", values.database_url, is_secret=True)
    # Where the call backend answers.
    call_backend_url: str = setting("http://localhost:6000", values.http_url)
    # Where the call backend reaches this API with its callbacks.
    public_url: str = setting("http://localhost:8000", values.http_url)
    # Signs the callbacks (Standard Webhooks); none: all are refused.
    call_webhook_secret: tuple[str, ...] = setting((), read_secrets, is_secret=True)
    # Opens the call backend's door; of several the first is sent. None: it lets in this machine.
    call_backend_token: tuple[str, ...] = setting((), read_tokens, is_secret=True)
    # Opens the call backend's operators' routes, for the command that blocks a number.
    call_admin_token: tuple[str, ...] = setting((), read_tokens, is_secret=True)
    # How often the sweep mends what was missed.
    sweep_seconds: float = setting(2, values.number(0.01, 3600))
    # How long after start-calls an unfinished call is ended as `expired`.
    call_deadline_seconds: float = setting(900, values.number(0.01, DAY_SECONDS))
    # How long after an attempt the next one may be made; none: see `retry_pause`.
    retry_pause_seconds: float | None = setting(None, values.number(0, 7 * DAY_SECONDS))
    # How many of a job's providers are rung first; the others hear the best price of these.
    first_wave: int = setting(2, values.whole(1, 100))
    # How long the others wait for the first ones at most.
    wave_seconds: float = setting(180, values.number(0.01, 3600))
    # The countries and territories whose numbers may be rung.
    dial_countries: frozenset[str] = setting(values.HOME_COUNTRIES, values.countries)
    # How many providers a job gets.
    max_providers: int = setting(5, values.whole(1, 100))
    # How far away an imported business may be.
    search_radius_miles: float = setting(50, values.number(0.01, 10_000))
    # Where providers come from: the `directory`, the web through `openai`, or `auto` (the web where
    # there is a key); own businesses that are near come first either way.
    provider_search: str = setting("auto", values.one_of("directory", "openai", "auto"))
    # How long start-job waits for the model before the embedded reader reads the request.
    openai_intake_seconds: float = setting(8, values.number(0.01, 25))
    # How long start-job waits for OpenAI's moderation before the reader of words decides alone.
    openai_moderation_seconds: float = setting(2, values.number(0.01, 25))
    # How long complete-job waits for a web search; a platform cuts the request after 30 s.
    openai_search_seconds: float = setting(18, values.number(0.01, 25))
    # How long a job document lives in Redis.
    job_ttl_days: float = setting(30, values.number(0.00001, 3650))
    # How long after its last change a job is erased by itself, everywhere.
    retention_days: float = setting(30, values.number(1, 3650))
    # The address that the web process listens on; without a say, 0.0.0.0 if PORT is set.
    bind: str = setting(binding.OURSELVES, binding.address)
    # Where our own page finds the API, if not where the page itself comes from.
    api_url: str = setting("", values.http_url)
    # Where an operator finds Flower; the page for operators links there.
    flower_url: str = setting("", values.http_url)
    # Which origins a browser may call the API from, with commas; `*` is any; none: see `origins`.
    cors_origins: tuple[str, ...] | None = setting(None, values.origins)
    # Whether clients may ask only for so much in a minute, an hour or a day.
    rate_limits: bool = setting(True, values.switch)
    # How many calls all of them may ask for in a day; 0: as many as they like.
    calls_per_day_app: int = setting(5000, values.whole(0, 1_000_000))
    # How many proxies stand before the web process, each of which adds to X-Forwarded-For.
    trusted_proxies: int = setting(0, values.whole(0, 10))
    # Guards the operators' routes; empty: they answer to this machine alone.
    admin_token: str = setting("", is_secret=True)

    @classmethod
    def defaults(cls, environ: Environ) -> dict[str, Any]:
        """A platform that sets `PORT` expects every address."""
        return {"bind": binding.default_address(environ)}

    def check(self) -> None:
        """The web can be searched only with a key."""
        if self.provider_search == "openai" and not self.has_model:
            raise BadSetting("PROVIDER_SEARCH", "openai needs OPENAI_API_KEY")

    @property
    def origins(self) -> tuple[str, ...]:
        """Whose pages may call the API; on a machine of one's own, all of them."""
        usual = ("*",) if binding.is_loopback(self.bind) else ()
        return usual if self.cors_origins is None else self.cors_origins

    @property
    def searches_web(self) -> bool:
        """Whether providers are looked for on the web."""
        return self.provider_search != "directory" and self.has_model

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL: DATABASE_URL, or a SQLite file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'quoteapp.db'}"

    def retry_pause(self, line: str) -> timedelta:
        """How long who was rung on this line of the call backend is left in peace."""
        usual = SIMULATED_PAUSE_SECONDS if line == SIMULATED_LINE else REAL_PAUSE_SECONDS
        given = self.retry_pause_seconds
        return timedelta(seconds=usual if given is None else given)

    @property
    def broker_url(self) -> str:
        """REDIS_URL as Kombu spells it: a socket's scheme is another there."""
        return self.redis_url.replace("unix://", "redis+socket://", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings(FromEnvironment):
    """How Gunicorn serves the API."""

    # The one HTTP port.
    port: int = setting(8000, values.port)
    # The address to listen on; where it is not set, 0.0.0.0 if the platform sets PORT.
    bind: str = setting(binding.OURSELVES, binding.address)
    # Its worker processes, and the threads in each.
    web_concurrency: int = setting(2, values.whole(1, 64))
    web_threads: int = setting(8, values.whole(1, 256))

    @classmethod
    def defaults(cls, environ: Environ) -> dict[str, Any]:
        """A platform that sets `PORT` expects every address."""
        return {"bind": binding.default_address(environ)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowerSettings(FromEnvironment):
    """How Flower is reached."""

    # The one HTTP port.
    port: int = setting(5555, values.port)
    # The address to listen on; where it is not set, 0.0.0.0 if the platform sets PORT.
    bind: str = setting(binding.OURSELVES, binding.address)
    # `user:password`, several with commas; none: open to whoever reaches a loopback address.
    flower_basic_auth: tuple[str, ...] = setting((), values.logins, is_secret=True)

    @classmethod
    def defaults(cls, environ: Environ) -> dict[str, Any]:
        """A platform that sets `PORT` expects every address."""
        return {"bind": binding.default_address(environ)}

    def check(self) -> None:
        """Strangers are kept out."""
        if not self.flower_basic_auth and not binding.is_loopback(self.bind):
            raise BadSetting(
                "FLOWER_BASIC_AUTH",
                f"it is not set, and without it BIND must be a loopback address, not {self.bind}",
            )


settings = cast(Settings, LocalProxy(lambda: current_app.extensions["settings"]))
"""The settings of the current Flask app."""
