"""Threats, insults and what is sexual are found; the words of the work are not."""

import pytest

from common.words import Kind, offences_in
from tests.common.words.tables import kinds_and_texts, lines, requests

# Who is called a name while he is threatened is insulted and threatened.
ALSO = {
    "leave or I'll shoot the idiot": {Kind.THREAT, Kind.INSULT},
    "suck my dick, you moron": {Kind.SEXUAL, Kind.INSULT},
}


def test_every_offence_is_found():
    refused = kinds_and_texts("refused")

    assert len(refused) >= 150
    assert [row for row in refused if not offences_in(row[1])] == []


def test_an_offence_is_what_it_is():
    refused = kinds_and_texts("refused")

    wrong = [(kind, text) for kind, text in refused if Kind(kind) not in offences_in(text)]

    # A threat that is also an insult may be found as that alone.
    assert len(wrong) <= len(refused) // 100


@pytest.mark.parametrize("text", ALSO)
def test_one_text_may_offend_in_two_ways(text):
    assert offences_in(text) == ALSO[text]


@pytest.mark.parametrize("name", ["trade", "places", "kept", "proper", "asked"])
def test_the_words_of_the_work_and_the_names_of_places_offend_nobody(name):
    assert [(text, found) for text in lines(name) if (found := offences_in(text))] == []


def test_there_are_two_hundred_words_of_the_work_and_as_many_names():
    assert len(set(lines("trade"))) >= 200
    assert len(set(lines("places"))) >= 200


def test_no_labelled_request_offends():
    texts = requests()

    assert len(texts) > 6_254
    assert [(text, found) for text in texts if (found := offences_in(text))] == []


def test_rude_words_about_a_thing_offend_nobody():
    assert not offences_in("fix my fucking toilet, this shitty thing leaks")


@pytest.mark.parametrize(
    "text",
    [
        "I will kill him",
        "I WILL KILL HIM",
        "I'll kill him",
        "I’ll kill him",
        "Ill kill him",
        "I'll k1ll him",
        "I'll k!ll h1m",
        "I'll k*ll him",
        "I'll k.i.l.l him",
        "I'll k i l l him",
        "i w i l l k i l l h i m",
        "I'll kiiiilll him",
        "I'll kíll hïm",
        "I'll kill him",
        "I'll ｋｉｌｌ him",
        "I'll kіll him",  # the i is Cyrillic
        "I'll 𝐤𝐢𝐥𝐥 him",
        "I'll kill   him",
        "I'll\nkill him".replace("\n", "\t"),
        "ki\u200bll yourself, I'll kill him",
    ],
)
def test_a_threat_is_found_behind_its_disguise(text):
    assert Kind.THREAT in offences_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?!",
        "\x00",
        "\ud800",
        "🖕🏽 4x4 R-410A 1st 2nd 16x20",
        "A C unit, B T U, I B M, U S B",
        "grass, class, glass, bass, Massachusetts, assembly",
        "coool, sooo hot, brrrr, aaahhh, zzz",
    ],
)
def test_what_looks_like_a_disguise_hides_nothing(text):
    assert not offences_in(text)
