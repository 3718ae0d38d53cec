"""The dollars that somebody named in a sentence of careful speech, such as the agent's.

An ear of its own on purpose: were it the product's, both could be wrong in the same way.
"""

import re
from collections.abc import Collection
from decimal import Decimal

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
ONES += " fifteen sixteen seventeen eighteen nineteen"
SMALL = {word: value for value, word in enumerate(ONES.split())}
TENS = {word: 20 + 10 * at for at, word in enumerate("twenty thirty forty fifty sixty".split())}
TENS |= {"seventy": 70, "eighty": 80, "ninety": 90}
SPANISH_SMALL = {
    word: value
    for value, word in enumerate(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis diecisiete dieciocho diecinueve".split()
    )
}
SPANISH_TENS = {
    word: 20 + 10 * at for at, word in enumerate("veinte treinta cuarenta cincuenta".split())
}
SPANISH_TENS |= {"sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "veinticinco": 25}
SPANISH_HUNDREDS = {"cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300}
SPANISH_HUNDREDS |= {"cuatrocientos": 400, "quinientos": 500, "seiscientos": 600}
SPANISH_HUNDREDS |= {"setecientos": 700, "ochocientos": 800, "novecientos": 900}
# A zero is no amount, and "cero" and "zero" begin none.
ADDED = {word: value for word, value in (SMALL | SPANISH_SMALL).items() if value}
ADDED |= TENS | SPANISH_TENS | SPANISH_HUNDREDS
TIMES = {"hundred": 100, "thousand": 1000, "mil": 1000}
NUMBER_WORDS = {*ADDED, *TIMES}

DOLLARS = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?")
UNIT_OF_MONEY = re.compile(r"\s*(?:dollars|bucks|dólares)\b", re.IGNORECASE)
PLAIN = re.compile(r"(?<![\d$,.\-/])(\d{1,3}(?:,\d{3})+|\d{2,5})(?![\d,]*\d|\.\d|[-/:]\d)")
# What follows a number that counts something else than dollars.
COUNTED = re.compile(
    r"\s*(?:%|percent|por ciento|hours?|hrs|horas|minutes|min|minutos|sq|square|feet|foot|ft|miles"
    r"|years?|años|days?|días|am\b|pm\b|a\.m|p\.m|st\b|nd\b|rd\b|th\b|gallons?|amps?|inch|steps"
    r"|pieces|boxes|doors|windows|rooms|de [a-z]+)",
    re.IGNORECASE,
)
DATED = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|zip(?: code)?|código postal|el día)\s*$",
    re.IGNORECASE,
)
WORD = re.compile(r"[a-záéíóúñ]+|\d+", re.IGNORECASE)


def amounts_in(text: str, other_numbers: Collection[str] = ()) -> tuple[Decimal, ...]:
    """The amounts of money in the order in which they stand, each once.

    `other_numbers` are those of the job ("1994", "95126"), which are money only behind a dollar.
    """
    found = [*_in_figures(text, other_numbers), *_in_words(text)]
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def _in_figures(text: str, other_numbers: Collection[str]) -> list[tuple[int, Decimal]]:
    found = [(it.start(), _value(it[1] + (it[2] or ""))) for it in DOLLARS.finditer(text)]
    taken = {it.start(1) for it in DOLLARS.finditer(text)}
    for it in PLAIN.finditer(text):
        behind, before = text[it.end() :], text[: it.start()]
        is_dollars = UNIT_OF_MONEY.match(behind) is not None
        is_other = it[1] in other_numbers or COUNTED.match(behind) or DATED.search(before)
        if it.start(1) not in taken and (is_dollars or not is_other):
            found.append((it.start(), _value(it[1])))
    return found


def _value(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


def _in_words(text: str) -> list[tuple[int, Decimal]]:
    """Runs of number words that are an amount: with a hundred or a thousand, or before dollars."""
    found, run = [], list[re.Match[str]]()
    for it in [*WORD.finditer(text), None]:
        word = it[0].lower() if it else ""
        gap = text[run[-1].end() : it.start()] if run and it else ""
        if it and (word in NUMBER_WORDS or (run and word in ("and", "y"))) and not gap.strip(" -"):
            run.append(it)
            continue
        found += _amount_of(run, text)
        run = [it] if it and word in NUMBER_WORDS else []
    return found


def _amount_of(run: list[re.Match[str]], text: str) -> list[tuple[int, Decimal]]:
    words = [it[0].lower() for it in run if it[0].lower() in NUMBER_WORDS]
    if not words:
        return []
    is_large = any(word in TIMES or word in SPANISH_HUNDREDS for word in words)
    behind = text[run[-1].end() :]
    if COUNTED.match(behind) or not (is_large or UNIT_OF_MONEY.match(behind)):
        return []
    return [(run[0].start(), Decimal(_sum(words)))]


def _sum(words: list[str]) -> int:
    whole, part = 0, 0
    for word in words:
        if word in ("thousand", "mil"):
            whole, part = whole + (part or 1) * 1000, 0
        elif word == "hundred":
            part = (part or 1) * 100
        else:
            part += ADDED[word]
    return whole + part
