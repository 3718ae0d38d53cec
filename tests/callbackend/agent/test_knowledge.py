from datetime import date

from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.knowledge import Knowledge

SPANISH = ("¿De qué marca es el calentador?", "es un Rheem de gas, muy viejo")
ENGLISH = ("How old is the heater?", "about twelve years old")


def known() -> Knowledge:
    day = date(2026, 12, 10)
    brief = Brief("plumber", "your heater leaks", (SPANISH, ENGLISH), "95126", day)
    return Knowledge(brief, Discretion(None))


def test_what_a_customer_wrote_in_spanish_is_not_told_to_who_speaks_english():
    told = [*known().facts(), *known().more(), known().answer("What brand is the heater?").told]

    assert "Rheem" not in " ".join(told)
    assert "twelve years" in " ".join(told)


def test_who_asks_in_spanish_hears_what_the_customer_wrote_in_spanish():
    assert "Rheem" in known().answer("¿Y de qué marca es el calentador?").told
