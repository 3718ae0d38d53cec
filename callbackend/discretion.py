"""What the agent must not say: the customer's limit in any form, address, phone, e-mail, budget."""

import re
from decimal import Decimal

from callbackend.spoken import ways_to_say

STREET = re.compile(
    r"\b\d+\s+(?:\w+\s+){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|ct|court"
    r"|pl|place|way|ter|terrace|cir|circle|pkwy|parkway|hwy|highway|calle)\b",
    re.IGNORECASE,
)
PRIVATE = re.compile(
    r"[\$€£@]|\b(?:budgets?|limits?|afford|spend|pay(?:ing)?|max(?:imum)?|dollars?|bucks|usd"
    r"|address|my name|call me|apartment|apt|unit|suite|gate code)\b|(?:\d[\s().-]*){7}",
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
        """A customer's own words as the agent may repeat them; empty if it may not."""
        fact = " ".join(text.split()).strip(" .!?,;")
        if STREET.search(fact) or PRIVATE.search(fact) or self.names_limit(fact):
            return ""
        if len(fact) > LONGEST_FACT:
            fact = fact[:LONGEST_FACT].rsplit(" ", 1)[0].strip(" .!?,;")
        return fact


def _forms(limit: Decimal) -> re.Pattern[str]:
    whole = int(limit)
    cents = "" if limit == whole else f"{limit % 1:.2f}"[1:]
    numbers = {f"{whole}", f"{whole:,}", f"{whole // 1000} {whole % 1000:03}"[-8:].lstrip("0 ")}
    spoken = set() if cents else ways_to_say(whole)
    spoken |= {form.replace("-", " ") for form in spoken}
    digits = [re.escape(number + cents) + (r"(?:\.0+)?" if not cents else "") for number in numbers]
    if not cents and whole % 100 == 0 and whole >= 1000:
        digits.append(re.escape(f"{whole / 1000:g}") + r"\s?(?:k\b|thousand|grand)")
    words = [re.escape(form) for form in spoken]
    return re.compile(
        rf"(?<![\d.,])(?:{'|'.join(digits)})(?![.,]?\d)|\b(?:{'|'.join(words) or '(?!)'})\b",
        re.IGNORECASE,
    )
