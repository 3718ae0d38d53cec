"""Settings of the call backend. What any setting may be is tested in tests/common."""

from pathlib import Path

import pytest

from callbackend.config import BadSetting, Settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environ({})

    assert settings == Settings()
    assert (settings.port, settings.simulated_call_seconds) == (6000, 20.0)
    assert settings.sql_url == f"sqlite:///{Path.cwd()}/var/calls.db"


def test_the_database_lives_in_the_data_directory() -> None:
    assert Settings.from_environ({"DATA_DIR": "/data"}).sql_url == "sqlite:////data/calls.db"


def test_a_database_that_is_named_wins_over_the_data_directory() -> None:
    settings = Settings.from_environ({"CALL_DATABASE_URL": "postgres://u:p@h/d", "DATA_DIR": "/x"})

    assert settings.sql_url == "postgresql+psycopg://u:p@h/d"


def test_a_good_secret_is_kept() -> None:
    assert Settings.from_environ({"CALL_WEBHOOK_SECRET": SECRET}).webhook_secrets == (SECRET,)


def test_words_of_a_model_need_a_model() -> None:
    with pytest.raises(BadSetting, match=r"NEGOTIATION .*OPENAI_API_KEY"):
        Settings.from_environ({"NEGOTIATION": "openai"})
