"""The two shortcuts of the speller find what the whole table of edit distances would."""

import random
from collections.abc import Iterator

from quoteapp.language.spelling import edit_distance, is_one_slip
from tests.rows import every


def pairs() -> Iterator[tuple[str, str]]:
    """Short words of few letters, which are often near to each other."""
    drawn = random.Random(11)
    for _ in range(2_000):
        left, right = ("".join(drawn.choices("abc", k=drawn.randrange(6))) for _ in "lr")
        yield left, right


def slips(left: str, right: str) -> int:
    """The edit distance by its definition."""
    if not left or not right:
        return len(left or right)
    found = [slips(left[1:], right) + 1, slips(left, right[1:]) + 1]
    found.append(slips(left[1:], right[1:]) + (left[0] != right[0]))
    if left[:2] == right[1::-1] and len(left) > 1:
        found.append(slips(left[2:], right[2:]) + 1)
    return min(found)


@every(("left", "right"), list(pairs())[:300])
def test_edit_distance_is_that_of_its_definition(left: str, right: str) -> None:
    assert edit_distance(left, right) == slips(left, right)


@every(("left", "right"), pairs)
def test_one_slip_is_an_edit_distance_of_one_at_most(left: str, right: str) -> None:
    assert is_one_slip(left, right) == (edit_distance(left, right) <= 1)
