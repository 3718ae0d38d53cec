"""Whatever a customer's answers are made of, the agent reads them about as fast as prose."""

from datetime import date
from decimal import Decimal

from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.knowledge import Knowledge
from tests.floods import floods, processor_time, slower


def read(text: str) -> None:
    """Everything that the agent does with a brief before the first word, and with a question."""
    brief = Brief("plumber", text, (("What is it?", text),) * 2, "95126", date(2026, 12, 10))
    known = Knowledge(brief, Discretion(Decimal(250)))
    known.facts()
    known.answer("How old is it?")


def test_the_agent_reads_any_brief_at_three_times_the_cost_of_prose_at_most() -> None:
    def cost(text: str) -> float:
        return processor_time(lambda: read(text))

    assert slower(cost, list(floods())[::6]) == {}
