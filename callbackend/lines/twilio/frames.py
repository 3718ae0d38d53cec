"""The JSON of ConversationRelay's socket, typed: what the carrier tells, and what it is told.

https://www.twilio.com/docs/voice/conversationrelay/websocket-messages. What is not known is
ignored; what cannot be read is None, and changes nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

# A prompt is a turn of a person; nobody says more in one breath than fits a transcript's line.
LARGEST_FRAME = 64 * 1024
LOCALES = {"en": "en-US", "es": "es-US"}


@dataclass(frozen=True, slots=True)
class Setup:
    """The socket is there; of which call, as the carrier names it."""

    vendor_id: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What they said; while `is_last` is false they are still speaking."""

    text: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Interrupt:
    """They cut the agent off: what had been spoken until then of what it was saying."""

    heard: str


@dataclass(frozen=True, slots=True)
class Digit:
    """They pressed a key."""

    key: str


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """Somebody begins to speak, or stops."""

    is_agent: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class Played:
    """These words of the agent have been heard."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The carrier could not do something."""


Frame = Setup | Prompt | Interrupt | Digit | SpeakerChange | Played | Fault


def read(raw: str | bytes) -> Frame | None:
    """What a message of the carrier tells; None for one that is unknown or cannot be read."""
    if len(raw) > LARGEST_FRAME:
        return None
    try:
        message = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(message, dict):
        return None
    reader = READERS.get(str(message.get("type")))
    return reader(message) if reader else None


def _setup(message: Mapping[str, Any]) -> Frame | None:
    sid = message.get("callSid")
    return Setup(sid) if isinstance(sid, str) and sid else None


def _prompt(message: Mapping[str, Any]) -> Frame | None:
    text = message.get("voicePrompt")
    return Prompt(text, message.get("last", True) is not False) if isinstance(text, str) else None


def _interrupt(message: Mapping[str, Any]) -> Frame | None:
    heard = message.get("utteranceUntilInterrupt", "")
    return Interrupt(heard) if isinstance(heard, str) else None


def _digit(message: Mapping[str, Any]) -> Frame | None:
    key = message.get("digit")
    return Digit(key) if isinstance(key, str) and len(key) == 1 and key in "0123456789*#" else None


def _info(message: Mapping[str, Any]) -> Frame | None:
    name, value = message.get("name"), message.get("value")
    if name in ("agentSpeaking", "clientSpeaking") and value in ("on", "off"):
        return SpeakerChange(name == "agentSpeaking", value == "on")
    if name == "tokensPlayed" and isinstance(value, str):
        return Played(value)
    return None


READERS: dict[str, Callable[[Mapping[str, Any]], Frame | None]] = {
    "setup": _setup,
    "prompt": _prompt,
    "interrupt": _interrupt,
    "dtmf": _digit,
    "info": _info,
    "error": lambda _: Fault(),
}


def text(words: str, *, interruptible: bool, language: str) -> str:
    """Speak these words."""
    return _dumped(
        type="text",
        token=words,
        last=True,
        interruptible=interruptible,
        lang=LOCALES.get(language, LOCALES["en"]),
    )


def switch_to(language: str) -> str:
    """Speak and hear this language from now on."""
    locale = LOCALES.get(language, LOCALES["en"])
    return _dumped(type="language", ttsLanguage=locale, transcriptionLanguage=locale)


def press(key: str) -> str:
    """Press a key of our telephone."""
    return _dumped(type="sendDigits", digits=key)


def end(reason: str) -> str:
    """The conversation is over; the carrier asks what to do next, and is told to hang up."""
    return _dumped(type="end", handoffData=json.dumps({"reason": reason}))


def _dumped(**message: Any) -> str:
    return orjson.dumps(message).decode()
