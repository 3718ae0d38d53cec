"""Somebody who listens perfectly: it looks into the partner's head, so that any of them can be met.

A partner that even this one cannot satisfy is unfair, or broken.
"""

from typing import Any

from evals.partners.partner import Partner
from evals.partners.person import Person

ROUNDS = 2
# So often the price is asked for, or to be held, which counts twice.
PATIENCE = 3


class Listener:
    """Speaks the protocol of the agent, with the partner before its eyes."""

    def __init__(self, partner: Partner, person: Person) -> None:
        self.partner, self.person = partner, person
        self._pushes = self._turns = self._asked = 0
        self._speaks_spanish = "Sí, todo incluido, {price}." in partner.manner["everything"]

    def send(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message, like the agent's."""
        if "brief" in message:
            return self._line(self._opening())
        self._turns += 1
        book = self.person.book
        if book.is_over or self._is_through():
            return self._line(self._say("Goodbye.", "Adiós."), done=True)
        return self._next()

    def _next(self) -> dict[str, Any]:
        scene, book, dealing = self.person._scene, self.person.book, self.person._dealing
        if scene.keys:
            return self._line("", press=self._key(scene), done=self._turns > 6)
        if scene.is_machine:
            return self._line("", done=self._turns > 1)
        if self.person._waiting:
            return self._line("I'll wait.")
        if scene.needs_job and scene.person not in book.told:
            return self._line(self._opening())
        if dealing._is_asking:
            return self._line(self._answered(scene.asks[dealing._question]))
        if book.standing is None:
            self._asked += 1
            return self._line(
                self._say("What would you charge in total?", "¿Cuánto cobra en total?")
            )
        if self._pushes < self._rounds():
            self._pushes += 1
            return self._line(self._push())
        self._asked += 2
        total = f"So that is ${book.standing}. Could you hold that price until Friday?"
        return self._line(self._say(total, f"Son ${book.standing}. ¿Me mantiene el precio?"))

    def _rounds(self) -> int:
        terms = self.partner.terms
        return 0 if terms is None or terms.price == terms.floor else ROUNDS

    def _push(self) -> str:
        terms, standing = self.partner.terms, self.person.book.standing
        if self._pushes == 1 and self.partner.best_quote:
            return f"Another business offered ${self.partner.best_quote}. Could you match that?"
        if self._pushes == 1 and terms.floor < standing:
            return self._say(
                f"Could you do it for ${terms.floor}?", f"¿Lo haría por ${terms.floor}?"
            )
        return self._say("What would bring it down?", "¿Cómo podría bajar?")

    def _answered(self, question: Any) -> str:
        if question.may_not_know:
            return self._say("I don't know that.", "No lo sé.")
        return f"It is {question.wants[0]}." if question.wants else "I can't tell you that."

    def _opening(self) -> str:
        words = " ".join(self.partner.job.stems)
        english = f"I'm an automated assistant calling for a customer about this: {words}."
        return self._say(english, f"Hola, soy una asistente automática: {words}.")

    def _say(self, english: str, spanish: str) -> str:
        return spanish if self._speaks_spanish else english

    def _key(self, scene: Any) -> str:
        scenes = self.partner.scenes
        leading = [key for key, goal in scene.keys.items() if not scenes[goal].is_machine]
        deeper = [key for key, goal in scene.keys.items() if goal != scene.name]
        return (leading or deeper or ["0"])[0]

    def _is_through(self) -> bool:
        """Whether the price is held, or was asked for often enough."""
        return self.person.book.held is not None or self._asked >= PATIENCE or self._turns > 20

    def _line(self, say: str, press: str | None = None, done: bool = False) -> dict[str, Any]:
        book, limit = self.person.book, self.partner.limit
        held = book.held if book.held and book.held <= limit else None
        outcomes = self.partner.expected.outcomes
        outcome = "agreed" if held else "quoted" if book.standing else outcomes[0]
        outcome = outcome if outcome in outcomes else outcomes[0]
        if say and not done:
            say = f"{chr(ord('a') + self._turns % 26)}, {say}"  # so that no sentence is said twice
        return {
            "say": say,
            "press": press,
            "move": None,
            "done": done,
            "outcome": outcome,
            "estimated_price": book.first,
            "negotiated_price": held,
            "last_offer": book.standing,
        }
