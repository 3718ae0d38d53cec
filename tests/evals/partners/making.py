"""Makes partners and talks for the tests, from the few lines that matter."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.partners.files import partners_in
from evals.partners.partner import Partner
from evals.partners.person import Person

HEAD = """
[[partner]]
name = "someone"
kind = "somebody"
about = "Made for a test."
brief = "toilet"
"""
TOLD = "I am an automated assistant. A customer's toilet keeps running and the floor is wet."


def partner_of(folder: Path, text: str) -> Partner:
    """The one partner of a file with this in it."""
    (folder / "one.toml").write_text(HEAD + text, encoding="utf-8")
    (partner,) = partners_in(folder)
    return partner


def person_of(folder: Path, text: str) -> Person:
    """The same at play."""
    return Person(partner_of(folder, text))


class Script:
    """An agent that says its lines in order, whatever it hears, and then records something."""

    def __init__(self, says: Sequence[str], **recorded: Any) -> None:
        self._says, self._recorded = [*says], recorded
        self.heard: list[str] = []

    def send(self, message: dict[str, Any]) -> dict[str, Any]:
        """The next line; the last one ends the call."""
        self.heard += [message["heard"]] if "heard" in message else []
        say = self._says.pop(0)
        nothing = dict.fromkeys(("outcome", "estimated_price", "negotiated_price", "last_offer"))
        return {"say": say, "done": not self._says, "press": None} | nothing | self._recorded
