"""However a text is made, it is read about as fast as prose of its length."""

import random
import string
import time

import pytest

from common.words import claims_in, offences_in, sayable
from tests.common.words.tables import requests

LENGTH = 2_000  # characters, the longest query and the longest answer
# Every word begins many phrases, or pretends to be another.
SLOWER = 15
UNITS = (
    *(
        "a",
        " ",
        "1",
        ".",
        "-",
        "@",
        "*",
        "\n",
        "a ",
        "1 ",
        "a.",
        "1-",
        "f u ",
        "f* ",
        "x@x.",
        "ass ",
    ),
    *("i will ", "kill my ", "the key is ", "call me ", "we are ", "my ", "one ", "the ", "$1 "),
    *(
        "https://",
        "k1ll ",
        "aaabbb ",
        "'s ",
        "and i ",
        ", and the ",
        "zalgo\u0301\u0301\u0301 ",
        "ｆｕ ",
    ),
)
PROSE = " ".join(requests()[:100])


def seconds(read, text):
    """The time of this process, the best of some tries."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


def text_of(unit, length):
    return (unit * length)[:length]


@pytest.mark.parametrize("read", [offences_in, sayable, claims_in])
def test_no_text_takes_much_longer_than_prose(read):
    prose = seconds(read, PROSE[:LENGTH])
    texts = [text_of(unit, LENGTH) for unit in UNITS]
    texts.append("".join(random.Random(1).choices(string.printable, k=LENGTH)))

    slow = [(text[:12], taken) for text in texts if (taken := seconds(read, text)) > SLOWER * prose]

    assert slow == []


@pytest.mark.parametrize("read", [offences_in, sayable])
def test_four_times_the_text_takes_about_four_times_as_long(read):
    slow = [
        (unit, short, long)
        for unit in UNITS[::3]
        if (long := seconds(read, text_of(unit, 4 * LENGTH)))
        > 10 * max(short := seconds(read, text_of(unit, LENGTH)), 0.001)
    ]

    assert slow == []
