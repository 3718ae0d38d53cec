"""What tells that an idempotency key came with the same request as before: compared as sent.

A call stored by older code has a fingerprint of the request as it was understood then. The same
request still has it, so it is made as well, and such a call is replayed for as long as it lives.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from callbackend.errors import NumberRefused
from callbackend.gate import rules

# Of the body as sent; no fingerprint of older code was made of anything that begins so.
AS_SENT = b"as sent\n"
# What older code did not know, and so did not take in.
NEW_FIELDS = {"source"}


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Those of one request; new calls keep the first."""

    as_sent: str
    as_understood: str

    def match(self, stored: str) -> bool:
        """Whether the call with this fingerprint was asked for by the same request."""
        return stored in (self.as_sent, self.as_understood)


def of(job_id: str, request: dict[str, Any], as_sent: bytes) -> Fingerprints:
    """The fingerprints of a request: as loaded, and its body in its canonical spelling."""
    job = job_id.encode() + b"\n"
    return Fingerprints(_hash(AS_SENT + job + as_sent), _hash(job + _understood(request)))


def _understood(request: dict[str, Any]) -> bytes:
    try:
        phone = rules.normalised(request["phone"])
    except NumberRefused:
        return b""  # It was refused then, too.
    old = {name: value for name, value in request.items() if name not in NEW_FIELDS}
    return orjson.dumps({**old, "phone": phone}, default=str, option=orjson.OPT_SORT_KEYS)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
