"""The agent: what to say next on a call. Pure and deterministic; knows nothing of lines or clocks.

It says what it is, asks for a price, haggles for a round or two, reads an agreed price back and
closes politely. Whether there is a price, and which, is the price reader's word alone.
"""

from collections.abc import Iterable
from datetime import date
from zlib import crc32

from callbackend.agent import phrases
from callbackend.agent.answers import Answers
from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.listening import Meaning, meanings_of
from callbackend.agent.price_talk import PriceTalk
from callbackend.agent.reply import Reply
from callbackend.agent.result import Findings
from callbackend.reading import Quote, Reader, Utterance
from callbackend.states import Outcome

# Every call ends: after this many utterances of the agent, whatever the other side does.
LONGEST_TALK = 14
HOLDS = 3
OPT_OUT_KEY = "9"
SILENCES = 2

ABOUT_THE_PRICE = {Meaning.FIGURE, Meaning.YES, Meaning.NO, Meaning.FIRM, Meaning.UNSURE}


def verdict_of(quote: Quote) -> Outcome:
    """What a call has brought that came to these prices."""
    if quote.negotiated_price is not None:
        return Outcome.AGREED
    return Outcome.NO_AGREEMENT if quote.estimated_price is None else Outcome.QUOTED


class Negotiator:
    """One conversation, utterance by utterance."""

    __slots__ = (
        "_answers", "_deal", "_holds", "_is_over", "_last", "_preface", "_question", "_reader",
        "_silences", "_spoken",
    )  # fmt: skip

    def __init__(
        self, brief: Brief, business_name: str, preface: str = "", today: date | None = None
    ) -> None:
        """`preface` is put before the first words: a notice of where the call comes from.

        `today` is the day of the call.
        """
        discretion = Discretion(brief.price_limit)
        variety = crc32(business_name.encode(errors="replace"))
        self._answers = Answers(brief, discretion, variety)
        self._reader = Reader()
        self._deal = PriceTalk(brief, self._reader, self._answers, discretion)
        self._preface = preface
        self._spoken = 0
        self._holds = 0
        self._silences = 0
        # What was said last, and the last of it that wants an answer.
        self._last = ""
        self._question = ""
        self._is_over = False

    @property
    def quote(self) -> Quote:
        """The prices of the conversation so far."""
        return self._reader.quote

    @property
    def verdict(self) -> Outcome:
        """What the call has brought, if it ended now."""
        return verdict_of(self._reader.quote)

    @property
    def findings(self) -> Findings:
        """All that the conversation has brought so far."""
        quote = self._reader.quote
        last = None if quote.estimated_price is None else self._reader.standing
        return Findings(quote.estimated_price, last, quote.negotiated_price)

    def replay(self, lines: Iterable[Utterance]) -> Reply | None:
        """Bring the agent to where these lines end; its last turn, if it has had one.

        What the provider said after that is not heard yet.
        """
        turn: Reply | None = None
        heard: str | None = None
        for line in lines:
            if line.role == "provider":
                heard = line.text
            else:
                turn = self.turn(heard, said=line.text)
                heard = None
        return turn

    def turn(self, heard: str | None, said: str | None = None) -> Reply:
        """Answer what was heard; None is the start of the call, and later a silence.

        `said` is what the agent really says, or said when the call is replayed, in place of its
        own words for what it has decided.
        """
        if self._is_over:
            return Reply("", done=True, outcome=self.verdict)
        turn = self._decide((heard or "").strip())
        if not turn.done and self._spoken + 1 >= LONGEST_TALK:
            turn = self._deal.close()
        if said is None:
            said = f"{self._preface} {turn.say}".strip() if self._spoken == 0 else turn.say
        return self._speak(turn, said)

    def pressed(self, key: str) -> Reply:
        """Answer a key that they press: 9 takes them off the list, the others mean nothing."""
        if key == OPT_OUT_KEY and not self._is_over:
            return self._speak(self._leave(phrases.CLOSE_OPTED_OUT, Outcome.OPTED_OUT), None)
        return self.turn(None)

    def _speak(self, turn: Reply, said: str | None) -> Reply:
        """Say it; how an ended call ended is known only after the reader has heard that too."""
        said = turn.say if said is None else said
        self._spoken += 1
        if said:
            self._reader.hear(Utterance("agent", said))
        self._last = turn.say
        self._is_over = turn.done
        return Reply(said, turn.done, (turn.outcome or self.verdict) if turn.done else None)

    def _decide(self, heard: str) -> Reply:
        if not heard:
            return self._silence() if self._spoken else self._open()
        self._reader.hear(Utterance("provider", heard))
        self._deal.hear(heard)
        meanings = meanings_of(heard)
        ending = self._ending(meanings)
        if ending is not None:
            return ending
        return self._reply(meanings) if self._spoken else self._open()

    def _open(self) -> Reply:
        self._question = self._answers.question()
        return Reply(self._answers.opening())

    def _silence(self) -> Reply:
        self._silences += 1
        return self._deal.close() if self._silences > SILENCES else Reply(phrases.STILL_THERE)

    def _ending(self, meanings: set[Meaning]) -> Reply | None:
        """What ends a call at once, at any stage."""
        if Meaning.OPT_OUT in meanings:
            return self._leave(phrases.CLOSE_OPTED_OUT, Outcome.OPTED_OUT)
        if Meaning.MACHINE in meanings:
            # A machine is left without a message.
            return Reply("", True, Outcome.VOICEMAIL)
        if Meaning.FIGURE not in meanings:
            if Meaning.HOSTILE in meanings:
                return self._leave(phrases.CLOSE_HOSTILE, Outcome.DECLINED)
            if Meaning.REFUSAL in meanings:
                return self._leave(phrases.CLOSE_DECLINED, Outcome.DECLINED)
        return self._deal.close() if Meaning.GOODBYE in meanings else None

    def _leave(self, words: tuple[str, ...], outcome: Outcome) -> Reply:
        """Say goodbye. A price that was named before still counts, except to an opt-out."""
        has_price = self._reader.quote.estimated_price is not None
        is_final = outcome is Outcome.OPTED_OUT or not has_price
        return Reply(self._answers.pick(words), True, outcome if is_final else None)

    def _reply(self, meanings: set[Meaning]) -> Reply:
        if Meaning.REPEAT in meanings and Meaning.FIGURE not in meanings:
            return Reply(self._last)
        if Meaning.HOLD in meanings and Meaning.FIGURE not in meanings and self._holds < HOLDS:
            self._holds += 1
            return Reply(phrases.TAKE_YOUR_TIME)
        aside = self._answers.to_questions(meanings)
        if aside and not meanings & ABOUT_THE_PRICE:
            return Reply(f"{aside} {self._question}")
        turn = self._deal.answer(meanings)
        if not turn.done:
            self._question = turn.say
        return Reply(f"{aside} {turn.say}".strip(), turn.done, turn.outcome)
