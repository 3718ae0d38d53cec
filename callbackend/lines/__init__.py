"""What carries a call: the simulated line that ships, and the rules for every real one."""

from callbackend.config import Settings
from callbackend.lines.base import Line
from callbackend.lines.simulated.line import SimulatedLine


def make_line(settings: Settings) -> Line:
    """The line that `CALL_LINE` names."""
    makers = {"simulated": lambda: SimulatedLine(settings.simulated_call_seconds)}
    return makers[settings.line]()
