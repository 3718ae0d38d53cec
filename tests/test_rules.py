"""The promises of the house, kept by reading its code."""

import ast
import inspect
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import celeryconfig
import tasks.calls
import tasks.sweeps
from dev.environment import commands
from quoteapp import errors
from quoteapp.clients.call_backend import Refused, TokenRefused
from quoteapp.config import Settings
from quoteapp.extensions import db, init_migrations
from quoteapp.queue import Queue, TaskName, celery
from quoteapp.services.calls.rows import Moved

ROOT = Path(__file__).parents[1]
PACKAGES = ("quoteapp", "tasks", "callbackend", "dev")
PROCESSES = {"release", "web", "worker", "beat", "flower", "callbackend"}

# The floors of the house, lowest first; a room may import those below its own, and itself.
FLOORS = [
    {"config", "errors", "states", "logs", "phones", "places", "language"},
    {"extensions", "queue", "redis_check"},
    {"models", "database_check"},
    {"store", "clients"},
    {"services"},
    {"schemas"},
    {"api", "cli"},
]
FLOOR_OF = {room: height for height, floor in enumerate(FLOORS) for room in floor}
# Read by the tools that start us, not imported by anybody.
STARTED_BY_TOOLS = {"__main__", "gunicorn_conf", "migrations"}

# What a log must not say; "name" and the like would also make logging itself raise.
PRIVATE = {
    *("phone", "transcript", "call_transcript", "text", "turns", "address", "house_address"),
    *("query", "original_query", "answers", "brief", "body", "call_request", "headers"),
    *("token", "admin_token", "secret", "key", "call_key", "signature", "customer", "password"),
}
RESERVED = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """Each module by its dotted name."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text())


@cache
def imports_of(path: Path) -> set[str]:
    """Everything that a module imports, `from a import b` as `a.b`; also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


ALL_MODULES = dict(modules(*PACKAGES))


def importers_of(package: str) -> set[str]:
    """The modules outside of a package that import from it."""
    return {
        name
        for name, path in ALL_MODULES.items()
        if not is_inside(name, package)
        and any(is_inside(imported, package) for imported in imports_of(path))
    }


def is_inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def room_of(name: str) -> str | None:
    """`quoteapp.services.calls.rows` is in the room `services`."""
    package, _, rest = name.partition(".")
    return rest.split(".")[0] if package == "quoteapp" and rest else None


@pytest.mark.parametrize("name", [name for name in ALL_MODULES if room_of(name)])
def test_imports_go_down(name):
    room = room_of(name)
    if room in STARTED_BY_TOOLS:
        return
    assert room in FLOOR_OF, f"{room} has no floor in FLOORS"

    for imported in imports_of(ALL_MODULES[name]):
        other = room_of(imported)
        if is_inside(imported, "quoteapp") and other != room:
            assert other in FLOOR_OF, f"{name} imports {imported}"
            assert FLOOR_OF[other] < FLOOR_OF[room], f"{name} imports {imported}"


def test_callbackend_and_quoteapp_never_import_each_other():
    assert not [name for name in importers_of("callbackend") if is_inside(name, "quoteapp")]
    assert not [name for name in importers_of("quoteapp") if is_inside(name, "callbackend")]


def test_callbackend_and_tasks_never_import_each_other():
    assert not [name for name in importers_of("callbackend") if is_inside(name, "tasks")]
    assert not [name for name in importers_of("tasks") if is_inside(name, "callbackend")]


def test_nothing_but_create_app_imports_the_api():
    assert importers_of("quoteapp.api") == {"quoteapp"}


def test_nothing_imports_the_tasks():
    assert importers_of("tasks") == set()


def test_the_worker_runs_in_the_app_without_its_doors():
    composers = {
        name for name, path in ALL_MODULES.items() if "quoteapp.create_core" in imports_of(path)
    }

    assert composers == {"tasks.app"}


def registrations() -> list[str]:
    """The names of the tasks as the decorators of `tasks/` spell them."""
    return [
        keyword.value.attr
        for _, path in modules("tasks")
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Attribute)
    ]


def test_every_task_name_is_registered_exactly_once():
    assert Counter(registrations()) == Counter(list(TaskName.__members__))


def test_the_worker_knows_every_task_and_no_other():
    ours = {name for name in celery.tasks if not name.startswith("celery.")}

    assert ours == set(TaskName)


def test_every_task_is_imported_by_the_worker():
    assert set(celeryconfig.include) == {tasks.calls.__name__, tasks.sweeps.__name__}


@pytest.mark.parametrize("name", TaskName)
def test_a_task_name_reads_as_noun_and_verb(name):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)


@pytest.mark.parametrize("name", TaskName)
def test_a_task_takes_ids_only(name):
    parameters = inspect.signature(celery.tasks[name].run).parameters.values()

    assert {parameter.annotation for parameter in parameters} <= {int}


@pytest.mark.parametrize("name", TaskName)
def test_a_task_goes_to_a_queue_that_we_have(name):
    route = celeryconfig.task_routes.get(name, {"queue": celeryconfig.task_default_queue})

    assert route["queue"] in set(Queue)


def test_every_queue_has_a_worker():
    assert {queue.name for queue in celeryconfig.task_queues} == set(Queue)
    # Without -Q or -X, a worker listens to all of `task_queues`.
    assert not re.search(r"\s(-Q|--queues|-X|--exclude-queues)\b", commands()["worker"])


