"""What every test of the API asks of an answer."""

import json
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from quoteapp import store
from quoteapp.extensions import db
from quoteapp.models import Brief, Provider


def error_of(response: TestResponse, status: int) -> dict[str, Any]:
    """The error of an answer, which must have this status and the one shape."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    error = response.get_json()
    assert isinstance(error["detail"], str)
    assert error["detail"].strip()
    assert set(error) == ({"detail", "errors"} if status == 422 else {"detail"})
    return error


def assert_refuses(response: TestResponse, field: str) -> None:
    """A 422 that names the field, to programs and to people."""
    error = error_of(response, 422)
    assert list(error["errors"]) == [field]
    assert field in error["detail"]


def with_literal(body: dict[str, Any], field: str, literal: str) -> str:
    """The body as JSON text with `field` spelled exactly as `literal`."""
    return json.dumps(body | {field: "@"}).replace('"@"', literal)


def what_is_kept() -> tuple[set[str], int, int]:
    """The keys of the jobs, and how many briefs and providers there are."""
    keys = set(store.client().keys("quoteapp:*"))
    briefs, providers = (
        db.session.scalar(select(func.count()).select_from(it)) for it in (Brief, Provider)
    )
    db.session.rollback()  # An open transaction would not see what others write.
    return keys, briefs, providers


def nothing_is_kept() -> bool:
    """Whether there is no job, no provider and no brief."""
    return what_is_kept() == (set(), 0, 0)
