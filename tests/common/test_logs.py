"""One shape of log lines, whoever writes them."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common import request_id

ALWAYS = ["time", "level", "name", "service", "message"]
PREPARED = "import logging; from common import logs; logs.configure('web')\n"


def written(script: str, stream: str = "stdout") -> list[dict[str, Any]]:
    """The lines that a process with this script writes."""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    other = ended.stdout if stream == "stderr" else ended.stderr
    assert other == ""
    return [json.loads(line) for line in getattr(ended, stream).splitlines()]


def test_a_line_has_its_fields_in_order_and_its_facts_after_them() -> None:
    (line,) = written(PREPARED + "logging.getLogger('a').info('done', extra={'job_id': 'x'})")

    assert list(line) == [*ALWAYS, "job_id"]
    assert (line["level"], line["name"], line["service"]) == ("INFO", "a", "web")
    assert (line["message"], line["job_id"]) == ("done", "x")


def test_the_time_is_rfc_3339_in_utc() -> None:
    (line,) = written(PREPARED + "logging.getLogger().warning('now')")

    moment = datetime.strptime(line["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=30)


def test_a_line_names_the_request_that_is_served() -> None:
    script = (
        "from common import request_id; request_id.enter('r1'); logging.getLogger().info('in')\n"
        "request_id.leave(); logging.getLogger().info('out')"
    )

    inside, outside = written(PREPARED + script)

    assert inside["request_id"] == "r1"
    assert "request_id" not in outside


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("raise ValueError('call +14085550101')", "process crashed"),
        (
            "import threading\ndef run(): raise ValueError('call +14085550101')\n"
            "it = threading.Thread(target=run); it.start(); it.join()",
            "process crashed",
        ),
    ],
)
def test_a_crash_is_a_line_without_the_words_of_the_error(script: str, message: str) -> None:
    (line,) = written(PREPARED + script)

    assert (line["message"], line["error"]) == (message, "ValueError")
    assert "<string>" in line["where"]
    assert "4085550101" not in json.dumps(line)


def test_a_warning_of_python_is_a_line() -> None:
    (line,) = written(PREPARED + "import warnings; warnings.warn('old')")

    assert (line["level"], line["name"]) == ("WARNING", "py.warnings")


def test_a_command_whose_output_is_for_answers_logs_beside_it() -> None:
    script = "import logging; from common import logs; logs.configure('it', 'stderr')\n"

    (line,) = written(script + "logging.getLogger().info('done')", "stderr")

    assert line["service"] == "it"


def test_a_process_keeps_its_first_name() -> None:
    script = "from common import logs; logs.configure_once('worker'); logging.getLogger().info('x')"

    (line,) = written(PREPARED + script)

    assert line["service"] == "web"


def test_beat_does_not_tell_of_every_due_task() -> None:
    script = "logging.getLogger('celery.beat').info('Scheduler: Sending due task sweep')"

    assert written(PREPARED + script) == []


@pytest.mark.parametrize("given", ["page-1", "a" * 64, "0af7651916cd43dd8448eb211c80319c"])
def test_a_good_request_id_is_taken(given: str) -> None:
    assert request_id.accepted(given) == given


@pytest.mark.parametrize("given", [None, "", "a" * 65, "two words", "line\nbreak", "é", '{"a":1}'])
def test_any_other_request_id_is_replaced(given: str | None) -> None:
    made = request_id.accepted(given)

    assert request_id.GOOD.fullmatch(made)
    assert made not in (given, request_id.accepted(given))
