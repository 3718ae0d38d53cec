"""One JSON object a line on standard output, alike in every process: a constant message, its facts
as fields, and always `time` (RFC 3339, UTC), `level`, `name`, `service` and `message`; with
`request_id` where something is done for a request.

Phone numbers, addresses, keys and transcripts never go into one.
"""

import logging
import logging.config
import sys
import threading
import time
import traceback
from types import TracebackType
from typing import Any, TextIO

from common import request_id

LAST_FRAMES = 6
FIELDS = {"asctime": "time", "levelname": "level"}
FORMAT = "%(asctime)s %(levelname)s %(name)s %(service)s %(message)s"

# Where others say too much. What is a warning to them is still told.
LEVELS = {
    "alembic.runtime.plugins": "WARNING",
    "celery.app.trace": "ERROR",  # "task succeeded" is told by our own base task, where it matters
    "celery.beat": "WARNING",  # "Sending due task", every two seconds
    "celery.worker.strategy": "WARNING",
    "httpx2": "WARNING",  # a line for each request
    "urllib3": "WARNING",  # a line for each connection, with the address of the receiver
    "uvicorn.error": "WARNING",  # its start and its stop in six lines, with colours
}

_service = ""


class StandardStream(logging.StreamHandler[TextIO]):
    """Writes to whatever standard output is at that moment: it may be replaced, and closed."""

    def __init__(self, stream: str) -> None:
        super().__init__(getattr(sys, stream))
        self._name_of_stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = getattr(sys, self._name_of_stream)
        super().emit(record)


class Stamp(logging.Filter):
    """Adds to each record which process it comes from, and for which request."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, stamped."""
        record.service = self._service
        if id_ := request_id.current():
            record.request_id = id_
        return True


def configuration(service: str, stream: str = "stdout") -> dict[str, Any]:
    """What `logging.config.dictConfig` needs for a process of this name."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"stamp": {"()": Stamp, "service": service}},
        "formatters": {"json": {"()": _formatter}},
        "handlers": {
            "standard": {
                "()": StandardStream,
                "stream": stream,
                "formatter": "json",
                "filters": ["stamp"],
            },
        },
        "root": {"level": "INFO", "handlers": ["standard"]},
        "loggers": {
            # Gunicorn gives its own logger a handler to standard error.
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            **{name: {"level": level} for name, level in LEVELS.items()},
        },
    }


def configure(service: str, stream: str = "stdout") -> None:
    """Send every logger of this process, warnings and crashes to a standard stream.

    It is "stdout", but for a command whose standard output is for its answers.
    """
    global _service
    _service = service
    logging.config.dictConfig(configuration(service, stream))
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def configure_once(service: str) -> None:
    """The same, unless this process has been told its name already."""
    if not _service:
        configure(service)


def facts_of(error: BaseException) -> dict[str, str]:
    """What broke and where, for `extra`: an error's own words may quote a phone or a transcript."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-LAST_FRAMES:]]
    return {"error": type(error).__name__, "where": " > ".join(places)}


def _formatter() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    formatter = JsonFormatter(FORMAT, rename_fields=FIELDS)
    formatter.converter = time.gmtime
    formatter.default_time_format = "%Y-%m-%dT%H:%M:%S"
    formatter.default_msec_format = "%s.%03dZ"
    return formatter


def _crashed(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("process crashed", extra=facts_of(error))


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    if crash.exc_value is not None and crash.exc_type is not SystemExit:
        _crashed(crash.exc_type, crash.exc_value, crash.exc_traceback)
