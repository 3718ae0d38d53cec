"""Every setting of the call backend, read from the environment once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from standardwebhooks.webhooks import Webhook

# The lines that ship. A real one is added here and in `callbackend.lines`.
LINES = ("simulated",)
# Who words what the agent says; what it decides is its own in either case.
NEGOTIATIONS = ("embedded", "openai")
HIGHEST_PORT = 65535
LONGEST_WAIT_SECONDS = 60
OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-5.4-mini"
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
UNUSABLE = "CALL_WEBHOOK_SECRET must be base64, with or without the prefix whsec_"


class ConfigError(ValueError):
    """A setting cannot be used; the message is one line that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. Build it with `from_environ`, which explains a bad value."""

    # PORT: the one HTTP port.
    port: int = 6000
    # DATA_DIR: where the SQLite file lives when no database is named.
    data_dir: Path = Path("var")
    # CALL_DATABASE_URL: this service's own database; empty means {DATA_DIR}/calls.db.
    database_url: str = "sqlite:///var/calls.db"
    # CALL_WEBHOOK_SECRET: signs the callbacks (Standard Webhooks); empty means that none are sent.
    webhook_secret: str = ""
    # SIMULATED_CALL_SECONDS: about how long a simulated call lasts; 0 is as fast as possible.
    simulated_call_seconds: float = 20.0
    # CALL_LINE: what carries the calls.
    line: str = "simulated"
    # MAX_LIVE_CALLS: above this many, a new call is answered with 429.
    max_live_calls: int = 50_000
    # OPENAI_API_KEY: turns the language model on; empty means that everything is read embedded.
    openai_api_key: str = field(default="", repr=False)
    # OPENAI_BASE_URL: OpenAI, or a compatible Responses API.
    openai_base_url: str = OPENAI_URL
    # OPENAI_MODEL: needs structured outputs.
    openai_model: str = OPENAI_MODEL
    # OPENAI_PRICE_SECONDS: how long the end of a call waits for a second reading of its prices.
    openai_price_seconds: float = 6.0
    # NEGOTIATION: whether the model may word what the agent says.
    negotiation: str = "embedded"
    # OPENAI_WORDING_SECONDS: how long the agent waits for words before it uses its own.
    openai_wording_seconds: float = 2.5

    @property
    def has_model(self) -> bool:
        """Whether there is a language model to ask."""
        return bool(self.openai_api_key)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings of this environment; raises ConfigError on a value that cannot be used."""
        data_dir = Path(environ.get("DATA_DIR") or "var")
        return cls(
            port=_integer(environ, "PORT", 6000, highest=HIGHEST_PORT),
            data_dir=data_dir,
            database_url=_database_url(environ.get("CALL_DATABASE_URL", ""), data_dir),
            webhook_secret=_webhook_secret(environ.get("CALL_WEBHOOK_SECRET", "")),
            simulated_call_seconds=_seconds(environ, "SIMULATED_CALL_SECONDS", 20.0),
            line=_line(environ.get("CALL_LINE") or "simulated"),
            max_live_calls=_integer(environ, "MAX_LIVE_CALLS", 50_000),
            openai_api_key=environ.get("OPENAI_API_KEY", "").strip(),
            openai_base_url=environ.get("OPENAI_BASE_URL") or OPENAI_URL,
            openai_model=environ.get("OPENAI_MODEL") or OPENAI_MODEL,
            openai_price_seconds=_wait(environ, "OPENAI_PRICE_SECONDS", 6.0),
            negotiation=_negotiation(environ),
            openai_wording_seconds=_wait(environ, "OPENAI_WORDING_SECONDS", 2.5),
        )


def _integer(environ: Mapping[str, str], name: str, default: int, highest: int = 10**9) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise ConfigError(f"{name} must be a whole number from 1 to {highest}, not {text!r}")
    return int(text)


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise ConfigError(f"{name} must be a number of seconds from 0 to 3600, not {text!r}")
    return seconds


def _wait(environ: Mapping[str, str], name: str, default: float) -> float:
    """Seconds that somebody waits for: some, and not many."""
    seconds = _seconds(environ, name, default)
    if not 0 < seconds <= LONGEST_WAIT_SECONDS:
        raise ConfigError(f"{name} must be above 0 and at most {LONGEST_WAIT_SECONDS} seconds")
    return seconds


def _negotiation(environ: Mapping[str, str]) -> str:
    name = environ.get("NEGOTIATION") or "embedded"
    if name not in NEGOTIATIONS:
        raise ConfigError(f"NEGOTIATION must be one of {', '.join(NEGOTIATIONS)}, not {name!r}")
    if name == "openai" and not environ.get("OPENAI_API_KEY", "").strip():
        raise ConfigError("NEGOTIATION=openai needs OPENAI_API_KEY")
    return name


def _line(name: str) -> str:
    if name not in LINES:
        raise ConfigError(f"CALL_LINE must be one of {', '.join(LINES)}, not {name!r}")
    return name


def _database_url(url: str, data_dir: Path) -> str:
    """The URL as SQLAlchemy spells it; Heroku's `postgres://` names a driver it does not have."""
    for spelling in ("postgres://", "postgresql://"):
        if url.startswith(spelling):
            return "postgresql+psycopg://" + url.removeprefix(spelling)
    if url and not url.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ConfigError("CALL_DATABASE_URL must start with sqlite:// or postgresql://")
    return url or f"sqlite:///{data_dir}/calls.db"


def _webhook_secret(secret: str) -> str:
    """The secret, proven to sign. The message never repeats it: logs are read by many."""
    # The package drops characters that are not base64: two sides with typing errors would agree.
    if secret and not BASE64.fullmatch(secret.removeprefix("whsec_")):
        raise ConfigError(UNUSABLE)
    try:
        if secret:
            Webhook(secret)
    except ValueError as error:
        raise ConfigError(UNUSABLE) from error
    return secret
