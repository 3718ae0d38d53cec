"""Everything answers as it did before; a test names every row that does not."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from callbackend.app import create_app
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import wait_for
from tests.golden.dialogues import MANY, dialogues
from tests.golden.readings import queries, talks
from tests.golden.routes import api_answers, backend_answers
from tests.readings import TOGETHER
from tests.rows import for_every

HERE = Path(__file__).parent


def compare(name: str, answers: Iterable[dict[str, Any]]) -> None:
    """Every row of a golden file is answered as before; those that are not are named."""
    now = [json.dumps(row, ensure_ascii=False) for row in answers]
    path = HERE / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text("".join(f"{row}\n" for row in now), encoding="utf-8")
    before = path.read_text("utf-8").splitlines()
    assert len(before) == len(now)
    rows = enumerate(zip(before, now, strict=True), start=1)
    for_every(
        ("old", "new"),
        [pytest.param(old, new, id=f"{name}:{number}") for number, (old, new) in rows],
        is_as_before,
    )


def is_as_before(old: str, new: str) -> None:
    assert new == old


@TOGETHER
def test_every_labelled_talk_is_read_as_before():
    compare("talks.jsonl", talks())


def test_every_labelled_query_is_read_as_before():
    compare("queries.jsonl", queries())


def test_simulated_calls_go_as_before():
    answers = list(dialogues())

    assert len(answers) == MANY
    compare("dialogues.jsonl", answers)


def test_the_routes_of_the_api_answer_as_before(client, call_backend):
    compare("api.jsonl", api_answers(client, call_backend))


def test_the_routes_of_the_call_backend_answer_as_before(own_database):
    settings = make_settings(own_database)
    app = create_app(settings)
    service = app.extensions["callbackend"]
    service.start()
    wait_for(service.switchboard.is_open.is_set)

    try:
        compare("callbackend.jsonl", backend_answers(app.test_client()))
    finally:
        service.stop()
