"""Signing and checking callbacks after Standard Webhooks (https://www.standardwebhooks.com).

A secret is base64, with or without `whsec_` before it, of at least 24 bytes. Several stand with
commas while one is replaced: the first signs, each of them is good for what comes in.
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError

PREFIX = "whsec_"
SHORTEST_SECRET_BYTES = 24


def read_secrets(text: str) -> tuple[str, ...]:
    """The secrets of a setting. Raises ValueError, which never repeats one: logs are read by many.

    The package drops characters that are not base64, so that two sides with typing errors would
    agree: here they are refused.
    """
    given = tuple(one.strip() for one in text.split(","))
    for one in given:
        try:
            key = base64.b64decode(one.removeprefix(PREFIX), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(
                "it must be base64 (A-Z a-z 0-9 + / =), with or without whsec_ before it; "
                "several with commas"
            ) from None
        if len(key) < SHORTEST_SECRET_BYTES:
            raise ValueError(f"it must be base64 of at least {SHORTEST_SECRET_BYTES} bytes")
    return given


class Signer:
    """Signs with the first secret."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._webhook = Webhook(secrets[0])

    def headers(self, message_id: str, body: bytes) -> dict[str, str]:
        """The headers that go with a body; `message_id` is the same for every try."""
        now = datetime.now(UTC)
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, now, body.decode()),
        }


def is_signed(secrets: tuple[str, ...], body: bytes, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the secrets has signed this body within five minutes; never without one."""
    return any(_verifies(Webhook(one), body, dict(headers)) for one in secrets)


def _verifies(webhook: Webhook, body: bytes, headers: dict[str, str]) -> bool:
    try:
        webhook.verify(body, headers, json_parse=False)
    # The library lets a signature that is no base64 escape as ValueError.
    except (WebhookVerificationError, ValueError):
        return False
    return True
