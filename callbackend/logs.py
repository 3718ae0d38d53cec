"""Logs as one JSON object a line: a constant message, and the facts as fields."""

import traceback
from typing import Any

LAST_FRAMES = 6

CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        # One line per connection, with the address of the receiver.
        "urllib3": {"level": "WARNING"},
    },
}


def facts_of(error: BaseException) -> dict[str, str]:
    """What broke and where, for `extra`: an error's own words may quote a phone or a transcript."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-LAST_FRAMES:]]
    return {"error": type(error).__name__, "where": " > ".join(places)}
