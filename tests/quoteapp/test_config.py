from dataclasses import fields
from pathlib import Path

import pytest

from quoteapp.config import BadSetting, Settings, settings
from tests.conftest import WEBHOOK_SECRET

DEFAULTS = {
    "data_dir": Path("var"),
    "redis_url": "redis://localhost:6379/0",
    "database_url": "",
    "call_backend_url": "http://localhost:6000",
    "public_url": "http://localhost:8000",
    "call_webhook_secret": "",
    "sweep_seconds": 2,
    "call_deadline_seconds": 900,
    "max_providers": 5,
    "search_radius_miles": 50,
    "job_ttl_days": 30,
    "cors_origins": ("*",),
    "admin_token": "",
}
READ = [
    ("DATA_DIR", "/srv/quoteapp", Path("/srv/quoteapp")),
    ("REDIS_URL", "redis://:secret@redis.example:7000/2", "redis://:secret@redis.example:7000/2"),
    ("REDIS_URL", "unix:///run/redis.sock", "unix:///run/redis.sock"),
    ("REDIS_URL", "rediss://h:7000", "rediss://h:7000?ssl_cert_reqs=none"),
    ("REDIS_URL", "rediss://h:7000/0?db=1", "rediss://h:7000/0?db=1&ssl_cert_reqs=none"),
    ("REDIS_URL", "rediss://h?ssl_cert_reqs=required", "rediss://h?ssl_cert_reqs=required"),
    ("DATABASE_URL", "postgres://u:p@h:5432/d", "postgresql+psycopg://u:p@h:5432/d"),
    ("DATABASE_URL", "postgresql://u:p@h/d?a=b", "postgresql+psycopg://u:p@h/d?a=b"),
    ("DATABASE_URL", "postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
    ("DATABASE_URL", "sqlite:///x.db", "sqlite:///x.db"),
    ("CALL_BACKEND_URL", "https://calls.example", "https://calls.example"),
    ("CALL_WEBHOOK_SECRET", WEBHOOK_SECRET, WEBHOOK_SECRET),
    ("CALL_WEBHOOK_SECRET", WEBHOOK_SECRET[6:], WEBHOOK_SECRET[6:]),
    ("SWEEP_SECONDS", "0.5", 0.5),
    ("CALL_DEADLINE_SECONDS", " 60 ", 60),
    ("MAX_PROVIDERS", "3", 3),
    ("SEARCH_RADIUS_MILES", "12.5", 12.5),
    ("JOB_TTL_DAYS", "7", 7),
    (
        "CORS_ORIGINS",
        "https://a.example, https://b.example,",
        ("https://a.example", "https://b.example"),
    ),
    ("ADMIN_TOKEN", "correct horse", "correct horse"),
]
BAD = [
    ("MAX_PROVIDERS", "many"),
    ("MAX_PROVIDERS", "2.5"),
    ("MAX_PROVIDERS", "0"),
    ("MAX_PROVIDERS", "-1"),
    ("SWEEP_SECONDS", "0"),
    ("SWEEP_SECONDS", "-2"),
    ("SWEEP_SECONDS", "nan"),
    ("SWEEP_SECONDS", "inf"),
    ("SWEEP_SECONDS", "2 s"),
    ("CALL_DEADLINE_SECONDS", "soon"),
    ("SEARCH_RADIUS_MILES", "fifty"),
    ("JOB_TTL_DAYS", "0"),
    ("CALL_WEBHOOK_SECRET", "whsec_"),
    ("CALL_WEBHOOK_SECRET", "not base64!"),
    ("CALL_WEBHOOK_SECRET", "abcde"),
    ("REDIS_URL", "redis://[::1"),
]


def test_without_an_environment_every_setting_has_its_default():
    found = Settings.from_environ({})

    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS


def test_an_empty_variable_counts_as_not_set():
    environ = {field.name.upper(): "  " for field in fields(Settings)}

    assert Settings.from_environ(environ) == Settings.from_environ({})


@pytest.mark.parametrize(("name", "text", "value"), READ)
def test_a_variable_is_read(name, text, value):
    assert getattr(Settings.from_environ({name: text}), name.lower()) == value


@pytest.mark.parametrize(("name", "text"), BAD)
def test_a_bad_variable_ends_the_process_with_a_line_that_names_it(name, text):
    with pytest.raises(BadSetting) as ending:
        Settings.from_environ({name: text})

    (line,) = str(ending.value).splitlines()
    assert isinstance(ending.value, SystemExit)
    assert name in line


def test_a_bad_secret_is_not_printed():
    with pytest.raises(BadSetting) as ending:
        Settings.from_environ({"CALL_WEBHOOK_SECRET": "whsec_hunter2hunter2hun"})

    assert "hunter2" not in str(ending.value)


def test_secrets_are_not_shown_by_repr():
    shown = repr(Settings(call_webhook_secret=WEBHOOK_SECRET, admin_token="correct horse"))

    assert WEBHOOK_SECRET not in shown
    assert "correct horse" not in shown


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgres://user:hunter2@db.example/quoteapp"),
        ("REDIS_URL", "redis://:hunter2@redis.example:6379"),
    ],
)
def test_passwords_in_urls_are_not_shown_by_repr(name, url):
    assert "hunter2" not in repr(Settings.from_environ({name: url}))


def test_changes_win_over_the_environment():
    assert Settings.from_environ({"MAX_PROVIDERS": "3"}, max_providers=4).max_providers == 4


def test_providers_are_kept_in_a_file_of_the_data_folder_by_default(tmp_path):
    found = Settings.from_environ({"DATA_DIR": str(tmp_path)})

    assert found.sql_url == f"sqlite:///{tmp_path}/quoteapp.db"


def test_a_relative_data_folder_is_the_same_from_wherever_it_is_used():
    assert Settings.from_environ({"DATA_DIR": "var"}).sql_url.startswith("sqlite:////")


def test_a_database_url_wins_over_the_data_folder():
    environ = {"DATABASE_URL": "postgres://h/d", "DATA_DIR": "/srv"}

    assert Settings.from_environ(environ).sql_url == "postgresql+psycopg://h/d"


def test_the_settings_of_the_app_are_those_it_was_made_with(app):
    assert settings.call_webhook_secret == WEBHOOK_SECRET
