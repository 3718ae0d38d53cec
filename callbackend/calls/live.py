"""One live call: what it does on each event. Pure: no clock, no thread, no database."""

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson

from callbackend.agent.advice import NO_ADVICE, Advice, Draft
from callbackend.agent.brief import Brief, spoken_name
from callbackend.agent.negotiator import Negotiator
from callbackend.agent.reply import Reply
from callbackend.calls.findings import brought_by
from callbackend.lines.base import (
    CUT,
    PLAINLY,
    Answered,
    Connected,
    CutOff,
    Ended,
    EndReason,
    Heard,
    LineEvent,
    Manner,
    Placed,
    Pressed,
    Ringing,
    Speaking,
    Spoken,
    Ticket,
    key_in,
    line_of,
)
from callbackend.reading import Quote, Utterance
from callbackend.records.permission import Answering, CallEnd, DialRequest, Placing
from callbackend.records.representation import moment
from callbackend.records.store import Change, DialStep, Move, StoredCall
from callbackend.records.transcript import Transcript, clean
from callbackend.states import CallStatus, Outcome

# What it means that the line came down before the agent had closed the call itself. HUNG_UP and
# FAILED are not here: there it counts what was said until then.
OUTCOME_OF = {
    EndReason.NO_ANSWER: Outcome.NO_ANSWER,
    EndReason.BUSY: Outcome.BUSY,
    EndReason.VOICEMAIL: Outcome.VOICEMAIL,
    EndReason.INVALID_NUMBER: Outcome.INVALID_NUMBER,
}
# Nobody can say that they did not want to.
NO_FAULT_OF_THEIRS = {EndReason.FAILED, EndReason.UNSURE}
# How a call ends that the gate refuses right before it is dialled.
OUTCOME_OF_REFUSAL = {
    "do_not_call": Outcome.OPTED_OUT,
    "number_refused": Outcome.INVALID_NUMBER,
}
# The outcomes that are nothing but what the prices say.
OF_THE_PRICES = {Outcome.AGREED, Outcome.QUOTED, Outcome.NO_AGREEMENT}
# What a transcript without a word says where it must say that no phone was rung.
UNSPOKEN = {
    Outcome.NO_ANSWER: "No answer.",
    Outcome.BUSY: "The line was busy.",
    Outcome.INVALID_NUMBER: "The number is not in service.",
    Outcome.OPTED_OUT: "The number asked not to be called.",
}


