"""Everything answers as it did before; a test names every row that does not."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from callbackend.app import create_app
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import wait_for
from tests.golden.dialogues import MANY, dialogues
from tests.golden.readings import queries, talks
from tests.golden.routes import api_answers, backend_answers

HERE = Path(__file__).parent


def differing(name: str, answers: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The rows of a golden file that are answered otherwise now, as before and after."""
    now = [json.dumps(row, ensure_ascii=False) for row in answers]
    path = HERE / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text("".join(f"{row}\n" for row in now), encoding="utf-8")
    before = path.read_text("utf-8").splitlines()
    assert len(before) == len(now)
    return [(old, new) for old, new in zip(before, now, strict=True) if old != new]


def test_every_labelled_talk_is_read_as_before():
    assert differing("talks.jsonl", talks()) == []


def test_every_labelled_query_is_read_as_before():
    assert differing("queries.jsonl", queries()) == []


def test_simulated_calls_go_as_before():
    answers = list(dialogues())

    assert len(answers) == MANY
    assert differing("dialogues.jsonl", answers) == []


def test_the_routes_of_the_api_answer_as_before(client, call_backend):
    assert differing("api.jsonl", api_answers(client, call_backend)) == []


def test_the_routes_of_the_call_backend_answer_as_before(tmp_path):
    settings = make_settings(f"sqlite:///{tmp_path}/calls.db")
    app = create_app(settings)
    service = app.extensions["callbackend"]
    service.start()
    wait_for(service.switchboard.is_open.is_set)

    try:
        assert differing("callbackend.jsonl", backend_answers(app.test_client())) == []
    finally:
        service.stop()
