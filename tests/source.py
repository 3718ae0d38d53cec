"""The code of the house as the rules read it: its modules, what they import, what they name."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("quoteapp", "tasks", "callbackend", "common", "evals", "dev", "bench")


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """Each module by its dotted name."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path


ALL_MODULES = dict(modules(*PACKAGES))
# They belong to no package: the tools that start us look for them here.
AT_THE_TOP = {name: ROOT / f"{name}.py" for name in ("wsgi", "celeryconfig")}


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Everything that a module imports, `from a import b` as `a.b`; also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def imported_from(path: Path, packages: Iterable[str]) -> list[str]:
    """What a module imports from any of these packages."""
    return sorted(
        name for name in imports_of(path) if any(is_inside(name, package) for package in packages)
    )


def importers_of(package: str) -> set[str]:
    """The modules outside of a package that import from it."""
    return {
        name
        for name, path in ALL_MODULES.items()
        if not is_inside(name, package) and imported_from(path, [package])
    }


def is_inside(name: str, package: str) -> bool:
    """Whether a dotted name is the package, or something in it."""
    return name == package or name.startswith(f"{package}.")


def room_of(name: str) -> str | None:
    """`quoteapp.services.calls.rows` is in the room `services`; a package itself is in none."""
    _, _, rest = name.partition(".")
    return rest.split(".")[0] or None


def public_classes(*packages: str) -> Iterator[tuple[str, str]]:
    """Each class that has no underscore before its name, with the module that makes it."""
    for module, path in modules(*packages):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, module


def named_in(path: Path) -> Iterator[tuple[str, int]]:
    """The names of a module's classes, functions and parameters, with their lines."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def words_in(name: str) -> set[str]:
    """The words of a name in snake_case or CamelCase, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
