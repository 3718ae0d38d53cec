"""Signed callbacks: one rule of secrets for who signs and who checks."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from common.webhooks import Signer, is_signed, read_secrets

OLD = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEW = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="
BODY = b'{"seq": 1}'


@pytest.mark.parametrize("sender", [(OLD,), (NEW,), (NEW, OLD), (OLD, NEW)])
def test_what_the_first_secret_signs_is_good_while_the_secrets_are_replaced(
    sender: tuple[str, ...],
) -> None:
    headers = Signer(sender).headers("m1", BODY)

    assert is_signed((OLD, NEW), BODY, headers.items())


@pytest.mark.parametrize(("secrets", "body"), [((OLD,), BODY), ((), BODY), ((NEW,), b'{"seq": 2}')])
def test_no_other_secret_and_no_other_body_is_good(secrets: tuple[str, ...], body: bytes) -> None:
    headers = Signer((NEW,)).headers("m1", BODY)

    assert not is_signed(secrets, body, headers.items())


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_stale_signature_is_not_good(late: timedelta) -> None:
    moment = datetime.now(UTC) - late
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(NEW).sign("m1", moment, BODY.decode()),
    }

    assert not is_signed((NEW,), BODY, headers.items())


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,%%%", "v2,abc", "v1,abc v1,def"])
def test_a_broken_signature_is_not_good(signature: str) -> None:
    headers = Signer((NEW,)).headers("m1", BODY) | {"webhook-signature": signature}

    assert not is_signed((NEW,), BODY, headers.items())


def test_secrets_are_read_in_their_order() -> None:
    assert read_secrets(f"{NEW}, {OLD}") == (NEW, OLD)
