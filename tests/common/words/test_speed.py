"""However a text is made, it is read about as fast as prose of its length."""

import pytest

from common.words import claims_in, offences_in, sayable
from tests.floods import LENGTH, SIGNS, WORDS, floods, processor_time, slower


# `sayable` reads as the two others do, and more.
@pytest.mark.parametrize(("read", "step"), [(sayable, 1), (offences_in, 4), (claims_in, 4)])
def test_no_text_takes_more_than_three_times_as_long_as_prose(read, step):
    texts = list(floods())[::step]

    assert slower(lambda text: processor_time(lambda: read(text)), texts) == {}


@pytest.mark.parametrize("read", [offences_in, sayable])
def test_four_times_the_text_takes_about_four_times_as_long(read):
    def seconds(text):
        return min(processor_time(lambda: read(text)) for _ in range(2))

    slow = [
        (unit, short, long)
        for unit in (*SIGNS, *WORDS)[::8]
        if (long := seconds((unit * 4 * LENGTH)[: 4 * LENGTH]))
        > 10 * max(short := seconds((unit * LENGTH)[:LENGTH]), 0.001)
    ]

    assert slow == []
