"""The one guard of what is for operators, not for customers nor for pages on other origins."""

import re

from flask import Flask, request

from common.tokens import is_operator
from quoteapp.config import settings
from quoteapp.errors import NotAuthorized

# Paths as they are routed. Whatever is asked of one of them, by any method, is asked of the guard.
PATHS = ("/api/providers", "/api/jobs", "/metrics")
# All the others: what pages on other origins may be told of.
FOR_PAGES = rf"/(?!({'|'.join(re.escape(path[1:]) for path in PATHS)})$).*"


def init_app(app: Flask) -> None:
    """Guard `app`; before anything of a body is read, if it is registered first."""
    app.before_request(_check)


def _check() -> None:
    """Let through who brings ADMIN_TOKEN; without one, this machine.

    See `common.tokens`. Raises `NotAuthorized`.
    """
    if request.path not in PATHS:
        return
    tokens = (settings.admin_token,) if settings.admin_token else ()
    if not is_operator(tokens, settings.bind, request.headers.items()):
        raise NotAuthorized("The admin token is missing or wrong.")
