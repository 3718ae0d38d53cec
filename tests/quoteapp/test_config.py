"""Settings of the API. What any setting may be is tested in tests/common."""

from pathlib import Path

import pytest

from quoteapp.config import FlowerSettings, ServerSettings, Settings, settings
from tests.conftest import WEBHOOK_SECRET

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
    "cors_origins": ("*",),
    "admin_token": "",
}


def test_without_an_environment_every_setting_has_its_default() -> None:
    found = Settings.from_environ({})

    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS


def test_each_process_has_a_port_of_its_own() -> None:
    assert ServerSettings.from_environ({}).port == 8000
    assert FlowerSettings.from_environ({}).port == 5555


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
