"""The guard of the callbacks: Standard Webhooks (https://www.standardwebhooks.com)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request
from standardwebhooks import Webhook, WebhookVerificationError

from quoteapp.config import settings
from quoteapp.errors import NotAuthorized

P = ParamSpec("P")
R = TypeVar("R")


def require_signature(view: Callable[P, R]) -> Callable[P, R]:
    """Let through what CALL_WEBHOOK_SECRET signed within five minutes; nothing without one."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not settings.call_webhook_secret or not _is_signed():
            raise NotAuthorized("The signature is missing, wrong or stale.")
        return view(*args, **kwargs)

    return guarded


def _is_signed() -> bool:
    webhook = Webhook(settings.call_webhook_secret)
    try:
        webhook.verify(request.get_data(), dict(request.headers), json_parse=False)
    # The library lets a signature that is no base64 escape as ValueError.
    except (WebhookVerificationError, ValueError):
        return False
    return True
