"""A value that cannot be used ends every process that reads it, with one line that names it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from callbackend.config import Settings as CallBackendSettings
from common.settings import variables_of
from dev.environment import ROOT, base_environment, commands
from quoteapp.config import FlowerSettings, ServerSettings, Settings
from tests.common.test_settings import BAD
from tests.marks import ON_THEIR_OWN

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]

OURS = variables_of(Settings)
READ_BY = {
    "release": OURS,
    "web": [*OURS, *variables_of(ServerSettings)],
    "worker": OURS,
    "beat": OURS,
    "flower": [*OURS, *variables_of(FlowerSettings)],
    "callbackend": variables_of(CallBackendSettings),
}
# Those of a start that went wrong before.
REPORTED = [
    ("REDIS_URL", "127.0.0.1:6379"),
    ("REDIS_URL", "junk"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://x"),
    ("WEB_CONCURRENCY", "auto"),
    ("PUBLIC_URL", "quoteapp.example.com"),
    ("CORS_ORIGINS", "https://app.example.com/page"),
    ("CALL_WEBHOOK_SECRET", "my secret pass phrase"),
    ("CALL_WEBHOOK_SECRET", "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ("FLOWER_BASIC_AUTH", "user:pass,word"),
    ("BIND", "everybody"),
]


def environment(directory: Path) -> dict[str, str]:
    """An environment in which none of our settings is set."""
    own = {name: "" for names in READ_BY.values() for name in names}
    return base_environment(**own | {"DATA_DIR": str(directory)})


def is_refused(name: str, status: int, output: str, errors: str) -> bool:
    """Whether a process has ended as it should: without a word but the one line."""
    lines = errors.splitlines()
    return status == 1 and not output and len(lines) == 1 and f"The setting {name} " in lines[0]


@pytest.mark.parametrize("process", [name for name in READ_BY if name != "release"])
def test_every_process_refuses_whatever_bad_value_it_reads(process: str, tmp_path: Path) -> None:
    command = commands()[process]
    module = command.rpartition("-m ")[2]
    rows = [(name, BAD[name][0]) for name in READ_BY[process] if name in BAD]
    rows += [row for row in REPORTED if row[0] in READ_BY[process]]

    answers = subprocess.run(
        [sys.executable, "-m", "tests.processes.refusals", module],
        cwd=ROOT,
        env=environment(tmp_path),
        input="\n".join(map(json.dumps, rows)),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert len(answers) == len(rows)
    assert not [
        (row, answer)
        for row, answer in zip(rows, map(json.loads, answers), strict=True)
        if not is_refused(row[0], *answer)
    ]


@pytest.mark.parametrize("process", ["flower", "callbackend"])
def test_what_strangers_could_reach_does_not_start_without_its_password(
    process: str, tmp_path: Path
) -> None:
    password = {"flower": "FLOWER_BASIC_AUTH", "callbackend": "CALL_BACKEND_TOKEN"}[process]

    ended = _ended(process, environment(tmp_path) | {"BIND": "0.0.0.0"})

    assert is_refused(password, ended.returncode, ended.stdout, ended.stderr), ended


@pytest.mark.parametrize(
    ("process", "name", "text"),
    [
        ("release", "DATABASE_URL", "mysql://x"),
        ("web", "WEB_CONCURRENCY", "auto"),
        ("worker", "REDIS_URL", "127.0.0.1:6379"),
        ("beat", "PUBLIC_URL", "quoteapp.example.com"),
        ("flower", "FLOWER_BASIC_AUTH", "user:pass,word"),
        ("callbackend", "CALL_WEBHOOK_SECRET", "my secret pass phrase"),
    ],
)
def test_every_command_of_the_procfile_refuses_a_bad_value(
    process: str, name: str, text: str, tmp_path: Path
) -> None:
    ended = _ended(process, environment(tmp_path) | {name: text})

    assert is_refused(name, ended.returncode, ended.stdout, ended.stderr), ended


def _ended(process: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A process of the Procfile that has ended by itself."""
    return subprocess.run(
        ["sh", "-c", f"exec {commands()[process]}"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
