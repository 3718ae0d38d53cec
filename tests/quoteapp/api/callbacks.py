"""Callbacks as the call backend signs them (Standard Webhooks)."""

from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from tests.conftest import WEBHOOK_SECRET

MESSAGE_ID = "msg_1"


def signed(body: str, secret: str = WEBHOOK_SECRET, late: timedelta = timedelta(0)) -> dict:
    """The headers that declare and sign `body`, as if it had been sent `late` ago."""
    moment = datetime.now(UTC) - late
    return {
        "Content-Type": "application/json",
        "webhook-id": MESSAGE_ID,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(MESSAGE_ID, moment, body),
    }
