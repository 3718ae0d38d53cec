"""The guard of what is not for customers."""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import ParamSpec, TypeVar

from flask import request

from quoteapp.config import settings
from quoteapp.errors import NotAuthorized

P = ParamSpec("P")
R = TypeVar("R")


def require_admin(view: Callable[P, R]) -> Callable[P, R]:
    """Let through who sends `Authorization: Bearer <ADMIN_TOKEN>`; all, where none is set."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        expected = f"Bearer {settings.admin_token}".encode()
        given = request.headers.get("Authorization", "").encode()
        if settings.admin_token and not compare_digest(given, expected):
            raise NotAuthorized("The admin token is missing or wrong.")
        return view(*args, **kwargs)

    return guarded
