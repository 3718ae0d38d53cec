"""The data files say what they seem to say."""

import pytest

from common.words import lexicon
from common.words.folding import folded
from common.words.matching import PREFIX
from common.words.phrases import phrase_of
from common.words.tokens import tokens_of

SHARED = lexicon._groups(lexicon._table(lexicon.SHARED), {})


def phrases(name):
    """Each phrase of a file, with the line that spells it."""
    table = lexicon._table(name)
    groups = lexicon._groups(table, SHARED)
    for kind, text in table.items():
        yield from ((line, phrase_of(kind, line, groups)) for line in lexicon._lines(text))


def elements(name):
    return [
        (line, one) for line, phrase in phrases(name) for one in (*phrase.elements, phrase.unless)
    ]


@pytest.mark.parametrize("name", lexicon.FILES)
def test_every_word_is_one_that_a_text_can_have(name):
    vocabulary = lexicon.lexicon().vocabulary

    assert [
        (line, word)
        for line, one in elements(name)
        for word in one.words - {"'s"}
        if [token.word for token in tokens_of(word, vocabulary)] != [word]
    ] == []


@pytest.mark.parametrize("name", lexicon.FILES)
def test_every_beginning_is_long_enough(name):
    assert [
        (line, prefix)
        for line, one in elements(name)
        for prefix in one.prefixes
        if len(prefix) < PREFIX
    ] == []


@pytest.mark.parametrize("name", lexicon.FILES)
def test_no_phrase_is_spelled_twice(name):
    lines = [(phrase.kind, line) for line, phrase in phrases(name)]

    assert [line for line in set(lines) if lines.count(line) > 1] == []


@pytest.mark.parametrize("name", lexicon.FILES)
def test_every_group_is_used(name):
    text = folded((lexicon.HERE / name).read_text("utf-8"))
    own = set(lexicon._groups(lexicon._table(name), {**SHARED})) - set(SHARED)

    assert [group for group in own if f"{{{group}}}" not in text] == []


def test_what_is_left_out_of_the_kept_list_stands_in_it():
    kept = {
        line
        for path in lexicon.HERE.glob("ldnoobw_??.txt")
        for line in lexicon._lines(folded(path.read_text("utf-8")))
    }
    left_out = set(
        lexicon._lines(folded((lexicon.HERE / "ldnoobw_left_out.txt").read_text("utf-8")))
    )

    assert left_out - kept == set()
    assert len(kept - left_out) > 250
