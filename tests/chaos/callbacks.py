"""The hostile backend's callbacks: twice, late, out of order, wrong, forged, or never."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import requests
from standardwebhooks import Webhook

from tests.chaos.ledger import Ledger
from tests.chaos.switchboard import Call

FORGERS_SECRET = "whsec_Zm9yZ2VkIGZvcmdlZCBmb3JnZWQgZm9yZ2Vk"
SENDERS = 8
TIMEOUT = 5
TRIES = 3
LATE_SECONDS = 4.0


class Courier:
    """Sends callbacks from threads of its own, and writes down how they were answered."""

    def __init__(self, secret: str, directory: Path) -> None:
        self.webhook = Webhook(secret)
        self.forger = Webhook(FORGERS_SECRET)
        self.answers = Ledger(directory / "callback-answers.jsonl")
        self.senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="courier")

    def send(self, call: Call, kinds: tuple[str, ...]) -> None:
        """Send one callback of each kind."""
        for kind in kinds:
            wait = LATE_SECONDS if kind == "late" else 0.0
            threading.Timer(wait, self.senders.submit, (self._deliver, call, kind)).start()

    def _deliver(self, call: Call, kind: str) -> None:
        event = _event(call, kind)
        webhook = self.forger if kind == "forged" else self.webhook
        data = orjson.dumps(event)
        for turn in range(TRIES):
            id_, moment = f"msg_{uuid4().hex}", datetime.now(UTC)
            headers = {
                "Content-Type": "application/json",
                "webhook-id": id_,
                "webhook-timestamp": str(int(moment.timestamp())),
                "webhook-signature": webhook.sign(id_, moment, data.decode()),
            }
            try:
                answer = requests.post(
                    call.callback_url, data=data, headers=headers, timeout=TIMEOUT
                )
            except requests.RequestException:
                time.sleep(0.5 * 2**turn)
                continue
            self.answers.append(kind=kind, status=answer.status_code, body=answer.text[:300])
            if answer.status_code < 500:
                return


def _event(call: Call, kind: str) -> dict[str, Any]:
    """The call as this callback tells it."""
    shown = call.shown()
    lie = {"outcome": "agreed", "estimated_price": 1.0, "negotiated_price": 1.0}
    if kind == "older":
        return shown | {"status": "in_progress", "outcome": None, "seq": 1, "ended_at": None}
    if kind == "wrong":
        return shown | lie | {"seq": 1}
    if kind == "forged":
        return shown | lie | {"seq": 99}
    return shown
