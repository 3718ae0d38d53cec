"""A line that a test plays by hand: it notes what it is told and reports what the test says."""

from callbackend.lines.base import (
    PLAINLY,
    Ended,
    EndReason,
    Limits,
    LineEvent,
    Manner,
    Report,
    Speaking,
    Spoken,
    Ticket,
)


class FakeLine:
    name = "fake"

    def __init__(
        self, is_real: bool = False, can_resume: bool = False, waits: bool = False
    ) -> None:
        self.is_real = is_real
        self.can_resume = can_resume
        self.manner = Manner(waits=waits)
        self.limits = Limits(600, 600, 600, 600)
        self.dialled: list[str] = []
        self.tickets: list[Ticket] = []
        self.said: list[str] = []
        self.last_words: list[str] = []
        self.pressed: list[str] = []
        self.manners_of_saying: list[tuple[str, Speaking]] = []
        self.hung_up: list[str] = []
        self.let_go_of: list[str] = []
        self.ended: list[Ticket] = []
        self._reports: dict[str, Report] = {}

    def dial(self, ticket: Ticket, report: Report) -> None:
        self.dialled.append(ticket.phone)
        self.tickets.append(ticket)
        self._reports[ticket.call_id] = report

    def resume(self, ticket: Ticket, spoken: list[Spoken], report: Report) -> None:
        self._reports[ticket.call_id] = report
        if not self.can_resume:
            report(ticket.call_id, Ended(EndReason.FAILED))

    def say(self, call_id: str, text: str, last: bool, how: Speaking = PLAINLY) -> None:
        (self.last_words if last else self.said).append(text)
        self.manners_of_saying.append((text, how))

    def press(self, call_id: str, key: str) -> None:
        self.pressed.append(key)

    def hang_up(self, call_id: str) -> None:
        self.hung_up.append(call_id)

    def end(self, ticket: Ticket) -> None:
        self.ended.append(ticket)

    def let_go(self, call_id: str) -> None:
        self.let_go_of.append(call_id)

    def plays(self, call_id: str, *events: LineEvent) -> None:
        for event in events:
            self._reports[call_id](call_id, event)
