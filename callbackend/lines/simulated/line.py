"""The simulated line: no phone rings, a made-up business answers, and the pace is a real call's.

It holds no clock and no thread; what happens later is reported with a delay.
"""

from dataclasses import dataclass

from callbackend.lines.base import (
    Answered,
    Ended,
    EndReason,
    Heard,
    Report,
    Ringing,
    Spoken,
    Ticket,
)
from callbackend.lines.simulated.business import Business
from callbackend.lines.simulated.character import Character, Fate, character_of

NOTICE = "[Simulated call: no phone was rung]"
# Shares of a whole call: until it rings, until somebody answers, until nobody does.
SETUP_SHARE = 0.03
RINGING_SHARE = 0.12
UNANSWERED_SHARE = 0.5
# A call that comes to a price has about so many characters, all utterances together.
TYPICAL_CHARACTERS = 720
TALKING_SHARE = 1 - SETUP_SHARE - RINGING_SHARE

NOT_ANSWERED = {
    Fate.NO_ANSWER: EndReason.NO_ANSWER,
    Fate.BUSY: EndReason.BUSY,
    Fate.NOT_IN_SERVICE: EndReason.INVALID_NUMBER,
}


@dataclass(slots=True)
class Conversation:
    """One simulated call."""

    character: Character
    business: Business
    report: Report


class SimulatedLine:
    """A line for development, tests and demonstrations. Used by one thread."""

    notice = NOTICE
    is_real = False
    can_resume = True

    def __init__(self, call_seconds: float) -> None:
        """A call lasts about `call_seconds`, some more and some less; 0 is without any pause."""
        self._call_seconds = call_seconds
        self._conversations: dict[str, Conversation] = {}

    def dial(self, ticket: Ticket, report: Report) -> None:
        """Let it ring, then answer or not, as the character is."""
        character = character_of(ticket)
        business = Business(character, ticket.business_name)
        self._conversations[ticket.call_id] = Conversation(character, business, report)
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
        character = character_of(ticket)
        business = Business(character, ticket.business_name)
        self._conversations[ticket.call_id] = Conversation(character, business, report)
        for utterance, following in zip(spoken, [*spoken[1:], None], strict=True):
            if utterance.by_agent and following is not None:
                business.reply(utterance.text)
        if spoken[-1].by_agent:
            self.say(ticket.call_id, spoken[-1].text, last=False)

    def say(self, call_id: str, text: str, last: bool) -> None:
        """Answer after the time that it takes to say both."""
        conversation = self._conversations.get(call_id)
        if conversation is None:
            return
        if last:
            conversation.report(call_id, Ended(EndReason.HUNG_UP), self._pause(conversation, text))
            return
        reply = conversation.business.reply(text)
        conversation.report(call_id, Heard(reply), self._pause(conversation, text + reply))

    def hang_up(self, call_id: str) -> None:
        """Forget the call."""
        self._conversations.pop(call_id, None)

    def _pause(self, conversation: Conversation, text: str) -> float:
        share = TALKING_SHARE * len(text) / TYPICAL_CHARACTERS
        return share * self._call_seconds * conversation.character.pace
