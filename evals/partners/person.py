"""A partner at play: it hears a line of the agent, and says its own."""

import re
from collections import Counter, deque
from decimal import Decimal
from zlib import crc32

from evals.partners.book import Book
from evals.partners.dealing import Dealing
from evals.partners.hearing import Meaning, Understood, understand
from evals.partners.markup import NAMED, Step, remark
from evals.partners.partner import Partner, Scene
from evals.partners.spelling import spelt

MENU_TRIES = 3
# Not what is inside of a figure or a word: $1,250, don't.
PUNCTUATION = re.compile(r"[?!;:¿¡()\"]|[.,](?!\d)")
BEGINNING = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")


class Person:
    """One talk from the partner's side. `book` is its account of it."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.book = Book()
        self._used: Counter[tuple[str, str]] = Counter()
        self._menu_tries = 0
        self._is_new = True
        self._enter(partner.first_scene)

    @property
    def is_in(self) -> str:
        """The name of the scene that is being played."""
        return self._scene.name

    def answer(self, say: str, press: str | None = None) -> str:
        """What the partner says to this; nothing once it has hung up.

        An agent that speaks first is listened to: its opening has already met the greeting, unless
        the partner is a machine, or somebody who `greets` all the same.
        """
        if self.book.is_over:
            return ""
        if say and self._is_new and not (self._scene.greets or self._scene.is_machine):
            self._waiting.clear()
        self._is_new = False
        if self._waiting:
            return self._speak(self._waiting.popleft(), None)
        understood = understand(say, self.partner.job)
        self._take_in(understood)
        written = self._own_line(understood)
        if written is None and self._scene.keys:
            return self._at_the_menu(say, press)
        if written is None and self._scene.is_machine:
            written = ""
        if written is None:
            written = self._dealing.react(understood)
        return self._speak(written, understood)

    def _enter(self, name: str) -> None:
        self._scene: Scene = self.partner.scenes[name]
        self._waiting = deque(self._scene.says)
        self._dealing = Dealing(self.partner, self._scene, self.book, self._phrase)
        person = self._scene.person
        if self._scene.needs_job and person not in self.book.told | {*self.book.untold}:
            self.book.untold.append(person)

    def _take_in(self, understood: Understood) -> None:
        """Whoever listens now has heard what the job is."""
        person = self._scene.person
        if understood.has(Meaning.JOB) and not self._scene.is_machine:
            self.book.told.add(person)
            self.book.untold = [one for one in self.book.untold if one != person]

    def _own_line(self, understood: Understood) -> str | None:
        """What the scene itself has for this line: the first of its meanings that is met."""
        for meaning, lines in self._scene.on.items():
            if not self._dealing.means(meaning, understood):
                continue
            key = (self._scene.name, meaning)
            line = lines if isinstance(lines, str) else next(iter(lines[self._used[key] :]), None)
            if line is not None and self._can_be_said(line):
                self._used[key] += 1
                return line
        return None

    def _can_be_said(self, line: str) -> bool:
        """Whether there is a price to speak of, in a line that does."""
        return "{price}" not in line or self.book.standing is not None

    def _at_the_menu(self, say: str, press: str | None) -> str:
        scene = self._scene
        spoken = (goal for word, goal in scene.words.items() if re.search(word, say, re.IGNORECASE))
        goal = scene.keys.get(press or "") or next(spoken, None)
        if goal:
            self._enter(goal)
            return self._speak(self._waiting.popleft(), None)
        self._menu_tries += 1
        if self._menu_tries == MENU_TRIES:
            return self._speak("Goodbye. [end]", None)
        wrong = f"{scene.wrong_key} " if press and scene.wrong_key else ""
        return self._speak(wrong + scene.says[-1], None)

    def _phrase(self, name: str) -> str:
        """One of the phrases of the partner's manner, each in turn; its name decides the first."""
        phrases = self.partner.manner[name]
        at = self._used["manner", name] + crc32(self.partner.name.encode())
        self._used["manner", name] += 1
        return phrases[at % len(phrases)]

    def _speak(self, written: str, understood: Understood | None) -> str:
        """The words; what they do is written into the book first."""
        said = remark(written)
        offer = self._dealing.offer_in(understood) if understood else None
        for step in said.steps:
            self._note(step)
        words = self._filled_in(said.words, offer)
        for step in said.steps:
            if step.name == "go":
                self._enter(step.value)
        return words

    def _note(self, step: Step) -> None:
        match step.name:
            case "price":
                self.book.name(step.amount)
            case "said":
                self.book.said.add(step.amount)
            case "held":
                self.book.hold()
            case "withdrawn":
                self.book.withdraw()
            case "angry":
                self.book.is_angry = True
            case "end":
                self.book.is_over = True

    def _filled_in(self, words: str, offer: Decimal | None) -> str:
        voice = self.partner.voice
        words = NAMED.sub(lambda named: spelt(Decimal(named[1]), voice), words)
        if "{price}" in words and self.book.standing is not None:
            words = words.replace("{price}", spelt(self.book.standing, voice))
        if offer is not None:
            words = words.replace("{offer}", spelt(offer, voice))
            if "{misheard}" in words:
                words = words.replace("{misheard}", spelt(self._mishear(offer), voice))
        if self.partner.is_bare:
            return PUNCTUATION.sub("", words.lower())
        return BEGINNING.sub(lambda it: it[0].upper(), words)

    def _mishear(self, offer: Decimal) -> Decimal:
        """One hundred twenty, heard as one hundred twelve."""
        wrong = Decimal(int(offer * Decimal("0.93")))
        self.book.misheard.add(wrong)
        return wrong
