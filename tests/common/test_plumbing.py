"""`common` serves both services, and knows nothing of what they are for."""

import ast
import re
from pathlib import Path

import common

ROOT = Path(__file__).parents[2]
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(Path(common.__file__).parent.rglob("*.py"))
}
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"common"}
OURS |= {path.stem for path in ROOT.glob("*.py")}
DOMAIN = {"job", "call", "provider", "price", "quote"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def names(path, tree):
    """What the module, its classes, functions and parameters are called."""
    yield path
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("__"):  # Python's own, such as __call__
                yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg


def words(name):
    """`OpenCalls` and `open_calls` are `open` and `call`."""
    return {word.lower().removesuffix("s") for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def test_common_imports_nothing_of_ours():
    assert {"quoteapp", "callbackend", "tasks", "dev", "celeryconfig"} <= OURS

    assert [
        (path, name)
        for path, tree in MODULES.items()
        for name in imported(tree)
        if name.split(".")[0] in OURS
    ] == []


def test_common_names_nothing_after_the_domain():
    assert words("retryCalls_of") & DOMAIN == {"call"}

    assert [
        (path, name)
        for path, tree in MODULES.items()
        for name in names(path, tree)
        if words(name) & DOMAIN
    ] == []