def test_beat_sends_tasks_that_we_have():
    assert {entry["task"] for entry in celeryconfig.beat_schedule.values()} <= set(TaskName)


def test_the_procfile_has_the_processes_that_we_know():
    assert set(commands()) == PROCESSES


ARGUMENTS = {"job_id": "abc123", "reason": "Connection refused", "errors": {"zip_code": ["No."]}}


def error_classes(base: type[errors.QuoteappError] = errors.QuoteappError) -> list[type]:
    return [base, *(found for sub in base.__subclasses__() for found in error_classes(sub))]


def an_error(kind: type[errors.QuoteappError]) -> errors.QuoteappError:
    """An error of this class, with arguments after the names of its parameters."""
    if kind.__init__ in (Exception.__init__, errors.QuoteappError.__init__):
        return kind("It is a sentence.")
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    needed = [it.name for it in parameters if it.default is inspect.Parameter.empty]
    return kind(**{name: ARGUMENTS[name] for name in needed})


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_and_a_status(kind):
    error = an_error(kind)

    assert str(error).strip()
    assert 400 <= error.status < 600
    assert kind.__doc__
    assert all(isinstance(value, str) for value in error.headers.values())


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_tree_with_its_status(kind):
    if kind.__module__ != errors.__name__:
        assert issubclass(kind, errors.VendorError)
        return
    line = re.search(rf"^\W*{kind.__name__}\b(.*)$", errors.__doc__, re.MULTILINE)
    assert line
    status = re.search(r"\((\d{3})\)", line[1])

    assert status is None or int(status[1]) == kind.status


@pytest.mark.parametrize("kind", [Refused, TokenRefused])
def test_a_refusal_is_given_up(kind):
    assert issubclass(kind, errors.GiveUp)


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_every_setting_stands_in_the_table_of_the_readme(name):
    readme = (ROOT / "README.md").read_text()

    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", readme, re.MULTILINE)


def test_only_config_reads_the_environment():
    readers = {
        name
        for name, path in modules("quoteapp", "tasks")
        if "os" in imports_of(path) or "os.environ" in imports_of(path)
    }

    # Settings are read by `common.settings`. `__main__` tells Gunicorn what it found there;
    # extensions asks for Flask's own mark of a command line, which is no setting of ours.
    assert readers <= {"quoteapp.__main__", "quoteapp.extensions"}


@pytest.fixture
def migrated(app):
    """The database as `flask db upgrade` makes it from nothing."""
    db.drop_all()
    db.session.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()
    init_migrations(app)
    flask_migrate.upgrade()
    yield
    db.session.remove()
    db.drop_all()
    db.session.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()


def test_the_migrations_make_the_tables_of_the_models(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, db.metadata) == []


def sqlite_schema() -> set[str]:
    """The SQL of every index, and which tables never use an id again."""
    rows = db.session.execute(text("SELECT name, type, sql FROM sqlite_master WHERE sql > ''"))
    return {
        " ".join(sql.split()) if kind == "index" else name
        for name, kind, sql in rows
        if kind == "index" or "AUTOINCREMENT" in sql
    }


def test_the_migrations_make_the_same_partial_indexes_and_never_use_an_id_again(migrated):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("Autogenerate compares these on Postgres.")
    by_migrations = sqlite_schema()
    db.drop_all()
    db.create_all()

    assert by_migrations == sqlite_schema()
    assert "providers" in by_migrations


def test_the_migrations_can_be_taken_back(migrated):
    flask_migrate.downgrade(revision="base")
    flask_migrate.upgrade()

    assert db.session.scalar(text("SELECT count(*) FROM providers")) == 0


def log_calls() -> list[tuple[str, ast.Call]]:
    """Every call of a logger, with the place where it stands."""
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    return [
        (f"{name}:{node.lineno}", node)
        for name, path in modules("quoteapp", "tasks", "callbackend")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("logger", "log", "logging")
    ]


def extras(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords if keyword.arg == "extra"]


log_call = pytest.mark.parametrize(
    "call", [call for _, call in log_calls()], ids=[where for where, _ in log_calls()]
)


@log_call
def test_a_log_says_a_constant_message(call):
    message, *arguments = call.args

    assert not arguments
    assert isinstance(message, ast.Constant)


@log_call
def test_a_log_names_its_facts_without_private_or_reserved_words(call):
    names = {
        key.value
        for extra in extras(call)
        for node in ast.walk(extra)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }

    assert names.isdisjoint(PRIVATE)
    assert names.isdisjoint(RESERVED)


@log_call
def test_a_log_takes_nothing_private_from_a_row(call):
    read = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for part in (*extras(call), *call.args)
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute | ast.Name)
    }

    assert read.isdisjoint(PRIVATE)


def test_what_a_move_says_in_the_log_is_not_private():
    assert set(Moved._fields).isdisjoint(PRIVATE | RESERVED)


@pytest.mark.parametrize("name", [name for name in ALL_MODULES if not is_inside(name, "dev")])
def test_nothing_prints(name):
    prints = [
        node.lineno
        for node in ast.walk(tree_of(ALL_MODULES[name]))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "print"
    ]

    assert prints == [] or name == "callbackend.read_quotes"
