"""The agent: what to do next on a call. Pure and deterministic; knows nothing of lines or clocks.

A turn goes once through three parts, each of which can be tested without the others: hearing
(`callbackend.reading.heard`), the state with the legal moves (`interpret`, `updating`, `decide`,
`policy`), and the words (`speaking`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zlib import crc32

from callbackend.agent import decide
from callbackend.agent.brief import Brief
from callbackend.agent.decide import Decision
from callbackend.agent.discretion import Discretion
from callbackend.agent.interpret import interpret
from callbackend.agent.knowledge import Knowledge, content
from callbackend.agent.moves import (
    OUTCOME_OF_CLOSING,
    Closing,
    LegalMove,
    MoveType,
)
from callbackend.agent.news import NOTHING, News
from callbackend.agent.policy import close
from callbackend.agent.recognise import recognised
from callbackend.agent.reply import Reply
from callbackend.agent.result import Findings
from callbackend.agent.speaking import Speaker
from callbackend.agent.state import PriceTalk, State
from callbackend.agent.updating import carry_out, take_in
from callbackend.agent.wording import phrases
from callbackend.lines.base import CUT, key_in
from callbackend.reading import Quote, Utterance
from callbackend.reading.conversation import in_cents
from callbackend.reading.heard import HeardTurn, hear
from callbackend.reading.money.money import agent_figures
from callbackend.reading.speech.acts import Act
from callbackend.reading.text import plain
from callbackend.states import Outcome

# Every call ends: after this many utterances of the agent, whatever the other side does.
LONGEST_TALK = 16
OPT_OUT_KEY = "9"
# What words are that were cut off: nothing that was asked or offered.
CUT_OFF = LegalMove(MoveType.HOLD_ON, about="cut off")
# What may be done before anybody was told who calls.
BEFORE_OPENING = {MoveType.PRESS, MoveType.CLOSE}
TO_BE_HEARD = {MoveType.OPEN, MoveType.READ_BACK}
# What is said to "hold on", to who asks others, and while they are away.
GRANTING = {"", "ask", "waiting"}
WITH_A_FIGURE = {MoveType.COUNTER, MoveType.CITE_QUOTE, MoveType.READ_BACK}


def prepare() -> None:
    """Read and learn all that a conversation needs, so that nobody on the phone waits for it."""
    hear("Hello?")
    for language in ("en", "es"):
        phrases(language)


class Negotiator:
    """One conversation, utterance by utterance."""

    __slots__ = ("_discretion", "_knowledge", "_preface", "_speaker", "_state")

    def __init__(
        self, brief: Brief, business_name: str, preface: str = "", today: date | None = None
    ) -> None:
        """`preface` is put before the first words: a notice of where the call comes from.

        `today` is the day of the call; a price is held from then on.
        """
        self._discretion = Discretion(brief.price_limit)
        self._knowledge = Knowledge(brief, self._discretion)
        variety = crc32(business_name.encode(errors="replace")) // 7
        day = brief.date_needed if today is None else today
        self._speaker = Speaker(self._knowledge, self._discretion, variety, day, brief.date_needed)
        self._preface = preface
        self._state = State(
            PriceTalk(brief.price_limit, brief.best_quote), content(self._knowledge.problem)
        )

    @property
    def findings(self) -> Findings:
        """All that the conversation has brought so far."""
        price = self._state.price
        estimated = price.estimated
        return Findings(
            estimated_price=None if estimated is None else in_cents(estimated),
            last_offer=None if price.standing is None else in_cents(price.standing),
            negotiated_price=None if price.agreed is None else in_cents(price.agreed),
            moves=price.moves(),
            notes=tuple(self._state.notes),
        )

    @property
    def quote(self) -> Quote:
        """The prices of the conversation so far, with the lines in which they were named."""
        found, price = self.findings, self._state.price
        theirs = [one.turn for one in price.named if one.by == "provider"]
        lines = {*theirs[:1], *(one.turn for one in price.named if one.is_agreed)}
        if price.agreed is not None:
            lines.add(price.read_back_line)
        return Quote(found.estimated_price, found.negotiated_price, tuple(sorted(lines)))

    @property
    def verdict(self) -> Outcome:
        """What the call has brought, if it ended now."""
        return OUTCOME_OF_CLOSING[Closing(close(self._state).about)]

    def replay(self, lines: Iterable[Utterance]) -> Reply | None:
        """Bring the agent to where these lines end; its last turn, if it has had one.

        What the provider said after that is not heard yet. Lines of the provider that follow each
        other were answered without a word; lines of the agent's, after a silence.
        """
        turn: Reply | None = None
        heard: Utterance | None = None
        for line in lines:
            if line.role == "agent":
                said = "" if key_in(line.text) else line.text
                turn = self._heard(heard, said=said)
                heard = None
                continue
            if heard is not None:
                turn = self._heard(heard, said="")
            heard = line
        return turn

    def _heard(self, heard: Utterance | None, said: str) -> Reply:
        """Answer a line of a transcript, which may be a key that they pressed."""
        if heard is None:
            return self.turn(None, said)
        key = key_in(heard.text)
        if key is not None:
            return self.pressed(key, said)
        return self.turn(heard.text, said, overlapped=heard.overlapped)

    def turn(
        self, heard: str | None, said: str | None = None, *, overlapped: bool = False
    ) -> Reply:
        """Answer what was heard; None is the start of the call, and later a silence.

        `said` is what the agent really says, or said when the call is replayed, in place of its
        own words for what it has decided. `overlapped`: they spoke while the agent still did.
        """
        if self._state.is_over:
            return Reply("", done=True, outcome=self.verdict)
        return self._speak(self._decide((heard or "").strip(), overlapped=overlapped), said)

    def choices(self, heard: str | None) -> tuple[tuple[LegalMove, str], ...]:
        """Each legal move on what was heard, with the agent's words for it, its own choice first.

        After that the agent is in the middle of a turn: ask one that is good for nothing else.
        """
        decision = self._decide((heard or "").strip())
        if self._state.spoken + 1 >= LONGEST_TALK:
            return ()
        worded = (
            (it, self._speaker.say(self._state, decision.answers, it)) for it in decision.moves
        )
        return tuple((move, words) for move, words in worded if words)

    def pressed(self, key: str, said: str | None = None) -> Reply:
        """Answer a key that they press: 9 takes them off the list, the others mean nothing.

        `said` as in `turn`. A key is a line of the transcript, as their words are.
        """
        if self._state.is_over:
            return self.turn(None)
        self._state.lines += 1
        if key == OPT_OUT_KEY:
            return self._speak(decide.only(close(self._state, Closing.OPTED_OUT)), said)
        return self.turn(None, said)

    def _decide(self, heard: str, *, overlapped: bool = False) -> Decision:
        state = self._state
        if not heard:
            return decide.on_silence(state) if state.spoken else decide.only(_opening())
        understood = hear(
            heard,
            state.offered if state.offered is not None else state.read_back,
            state.price.standing or state.offered,
            is_price_asked=state.is_price_asked,
        )
        decision = self._on(heard, understood, overlapped=overlapped)
        state.lines += 1
        if not state.has_opened and decision.moves[0].kind not in BEFORE_OPENING:
            return decide.only(_opening())
        return decision

    def _on(self, said: str, heard: HeardTurn, *, overlapped: bool) -> Decision:
        state = self._state
        speaker = self._speaker
        speaker.limit_heard = speaker.limit_heard or self._discretion.names_limit(said)
        if not heard.opts_out or heard.keys:
            by_machine = decide.on_machine(state, heard)
            if by_machine is not None:
                return by_machine
        switched = self._switch(heard)
        meant = interpret(state, heard)
        if overlapped and meant.news is News.CONFIRMED:
            meant = NOTHING  # A yes to what they had not heard to the end is none: ask again.
        take_in(state, meant, said, heard)
        ending = decide.on_ending(state, heard, meant)
        if ending is not None:
            return ending
        if switched and meant.news is News.NONE:
            return decide.only(LegalMove(MoveType.SWITCH_LANGUAGE), close(state))
        return decide.on_words(state, heard, meant, self._knowledge)

    def _switch(self, heard: HeardTurn) -> bool:
        """Go on in the language that they speak; whether that is a change."""
        book = self._speaker.book
        if book.language == "en" and (heard.has(Act.NO_ENGLISH) or heard.language == "es"):
            book.language = "es"
            return True
        if book.language == "es" and heard.language == "en" and not heard.has(Act.NO_ENGLISH):
            book.language = "en"
        return False

    def _speak(self, decision: Decision, said: str | None) -> Reply:
        """Say it, or what is said in place of it; the first legal move that has words left."""
        state = self._state
        move, words = self._worded(decision)
        if said is None:
            said = f"{self._preface} {words}".strip() if state.spoken == 0 else words
        else:
            move = recognised(said, decision.moves) or _as_said(move, said)
            if said.endswith(CUT) and not recognised(said, decision.moves):
                move = CUT_OFF
        self._speaker.book.note(words)
        carry_out(state, move, said)
        if move.kind is not MoveType.CLOSE:
            press = move.text if move.kind is MoveType.PRESS and move.about == "key" else None
            return Reply(
                said,
                press=press,
                move=str(move),
                must_be_heard=move.kind in TO_BE_HEARD,
                grants_time=move.kind is MoveType.HOLD_ON and move.about in GRANTING,
                language=self._speaker.book.language,
            )
        outcome = OUTCOME_OF_CLOSING[Closing(move.about)]
        return Reply(said, True, outcome, move=str(move), language=self._speaker.book.language)

    def _worded(self, decision: Decision) -> tuple[LegalMove, str]:
        state = self._state
        moves = decision.moves
        if state.spoken + 1 >= LONGEST_TALK and moves[0].kind is not MoveType.CLOSE:
            moves = (close(state),)
        for move in moves:
            words = self._speaker.say(state, decision.answers, move)
            if words or move.kind in (MoveType.CLOSE, MoveType.PRESS):
                return move, words
        ending = close(state)
        return ending, self._speaker.say(state, (), ending)


def _opening() -> LegalMove:
    return LegalMove(MoveType.OPEN)


def _as_said(move: LegalMove, said: str) -> LegalMove:
    """The move with the figure that was really named, where it was another one."""
    if move.kind not in WITH_A_FIGURE:
        return move
    named = [figure.value for figure in agent_figures(plain(said), move.amount)]
    if not named or move.amount in named:
        return move
    return replace(move, amount=named[-1])
