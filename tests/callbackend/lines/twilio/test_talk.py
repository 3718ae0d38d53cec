"""One socket's talk: who speaks, what was heard, and how long nobody has said a word."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from callbackend.lines.base import CutOff, Heard, Pressed, Speaking
from callbackend.lines.twilio import frames
from callbackend.lines.twilio.frames import Digit, Interrupt, Played, Prompt, SpeakerChange
from callbackend.lines.twilio.talk import RelayTalk, TalkResult

PLAIN = Speaking()
AGENT_ON, AGENT_OFF = SpeakerChange(True, True), SpeakerChange(True, False)
THEY_ON, THEY_OFF = SpeakerChange(False, True), SpeakerChange(False, False)
OFFER = "Could you do it for $120?"


class Socket:
    """A talk with a clock of its own."""

    def __init__(self, *, has_spoken: bool = True) -> None:
        self.now = 1000.0
        self.talk = RelayTalk(self.now, has_spoken=has_spoken)
        self.events: list[Any] = []
        self.frames: list[dict[str, Any]] = []
        self.is_over = False

    def takes(self, *taken: Any, after: float = 0.0) -> "Socket":
        for frame in taken:
            self.waits(after)
            self._note(self.talk.take(frame, self.now))
        return self

    def says(self, text: str, how: Speaking = PLAIN, *, last: bool = False) -> "Socket":
        self._note(self.talk.say(text, self.now, how, last=last))
        return self

    def is_heard(self, text: str) -> "Socket":
        return self.takes(AGENT_ON, Played(text), AGENT_OFF, after=0.5)

    def waits(self, seconds: float) -> "Socket":
        """Time passes; what becomes due meanwhile happens."""
        end = self.now + seconds
        while (due := self.talk.due()) is not None and due <= end and not self.is_over:
            self.now = max(self.now, due)
            before = len(self.events), self.is_over
            self._note(self.talk.tick(self.now))
            if before == (len(self.events), self.is_over):
                break
        self.now = end
        return self

    def _note(self, result: TalkResult) -> None:
        self.events += result.events
        self.frames += [json.loads(frame) for frame in result.frames]
        self.is_over = self.is_over or result.is_over


def test_a_business_speaks_first_and_after_two_and_a_half_seconds_we_do() -> None:
    socket = Socket(has_spoken=False)

    assert socket.waits(2.4).events == []
    assert socket.waits(0.2).events == [Heard("")]


def test_nobody_is_opened_at_while_they_speak() -> None:
    socket = Socket(has_spoken=False).takes(THEY_ON)

    assert socket.waits(20).events == []
    assert socket.takes(THEY_OFF, Prompt("Joe's Plumbing.", True)).events == [
        Heard("Joe's Plumbing.")
    ]


def test_a_silence_is_told_once_until_something_is_said() -> None:
    socket = Socket()

    assert socket.waits(6.9).events == []
    assert socket.waits(60).events == [Heard("")]
    assert socket.says("Are you still there?").waits(60).events == [Heard(""), Heard("")]


def test_half_a_prompt_is_a_sign_of_life_and_no_more() -> None:
    socket = Socket().takes(Prompt("We", False), Prompt("We charge", False), after=3)

    assert socket.events == []
    assert socket.waits(6.9).events == []
    assert socket.takes(Prompt("We charge $150.", True)).events == [Heard("We charge $150.")]


def test_who_asks_for_time_gets_a_minute() -> None:
    socket = (
        Socket().says("Take your time.", Speaking(grants_time=True)).is_heard("Take your time.")
    )

    assert socket.waits(59).events == []
    assert socket.waits(2).events == [Heard("")]


@pytest.mark.parametrize(
    "taken",
    [
        (Prompt("Yes.", True),),
        (THEY_ON, Prompt("Yes.", True)),
        (THEY_ON, AGENT_OFF, THEY_OFF, Prompt("Yes.", True)),
        (Prompt("Ye", False), AGENT_OFF, Prompt("Yes.", True)),
    ],
)
def test_what_begins_over_our_words_is_no_answer_to_them(taken: Sequence[Any]) -> None:
    socket = Socket().says("So that is $150. Could you hold that?").takes(AGENT_ON, *taken)

    assert socket.events == [Heard("Yes.", overlapped=True)]


def test_a_yes_over_the_second_of_two_utterances_is_no_answer_to_it() -> None:
    first, second = "$150 all in; could you hold that?", "Just to be sure: $150, yes or no?"
    socket = Socket().says(first).takes(AGENT_ON, THEY_ON, Prompt("Yes.", True)).says(second)

    socket.takes(Played(first), AGENT_OFF, AGENT_ON, THEY_ON, THEY_OFF, Prompt("Yes.", True))

    assert socket.events == [Heard("Yes.", overlapped=True), Heard("Yes.", overlapped=True)]
    assert socket.takes(Played(second), Prompt("Yes.", True)).events[-1] == Heard("Yes.")


@pytest.mark.parametrize(
    "heard",
    [(AGENT_ON, AGENT_OFF), (AGENT_ON, Played(OFFER)), (Played("could YOU do it,  for $120"),)],
)
def test_what_comes_after_our_words_were_heard_is_an_answer(heard: Sequence[Any]) -> None:
    socket = Socket().says(OFFER).takes(*heard).takes(THEY_ON, THEY_OFF, Prompt("Yes.", True))

    assert socket.events == [Heard("Yes.")]


def test_words_whose_end_nobody_tells_are_heard_after_the_time_that_they_take() -> None:
    socket = Socket().says(OFFER).waits(len(OFFER) / 12 + 3.1).takes(Prompt("Yes.", True))

    assert socket.events == [Heard("Yes.")]


@pytest.mark.parametrize(
    ("heard", "events"),
    [
        ("Could you do", [CutOff("Could you do")]),
        ("", [CutOff("")]),
        # They began just as it ended.
        ("could you do it for $120?", []),
    ],
)
def test_an_interruption_tells_what_was_heard(heard: str, events: list[Any]) -> None:
    socket = Socket().says(OFFER).takes(AGENT_ON, Interrupt(heard))

    assert socket.events == events


def test_an_interruption_of_nothing_is_none() -> None:
    assert Socket().takes(Interrupt("Hello")).events == []


def test_a_key_is_pressed_and_may_be_pressed_by_us() -> None:
    socket = Socket().takes(Digit("9"))
    socket._note(socket.talk.press("2", socket.now))

    assert socket.events == [Pressed("9")]
    assert socket.frames == [{"type": "sendDigits", "digits": "2"}]


def test_it_ends_only_once_the_goodbye_was_heard() -> None:
    socket = Socket().says("I see.").says("Thank you, goodbye.", last=True).takes(AGENT_ON)
    assert not socket.takes(AGENT_OFF).waits(1).is_over

    socket.takes(AGENT_ON, Played("Thank you, goodbye."))

    assert socket.is_over
    assert socket.frames[-1]["type"] == "end"


def test_it_ends_by_itself_where_nobody_tells_that_the_goodbye_was_heard() -> None:
    goodbye = "Thank you, goodbye."
    socket = Socket().says(goodbye, last=True)

    assert not socket.waits(len(goodbye) / 12 + 2.9).is_over
    assert socket.waits(0.2).is_over


def test_a_goodbye_without_a_word_ends_at_once() -> None:
    assert Socket().says("", last=True).is_over


def test_nothing_is_heard_any_more_during_the_goodbye() -> None:
    socket = Socket().says("Thank you, goodbye.", last=True)

    socket.takes(THEY_ON, Prompt("Wait!", True), Digit("9"), Interrupt("Thank"))

    assert socket.events == []


def test_an_older_utterance_does_not_end_the_goodbye() -> None:
    socket = Socket().says("I see.").says("Thank you, goodbye.", last=True)

    socket.takes(Played("I see."))

    assert not socket.is_over
    assert socket.takes(Played(" Thank you, goodbye.")).is_over


def test_words_are_sent_as_the_call_wants_them_spoken() -> None:
    socket = Socket().says("Hello.", Speaking(interruptible=False))
    socket.says("Hola.", Speaking(language="es")).says("Adiós.", Speaking(language="es"))

    assert socket.frames == [
        {"type": "text", "token": "Hello.", "last": True, "interruptible": False, "lang": "en-US"},
        {"type": "language", "ttsLanguage": "es-US", "transcriptionLanguage": "es-US"},
        {"type": "text", "token": "Hola.", "last": True, "interruptible": True, "lang": "es-US"},
        {"type": "text", "token": "Adiós.", "last": True, "interruptible": True, "lang": "es-US"},
    ]


@pytest.mark.parametrize(
    ("raw", "frame"),
    [
        ('{"type":"setup","sessionId":"VX1","callSid":"CA1"}', frames.Setup("CA1")),
        ('{"type":"prompt","voicePrompt":"Hi","lang":"en-US","last":true}', Prompt("Hi", True)),
        ('{"type":"prompt","voicePrompt":"Hi","last":false}', Prompt("Hi", False)),
        (
            '{"type":"interrupt","utteranceUntilInterrupt":"Hi","durationUntilInterruptMs":"460"}',
            Interrupt("Hi"),
        ),
        (
            '{"type":"interrupt","utteranceUntilInterrupt":"Hi","durationUntilInterruptMs":460}',
            Interrupt("Hi"),
        ),
        ('{"type":"dtmf","digit":"9"}', Digit("9")),
        ('{"type":"info","name":"agentSpeaking","value":"on"}', AGENT_ON),
        ('{"type":"info","name":"clientSpeaking","value":"off"}', THEY_OFF),
        ('{"type":"info","name":"tokensPlayed","value":"Hi"}', Played("Hi")),
        ('{"type":"error","description":"No"}', frames.Fault()),
        ('{"type":"info","name":"roundTripDelayMs","value":5}', None),
        ('{"type":"prompt"}', None),
        ('{"type":"dtmf","digit":"99"}', None),
        ('{"type":"setup","callSid":7}', None),
        ('{"type":"other"}', None),
        ("{", None),
        ("[]", None),
        ("", None),
        ('{"type":"prompt","voicePrompt":"' + "x" * 70_000 + '"}', None),
    ],
)
def test_frames_are_read(raw: str, frame: Any) -> None:
    assert frames.read(raw) == frame
