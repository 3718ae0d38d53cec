"""Plain text in which every number is the same word: a price must never decide an act."""

from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.text import plain

# "One moment" holds no figure.
FIGURE = " # "
SMALLEST_FIGURE = 2


def without_figures(text: str) -> str:
    """Plain text in which every number is the same word."""
    text = plain(text)
    said, end = "", 0
    for number in find_numbers(text):
        if number.value >= SMALLEST_FIGURE or number.marked:
            said += text[end : number.start] + FIGURE
            end = number.end
    return said + text[end:]
