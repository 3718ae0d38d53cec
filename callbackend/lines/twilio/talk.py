"""One socket of a call: the carrier's frames and time go in, events and frames come out.

Pure: it has no clock, no thread and no network. Times are seconds of any clock that goes forward.
"""

import re
from collections import deque
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
        # Our utterances that are not known to have been heard to their end, when the last of them
        # should be, and what of the first has been played. `_agent_speaks` is the carrier's word.
        self._saying: deque[str] = deque()
        self._said_by = 0.0
        self._played = ""
        self._agent_speaks = False
        # They began over our words: it cannot be an answer to their end.
        self._overlaps = False
        self._is_closing = False
        # A silence was told of, and nothing has come of it yet.
        self._told_silence = False

    @property
    def is_closing(self) -> bool:
        """Whether the goodbye is being spoken."""
        return self._is_closing

    @property
    def _is_speaking(self) -> bool:
        return bool(self._saying) or self._agent_speaks

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
            self._saying.append(text)
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
        self._overlaps = self._overlaps or self._is_speaking
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
        was_saying = " ".join(self._saying)
        if self._is_closing:
            return NOTHING
        self._saying.clear()
        self._end_saying(now)
        if not was_saying or _letters(was_saying) == _letters(heard):
            return NOTHING
        return TalkResult((CutOff(heard),))

    def _agent(self, is_on: bool, now: float) -> TalkResult:
        """The end of a sound is the end of the utterance that made it, if there is no better word.

        The goodbye is not taken for heard by that: it may stand behind other words.
        """
        was_on, self._agent_speaks = self._agent_speaks, is_on
        if is_on:
            self._quiet_since = max(self._quiet_since, now)
        elif was_on and self._saying and not self._is_closing:
            self._saying.popleft()
            self._end_saying(now)
        return NOTHING

    def _they(self, is_on: bool, now: float) -> None:
        if is_on:
            self._overlaps = self._overlaps or self._is_speaking
        self._they_speak = is_on
        self._sound(now)

    def _note_played(self, text: str, now: float) -> TalkResult:
        self._played += _letters(text)
        heard = [n for n, one in enumerate(self._saying, 1) if _letters(one) in self._played]
        if heard:  # With an utterance, those before it were heard, too.
            self._played = self._played.rpartition(_letters(self._saying[heard[-1] - 1]))[2]
            for _ in range(heard[-1]):
                self._saying.popleft()
            self._agent_speaks = False
            self._end_saying(now)
        return self._over([]) if self._is_closing and not self._saying else NOTHING

    def _sound(self, now: float) -> None:
        self._quiet_since = max(self._quiet_since if self._saying else now, now)
        self._told_silence = False

    def _end_saying(self, now: float) -> None:
        """An utterance has ended; where it was the last, it is quiet from now on."""
        if not self._saying:
            self._played = ""
            self._said_by = self._quiet_since = now

    def _catch_up(self, now: float) -> None:
        """Words whose end nobody has told of have been heard after the time that they take."""
        if self._saying and not self._is_closing and now >= self._said_by:
            self._saying.clear()
            self._agent_speaks = False
            self._played = ""
            self._quiet_since = max(self._said_by, self._quiet_since)

    def _over(self, sent: list[str]) -> TalkResult:
        return TalkResult(frames=(*sent, frames.end("done")), is_over=True)


def _letters(text: str) -> str:
    """The words alone: carriers give them back with other white space and signs."""
    return "".join(LETTERS.findall(text)).casefold()
