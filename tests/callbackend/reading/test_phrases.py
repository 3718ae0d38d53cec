"""Turns of speech that were taught: each is heard as the word that it stands for, by both ears."""

from decimal import Decimal

from callbackend.reading import Utterance, listen
from callbackend.reading.heard import hear
from callbackend.reading.speech.phrases import spelled_out
from callbackend.reading.text import plain
from tests.rows import every

PHRASES = [
    ("Sure thing, boss.", "yes"),
    ("Okie dokie!", "yes"),
    ("Okey dokey.", "yes"),
]


@every(("phrase", "word"), PHRASES)
def test_a_phrase_stands_for_its_word(phrase, word):
    assert spelled_out(plain(phrase)).strip(".!") == word


@every("phrase", [phrase for phrase, word in PHRASES if word == "yes"])
def test_a_phrase_for_yes_takes_an_offer(phrase):
    lines = [
        Utterance("provider", "That's $200, all in."),
        Utterance("agent", "Could you do it for $170, all in?"),
        Utterance("provider", phrase),
    ]

    assert hear(phrase).is_plain_yes
    assert listen(lines).negotiated_price == Decimal(170)
