"""The words of a decision: each move in a phrasing that this call has heard least."""

import re
from datetime import date, timedelta
from decimal import Decimal

from callbackend.agent.discretion import Discretion
from callbackend.agent.knowledge import Knowledge
from callbackend.agent.moves import Closing, LegalMove, MoveType
from callbackend.agent.retelling import weekdays_of
from callbackend.agent.state import PriceTalk, State
from callbackend.agent.wording import Phrasebook

# A price is held until the day it is needed, or so many days from the call.
HELD_DAYS = 7
AREA_WORDS = ("zip", "area", "part of town", "neighborhood", "city", "town", "far", "codigo postal")
ADDRESS_WORDS = (
    "address",
    "street",
    "where",
    "located",
    "direccion",
    "calle",
    "donde",
    *AREA_WORDS,
)
CLOSINGS = {
    Closing.AGREED: "close_agreed",
    Closing.QUOTED: "close_quoted",
    Closing.VISIT_ONLY: "close_visit_only",
    Closing.DECLINED: "close_declined",
    Closing.WITHDRAWN: "close_declined",
    Closing.OPTED_OUT: "close_opted_out",
    Closing.HOSTILE: "close_hostile",
    Closing.NO_ANSWER: "",
    Closing.VOICEMAIL: "",
    Closing.NO_AGREEMENT: "close_without",
}
QUOTED = re.compile(r'The customer says: "(.*)"\.')
YES = re.compile(r"^yes\b", re.IGNORECASE)
RETOLD = ("The customer says:", "In the customer's words:", "Their answer was:")
ANSWERS = {
    "robot": "am_automated",
    "budget": "no_budget",
    "who": "who_i_am",
    "booking": "cannot_book",
    "listening": "listening",
    "secret": "no_secret",
    "recorded": "is_recorded",
}


