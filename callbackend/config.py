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

# The lines that ship: another is one name here, one package and one line in `callbackend.lines`.
SIMULATED = "simulated"
TWILIO = "twilio"
LINES = (SIMULATED, TWILIO)
EVERY_NUMBER = "*"
# What a real line does not start without.
OF_A_REAL_LINE = (
    ("CALL_PUBLIC_URL", "call_public_url"),
    ("CALLER_NAME", "caller_name"),
    ("CALL_ONLY", "call_only"),
    ("CALL_BACKEND_TOKEN", "tokens"),
    ("CALL_ADMIN_TOKEN", "admin_tokens"),
)
OF_TWILIO = (
    ("TWILIO_ACCOUNT_SID", "twilio_account_sid"),
    ("TWILIO_AUTH_TOKEN", "twilio_auth_token"),
    ("TWILIO_FROM_NUMBER", "twilio_from_number"),
)
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
    line: str = setting(SIMULATED, values.one_of(*LINES), variable="CALL_LINE")
    # How long a call may wait to be dialled; after that it has expired, and nothing was dialled.
    call_deadline_seconds: float = setting(900, values.number(0.01, 86_400))
    # Who calls: the business that runs this. It is the second thing that a callee hears.
    caller_name: str = setting("", values.spoken_name)
    # Where the carrier reaches this service, by https.
    call_public_url: str = setting("", values.https_url)
    # The numbers that a real line may ring at all (E.164, with commas); `*` opens it to all.
    call_only: tuple[str, ...] = setting((), values.numbers_or_any)
    # Stops every real line from outside, whatever the switch in the database says.
    call_line_stopped: bool = setting(False, values.switch)
    # From which full hour to which, at the callee; and on which days.
    call_hours: tuple[int, int] = setting((8, 20), values.hours(8, 21))
    call_days: frozenset[int] = setting(frozenset(range(6)), values.weekdays)
    # How often one number may be rung, by all jobs together: answered a day, every ring a week.
    calls_per_number_day: int = setting(1, values.whole())
    calls_per_number_week: int = setting(3, values.whole())
    calls_per_job: int = setting(10, values.whole())
    calls_per_day: int = setting(100, values.whole())
    calls_at_once: int = setting(10, values.whole())
    calls_per_second: float = setting(1, values.number(0.01, 1000))
    # What a call costs at most: this, and five minutes of that.
    cents_per_dial: int = setting(1, values.whole(0, 10_000))
    cents_per_minute: int = setting(9, values.whole(0, 10_000))
    budget_cents_job: int = setting(300, values.whole())
    budget_cents_day: int = setting(2000, values.whole())
    # How long a number is left alone when nobody could find out whether it rang.
    unsure_rest_minutes: float = setting(30, values.number(0, 10_000))
    twilio_account_sid: str = setting("", values.account_sid)
    twilio_auth_token: str = setting("", is_secret=True)
    twilio_from_number: str = setting("", values.e164)
    # Whether the carrier listens for machines, too; a hint alone.
    twilio_amd: bool = setting(False, values.switch)
    # For tests: where the carrier's API is.
    twilio_api_url: str = setting("https://api.twilio.com", values.http_url)
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
        if self.line != SIMULATED:
            self._check_real_line()

    def _check_real_line(self) -> None:
        """A real phone rings only where all is there that it takes."""
        of_the_line = {TWILIO: OF_TWILIO}.get(self.line, ())
        for variable, field in (*OF_A_REAL_LINE, *of_the_line):
            if not getattr(self, field):
                raise BadSetting(variable, f"it is not set, and CALL_LINE={self.line} needs it")

    @property
    def receivers(self) -> tuple[str, ...]:
        """The origins that callbacks may go to."""
        path = urlsplit(self.public_url).path
        return self.callback_origins or (self.public_url.removesuffix(path),)

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL: CALL_DATABASE_URL, or a SQLite file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'calls.db'}"
