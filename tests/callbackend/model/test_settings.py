"""The settings of the model, and the one line that a bad value gets."""

import pytest

from callbackend.calls.timetable import Timetable
from callbackend.config import BadSetting, Settings
from callbackend.lines.base import Heard, Ringing


def test_an_empty_environment_has_no_model():
    settings = Settings.from_environ({"OPENAI_API_KEY": " "})

    assert not settings.has_model
    assert settings.negotiation == "embedded"


def test_a_key_turns_the_model_on_and_stays_out_of_the_log():
    settings = Settings.from_environ({"OPENAI_API_KEY": "sk-hush", "NEGOTIATION": "openai"})

    assert settings.has_model
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_PRICE_SECONDS", "soon"),
        ("OPENAI_PRICE_SECONDS", "0"),
        ("OPENAI_PRICE_SECONDS", "61"),
        ("OPENAI_WORDING_SECONDS", "-1"),
        ("NEGOTIATION", "telepathy"),
        ("NEGOTIATION", "openai"),
    ],
)
def test_a_bad_value_is_named_in_one_line(name, value):
    with pytest.raises(BadSetting, match=f" {name} "):
        Settings.from_environ({name: value})


def test_what_is_put_back_comes_before_what_was_due_already():
    timetable = Timetable()
    timetable.post("a", Heard("first"))
    timetable.post("a", Heard("second"))
    ((call_id, taken),) = timetable.take_due(10, 0)

    timetable.put_back(call_id, taken)
    timetable.post("a", Ringing())

    assert timetable.take_due(10, 0) == [("a", Heard("first"))]
    assert timetable.take_due(10, 0) == [("a", Heard("second"))]