# An attempt's number stands at the end of the key that it was asked for with.
ATTEMPT = re.compile(r":([0-9]{1,3})$")


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the line to speak, or to press a key."""

    text: str
    last: bool
    press: str | None = None
    how: Speaking = PLAINLY


class LiveCall:
    """The state of one call in memory, rebuilt from its row.

    The methods that take `now` (seconds since 1970) change it; `change` then gives what to write.
    """

    __slots__ = (
        "_answered_at", "_answering", "_brief", "_closing", "_created_at", "_dialled_at",
        "_ended_at", "_findings", "_is_dialling", "_line_is_down", "_negotiator", "_notice",
        "_outcome", "_source", "_today", "_transcript", "_updated_at", "_waits", "owner",
        "placed_as", "put_off", "seq", "status", "ticket", "time_zone",
    )  # fmt: skip

    def __init__(self, row: StoredCall, manner: Manner) -> None:
        request = orjson.loads(row.request)
        brief = replace(Brief.from_json(request["brief"]), caller=manner.caller)
        name = spoken_name(request["name"])
        self.ticket = Ticket(
            row.call_id,
            row.phone,
            name,
            brief.task,
            brief.problem,
            brief.answers,
            row.job_id,
            attempt_of(row.idempotency_key),
            row.vendor_id or "",
            row.dialled_at,
        )
        self._waits = manner.waits
        self._source: dict[str, Any] = request.get("source") or {}
        self._is_dialling = self._line_is_down = False
        self._answering: Answering | None = None
        # Who carries it, by its row; what its carrier calls it, where that is news.
        self.owner = row.owner
        self.placed_as = ""
        self.time_zone: str | None = request.get("time_zone")
        self.status = CallStatus(row.status)
        self.seq: int = row.seq
        self._created_at: float = row.created_at
        self._dialled_at: float | None = row.dialled_at
        self._answered_at: float | None = row.answered_at
        self._updated_at: float = row.created_at
        self._ended_at: float | None = None
        self._outcome: Outcome | None = None
        # How the call will end once the last words are spoken.
        self._closing: Outcome | None = None
        # The event that waits for its advice, and with it whatever comes after.
        self.put_off: LineEvent | None = None
        self._notice = manner.notice
        self._brief = brief
        # The same day after a restart: a price is held from it on.
        self._today = moment(row.created_at).date()
        self._negotiator = self._new_negotiator()
        self._findings = self._negotiator.findings
        self._transcript = Transcript(row.transcript)

    @property
    def is_closing(self) -> bool:
        """Whether the agent has spoken its last words and only the line is still up."""
        return self._closing is not None

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.status is CallStatus.ENDED

    def age(self, now: float) -> float:
        """Seconds since it came to where it stands, as far as its row tells."""
        if self.status is CallStatus.QUEUED:
            return now - self._created_at
        return now - (self._answered_at or self._dialled_at or self._created_at)

    def replay(self) -> list[Spoken]:
        """Bring the agent to where the stored transcript ends; what was spoken, in order."""
        lines = self._lines()
        turn = self._negotiator.replay(lines)
        self._closing = turn.outcome if turn and turn.done else None
        self._findings = self._negotiator.findings
        return [Spoken(line.role == "agent", line.text) for line in lines]

    def dial(self, now: float) -> None:
        """Claim the call for dialling; the phone rings only after this was committed."""
        self.status = CallStatus.DIALING
        self._is_dialling = True
        self._dialled_at = now
        self.ticket = replace(self.ticket, dialled_at=now)
        self._updated_at = now

    def handle(self, event: LineEvent, now: float, advice: Advice = NO_ADVICE) -> Say | None:
        """Take in what the line reports, with what was advised on it; what the agent says to it."""
        self._updated_at = now
        match event:
            case Placed(vendor_id):
                self.placed_as = vendor_id
                self.ticket = replace(self.ticket, vendor_id=vendor_id)
            case Ringing():
                self.status = CallStatus.RINGING
            case Answered():
                return self._pick_up(now, advice.said)
            case Connected():
                return self._connect(now)
            case Heard():
                return self._hear(event, now, advice.said)
            case CutOff(heard):
                self._cut_off(clean(heard))
            case Pressed(key):
                self._transcript.append("provider", line_of(key), now)
                return self._take(self._negotiator.pressed(key), now)
            case Ended(reason):
                self._line_is_down = reason is not EndReason.UNSURE
                outcome = self._closing or self._outcome_of(reason)
                self._end(self._settled(outcome, advice.quote), now)
        return None

    def draft(self, event: Answered | Heard) -> Draft:
        """What somebody must know who words the answer to `event`."""
        heard = clean(event.text) if isinstance(event, Heard) else None
        name = self.ticket.business_name
        return Draft(self._brief, name, self._notice, self._lines(), heard, self._today)

    def priced_lines(self, event: Ended) -> tuple[Utterance, ...]:
        """The lines whose prices say how a call ends that `event` ends; none if they do not."""
        outcome = self._closing or self._outcome_of(event.reason)
        return self._lines() if outcome in OF_THE_PRICES else ()

    def wants(self, event: LineEvent) -> bool:
        """Whether this event still means anything: late and repeated ones do not."""
        match event:
            case Placed():  # A call is one call of the carrier's, whatever another claims.
                return not self.ticket.vendor_id
            case Ringing():
                return self.status is CallStatus.DIALING
            case Answered():
                return self.status in (CallStatus.DIALING, CallStatus.RINGING)
            case CutOff():
                return self._closing is None and self._has_last_word()
            case Heard() | Pressed():
                return self._closing is None
            case Connected() | Ended():
                return True

    def answer(self, now: float) -> Say | None:
        """Say what a restart kept the agent from saying, if they have the last word."""
        lines = self._lines()
        if not lines or lines[-1].role == "agent":
            return None
        self._updated_at = now
        key = key_in(lines[-1].text)
        if key is not None:
            return self._take(self._negotiator.pressed(key), now)
        return self._speak(lines[-1].text, now, overlapped=lines[-1].overlapped)

    def give_up(self, now: float) -> None:
        """End a call that has lasted too long, with whatever it has brought."""
        unanswered = {
            CallStatus.QUEUED: Outcome.EXPIRED,
            CallStatus.DIALING: Outcome.NO_ANSWER,
            CallStatus.RINGING: Outcome.NO_ANSWER,
        }
        self._updated_at = now
        self._end(self._closing or unanswered.get(self.status) or self._negotiator.verdict, now)

    def cancel(self, now: float) -> None:
        """End the call because the customer wants it no more."""
        self._updated_at = now
        self._end(Outcome.CANCELLED, now)

    def fail(self, now: float) -> None:
        """End a call that cannot go on; a price that was named before still counts."""
        self._updated_at = now
        has_price = self._findings.estimated_price is not None
        self._end(Outcome.QUOTED if has_price else Outcome.ERROR, now)

    def move(self, owes_callback: bool) -> Move:
        """Make what happened since the last change one step of `seq`, to be written now."""
        change = self._change(owes_callback)
        if self._is_dialling:
            self._is_dialling = False
            return Move(change, dial=self._dial_step(change, owes_callback))
        placing = (
            Placing(self.ticket.call_id, self.placed_as, self._updated_at)
            if self.placed_as
            else None
        )
        self.placed_as = ""
        opts_out = Outcome.OPTED_OUT in (self._closing, self._outcome)
        answer, self._answering = self._answering, None
        return Move(
            change,
            self.ticket.phone,
            opts_out,
            placing=placing,
            answer=answer,
            ending=self._ending(change),
        )

    def hold(self) -> None:
        """Wait again: the gate has not let it be dialled yet."""
        self.status = CallStatus.QUEUED
        self._dialled_at = None

    def _ending(self, change: Change) -> CallEnd | None:
        if not self.is_over or change["dialled_at"] is None:
            return None
        outcome = change["outcome"] or ""
        was_placed, at = bool(self.ticket.vendor_id), self._updated_at
        # Only the line can know that nothing rang: who cancels or gives up does not.
        is_unsure = not was_placed and not self._line_is_down
        return CallEnd(self.ticket.call_id, was_placed, is_unsure, outcome, at)

    def _dial_step(self, change: Change, owes_callback: bool) -> DialStep:
        ticket, source = self.ticket, self._source
        request = DialRequest(
            ticket.call_id,
            ticket.job_id,
            ticket.phone,
            self._brief.zip_code,
            self.time_zone,
            source.get("kind"),
            source.get("url"),
            self._updated_at,
        )
        held: Change = {**change, "status": CallStatus.QUEUED, "dialled_at": None}
        return DialStep(request, partial(self._refused, change, owes_callback), held)

    def _refused(self, change: Change, owes_callback: bool, code: str) -> Change:
        """What is written when the number must not be called after all: nothing was dialled."""
        outcome = OUTCOME_OF_REFUSAL.get(code, Outcome.ERROR)
        now = self._updated_at
        return {
            **change,
            "status": CallStatus.ENDED,
            "outcome": outcome,
            "transcript": self._unspoken(outcome, now).json,
            "dialled_at": None,
            "ended_at": now,
            "callback_due_at": now if owes_callback else None,
        }

    def _change(self, owes_callback: bool) -> Change:
        self.seq += 1
        return Change(
            key_call_id=self.ticket.call_id,
            key_seq=self.seq - 1,
            seq=self.seq,
            owner=self.owner,
            status=self.status.value,
            outcome=self._outcome.value if self._outcome else None,
            **brought_by(self._findings),
            transcript=self._transcript.json,
            dialled_at=self._dialled_at,
            answered_at=self._answered_at,
            updated_at=self._updated_at,
            ended_at=self._ended_at,
            callback_due_at=self._ended_at if owes_callback else None,
        )

    def _lines(self) -> tuple[Utterance, ...]:
        return tuple(
            Utterance(entry["role"], entry["text"], entry.get("overlapped", False))
            for entry in self._transcript.entries()
        )

    def _settled(self, outcome: Outcome, quote: Quote | None) -> Outcome:
        """The outcome after a second reading, if there was one and prices say how it ends."""
        if quote is None or outcome not in OF_THE_PRICES:
            return outcome
        self._findings = self._findings.read_again(quote)
        return self._findings.verdict

    def _new_negotiator(self) -> Negotiator:
        name = self.ticket.business_name
        return Negotiator(self._brief, name, preface=self._notice, today=self._today)

    def _pick_up(self, now: float, said: str | None) -> Say | None:
        self._note_answer(now)
        if not self._waits:
            return self._speak(None, now, said)
        self.status = CallStatus.IN_PROGRESS
        return None

    def _connect(self, now: float) -> Say | None:
        """Go on where the transcript ends; whoever speaks first is awaited."""
        self.status = CallStatus.IN_PROGRESS
        self._note_answer(now)
        if self.is_closing:
            return Say("", last=True)
        return self.answer(now)

    def _note_answer(self, now: float) -> None:
        if self._answered_at is None:
            self._answered_at = now
            self._answering = Answering(self.ticket.call_id, self.ticket.phone, now)

    def _has_last_word(self) -> bool:
        lines = self._lines()
        return bool(lines) and lines[-1].role == "agent" and key_in(lines[-1].text) is None

    def _cut_off(self, heard: str) -> None:
        """Of our last words only these were heard: what they did not hear was not said."""
        self._transcript.shorten(f"{heard}{CUT}")
        self._negotiator = self._new_negotiator()
        self._negotiator.replay(self._lines())
        self._findings = self._negotiator.findings

    def _hear(self, event: Heard, now: float, said: str | None) -> Say | None:
        heard = clean(event.text)
        if heard:
            self._transcript.append("provider", heard, now, overlapped=event.overlapped)
        return self._speak(heard, now, said, overlapped=event.overlapped)

    def _speak(
        self, heard: str | None, now: float, said: str | None = None, *, overlapped: bool = False
    ) -> Say | None:
        return self._take(self._negotiator.turn(heard, said, overlapped=overlapped), now)

    def _take(self, turn: Reply, now: float) -> Say | None:
        """Note what the agent does, and have the line do it."""
        self.status = CallStatus.IN_PROGRESS
        if line := line_of(turn.press) if turn.press else turn.say:
            self._transcript.append("agent", line, now)
        self._findings = self._negotiator.findings
        if turn.done:
            self._closing = turn.outcome
        if not (line or turn.done):
            return None
        may_cut_off = not (turn.done or turn.must_be_heard)
        how = Speaking(may_cut_off, turn.grants_time, turn.language)
        return Say(turn.say, turn.done, turn.press, how)

    def _end(self, outcome: Outcome, now: float) -> None:
        if self._transcript.is_empty:
            self._transcript = self._unspoken(outcome, now)
        self.status = CallStatus.ENDED
        self._outcome = outcome
        self._ended_at = now

    def _unspoken(self, outcome: Outcome, now: float) -> Transcript:
        """The transcript of a call without a word; it says so where no phone was rung."""
        transcript = Transcript("[]")
        if self._notice:
            unspoken = UNSPOKEN.get(outcome, "Nobody spoke.")
            transcript.append("agent", f"{self._notice} {unspoken}", now)
        return transcript

    def _outcome_of(self, reason: EndReason) -> Outcome:
        """What it means that the line came down; a price that was named before still counts."""
        verdict = self._negotiator.verdict
        if reason in OUTCOME_OF and verdict is Outcome.NO_AGREEMENT:
            return OUTCOME_OF[reason]
        is_error = reason in NO_FAULT_OF_THEIRS and verdict is Outcome.NO_AGREEMENT
        return Outcome.ERROR if is_error else verdict


def attempt_of(key: str) -> int:
    """Which attempt to ring one business for one job a key stands for."""
    numbered = ATTEMPT.search(key)
    return int(numbered[1]) if numbered else 1
