"""What proves that a request is the carrier's: HMAC-SHA1 with the account's token.

Over the URL as the carrier knows it and the parameters of the form, sorted by name:
https://www.twilio.com/docs/usage/security#validating-requests.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

HEADER = "X-Twilio-Signature"


def signature(token: str, url: str, form: Mapping[str, Iterable[str]]) -> str:
    """The signature of a request; each parameter may have several values."""
    signed = url + "".join(
        f"{name}{value}" for name in sorted(form) for value in sorted(set(form[name]))
    )
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(token: str, url: str, form: Mapping[str, Iterable[str]], given: str) -> bool:
    """Whether `given` is that signature, looked at in constant time."""
    return hmac.compare_digest(signature(token, url, form).encode(), given.encode())
