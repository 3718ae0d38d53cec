"""Every setting of the call backend, read from the environment once."""

from dataclasses import dataclass
from pathlib import Path

from common import values
from common.settings import BadSetting, LanguageModelSettings, setting
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

    def check(self) -> None:
        """Only a model can word what the agent says."""
        if self.negotiation == "openai" and not self.has_model:
            raise BadSetting("NEGOTIATION", "openai needs OPENAI_API_KEY")

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL: CALL_DATABASE_URL, or a SQLite file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'calls.db'}"
