"""Money as people say it: 150 is "one fifty", "a hundred fifty", "one hundred and fifty"."""

ONES_NAMED = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS_NAMED = ("", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split())
MILLION = 1_000_000
THOUSAND = 1000
HUNDRED = 100


def formal(amount: int) -> str:
    """The full form: "one thousand two hundred fifty"."""
    for size, name in ((MILLION, "million"), (THOUSAND, "thousand"), (HUNDRED, "hundred")):
        if amount >= size:
            many, rest = divmod(amount, size)
            return f"{formal(many)} {name}" + (f" {formal(rest)}" if rest else "")
    return _below_hundred(amount)


def colloquial(amount: int) -> str:
    """The short form: "one fifty", "twelve hundred", "eighteen fifty"; else the full one."""
    hundreds, rest = divmod(amount, HUNDRED)
    if not HUNDRED < amount < 10_000 or hundreds % 10 == 0:
        return formal(amount)
    if rest == 0:
        return formal(amount) if amount < THOUSAND else f"{_below_hundred(hundreds)} hundred"
    small = f"oh {ONES_NAMED[rest]}" if rest < 10 else _below_hundred(rest)
    return f"{_below_hundred(hundreds)} {small}"


def ways_to_say(amount: int) -> set[str]:
    """Every English form that this module knows of an amount."""
    full = formal(amount)
    forms = {full, colloquial(amount), _with_and(full)}
    return forms | {f"a {form[4:]}" for form in forms if form.startswith("one hundred")}


def _with_and(full: str) -> str:
    """British and careful speakers: "two hundred and fifty"."""
    head, hundred, rest = full.rpartition("hundred ")
    return f"{head}{hundred}and {rest}" if hundred else full


def _below_hundred(amount: int) -> str:
    if amount < len(ONES_NAMED):
        return ONES_NAMED[amount]
    tens, ones = divmod(amount, 10)
    return TENS_NAMED[tens] + (f"-{ONES_NAMED[ones]}" if ones else "")
