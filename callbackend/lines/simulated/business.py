"""A simulated business on the phone: what it answers to what the agent says.

Pure: the same character and the same words give the same answers, so a call that was cut off is
brought back by playing the agent's lines once more.
"""

import re
from collections.abc import Mapping

from callbackend.lines.simulated import speech
from callbackend.lines.simulated.character import Aside, Character, Fate, Pricing, Style, in_steps

OFFER = re.compile(r"\$([\d,]+)")
# How the agent's questions are told apart; a business understands plain words only.
READS_BACK = re.compile(r"\bhold (?:that|it)\b|yes or no|mant(?:ener|iene)", re.IGNORECASE)
MAKES_OFFER = re.compile(
    r"could you (?:do|come|match)|able to do|could we meet|would (?:\$[\d,]+|that) work|at \$"
    r"|dejar en|hacerlo por|quedar en|parece(?:r[ií]a)? bien",
    re.IGNORECASE,
)
ASKS_ROOM = re.compile(
    r"bring it down|a little less|to lower it|baj(?:e|arlo)|menos", re.IGNORECASE
)
ASKS_HOURS = re.compile(r"how many hours|cuántas horas", re.IGNORECASE)
ASKS_PRICE = re.compile(
    r"charge|price|cost|total|figure|included|the most|the top|come to"
    r"|precio|cuánto|cuesta|incluido",
    re.IGNORECASE,
)
TAKES_TIME = re.compile(
    r"take your time|\bi'll hold|happy to|no problem|still (?:there|here|on)|hear me|waiting"
    r"|espero|aquí|ahí",
    re.IGNORECASE,
)
TRIP_SHARE = 0.35
RANGE_SHARE = 0.75
# Small jobs are two hours, bigger ones a day.
LITTLE_WORK = 400


class Business:
    """One conversation, seen from the other end."""

    __slots__ = (
        "_asking",
        "_character",
        "_concessions",
        "_has_quoted",
        "_name",
        "_turns",
        "_vague",
    )

    def __init__(self, character: Character, name: str) -> None:
        self._character = character
        self._name = name
        self._turns = 0
        self._vague = 0
        self._concessions = 0
        self._has_quoted = False
        self._asking = character.list_price

    def reply(self, said: str) -> str:
        """What it says to that."""
        self._turns += 1
        answer = self._answer(said)
        return answer[0].upper() + answer[1:]

    def _answer(self, said: str) -> str:
        if self._character.fate is Fate.VOICEMAIL:
            return self._pick(speech.GREETING_OF_A_MACHINE).format(name=self._name)
        if self._character.fate is Fate.REFUSES:
            return self._pick(speech.REFUSALS[self._character.style])
        if self._character.fate is Fate.OPTS_OUT:
            return self._pick(speech.OPT_OUTS)
        if self._turns == 1 and self._character.aside is not Aside.NOTHING:
            return self._pick(speech.ASIDE_SENTENCES[self._character.aside])
        if self._character.fate is Fate.STAYS_VAGUE:
            self._vague += 1
            return self._pick(speech.VAGUE if self._vague == 1 else speech.VAGUE_AGAIN)
        return self._talk_price(said)

    def _talk_price(self, said: str) -> str:
        if READS_BACK.search(said):
            return self._pick(speech.YESES[self._character.style])
        offered = OFFER.search(said)
        if offered and MAKES_OFFER.search(said):
            return self._consider(int(offered[1].replace(",", "")))
        if ASKS_ROOM.search(said):
            return self._consider(0)
        if ASKS_HOURS.search(said):
            return self._pick(speech.HOURS).format(hours=self._hours(), price=self._asking_price())
        if self._has_quoted and ASKS_PRICE.search(said):
            return self._in_style(speech.TOTALS)
        if TAKES_TIME.search(said) and not ASKS_PRICE.search(said) and self._has_quoted:
            return self._pick(speech.GO_ON)
        return self._quote()

    def _quote(self) -> str:
        self._has_quoted = True
        pricing = self._character.pricing
        if pricing is Pricing.ALL_IN:
            return self._in_style(speech.QUOTES)
        trip = in_steps(self._asking * TRIP_SHARE)
        if pricing is Pricing.HOURLY:
            self._asking = self._rate() * self._hours()
        return self._pick(speech.OTHER_PRICINGS[pricing]).format(
            trip=self._money(trip),
            labor=self._money(self._asking - trip),
            low=self._money(in_steps(self._asking * RANGE_SHARE)),
            price=self._asking_price(),
            rate=self._money(self._rate()),
        )

    def _consider(self, offer: int) -> str:
        """Take the offer, come down half-way, or stand firm."""
        character = self._character
        if offer and offer >= min(character.floor, self._asking):
            self._asking = offer
            return self._pick(speech.ACCEPTANCES[character.style]).format(offer=self._money(offer))
        lower = in_steps((self._asking + max(character.floor, offer)) / 2)
        if self._concessions < character.patience and offer < lower < self._asking:
            self._concessions += 1
            self._asking = lower
            return self._in_style(speech.COMES_DOWN)
        return self._in_style(speech.STANDS_FIRM)

    def _in_style(self, sentences: Mapping[Style, tuple[str, ...]]) -> str:
        return self._pick(sentences[self._character.style]).format(price=self._asking_price())

    def _rate(self) -> int:
        return in_steps(self._character.list_price / self._hours())

    def _hours(self) -> int:
        return 2 if self._character.list_price < LITTLE_WORK else 8

    def _asking_price(self) -> str:
        return self._money(self._asking)

    def _money(self, amount: int) -> str:
        is_short = self._character.style in (Style.TERSE, Style.CHATTY)
        return speech.money(amount, self._character.says_digits, is_short)

    def _pick(self, sentences: tuple[str, ...]) -> str:
        return sentences[(self._character.voice + self._turns) % len(sentences)]
