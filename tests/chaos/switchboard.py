"""The hostile backend's calls: durable, dialled at most once per key, ended by the clock."""

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.chaos.ledger import Ledger, records
from tests.chaos.manners import Manners

TICK_SECONDS = 0.05
PRICES = ("estimated_price", "last_offer", "negotiated_price")
NOTHING: dict[str, Any] = dict.fromkeys(PRICES) | {"notes": [], "moves": []}


@dataclass
class Call:
    """One call: asked for, perhaps dialled, perhaps over."""

    call_id: str
    key: str
    digest: str
    job_id: str
    provider_id: int
    phone: str
    callback_url: str
    asked_at: float
    dialled_at: float | None = None
    ended_at: float | None = None
    end: dict[str, Any] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The call object of the contract."""
        over = self.ended_at is not None
        return {
            "call_id": self.call_id,
            "job_id": self.job_id,
            "provider_id": self.provider_id,
            "status": "ended" if over else "in_progress" if self.dialled_at else "queued",
            **(self.end or {"outcome": None, **NOTHING, "transcript": []}),
            "seq": 3 if over else 2 if self.dialled_at else 1,
            "created_at": _moment(self.asked_at),
            "ended_at": _moment(self.ended_at),
        }


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def digest_of(job_id: str, body: dict[str, Any]) -> str:
    """What tells one body from another."""
    return hashlib.sha256(json.dumps([job_id, body], sort_keys=True).encode()).hexdigest()


class Switchboard:
    """All calls of `directory`; what an earlier process left there goes on."""

    def __init__(self, directory: Path, manners: Manners) -> None:
        self.manners = manners
        self.lock = threading.RLock()
        self.by_key: dict[str, Call] = {}
        self.by_id: dict[str, Call] = {}
        self.live: dict[str, Call] = {}
        self.opted_out: set[str] = set()  # phones
        self.shut: set[str] = set()  # keys
        self._recall(directory)
        self.asked = Ledger(directory / "asked.jsonl", durable=True)
        self.dials = Ledger(directory / "dials.jsonl", durable=True)
        self.ends = Ledger(directory / "ends.jsonl")
        self.shuts = Ledger(directory / "shuts.jsonl", durable=True)

    def _recall(self, directory: Path) -> None:
        for record in records(directory / "asked.jsonl"):
            self._keep(Call(**record))
        for record in records(directory / "dials.jsonl"):
            self.by_key[record["key"]].dialled_at = record["at"]
        for record in records(directory / "ends.jsonl"):
            call = self.by_id[record.pop("call_id")]
            call.ended_at, call.end = record.pop("at"), record
            self._heed(call)
            del self.live[call.call_id]

        for record in records(directory / "shuts.jsonl"):
            self._forget(record["key"])

    def shut_key(self, key: str) -> None:
        """End and forget the call of a key, if there is one; none is ever made for it again."""
        with self.lock:
            self.shuts.append(key=key, at=time.time())
            if key in self.by_key:
                self.hang_up(self.by_key[key])
            self._forget(key)

    def _forget(self, key: str) -> None:
        self.shut.add(key)
        call = self.by_key.pop(key, None)
        if call is not None:
            self.by_id.pop(call.call_id)
            self.live.pop(call.call_id, None)

    def _keep(self, call: Call) -> Call:
        self.by_key[call.key] = self.by_id[call.call_id] = self.live[call.call_id] = call
        return call

    def why_not(self, key: str, body: dict[str, Any]) -> str | None:
        """The code of a refusal, if a new call is refused for good."""
        return "do_not_call" if body["phone"] in self.opted_out else self.manners.code(key)

    def _heed(self, call: Call) -> None:
        """Whoever asks not to be called again is not."""
        if call.end["outcome"] == "opted_out":
            self.opted_out.add(call.phone)

    def ask(self, job_id: str, key: str, body: dict[str, Any]) -> Call:
        """Store a call; nothing is dialled yet."""
        facts = {
            "call_id": str(uuid4()),
            "key": key,
            "digest": digest_of(job_id, body),
            "job_id": job_id,
            "provider_id": body["provider_id"],
            "phone": body["phone"],
            "callback_url": body["callback_url"],
            "asked_at": time.time(),
        }
        self.asked.append(**facts)
        return self._keep(Call(**facts))

    def dial(self, call: Call) -> None:
        """Ring the phone: on disk first, so that nobody rings it again.

        Whoever has opted out since the call was asked for is not rung any more.
        """
        with self.lock:
            if call.phone in self.opted_out and call.dialled_at is None:
                self._end(call, NOTHING | {"outcome": "opted_out", "transcript": []})
            if call.dialled_at is None and call.ended_at is None:
                at = time.time()
                self.dials.append(
                    key=call.key, phone=call.phone, provider_id=call.provider_id, at=at
                )
                call.dialled_at = at

    def turn(self) -> list[Call]:
        """One look at the clock: dial what waits, end what is due; the calls that ended."""
        with self.lock:
            waiting = [call for call in self.live.values() if call.dialled_at is None]
            for call in waiting:
                self.dial(call)
            return [call for call in list(self.live.values()) if self._end_if_due(call)]

    def _end_if_due(self, call: Call) -> bool:
        fate = self.manners.fate(call.key)
        if call.dialled_at is None or time.time() < call.dialled_at + fate.seconds:
            return False
        return self._end(call, fate.end())

    def hang_up(self, call: Call) -> bool:
        """End a call; whether it was live."""
        return self._end(call, NOTHING | {"outcome": "cancelled", "transcript": []})

    def _end(self, call: Call, end: dict[str, Any]) -> bool:
        with self.lock:
            if self.live.pop(call.call_id, None) is None:
                return False
            at = time.time()
            self.ends.append(call_id=call.call_id, at=at, **end)
            call.end, call.ended_at = end, at
            self._heed(call)
            return True
