"""Is all that gets installed pinned, with a hash? Asks no network.

`make lint` asks of the files; `make test-all` also of what is installed.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from dev.environment import ROOT
from dev.locks import NAMES, ONLY_BUILT, Line, header_of, lines_of, requirements_of

# Each environment of the Makefile, and the locks that it is installed from.
ENVIRONMENTS = {
    ".venv": ("requirements", "requirements-dev"),
    ".venv-bench": ("requirements", "requirements-bench"),
    ".venv-fuzz": ("requirements-fuzz",),
    ".venv-tac": ("requirements-tac",),
}
# They come with Python itself, and install the rest.
BOOTSTRAP = {"pip", "setuptools"}
RECIPES = ("Makefile", ".ci/run")
NPM_FOLDERS = ("tests/aimock", "tests/openapi", "tests/page")


def faults(root: Path) -> Iterator[str]:
    """One sentence for each thing that the files leave open."""
    known = {f"{name}.txt" for name in NAMES}
    for stray in sorted(root.glob("requirements*.txt")):
        if stray.name not in known:
            yield f"{stray.name} is a lock of nothing"
    for name in NAMES:
        yield from _of_source(root / f"{name}.in")
        yield from _of_lock(root / f"{name}.in", root / f"{name}.txt")
    for names in ENVIRONMENTS.values():
        yield from _of_layers(root, names)
    for recipe in RECIPES:
        yield from _of_recipe(root / recipe)
    for folder in NPM_FOLDERS:
        yield from _of_npm(root / folder)
    yield from _of_hooks(root / ".pre-commit-config.yaml")


def strangers(root: Path) -> Iterator[str]:
    """One sentence for each package that is installed otherwise than the locks say."""
    for environment, names in ENVIRONMENTS.items():
        pinned = {pin for name in names for pin in _pins(root / f"{name}.txt")}
        for folder in (root / environment / "lib").glob("python*/site-packages"):
            for one in distributions(path=[str(folder)]):
                name = canonicalize_name(one.name)
                if name not in BOOTSTRAP and (name, one.version) not in pinned:
                    yield f"{environment} holds {name} {one.version}, which is in no lock of it"


def _of_source(source: Path) -> Iterator[str]:
    for line in requirements_of(source):
        if line.version is None:
            yield f"{source.name}: {line.text} is not pinned"


def _of_lock(source: Path, lock: Path) -> Iterator[str]:
    is_of_it = lock.read_text().startswith(header_of(source))
    if not is_of_it or not _pins(source) <= _pins(lock):
        yield f"{lock.name} is not what {source.name} asks for: make lock"
    for line in lines_of(lock):
        yield from (f"{lock.name}: {line.text} {why}" for why in _of_locked_line(line))


def _of_locked_line(line: Line) -> Iterator[str]:
    if line.text.startswith("-"):
        if line.text != ONLY_BUILT:
            yield "is an option that a lock has no use for"
        return
    if line.version is None:
        yield "is not pinned"
    if not line.hashes:
        yield "has no hash"


def _of_layers(root: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Two locks of one environment must agree: the second would undo the first."""
    base = _pins(root / f"{names[0]}.txt")
    in_base = {name for name, _ in base}
    for name in names[1:]:
        for package, version in sorted(_pins(root / f"{name}.txt") - base):
            if package in in_base:
                yield f"{name}.txt: {package} {version} is another in {names[0]}.txt: make lock"


def _pins(path: Path) -> set[tuple[str, str]]:
    return {(line.name, line.version or "") for line in requirements_of(path)}


def _of_recipe(recipe: Path) -> Iterator[str]:
    for written in recipe.read_text().replace("\\\n", " ").splitlines():
        command = written.partition("#")[0].strip()
        if re.search(r"\bpip3?\b.* install\b", command) and "--require-hashes" not in command:
            yield f"{recipe.name}: `{command}` installs without --require-hashes"
        if re.search(r"\bnpm (i|install|add)\b|\bnpx\b", command):
            yield f"{recipe.name}: `{command}` installs past the lock; npm ci does not"


def _of_npm(folder: Path) -> Iterator[str]:
    wanted = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())
    asked = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    for name, version in asked.items():
        if not re.fullmatch(r"\d+\.\d+\.\d+", version):
            yield f"{folder.name}/package.json: {name} {version} is not pinned"
        elif lock["packages"].get(f"node_modules/{name}", {}).get("version") != version:
            yield f"{folder.name}/package-lock.json has no {name} {version}: npm install there"
    for place, package in _packages(lock):
        if not package.get("integrity"):
            yield f"{folder.name}/package-lock.json: {place} has no integrity"


def _packages(lock: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What the lock fetches: all but the folder itself."""
    return [(place, package) for place, package in lock["packages"].items() if place]


def _of_hooks(hooks: Path) -> Iterator[str]:
    for repository in re.findall(r"^\s*-\s*repo:\s*(\S+)", hooks.read_text(), re.MULTILINE):
        if repository != "local":
            yield f"{hooks.name}: {repository} is fetched; our hooks run what is locked"


def main(options: list[str]) -> int:
    """Print every fault; 1 if there is one."""
    found = list(faults(ROOT))
    if "--installed" in options:
        found += strangers(ROOT)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
