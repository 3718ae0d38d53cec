"""How one business puts what it says, and no line twice before the others of its kind."""

import re

from callbackend.lines.simulated import speech
from callbackend.lines.simulated.character import Character, in_steps

RANGE_SHARE = 0.75
OTHER_SHARE = 1.35  # of the dearer of two options
BEGINNING = re.compile(r"(?:^|[.?!] )[^\W\d_]")
# A figure as it may be misheard: a little lower.
MISHEARD_SHARE = 0.93


class Voice:
    """The lines of one business on one call."""

    __slots__ = ("_character", "_name", "_said")

    def __init__(self, character: Character, name: str) -> None:
        self._character = character
        self._name = name
        self._said: dict[str, int] = {}

    @property
    def menu_keys(self) -> str:
        """The keys of its menu that lead to somebody."""
        return self._pick("menu_keys", again=0)

    def has_said(self, kind: str) -> bool:
        """Whether it has said anything of this kind on this call."""
        return kind in self._said

    def say(self, kind: str, price: int, *, key: str = "", offer: int = 0) -> str:
        """One of the lines of this kind, each of them before one comes again."""
        template = self._pick(kind, key, again=self._said.get(kind, 0))
        self._said[kind] = self._said.get(kind, 0) + 1
        return template.format_map(self._facts(price, offer))

    def _pick(self, kind: str, key: str = "", *, again: int) -> str:
        character = self._character
        found = speech.lines(character.language, kind, key or character.style.value)
        return found[(character.voice + again) % len(found)]

    def _facts(self, price: int, offer: int) -> dict[str, str]:
        """What the line is filled in with. A menu is itself a line."""
        character = self._character
        first, second = speech.ways(character.language, character.task)
        fee = character.fee
        amounts = {
            "price": price,
            "offer": offer or price,
            "misheard": int(offer * MISHEARD_SHARE),
            "trip": fee,
            "fee": fee,
            "labor": price - fee,
            "low": in_steps(price * RANGE_SHARE),
            "other": in_steps(price * OTHER_SHARE),
            "rate": price // character.hours,
        }
        return {
            **{name: self._money(amount) for name, amount in amounts.items()},
            "hours": speech.duration(character.hours, character.language),
            "name": self._name,
            "who": self._pick("people", again=0),
            "other_person": self._pick("people", again=1),
            "first": first,
            "second": second,
            "menu": self._menu(),
        }

    def _menu(self) -> str:
        return self._pick("menu", again=0).format(name=self._name)

    def _money(self, amount: int) -> str:
        character = self._character
        return speech.money(amount, character.language, character.style, character.says_digits)


def as_sentence(words: str) -> str:
    """The words with a capital wherever a sentence begins: some begin with an amount."""
    return BEGINNING.sub(lambda found: found[0].upper(), words)
