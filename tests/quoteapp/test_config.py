"""Settings of the API. What any setting may be is tested in tests/common."""

from pathlib import Path
from typing import Any

import pytest

from common.settings import FromEnvironment
from quoteapp.config import BadSetting, FlowerSettings, ServerSettings, Settings, settings
from tests.conftest import WEBHOOK_SECRET
from tests.rows import every

DEFAULTS = {
    "data_dir": Path("var"),
    "redis_url": "redis://localhost:6379/0",
    "database_url": "",
    "call_backend_url": "http://localhost:6000",
    "public_url": "http://localhost:8000",
    "call_webhook_secret": (),
    "sweep_seconds": 2,
    "call_deadline_seconds": 900,
    "max_providers": 5,
    "search_radius_miles": 50,
    "job_ttl_days": 30,
    "bind": "127.0.0.1",
    "cors_origins": None,
    "admin_token": "",
}


def test_without_an_environment_every_setting_has_its_default() -> None:
    found = Settings.from_environ({})

    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS


def test_each_process_has_a_port_of_its_own() -> None:
    assert ServerSettings.from_environ({}).port == 8000
    assert FlowerSettings.from_environ({}).port == 5555


BINDS = [
    ({}, "127.0.0.1"),
    ({"PORT": "8000"}, "0.0.0.0"),
    ({"PORT": "8000", "BIND": " "}, "0.0.0.0"),
    ({"PORT": "8000", "BIND": "127.0.0.1"}, "127.0.0.1"),
    ({"BIND": "::"}, "::"),
]


@pytest.mark.parametrize("kind", [Settings, ServerSettings, FlowerSettings])
@every(("environ", "bind"), BINDS)
def test_bind_wins_then_the_platform(
    kind: type[FromEnvironment], environ: dict[str, str], bind: str
) -> None:
    found: Any = kind.from_environ({"FLOWER_BASIC_AUTH": "user:password"} | environ)

    assert found.bind == bind


@every(
    ("environ", "origins"),
    [
        ({}, ("*",)),
        ({"BIND": "localhost"}, ("*",)),
        ({"PORT": "8000", "BIND": "127.0.0.1"}, ("*",)),
        ({"PORT": "8000"}, ()),
        ({"BIND": "0.0.0.0"}, ()),
        ({"PORT": "8000", "CORS_ORIGINS": "*"}, ("*",)),
        ({"CORS_ORIGINS": "https://a.example"}, ("https://a.example",)),
    ],
)
def test_every_page_may_call_a_machine_of_ones_own_and_else_only_those_that_are_named(
    environ: dict[str, str], origins: tuple[str, ...]
) -> None:
    assert Settings.from_environ(environ).origins == origins


@every("environ", [{"PORT": "5555"}, {"BIND": "0.0.0.0"}, {"BIND": "::"}, {"BIND": "10.0.0.7"}])
def test_flower_does_not_start_where_strangers_reach_it_without_a_password(
    environ: dict[str, str],
) -> None:
    with pytest.raises(BadSetting, match=r"^The setting FLOWER_BASIC_AUTH .*BIND must be a") as it:
        FlowerSettings.from_environ(environ)

    assert len(str(it.value).splitlines()) == 1


def test_providers_are_kept_in_a_file_of_the_data_folder_by_default(tmp_path: Path) -> None:
    found = Settings.from_environ({"DATA_DIR": str(tmp_path)})

    assert found.sql_url == f"sqlite:///{tmp_path}/quoteapp.db"


def test_a_relative_data_folder_is_the_same_from_wherever_it_is_used() -> None:
    assert Settings.from_environ({"DATA_DIR": "var"}).sql_url.startswith("sqlite:////")


def test_a_database_url_wins_over_the_data_folder() -> None:
    environ = {"DATABASE_URL": "postgres://h/d", "DATA_DIR": "/srv"}

    assert Settings.from_environ(environ).sql_url == "postgresql+psycopg://h/d"


@pytest.mark.parametrize(
    ("redis_url", "broker_url"),
    [
        ("redis://h:7000/2", "redis://h:7000/2"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_the_broker_is_the_same_redis_as_kombu_spells_it(redis_url: str, broker_url: str) -> None:
    assert Settings.from_environ({"REDIS_URL": redis_url}).broker_url == broker_url


@pytest.mark.usefixtures("app")
def test_the_settings_of_the_app_are_those_it_was_made_with() -> None:
    assert settings.call_webhook_secret == (WEBHOOK_SECRET,)
