"""What was said on a call, kept as the JSON that is stored and shown."""

from typing import Any, cast

import orjson

from callbackend.reading import Role
from callbackend.records.representation import moment

# A line may hand over anything; a few hundred words in one breath are enough.
LONGEST_UTTERANCE = 2000


class Transcript:
    """A list of `{"role", "text", "at"}` that only grows, but for words that were cut off.

    What they said while the agent still spoke has `"overlapped": true`, too.
    """

    __slots__ = ("_text",)

    def __init__(self, stored: str) -> None:
        # Without its closing bracket, so that an utterance is appended and nothing re-encoded.
        self._text = stored.removesuffix("]")

    @property
    def json(self) -> str:
        """The whole of it, as it is stored."""
        return self._text + "]"

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything."""
        return self._text == "["

    def entries(self) -> list[dict[str, Any]]:
        """The utterances, in order."""
        return cast(list[dict[str, Any]], orjson.loads(self.json))

    def append(self, role: Role, text: str, now: float, *, overlapped: bool = False) -> None:
        """Note what somebody said at `now` (seconds since 1970), perhaps over our words."""
        fields = {"role": role, "text": text, "at": moment(now)}
        if overlapped:
            fields["overlapped"] = True
        entry = orjson.dumps(fields, option=orjson.OPT_UTC_Z).decode()
        self._text += entry if self.is_empty else f",{entry}"

    def shorten(self, text: str) -> None:
        """Let the last utterance be this."""
        entries = self.entries()
        entries[-1]["text"] = text
        self._text = orjson.dumps(entries).decode().removesuffix("]")


def clean(text: str) -> str:
    """What every database and JSON can hold of what was heard."""
    text = text[:LONGEST_UTTERANCE].replace("\x00", "")
    return text.encode(errors="replace").decode().strip()
