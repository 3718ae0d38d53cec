"""How a person says an amount of dollars on the phone: `two ten`, `$210`, `210 bucks`."""

from decimal import Decimal
from enum import StrEnum

from evals.partners.amounts import SMALL, SPANISH_HUNDREDS, SPANISH_SMALL, SPANISH_TENS, TENS

WORD_OF = {value: word for word, value in (SMALL | TENS).items()}
SPANISH_WORD_OF = {value: word for word, value in (SPANISH_SMALL | SPANISH_TENS).items()}
SPANISH_HUNDRED_OF = {
    value: word for word, value in SPANISH_HUNDREDS.items() if word not in ("cien", "ciento")
}
SPANISH_TWENTIES = "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis"
SPANISH_TWENTIES += " veintisiete veintiocho veintinueve"


class Voice(StrEnum):
    """The habits of saying figures, and of writing down what was said."""

    FIGURES = "figures"  # $1,250
    PLAIN = "plain"  # 1250
    BUCKS = "bucks"  # 1250 bucks
    WORDS = "words"  # one thousand two hundred fifty dollars
    SHORT = "short"  # twelve fifty
    HUNDREDS = "hundreds"  # twelve hundred and fifty
    SPANISH = "spanish"  # mil doscientos cincuenta dólares


def spelt(amount: Decimal, voice: Voice) -> str:
    """The amount as this voice says it; cents are dropped, as people drop them."""
    dollars = int(amount)
    match voice:
        case Voice.FIGURES:
            return f"${dollars:,}"
        case Voice.PLAIN:
            return str(dollars)
        case Voice.BUCKS:
            return f"{dollars} bucks"
        case Voice.WORDS:
            return f"{_words(dollars)} dollars"
        case Voice.SHORT:
            return _short(dollars)
        case Voice.HUNDREDS:
            return _hundreds(dollars, " and ")
        case Voice.SPANISH:
            return f"{_spanish(dollars)} dólares"


def _words(dollars: int) -> str:
    thousands, rest = divmod(dollars, 1000)
    parts = [f"{_words(thousands)} thousand"] if thousands else []
    hundreds, rest = divmod(rest, 100)
    parts += [f"{WORD_OF[hundreds]} hundred"] if hundreds else []
    parts += [_two_digits(rest)] if rest else []
    return " ".join(parts)


def _hundreds(dollars: int, between: str) -> str:
    hundreds, rest = divmod(dollars, 100)
    if not hundreds or hundreds % 10 == 0 or hundreds > 99:
        return _words(dollars)
    told = f"{_two_digits(hundreds)} hundred"
    return f"{told}{between}{_two_digits(rest)}" if rest else told


def _short(dollars: int) -> str:
    """`two ten`, `twelve fifty`; with fewer than ten behind the hundreds: `two oh five`."""
    hundreds, rest = divmod(dollars, 100)
    if not hundreds or not rest or hundreds % 10 == 0 or hundreds > 99:
        return _hundreds(dollars, " ")
    tail = _two_digits(rest) if rest >= 10 else f"oh {WORD_OF[rest]}"
    return f"{_two_digits(hundreds)} {tail}"


def _two_digits(number: int) -> str:
    if number in WORD_OF:
        return WORD_OF[number]
    return f"{WORD_OF[number - number % 10]}-{WORD_OF[number % 10]}"


def _spanish(dollars: int) -> str:
    thousands, rest = divmod(dollars, 1000)
    parts = ["mil" if thousands == 1 else f"{_spanish(thousands)} mil"] if thousands else []
    hundreds, below = divmod(rest, 100)
    if hundreds:
        one = "ciento" if below else "cien"
        parts.append(SPANISH_HUNDRED_OF.get(hundreds * 100, one))
    parts += [_spanish_two_digits(below)] if below else []
    return " ".join(parts)


def _spanish_two_digits(number: int) -> str:
    if number in SPANISH_WORD_OF:
        return SPANISH_WORD_OF[number]
    if 20 < number < 30:
        return SPANISH_TWENTIES.split()[number - 21]
    return f"{SPANISH_WORD_OF[number - number % 10]} y {SPANISH_WORD_OF[number % 10]}"
