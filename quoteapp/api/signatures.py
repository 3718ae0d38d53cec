"""The guard of the callbacks: Standard Webhooks (https://www.standardwebhooks.com)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request

from common.webhooks import is_signed
from quoteapp.config import settings
from quoteapp.errors import NotAuthorized

P = ParamSpec("P")
R = TypeVar("R")


def require_signature(view: Callable[P, R]) -> Callable[P, R]:
    """Let through what CALL_WEBHOOK_SECRET signed within five minutes; nothing without one."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not is_signed(settings.call_webhook_secret, request.get_data(), request.headers.items()):
            raise NotAuthorized("The signature is missing, wrong or stale.")
        return view(*args, **kwargs)

    return guarded
