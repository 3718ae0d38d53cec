"""The simulated line: no phone rings, a made-up business answers, and the pace is a real call's.

It holds no clock and no thread; what happens later is reported with a delay.
"""

from dataclasses import dataclass

from callbackend.lines.base import (
    PLAINLY,
    Answered,
    Ended,
    EndReason,
    Heard,
    Limits,
    Manner,
    Report,
    Ringing,
    Speaking,
    Spoken,
    Ticket,
    key_in,
    line_of,
)
from callbackend.lines.simulated.business import Business
from callbackend.lines.simulated.character import Character, character_of
from callbackend.lines.simulated.kinds import Fate

NOTICE = "[Simulated call: no phone was rung]"
# Shares of a whole call: until it rings, until somebody answers, until nobody does.
SETUP_SHARE = 0.03
RINGING_SHARE = 0.12
UNANSWERED_SHARE = 0.5
# A call that comes to a price has about so many characters, all utterances together.
TYPICAL_CHARACTERS = 1100
TALKING_SHARE = 1 - SETUP_SHARE - RINGING_SHARE
# However much is said, the whole call stays within twice of what it should last: no utterance takes
# more than this share of what is left of that.
LONGEST_SHARE = 1.9
MOST_OF_THE_REST = 0.2
# No call lasts longer, at whatever pace.
LONGEST_SECONDS = 600.0
# To press a key takes as long as so many characters.
CHARACTERS_OF_A_KEY = 12

NOT_ANSWERED = {
    Fate.NO_ANSWER: EndReason.NO_ANSWER,
    Fate.BUSY: EndReason.BUSY,
    Fate.NOT_IN_SERVICE: EndReason.INVALID_NUMBER,
}


@dataclass(slots=True)
class Conversation:
    """One simulated call."""

    business: Business
    report: Report
    pace: float
    # Seconds that what is still to be said may take at most.
    left: float


class SimulatedLine:
    """A line for development, tests and demonstrations. Used by one thread."""

    name = "simulated"
    is_real = False
    manner = Manner(notice=NOTICE)
    limits = Limits(LONGEST_SECONDS, LONGEST_SECONDS, LONGEST_SECONDS, LONGEST_SECONDS)

    def __init__(self, call_seconds: float) -> None:
        """A call lasts about `call_seconds`, some more and some less; 0 is without any pause."""
        self._call_seconds = call_seconds
        self._conversations: dict[str, Conversation] = {}

    def dial(self, ticket: Ticket, report: Report) -> None:
        """Let it ring, then answer or not, as the character is."""
        character = character_of(ticket)
        self._conversations[ticket.call_id] = self._conversation(character, ticket, report)
        seconds = self._call_seconds * character.pace
        reason = NOT_ANSWERED.get(character.fate)
        if reason in (EndReason.BUSY, EndReason.INVALID_NUMBER):
            report(ticket.call_id, Ended(reason), SETUP_SHARE * seconds)
            return
        report(ticket.call_id, Ringing(), SETUP_SHARE * seconds)
        if reason is not None:
            report(ticket.call_id, Ended(reason), UNANSWERED_SHARE * seconds)
        else:
            report(ticket.call_id, Answered(), (SETUP_SHARE + RINGING_SHARE) * seconds)

    def resume(self, ticket: Ticket, spoken: list[Spoken], report: Report) -> None:
        """Play the call up to where it was cut off, then go on; no phone rings for it."""
        if not spoken:
            self.dial(ticket, report)
            return
        conversation = self._conversation(character_of(ticket), ticket, report)
        self._conversations[ticket.call_id] = conversation
        for utterance, following in zip(spoken, [*spoken[1:], None], strict=True):
            if utterance.by_agent and following is not None:
                self._answer(conversation, utterance.text)
        if spoken[-1].by_agent:
            self._react(ticket.call_id, spoken[-1].text)

    def say(self, call_id: str, text: str, last: bool, how: Speaking = PLAINLY) -> None:
        """Answer after the time that it takes to say both; nobody here interrupts."""
        conversation = self._conversations.get(call_id)
        if conversation is not None and last:
            pause = self._pause(conversation, len(text))
            conversation.report(call_id, Ended(EndReason.HUNG_UP), pause)
        else:
            self._react(call_id, text)

    def press(self, call_id: str, key: str) -> None:
        """Answer a key as a menu does."""
        self._react(call_id, line_of(key))

    def hang_up(self, call_id: str) -> None:
        """Forget the call."""
        self._conversations.pop(call_id, None)

    def end(self, ticket: Ticket) -> None:
        """Nothing rings: whoever plays it finds it ended."""

    def let_go(self, call_id: str) -> None:
        """Forget the call; whoever carries it plays it anew."""
        self._conversations.pop(call_id, None)

    def _conversation(self, character: Character, ticket: Ticket, report: Report) -> Conversation:
        ringing = (SETUP_SHARE + RINGING_SHARE) * character.pace
        left = (LONGEST_SHARE - ringing) * self._call_seconds
        business = Business(character, ticket.business_name)
        return Conversation(business, report, character.pace, left)

    def _react(self, call_id: str, line: str) -> None:
        conversation = self._conversations.get(call_id)
        if conversation is not None:
            reply, pause = self._answer(conversation, line)
            conversation.report(call_id, Heard(reply), pause)

    def _answer(self, conversation: Conversation, line: str) -> tuple[str, float]:
        """What the business answers to a line of the agent's, and how long both take."""
        key = key_in(line)
        if key is None:
            reply, said = conversation.business.reply(line), len(line)
        else:
            reply, said = conversation.business.press(key), CHARACTERS_OF_A_KEY
        return reply, self._pause(conversation, said + len(reply))

    def _pause(self, conversation: Conversation, characters: int) -> float:
        share = TALKING_SHARE * characters / TYPICAL_CHARACTERS
        usual = share * self._call_seconds * conversation.pace
        pause = min(usual, MOST_OF_THE_REST * conversation.left)
        conversation.left -= pause
        return pause
