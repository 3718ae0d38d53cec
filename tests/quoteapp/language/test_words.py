"""Tokens, stems, spelling and the small pattern language of the data files."""

import pytest

from quoteapp.language.denials import denied
from quoteapp.language.library import library
from quoteapp.language.patterns import Index, parse
from quoteapp.language.spelling import Speller, edit_distance
from quoteapp.language.text import tokens
from quoteapp.language.words import stem


@pytest.mark.parametrize(
    ("words", "root"),
    [
        (("leak", "leaks", "leaked", "leaking", "leaky"), "leak"),
        (("drip", "drips", "dripping", "dripped"), "drip"),
        (("mouse", "mice"), "mouse"),
        (("break", "broke", "broken", "breaking"), "break"),
        (("branch", "branches"), "branch"),
    ],
)
def test_stem_makes_the_forms_of_a_word_one(words: tuple[str, ...], root: str) -> None:
    assert {stem(word) for word in words} == {root}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My A/C isn't cold", ["my", "ac", "isnt", "cold"]),
        ("El BAÑO está", ["el", "bano", "esta"]),
        ("car's engine", ["car", "engine"]),
    ],
)
def test_tokens_folds_case_accents_and_contractions(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("toilet", "toilet", 0), ("tolet", "toilet", 1), ("tiolet", "toilet", 1), ("roof", "room", 1),
     ("", "abc", 3), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_edit_distance_counts_a_swap_of_neighbours_as_one(
    left: str, right: str, distance: int
) -> None:
    assert edit_distance(left, right) == distance


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("tolet", ["toilet"]),
        ("elecrician", ["electrician"]),
        ("refridgerator", ["refrigerator"]),
        ("waterheater", ["water", "heater"]),
        ("three", ["three"]),
        ("backyard", ["backyard"]),
        ("ac", ["ac"]),
    ],
)
def test_speller_mends_misspellings_and_leaves_ordinary_words(
    typed: str, read_as: list[str]
) -> None:
    assert library().speller([typed]) == read_as


def test_speller_joins_a_word_that_was_written_in_two() -> None:
    speller = Speller({"dishwasher"}, {"dish", "washer"})

    assert speller(["my", "dish", "washer"]) == ["my", "dishwasher"]


@pytest.mark.parametrize(
    ("source", "text", "is_found"),
    [
        ("water heater", "the water heater leaks", True),
        ("water heater", "heater water", False),
        ("clean house", "clean my whole house", True),
        ("clean house", "clean, then sell the house", False),
        ("sink|tub + {leak}", "it leaks under the tub", True),
        ("sink|tub + {leak}", "the tub is old. The roof leaks", False),
        ("ac", "my backyard vacuum", False),
    ],
)
def test_index_finds_whole_words_in_order_or_near(source: str, text: str, is_found: bool) -> None:
    index = Index([(parse(source, {"leak": ["leak", "drip"]}), "found")])

    assert bool(index.matches(tokens(text))) is is_found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not a leak, the outlet", {"a", "leak"}),
        ("the toilet is fine but the sink drips", {"the", "toilet"}),
        ("we dont need a plumber", {"a", "plumber"}),
        ("the heater does not start", set()),
        ("el carro no arranca", set()),
    ],
)
def test_denied_finds_what_is_said_not_to_be_the_matter(text: str, words: set[str]) -> None:
    found = tokens(text)

    assert {found[at].word for at in denied(found)} == words
