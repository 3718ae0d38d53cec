"""What stands in a cell, without what a spreadsheet has done to it."""

import re

from common.legible import visible

# `="02139"` keeps a spreadsheet from making a number of it, and so does an apostrophe.
FORMULA = re.compile(r'="(.*)"')
APOSTROPHES = "'’‘`"
# An apostrophe before what a spreadsheet would compute: see `guarded`.
GUARDED = re.compile(r"'+[=+\-@]")
COMPUTED = re.compile(r"'*[=+\-@]")
# Digits that went through a number: 95126.0; with the comma of other countries 95126,0.
WITH_ZEROS = re.compile(r"(\+?[0-9]+)[.,]0*")
GROUPED = re.compile(r"(\+?[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0*)?")
SCIENTIFIC = re.compile(r"\+?([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")


class LostDigitsError(ValueError):
    """A spreadsheet has rounded the number; `str()` says how far."""


def tidy(text: str) -> str:
    """The text on one line, without what nobody sees."""
    text = " ".join(visible(text).split())
    formula = FORMULA.fullmatch(text)
    return formula[1].strip() if formula else text


def unguarded(text: str) -> str:
    """A name as it is, whoever has guarded it."""
    return text[1:] if GUARDED.match(text) else text


def guarded(text: str) -> str:
    """A name that no spreadsheet takes for a formula, as `unguarded` reads it."""
    return f"'{text}" if COMPUTED.match(text) else text


def digits(text: str) -> str:
    """What was typed before a spreadsheet made a number of it; other texts as they are.

    4.085551234E+09 has all ten digits, 4.08555E+09 has not. Raises `LostDigitsError`.
    """
    text = text.lstrip(APOSTROPHES).strip()
    if whole := WITH_ZEROS.fullmatch(text):
        return whole[1]
    if grouped := GROUPED.fullmatch(text):
        return grouped[1].replace(",", "")
    if scientific := SCIENTIFIC.fullmatch(text):
        return _written_out(text, *scientific.groups(""))
    return text


def _written_out(text: str, first: str, rest: str, exponent: str) -> str:
    length = int(exponent)
    lost = length - len(rest)
    if lost > 0:
        ending = "its last digit is" if lost == 1 else f"its last {lost} digits are"
        raise LostDigitsError(f"a spreadsheet has rounded it to {text}, {ending} lost")
    if rest[length:].strip("0"):
        return text  # A number with a fraction: nothing that we know.
    return first + rest[:length]
