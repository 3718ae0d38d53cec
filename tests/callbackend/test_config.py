"""Settings from the environment, and the one line that a bad value gets."""

import pytest

from callbackend.config import ConfigError, Settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environ({})

    assert settings == Settings()
    assert (settings.port, settings.simulated_call_seconds) == (6000, 20.0)
    assert settings.database_url == "sqlite:///var/calls.db"


def test_the_database_lives_in_the_data_directory() -> None:
    assert Settings.from_environ({"DATA_DIR": "/data"}).database_url == "sqlite:////data/calls.db"


@pytest.mark.parametrize("spelling", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgres_names_our_driver(spelling: str) -> None:
    settings = Settings.from_environ({"CALL_DATABASE_URL": f"{spelling}://u:p@host/db"})

    assert settings.database_url == "postgresql+psycopg://u:p@host/db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("SIMULATED_CALL_SECONDS", "-1"),
        ("SIMULATED_CALL_SECONDS", "nan"),
        ("SIMULATED_CALL_SECONDS", "soon"),
        ("CALL_LINE", "telepathy"),
        ("CALL_DATABASE_URL", "mysql://host/db"),
        ("CALL_WEBHOOK_SECRET", "whsec_not base64!"),
        ("CALL_WEBHOOK_SECRET", "whsec_"),
        ("MAX_LIVE_CALLS", "many"),
    ],
)
def test_a_bad_value_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.from_environ({name: value})

    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_a_secret_is_never_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.from_environ({"CALL_WEBHOOK_SECRET": "whsec_hush!"})

    assert "hush" not in str(caught.value)


def test_a_good_secret_is_kept() -> None:
    assert Settings.from_environ({"CALL_WEBHOOK_SECRET": SECRET}).webhook_secret == SECRET
