"""What was learnt beforehand about acts is of these very lines, and small; a new line counts."""

import time

import pytest

from callbackend.reading.speech import bank
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import acts_of, example_lines
from callbackend.reading.speech.likeness import WEIGHTS, digest_of, learnt
from evals.learn_acts import learn

MOST_BYTES = 2_000_000
MOST_SECONDS_TO_READ = 0.3
MOST_SECONDS_A_SENTENCE = 0.005


def test_the_weights_are_of_the_lines_of_the_lexicon():
    digest, _ = learnt()

    assert digest == digest_of(example_lines()), "run `make learn`"


def test_the_weights_are_small_and_read_at_once():
    began = time.process_time()
    learnt()

    assert time.process_time() - began < MOST_SECONDS_TO_READ
    assert WEIGHTS.stat().st_size < MOST_BYTES


def test_a_sentence_takes_no_time():
    lines = [f"{line} again" for _, line in list(example_lines())[::50]]
    acts_of("Hello?")
    began = time.process_time()
    for line in lines:
        acts_of(line)

    assert (time.process_time() - began) / len(lines) < MOST_SECONDS_A_SENTENCE


@pytest.fixture
def _forget():
    yield
    for each in (bank.bank, bank._taught, bank.acts_of):
        each.cache_clear()


@pytest.mark.usefixtures("_forget")
def test_one_line_teaches_a_phrase_before_anything_is_learnt_anew(monkeypatch):
    phrase = "Zap the zorbs and skedaddle."
    lines = [*example_lines(), (Act.OPT_OUT, phrase)]
    monkeypatch.setattr(bank, "example_lines", lambda: lines)
    for each in (bank.bank, bank._taught, bank.acts_of):
        each.cache_clear()

    assert acts_of(phrase)[Act.OPT_OUT] > 0.9


def test_the_same_lines_give_the_same_weights():
    lines = list(example_lines())[::40]

    assert learn(lines).text("") == learn(lines).text("")


def test_weights_are_heard_as_they_were_learnt():
    lines = [line for line in example_lines() if line[0] in (Act.OPT_OUT, Act.WARRANTY)]
    likeness = learn(lines).likeness()

    assert likeness.acts("take my number off your list")[Act.OPT_OUT] > 0.9
    assert likeness.acts("a year of warranty on parts")[Act.WARRANTY] > 0.9
