"""However a text is made, it is read about as fast as prose of its length."""

import pytest

from common.words import claims_in, offences_in, sayable
from tests.floods import LENGTH, SIGNS, WORDS, floods, processor_time, slower


@pytest.mark.parametrize("read", [offences_in, sayable, claims_in])
def test_no_text_takes_more_than_three_times_as_long_as_prose(read):
    assert slower(lambda text: processor_time(lambda: read(text)), floods()) == {}


@pytest.mark.parametrize("read", [offences_in, sayable])
def test_four_times_the_text_takes_about_four_times_as_long(read):
    def seconds(text):
        return min(processor_time(lambda: read(text)) for _ in range(2))

    slow = [
        (unit, short, long)
        for unit in (*SIGNS, *WORDS)[::5]
        if (long := seconds((unit * 4 * LENGTH)[: 4 * LENGTH]))
        > 10 * max(short := seconds((unit * LENGTH)[:LENGTH]), 0.001)
    ]

    assert slow == []
