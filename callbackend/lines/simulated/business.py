"""A simulated business on the phone: what it answers to what the agent says.

Pure: the same character and the same words give the same answers, so a call that was cut off is
brought back by playing the agent's lines once more. It keeps books of its own, which know nothing
of how anybody reads its words.
"""

from dataclasses import dataclass

from callbackend.lines.simulated.character import Character, in_steps
from callbackend.lines.simulated.hearing import Asked, Wish, understand
from callbackend.lines.simulated.kinds import Aside, Ending, Fate, Pricing, Temper
from callbackend.lines.simulated.reception import Reception
from callbackend.lines.simulated.voice import Voice, as_sentence

# Of these moods of a voice, how a price comes down when nobody named another.
WAYS_DOWN = ("comes_down", "for_cash", "for_a_day")
# What these say to all that they hear.
SAYS_ALWAYS = {
    Fate.VOICEMAIL: "greeting_of_a_machine",
    Fate.REFUSES: "refuses",
    Fate.OPTS_OUT: "opts_out",
}


@dataclass(slots=True)
class Books:
    """What the business really said and gave, in whole dollars."""

    first: int | None = None  # its first price for the whole job
    asking: int | None = None  # what stands now; none once it is taken back
    agreed: int | None = None  # what it has promised to hold


class Business:
    """One conversation, seen from the other end."""

    __slots__ = (
        "_answer_of_boss",
        "_asides",
        "_asking",
        "_character",
        "_concessions",
        "_has_taken_back",
        "_is_quoted",
        "_reception",
        "_temper",
        "_voice",
        "books",
    )

    def __init__(self, character: Character, name: str) -> None:
        self._character = character
        self._reception = Reception(character.door, is_dead=character.fate is Fate.DEAD_MENU)
        self._asides = list(character.asides)
        self._temper = character.temper
        self._asking = character.list_price
        self._concessions = 0
        self._answer_of_boss = ""
        self._is_quoted = False
        self._has_taken_back = False
        self._voice = Voice(character, name)
        self.books = Books()

    def reply(self, said: str) -> str:
        """What it says to that."""
        return as_sentence(self._answer(said))

    def press(self, key: str) -> str:
        """What it says to a key: only a menu minds it."""
        step = self._reception.press(key, self._voice.menu_keys)
        return as_sentence(self._line(step) if step else self._answer(""))

    def _answer(self, said: str) -> str:
        character = self._character
        always = SAYS_ALWAYS.get(character.fate)
        if always:
            return self._line(always)
        step = self._reception.hear()
        if step:
            return self._line(step)
        if self._has_taken_back:
            return self._line("after_taking_back")
        if self._asides:
            return self._aside(self._asides.pop(0))
        if character.fate is Fate.STAYS_VAGUE:
            return self._line("vague_again" if self._voice.has_said("vague") else "vague")
        asked = understand(said)
        if character.fate is Fate.VISIT_ONLY:
            return self._of_visit(asked)
        return self._talk_price(asked)

    def _aside(self, aside: Aside) -> str:
        if aside is Aside.MOMENT:
            self._reception.then("back")
        return self._line(aside.value, self._character.task)

    def _of_visit(self, asked: Asked) -> str:
        if not self._voice.has_said("visit"):
            return self._line("visit")
        return self._line("visit_terms" if asked.wish is Wish.VISIT else "visit_cannot")

    def _talk_price(self, asked: Asked) -> str:
        if self._answer_of_boss:
            kind, self._answer_of_boss = self._answer_of_boss, ""
            return self._line(kind)
        if not self._is_quoted:
            return self._quote()
        if self._character.pricing is Pricing.OPTIONS:
            return self._line("both_all_in" if asked.wish is Wish.EACH else "both_again")
        match asked.wish:
            case Wish.READ_BACK:
                return self._read_back(asked.amount)
            case Wish.OFFER if asked.amount is not None:
                return self._consider(asked.amount)
            case Wish.ROOM:
                return self._come_down(0)
            case Wish.NOTHING:
                return self._line("goes_on")
        return self._total(asked)

    def _quote(self) -> str:
        self._is_quoted = True
        pricing = self._character.pricing
        if pricing is not Pricing.HOURLY:
            self._note_price()
        quoted = self._line(pricing.value)
        if pricing is Pricing.OPTIONS:
            return f"{quoted} {self._line('which')}"
        if pricing is Pricing.ALL_IN and self._character.has_extras:
            return f"{quoted} {self._line('extras', self._character.task)}"
        return quoted

    def _total(self, asked: Asked) -> str:
        """The price once more, as it was asked for."""
        self._note_price()
        pricing = self._character.pricing
        if pricing is Pricing.HOURLY and not self._voice.has_said("hours"):
            return self._line("hours")
        if pricing is Pricing.HEDGED and not self._voice.has_said("hedged_firm"):
            return self._line("hedged_firm")
        return self._line("hours" if asked.wish is Wish.HOURS else "total")

    def _consider(self, offer: int) -> str:
        """Take the offer, come down half-way, or stand firm; the first one in their temper."""
        temper, self._temper = self._temper, Temper.EVEN
        if temper in (Temper.SCORNS, Temper.MISHEARS) and offer < self._asking:
            return self._line(temper.value, offer=offer)
        if temper is Temper.PUTS_ON:
            self._reception.then("owner")
            return self._line(temper.value)
        takes = offer >= min(self._character.floor, self._asking)
        if temper is Temper.ASKS_BOSS:
            return self._ask_boss(offer, takes=takes)
        if not takes:
            return self._come_down(offer)
        self._asking = offer
        self._note_price()
        return self._line("accept", offer=offer)

    def _ask_boss(self, offer: int, *, takes: bool) -> str:
        """Somebody else decides, and is quoted on the next turn."""
        self._asking = offer if takes else max(self._lower(offer), offer)
        self._note_price()
        self._answer_of_boss = "boss_says_yes" if takes else "boss_says"
        return self._line("asks_boss")

    def _come_down(self, offer: int) -> str:
        """Half-way down to the offer or to the floor, a few times; after that they stand firm."""
        lower = self._lower(offer)
        if self._concessions >= self._character.patience or not offer < lower < self._asking:
            return self._line("stands_firm")
        self._concessions += 1
        self._asking = lower
        self._note_price()
        way = WAYS_DOWN[self._character.voice % len(WAYS_DOWN)]
        return self._line("comes_down" if offer else way)

    def _lower(self, offer: int) -> int:
        return in_steps((self._asking + max(self._character.floor, offer)) / 2)

    def _read_back(self, amount: int | None) -> str:
        """Hold the price, or not; another one than theirs they never do."""
        if amount is not None and amount != self._asking:
            return self._line("not_that")
        ending = self._character.ending
        if ending is Ending.HOLDS:
            self.books.agreed = self._asking
        if ending is Ending.TAKES_BACK:
            self._has_taken_back = True
            self.books.asking = None
        return self._line(ending.value)

    def _note_price(self) -> None:
        books = self.books
        books.first = self._asking if books.first is None else books.first
        books.asking = self._asking

    def _line(self, kind: str, key: str = "", offer: int = 0) -> str:
        return self._voice.say(kind, self._asking, key=key, offer=offer)
