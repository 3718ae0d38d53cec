"""The promises of the house, kept by reading its code."""

import ast
import inspect
import logging
import re
from collections import Counter, defaultdict

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import celeryconfig
import tasks.calls
import tasks.sweeps
from common.settings import variables_of
from dev.environment import commands
from quoteapp import errors
from quoteapp.clients.call_backend import Refused, TokenRefused
from quoteapp.extensions import db, init_migrations
from quoteapp.queue import Queue, TaskName, celery
from quoteapp.services.calls.rows import Moved
from tests.common.test_settings import ALL
from tests.rows import every
from tests.source import (
    ALL_MODULES,
    AT_THE_TOP,
    ROOT,
    imported_from,
    importers_of,
    imports_of,
    is_inside,
    modules,
    named_in,
    public_classes,
    room_of,
    tree_of,
    words_in,
)

PROCESSES = {"release", "web", "worker", "beat", "flower", "callbackend"}

# What runs at a customer's; the other packages are there to make and to measure it.
PRODUCT = ("quoteapp", "tasks", "callbackend", "common")
WORKSHOP = ("evals", "bench", "dev", "tests")

# The floors of each service, lowest first; a room may import those below its own, and itself.
FLOORS: dict[str, list[set[str]]] = {
    "quoteapp": [
        {"config", "errors", "states", "logs", "phones", "places", "language"},
        {"extensions", "queue", "redis_check"},
        {"models", "database_check"},
        {"store", "clients"},
        {"services"},
        {"schemas"},
        {"api", "commands"},
        {"page"},
        {"asgi"},
    ],
    "callbackend": [
        {"config", "errors", "states", "logs"},
        {"reading"},
        {"records"},
        {"lines"},
        {"gate", "agent"},
        {"model", "callbacks"},
        {"calls"},
        {"api"},
        {"app"},
        {"asgi"},
        {"wsgi", "read_quotes", "do_not_call", "doctor", "line", "talk"},
    ],
}
# The rooms of the reading, likewise; beside them lie the modules that all of them may use.
ROOMS_OF_READING = ("numbers", "money", "speech", "negotiation", "judgement")
FLOOR_OF = {
    (package, room): height
    for package, floors in FLOORS.items()
    for height, floor in enumerate(floors)
    for room in floor
}
# Read by the tools that start us, not imported by anybody.
STARTED_BY_TOOLS = (
    "quoteapp.__main__",
    "quoteapp.gunicorn_conf",
    "quoteapp.migrations",
    "callbackend.__main__",
)
IN_A_ROOM = [
    name
    for name in ALL_MODULES
    if name.split(".")[0] in FLOORS
    and room_of(name)
    and not any(is_inside(name, other) for other in STARTED_BY_TOOLS)
]

# What `common` knows nothing of.
OF_THE_DOMAIN = {"job", "call", "provider", "price", "quote"}
OF_THE_DOMAIN |= {f"{word}s" for word in OF_THE_DOMAIN}

# What a log must not say; "name" and the like would also make logging itself raise.
PRIVATE = {
    *("phone", "transcript", "call_transcript", "text", "turns", "address", "house_address"),
    *("query", "original_query", "answers", "brief", "body", "call_request", "headers"),
    *("token", "admin_token", "secret", "key", "call_key", "signature", "customer", "password"),
}
RESERVED = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


@every("name", IN_A_ROOM)
def test_imports_go_down(name):
    package, room = name.split(".")[0], room_of(name)
    height = FLOOR_OF.get((package, room))
    assert height is not None, f"{room} has no floor in FLOORS"

    up = [
        imported
        for imported in imported_from(ALL_MODULES[name], [package])
        if room_of(imported) != room
        and FLOOR_OF.get((package, room_of(imported)), height) >= height
    ]

    assert not up, up


@every(("height", "room"), enumerate(ROOMS_OF_READING))
def test_no_room_of_the_reading_imports_one_above_it(height, room):
    above = [f"callbackend.reading.{other}" for other in ROOMS_OF_READING[height + 1 :]]

    up = {name: imported_from(path, above) for name, path in modules(f"callbackend/reading/{room}")}
    assert not any(up.values()), up


@every(("name", "path"), modules("callbackend/lines"))
def test_a_line_takes_nothing_of_the_reading_but_how_to_say_money(name, path):
    taken = imported_from(path, ["callbackend.reading"])

    more = [one for one in taken if not is_inside(one, "callbackend.reading.numbers.saying")]
    assert not more, more


@every(("name", "path"), [*modules(*PRODUCT), *AT_THE_TOP.items()])
def test_the_product_imports_nothing_of_the_workshop(name, path):
    found = imported_from(path, WORKSHOP)

    assert not found, found


@every(("name", "path"), modules("evals"))
def test_the_evals_import_nothing_of_the_rest_of_the_workshop(name, path):
    found = imported_from(path, ["bench", "dev", "tests", "tasks"])

    assert not found, found


