"""What the agent must not say: the customer's limit in any form, and what their words disclose."""

import re
from decimal import Decimal
from functools import lru_cache

from callbackend.reading.numbers.saying import HUNDRED, THOUSAND, ways_to_say
from common.words import sayable

STREET = re.compile(
    r"\b\d+\s+(?:\w+\s+){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|ct|court"
    r"|pl|place|way|ter|terrace|cir|circle|pkwy|parkway|hwy|highway|calle)\b",
    re.IGNORECASE,
)
LONGEST_FACT = 180


class Discretion:
    """Knows the limit, so that everybody else need not."""

    __slots__ = ("_forms",)

    def __init__(self, limit: Decimal | None) -> None:
        self._forms = None if limit is None else _forms(limit)

    def names_limit(self, text: str) -> bool:
        """Whether this text holds the limit, in digits or in words."""
        return self._forms is not None and self._forms.search(text) is not None

    def fact(self, text: str) -> str:
        """A customer's own words as the agent may repeat them, clause by clause; empty if none."""
        fact = sayable(" ".join(text.split()), self.names_limit).strip(" .!?,;")
        if len(fact) > LONGEST_FACT:
            fact = fact[:LONGEST_FACT].rsplit(" ", 1)[0].strip(" .!?,;")
        return fact


@lru_cache(maxsize=1000)
def _forms(limit: Decimal) -> re.Pattern[str]:
    """Everything that this limit may look like: 1200, 1,200.00, 1.2k, "twelve hundred", …"""
    whole = int(limit)
    if limit != whole:
        digits, words = [f"{limit:.2f}", f"{limit:,.2f}"], ["(?!)"]
    else:
        digits, words = [f"{whole}", f"{whole:,}"], [_spoken(way) for way in ways_to_say(whole)]
    numbers = [re.escape(number) + (r"(?:\.0+)?" if limit == whole else "") for number in digits]
    if whole >= THOUSAND and limit % HUNDRED == 0:
        numbers.append(re.escape(f"{whole / THOUSAND:g}") + r"\s?(?:k\b|thousand|grand)")
    return re.compile(
        rf"(?<![\d.,])(?:{'|'.join(numbers)})(?![.,]?\d)|\b(?:{'|'.join(words)})\b", re.IGNORECASE
    )


def _spoken(way: str) -> str:
    return r"[\s-]+".join(re.split(r"[\s-]", way))