class Speaker:
    """Says what was decided, in one language, without giving anything away."""

    __slots__ = ("_discretion", "_held", "_knowledge", "book", "limit_heard")

    def __init__(
        self,
        knowledge: Knowledge,
        discretion: Discretion,
        variety: int,
        today: date,
        needed: date,
    ) -> None:
        self._knowledge = knowledge
        self._discretion = discretion
        held = max(needed, today + timedelta(days=HELD_DAYS))
        self._held = {
            language: day
            for language, day in weekdays_of(held).items()
            if not discretion.names_limit(day)
        }
        self.book = Phrasebook(variety)
        self.limit_heard = False

    def say(self, state: State, answers: tuple[LegalMove, ...], move: LegalMove) -> str:
        """All of it; "" where nothing is left to say that was not said twice."""
        if move.kind is MoveType.CITE_QUOTE:  # Which answers what "they" charge.
            answers = tuple(one for one in answers if one.about != "unknown")
        told = [self._answer(state, one, move) for one in answers]
        asks_already = any("?" in one for one in told) and move.kind is MoveType.ASK_PRICE
        said = "" if asks_already else self._move(state, move)
        if not said and not asks_already and move.kind is not MoveType.CLOSE:
            return ""
        return " ".join(filter(None, [*told, said]))

    def opening(self) -> str:
        """The first words: what is calling, for whom, about what, and the question."""
        facts = self._knowledge.facts() if self.book.language == "en" else []
        greeting = self._joined(self._greeting("greeting"), self._introduction())
        return self._joined(greeting, self._problem(), *facts, self._ask())

    def _introduction(self) -> str:
        """Who rings a real phone, and that what is said there is written down."""
        caller = self._knowledge.caller
        return self.book.say("introduction", caller=caller) if caller else ""

    def _joined(self, *parts: str) -> str:
        return " ".join(filter(None, parts))

    def _greeting(self, name: str) -> str:
        area = self._area("area")
        return self.book.say(name, work=self.book.work(self._knowledge.task), area=area)

    def _area(self, name: str) -> str:
        zip_code = self._knowledge.area
        return self.book.part(name, zip_code=zip_code) if zip_code else ""

    def _problem(self) -> str:
        problem = self._knowledge.problem
        return self.book.say("problem", problem=problem) if problem else ""

    def _ask(self) -> str:
        return self.book.say("ask_price") or self.book.say("ask_price_again")

    def _answer(self, state: State, answer: LegalMove, move: LegalMove) -> str:
        about = answer.about
        if about in ANSWERS:
            work = self.book.work(self._knowledge.task)
            return self.book.say(ANSWERS[about], work=work)
        if about == "job":
            return self._joined(self._greeting("greeting_again"), self._problem())
        if about == "identity":
            return self._of_identity(answer.text)
        if about == "date":
            day = self._knowledge.days[self.book.language]
            return self.book.say("needed_by", day=day) if day else ""
        if about == "choice":
            name = "customer_chooses" if state.price.options else "each_option"
            return self.book.say(name)
        if about == "unknown":
            return self._unknown(answer.text, move)
        return self._told(answer.text)

    def _told(self, text: str) -> str:
        """An answer of the customer's, introduced in another way once it was said twice."""
        if self.book.language != "en" and (said := QUOTED.fullmatch(text)):
            quoted = YES.sub(self.book.part("yes"), said[1])
            return self.book.say("retold", said=quoted) or self.book.say("as_i_said")
        if self.book.may_say(text):
            return text
        for begun in RETOLD:
            if text.startswith(RETOLD[0]) and self.book.may_say(text.replace(RETOLD[0], begun)):
                return text.replace(RETOLD[0], begun)
        return self.book.say("as_i_said")

    def _unknown(self, supposing: str, move: LegalMove) -> str:
        if move.kind is not MoveType.ASK_PRICE:
            return self.book.say("not_told")
        if supposing and self.book.language == "en":
            return self.book.say("supposing", supposing=supposing)
        return self.book.say("supposing_usual")

    def _of_identity(self, asked: str) -> str:
        if any(word in asked for word in ADDRESS_WORDS):
            is_area = any(word in asked for word in AREA_WORDS)
            if is_area and self._knowledge.area:
                return self.book.say("area_is", zip_code=self._knowledge.area)
            return self.book.say("no_address", area_note=self._area("area_note"))
        return self.book.say("no_person")

    def _move(self, state: State, move: LegalMove) -> str:
        match move.kind:
            case MoveType.OPEN:
                return self.opening()
            case MoveType.TELL_JOB | MoveType.SWITCH_LANGUAGE:
                return self._tell_job(state, move)
            case MoveType.ASK_PRICE:
                return self._ask_price(move)
            case MoveType.PIN_DOWN:
                return self.book.say(f"pin_{move.about}")
            case MoveType.TAKE_NOTE:
                return self.book.say("ask_visit")
            case MoveType.HOLD_ON:
                return self._joined(self._hold(move), self._open_question(state, move))
            case MoveType.PRESS:
                return move.text.capitalize() + "." if move.about == "word" else ""
            case MoveType.ASK_ROOM:
                return self.book.say("ask_room_high" if move.about == "high" else "ask_room")
            case MoveType.CLOSE:
                return self._close(state, Closing(move.about))
        return self._with_figure(state, move)

    def _tell_job(self, state: State, move: LegalMove) -> str:
        is_new = move.about == "greeting" or move.kind is MoveType.SWITCH_LANGUAGE
        greeting = self._greeting("greeting_again") if is_new else ""
        more: list[str] = []
        if not is_new and self.book.language == "en":
            facts = self._knowledge.more() if state.told > 1 else self._knowledge.facts()
            more = [fact for fact in facts if self.book.may_say(fact)][:2]
        told = self._joined(greeting, self._problem(), *more)
        return self._joined(told or self.book.say("no_more_details"), self._ask())

    def _ask_price(self, move: LegalMove) -> str:
        if move.short:
            return self.book.say("ask_price_short")
        name = "ask_price_again" if move.about == "again" else "ask_price"
        return self.book.say(name) or self.book.say("ask_price_again")

    def _hold(self, move: LegalMove) -> str:
        names = {"ask": "while_they_ask", "silence": "still_there", "waiting": "waiting"}
        return self.book.say(names.get(move.about, "hold_on"))

    def _open_question(self, state: State, move: LegalMove) -> str:
        """Once more what they have not answered, for whoever may not have heard it."""
        asked = state.open
        if move.about != "silence" or asked is None:
            return ""
        if asked.amount is None:
            return self.book.say("ask_price_again")
        amount = self._named(state, asked.amount)
        if asked.kind is not MoveType.READ_BACK:
            return self.book.say("offer_again", amount=amount)
        day = self._held.get(self.book.language) or self.book.part("a_week_from_now")
        return self.book.say("read_back_again", amount=amount, day=day)

    def _close(self, state: State, closing: Closing) -> str:
        name = CLOSINGS[closing]
        if closing is Closing.QUOTED and len(state.price.options) > 1:
            name = "close_options"
        return self.book.say(name) if name else ""

    def _with_figure(self, state: State, move: LegalMove) -> str:
        amount = self._named(state, move.amount or Decimal(0))
        if move.kind is MoveType.READ_BACK:
            return self._read_back(state, move, amount)
        if move.kind is MoveType.CITE_QUOTE:
            return self._cite(state, move, amount)
        if move.kind is MoveType.CORRECT:
            return self.book.say("correct", amount=amount)
        name = "offer_again" if move.about == "again" else "counter"
        if name == "counter" and state.price.rounds > 0:
            name = "match_quote" if self._is_of_quote(state.price, move) else "counter_again"
        return self.book.say(name, amount=amount)

    def _cite(self, state: State, move: LegalMove, amount: str) -> str:
        """The quote that there is, and what is asked for."""
        quote = state.price.best_quote
        if quote is None or quote == move.amount:
            return self.book.say("cite_quote", amount=amount)
        name = "cite_quote_again" if move.about == "again" else "cite_quote_for_less"
        return self.book.say(name, quote=dollars(quote), amount=amount)

    def _is_of_quote(self, price: PriceTalk, move: LegalMove) -> bool:
        """Whether they know this figure for the quote; who only said no hears no "match"."""
        return price.cited and price.has_moved and move.amount == price.best_quote

    def _read_back(self, state: State, move: LegalMove, amount: str) -> str:
        name = "read_back_short" if move.short else "read_back"
        if state.price.read_backs:
            name = "read_back_again"
        day = self._held.get(self.book.language) or self.book.part("a_week_from_now")
        return self.book.say(name, amount=amount, day=day)

    def _named(self, state: State, price: Decimal) -> str:
        """The price as it may be said: the very limit only if they were first to say it."""
        is_ours = price == state.price.best_quote or self.limit_heard
        if self._discretion.names_limit(dollars(price)) and not is_ours:
            return self.book.part("that_total")
        in_cash = self.book.part("in_cash") if state.price.in_cash else ""
        return f"{dollars(price)}{in_cash}"


def dollars(price: Decimal) -> str:
    """ "$135", "$1,250" or, where there are cents, "$99.50"."""
    return f"${price:,.0f}" if price == price.to_integral_value() else f"${price:,.2f}"
