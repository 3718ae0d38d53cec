"""Every setting of the call backend, read from the environment once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from common import binding, values
from common.settings import BadSetting, Environ, LanguageModelSettings, setting
from common.tokens import read_tokens
from common.webhooks import read_secrets

__all__ = ["BadSetting", "Settings"]

# The lines that ship. A real one is added here and in `callbackend.lines`.
LINES = ("simulated",)
# Who words what the agent says; what it decides is its own in either case.
NEGOTIATIONS = ("embedded", "openai")
LONGEST_WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(LanguageModelSettings):
    """What the environment says."""

    # The one HTTP port.
    port: int = setting(6000, values.port)
    # The address to listen on; where it is not set, 0.0.0.0 if the platform sets PORT.
    bind: str = setting(binding.OURSELVES, binding.address)
    # Who may ask for calls; none: whoever reaches a loopback address.
    tokens: tuple[str, ...] = setting(
        (), read_tokens, variable="CALL_BACKEND_TOKEN", is_secret=True
    )
    # Who may use the operators' routes; none: this machine alone.
    admin_tokens: tuple[str, ...] = setting(
        (), read_tokens, variable="CALL_ADMIN_TOKEN", is_secret=True
    )
    # Where the SQLite file lives when no database is named.
    data_dir: Path = setting(Path("var"), values.directory)
    # This service's own database; empty: SQLite under DATA_DIR.
    database_url: str = setting(
        "", values.database_url, variable="CALL_DATABASE_URL", is_secret=True
    )
    # Signs the callbacks (Standard Webhooks); none: none are sent.
    webhook_secrets: tuple[str, ...] = setting(
        (), read_secrets, variable="CALL_WEBHOOK_SECRET", is_secret=True
    )
    # Where the API is; its origin is where callbacks may go unless CALLBACK_ORIGINS says more.
    public_url: str = setting("http://localhost:8000", values.http_url)
    # The origins of callback URLs, to the letter; others are refused.
    callback_origins: tuple[str, ...] = setting((), values.exact_origins)
    # In which countries and territories numbers may be dialled.
    dial_countries: frozenset[str] = setting(values.HOME_COUNTRIES, values.countries)
    # How long after its end a call is forgotten: all but the hash of its key.
    retention_days: float = setting(30, values.number(1, 3650))
    # About how long a simulated call lasts; 0 is as fast as possible.
    simulated_call_seconds: float = setting(20, values.number(0, 3600))
    # What carries the calls.
    line: str = setting("simulated", values.one_of(*LINES), variable="CALL_LINE")
    # Above this many, a new call is answered with 429.
    max_live_calls: int = setting(50_000, values.whole())
    # How long the end of a call waits for a second reading of its prices.
    openai_price_seconds: float = setting(6, values.number(0.01, LONGEST_WAIT_SECONDS))
    # Whether the model may word what the agent says.
    negotiation: str = setting("embedded", values.one_of(*NEGOTIATIONS))
    # How long the agent waits for words before it uses its own.
    openai_wording_seconds: float = setting(2.5, values.number(0.01, LONGEST_WAIT_SECONDS))

    @classmethod
    def defaults(cls, environ: Environ) -> dict[str, Any]:
        """A platform that sets `PORT` expects every address."""
        return {"bind": binding.default_address(environ)}

    def check(self) -> None:
        """Strangers are kept out, and only a model can word what the agent says."""
        if not self.tokens and not binding.is_loopback(self.bind):
            raise BadSetting(
                "CALL_BACKEND_TOKEN",
                f"it is not set, and without it BIND must be a loopback address, not {self.bind}",
            )
        if self.negotiation == "openai" and not self.has_model:
            raise BadSetting("NEGOTIATION", "openai needs OPENAI_API_KEY")

    @property
    def receivers(self) -> tuple[str, ...]:
        """The origins that callbacks may go to."""
        path = urlsplit(self.public_url).path
        return self.callback_origins or (self.public_url.removesuffix(path),)

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL: CALL_DATABASE_URL, or a SQLite file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'calls.db'}"
