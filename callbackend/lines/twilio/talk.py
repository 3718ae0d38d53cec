"""One socket of a call: the carrier's frames and time go in, events and frames come out.

Pure: it has no clock, no thread and no network. Times are seconds of any clock that goes forward.
"""

import re
from dataclasses import dataclass

from callbackend.lines.base import CutOff, Heard, LineEvent, Pressed, Speaking
from callbackend.lines.twilio import frames
from callbackend.lines.twilio.frames import (
    Digit,
    Frame,
    Interrupt,
    Played,
    Prompt,
    SpeakerChange,
)

LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence, on both sides, after which a word is in order."""

    # Before the agent has said who calls: a business speaks first.
    opening: float = 2.5
    talking: float = 7.0
    # After they have asked for time.
    waiting: float = 60.0
    # For words to be spoken: characters a second, and what the carrier needs to begin.
    pace: float = 12.0
    lag: float = 3.0


USUAL = Patience()


@dataclass(frozen=True, slots=True)
class TalkResult:
    """What came of something: events for the call, frames for the carrier, and whether it ends."""

    events: tuple[LineEvent, ...] = ()
    frames: tuple[str, ...] = ()
    is_over: bool = False


NOTHING = TalkResult()


class RelayTalk:
    """Who speaks, what was heard of it, and how long nobody has said a word."""

    def __init__(self, now: float, *, has_spoken: bool, patience: Patience = USUAL) -> None:
        """`has_spoken`: the agent has said who calls, before the socket was lost."""
        self._patience = patience
        self._limit = patience.talking if has_spoken else patience.opening
        self._language = "en"
        # When the last sound ended, or will have, and who is making one.
        self._quiet_since = now
        self._they_speak = False
        # Our words that are not known to have been heard to their end, and when they should be.
        self._saying = ""
        self._said_by = 0.0
        self._played = ""
        # They began over our words: it cannot be an answer to their end.
        self._overlaps = False
        self._is_closing = False
        # A silence was told of, and nothing has come of it yet.
        self._told_silence = False

    @property
    def is_closing(self) -> bool:
        """Whether the goodbye is being spoken."""
        return self._is_closing

    def take(self, frame: Frame, now: float) -> TalkResult:
        """What a frame of the carrier means."""
        self._catch_up(now)
        match frame:
            case Prompt():
                return self._hear(frame, now)
            case Interrupt(heard):
                return self._cut_off(heard, now)
            case Digit(key):
                self._sound(now)
                return TalkResult((Pressed(key),)) if not self._is_closing else NOTHING
            case SpeakerChange(is_agent=True, is_on=is_on):
                return self._agent(is_on, now)
            case SpeakerChange(is_on=is_on):
                self._they(is_on, now)
            case Played(text):
                return self._note_played(text, now)
        return NOTHING

    def say(self, text: str, now: float, how: Speaking, *, last: bool) -> TalkResult:
        """Speak; after the `last` words it ends once they were heard."""
        sent: list[str] = []
        self._told_silence = False
        if how.language != self._language:
            self._language = how.language
            sent.append(frames.switch_to(how.language))
        if text:
            sent.append(frames.text(text, interruptible=how.interruptible, language=how.language))
            self._saying = f"{self._saying} {text}".strip()
            begins = max(now, self._said_by)
            self._said_by = begins + len(text) / self._patience.pace + self._patience.lag
            self._quiet_since = self._said_by
        self._limit = self._patience.waiting if how.grants_time else self._patience.talking
        self._is_closing = self._is_closing or last
        if last and not self._saying:
            return self._over(sent)
        return TalkResult(frames=tuple(sent))

    def press(self, key: str, now: float) -> TalkResult:
        """Press a key; a menu goes on after it."""
        self._sound(now)
        self._told_silence = False
        return TalkResult(frames=(frames.press(key),))

    def due(self) -> float | None:
        """When `tick` is wanted next; None for not at all until something else happens."""
        if self._is_closing:
            return self._said_by
        if self._they_speak or self._told_silence:
            return None
        return max(self._quiet_since, self._said_by if self._saying else 0.0) + self._limit

    def tick(self, now: float) -> TalkResult:
        """What has become due by now."""
        self._catch_up(now)
        due = self.due()
        if due is None or now < due:
            return NOTHING
        if self._is_closing:
            return self._over([])
        self._told_silence = True
        self._quiet_since = now
        return TalkResult((Heard(""),))

    def _hear(self, prompt: Prompt, now: float) -> TalkResult:
        self._overlaps = self._overlaps or bool(self._saying)
        self._sound(now)
        if not prompt.is_last:
            return NOTHING
        overlapped, self._overlaps = self._overlaps, False
        self._they_speak = False
        if self._is_closing or not prompt.text.strip():
            return NOTHING
        return TalkResult((Heard(prompt.text, overlapped),))

    def _cut_off(self, heard: str, now: float) -> TalkResult:
        """Our words stop; what comes with this interruption is no answer to all of them."""
        was_saying = self._saying
        self._end_saying(now)
        if self._is_closing or not was_saying or _letters(was_saying) == _letters(heard):
            return NOTHING
        return TalkResult((CutOff(heard),))

    def _agent(self, is_on: bool, now: float) -> TalkResult:
        if is_on:
            self._quiet_since = max(self._quiet_since, now)
            return NOTHING
        if not self._is_closing:  # The goodbye may stand behind other words: see `_note_played`.
            self._end_saying(now)
        return NOTHING

    def _they(self, is_on: bool, now: float) -> None:
        if is_on:
            self._overlaps = self._overlaps or bool(self._saying)
        self._they_speak = is_on
        self._sound(now)

    def _note_played(self, text: str, now: float) -> TalkResult:
        self._played += f" {text}"
        if not self._saying or not _letters(self._played).endswith(_letters(self._saying)):
            return NOTHING
        self._end_saying(now)
        return self._over([]) if self._is_closing else NOTHING

    def _sound(self, now: float) -> None:
        self._quiet_since = max(self._quiet_since if self._saying else now, now)
        self._told_silence = False

    def _end_saying(self, now: float) -> None:
        self._saying = self._played = ""
        self._said_by = now
        self._quiet_since = now

    def _catch_up(self, now: float) -> None:
        """Words whose end nobody has told of have been heard after the time that they take."""
        if self._saying and not self._is_closing and now >= self._said_by:
            at = self._said_by
            self._saying = self._played = ""
            self._quiet_since = max(at, self._quiet_since)

    def _over(self, sent: list[str]) -> TalkResult:
        return TalkResult(frames=(*sent, frames.end("done")), is_over=True)


def _letters(text: str) -> str:
    """The words alone: carriers give them back with other white space and signs."""
    return "".join(LETTERS.findall(text)).casefold()