@every(("name", "path"), modules("common"))
def test_common_imports_nothing_of_ours(name, path):
    found = imported_from(path, {*PRODUCT, *WORKSHOP, *AT_THE_TOP} - {"common"})

    assert not found, found


@every(("name", "path"), modules("common"))
def test_common_names_nothing_after_what_we_do(name, path):
    found = [
        f"{one} in line {line}"
        for one, line in [(name, 1), *named_in(path)]
        # `__call__` is Python's word.
        if words_in(one) & OF_THE_DOMAIN and one != "__call__"
    ]

    assert not found, found


def test_no_two_classes_of_callbackend_have_one_name():
    made_in = defaultdict(list)
    for name, module in public_classes("callbackend"):
        made_in[name].append(module)

    twins = {name: places for name, places in made_in.items() if len(places) > 1}

    assert twins == {}


def test_callbackend_and_quoteapp_never_import_each_other():
    assert not [name for name in importers_of("callbackend") if is_inside(name, "quoteapp")]
    assert not [name for name in importers_of("quoteapp") if is_inside(name, "callbackend")]


def test_callbackend_and_tasks_never_import_each_other():
    assert not [name for name in importers_of("callbackend") if is_inside(name, "tasks")]
    assert not [name for name in importers_of("tasks") if is_inside(name, "callbackend")]


def test_nothing_but_the_doors_import_the_api():
    page = {"quoteapp.page.routes", "quoteapp.page.shell"}
    assert importers_of("quoteapp.api") == {"quoteapp", "quoteapp.asgi"} | page


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


@every("name", TaskName)
def test_a_task_name_reads_as_noun_and_verb(name):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)


@every("name", TaskName)
def test_a_task_takes_ids_only(name):
    parameters = inspect.signature(celery.tasks[name].run).parameters.values()

    assert {parameter.annotation for parameter in parameters} <= {int}


@every("name", TaskName)
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


ARGUMENTS = {
    "job_id": "abc123",
    "provider_id": 7,
    "zip_code": "00000",
    "reason": "Connection refused",
    "errors": {"zip_code": ["No."]},
    "field": "answers",
    "trades": ["plumber", "roofer"],
}


def error_classes(base: type[errors.QuoteappError] = errors.QuoteappError) -> list[type]:
    return [base, *(found for sub in base.__subclasses__() for found in error_classes(sub))]


def an_error(kind: type[errors.QuoteappError]) -> errors.QuoteappError:
    """An error of this class, with arguments after the names of its parameters."""
    if kind.__init__ in (Exception.__init__, errors.QuoteappError.__init__):
        return kind("It is a sentence.")
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    needed = [it.name for it in parameters if it.default is inspect.Parameter.empty]
    return kind(**{name: ARGUMENTS[name] for name in needed})


@every("kind", error_classes())
def test_every_error_has_a_sentence_and_a_status(kind):
    error = an_error(kind)

    assert str(error).strip()
    assert 400 <= error.status < 600
    assert kind.__doc__
    assert all(isinstance(value, str) for value in error.headers.values())


@every("kind", error_classes())
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


@every("name", [name for kind in ALL for name in variables_of(kind)])
def test_every_setting_stands_in_the_one_table(name):
    table = (ROOT / "docs" / "settings.md").read_text()

    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", table, re.MULTILINE)


def test_every_setting_stands_in_the_example_of_an_environment():
    example = (ROOT / ".env.example").read_text()

    named = re.findall(r"^# ?([A-Z_]+)=", example, re.MULTILINE)

    assert {name for kind in ALL for name in variables_of(kind)} <= set(named)


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
def migrated(fresh_app):
    """The database as `flask db upgrade` makes it from nothing."""
    db.drop_all()
    db.session.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()
    init_migrations(fresh_app)
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
        for name, path in modules(*PRODUCT)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("logger", "log", "logging")
    ]


def extras(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords if keyword.arg == "extra"]


every_log_call = every("call", [pytest.param(call, id=where) for where, call in log_calls()])


@every_log_call
def test_a_log_says_a_constant_message(call):
    message, *arguments = call.args

    assert not arguments
    assert isinstance(message, ast.Constant)


@every_log_call
def test_a_log_names_its_facts_without_private_or_reserved_words(call):
    names = {
        key.value
        for extra in extras(call)
        for node in ast.walk(extra)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }

    found = names & (PRIVATE | RESERVED)
    assert not found, found


@every_log_call
def test_a_log_takes_nothing_private_from_a_row(call):
    read = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for part in (*extras(call), *call.args)
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute | ast.Name)
    }

    found = read & PRIVATE
    assert not found, found


def test_what_a_move_says_in_the_log_is_not_private():
    assert set(Moved._fields).isdisjoint(PRIVATE | RESERVED)


@every(("name", "path"), modules(*PRODUCT, "evals"))
def test_nothing_prints(name, path):
    prints = [
        f"line {node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "print"
    ]

    assert not prints or name in ("callbackend.read_quotes", "callbackend.talk"), prints
