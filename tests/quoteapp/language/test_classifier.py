"""What the words of a whole text tell of a trade, also of texts that nobody taught."""

from collections import Counter
from hashlib import sha256

import pytest

from evals.scoring import score_queries
from evals.sets import LabelledQuery, queries
from quoteapp.language.classifier import Classifier, features
from quoteapp.language.examples import EXAMPLES
from quoteapp.language.library import LABELS, NONE, TRADES
from quoteapp.language.text import tokens

PARTS = 5
MANY_KINDS = 600  # What no trade does is of so many kinds that it takes more examples.
UNSEEN_FLOOR = 0.84  # By words alone; with the phrases of the data files it is some five more.


def taught(*examples: tuple[str, str]) -> Classifier:
    labels = dict.fromkeys(label for label, _ in examples)
    return Classifier(list(labels), [(label, tokens(text)) for label, text in examples])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the tap drips", {"tap", "drip", "tap drip"}),
        ("tap, sink", {"tap", "sink"}),
        ("not a leak, the outlet", {"not", "!leak", "not !leak", "outlet"}),
        ("hello, the tap please", {"tap"}),
        ("", set()),
    ],
)
def test_features_are_stems_and_their_pairs_within_a_clause(text: str, expected: set[str]) -> None:
    assert features(tokens(text)) == expected


def test_features_name_the_kind_of_a_word_as_well() -> None:
    found = features(tokens("Corolla stalls"), {"corolla": "{car}", "civic": "{car}"})

    assert found == {"corolla", "stall", "{car}", "corolla stall", "{car} stall"}


def test_scores_know_a_car_that_nobody_taught() -> None:
    examples = [("mechanic", tokens("Corolla stalls")), ("painter", tokens("dull walls"))]
    kinds = {"corolla": "{car}", "civic": "{car}"}

    scores = Classifier(["mechanic", "painter"], examples, kinds).scores(tokens("my Civic"))

    assert scores["mechanic"] > 0 > scores["painter"]


def test_scores_favour_the_label_whose_words_the_text_uses() -> None:
    classifier = taught(("plumber", "the tap drips"), ("painter", "walls look dull"))

    scores = classifier.scores(tokens("dripping tap in the hall"))

    assert scores["plumber"] > 0 > scores["painter"]


def test_scores_tell_nothing_of_a_word_that_every_label_uses() -> None:
    classifier = taught(("plumber", "kitchen tap"), ("painter", "kitchen wall"))

    scores = classifier.scores(tokens("kitchen"))

    assert scores["plumber"] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("text", ["", "?", "zxcv", "hello please"])
def test_scores_are_nothing_when_no_word_is_known(text: str) -> None:
    classifier = taught(("plumber", "tap"), ("painter", "wall"))

    assert classifier.scores(tokens(text)) == {"plumber": 0.0, "painter": 0.0}


def test_scores_of_one_word_are_less_sure_than_those_of_a_sentence() -> None:
    classifier = taught(("plumber", "the kitchen tap drips all night"), ("painter", "dull walls"))

    word, sentence = (
        classifier.scores(tokens(text))["plumber"]
        for text in ("tap", "the kitchen tap drips at night")
    )

    assert 0 < word < sentence


def test_scores_depend_on_what_is_denied() -> None:
    classifier = taught(("plumber", "a leak"), ("electrician", "not a leak, the outlet"))

    scores = classifier.scores(tokens("not a leak"))

    assert scores["electrician"] > scores["plumber"]


def test_examples_are_well_formed_and_cover_every_trade_about_alike() -> None:
    labelled = queries(EXAMPLES)

    counted = Counter(example.trade for example in labelled)
    others = {trade for example in labelled for trade in example.also_fine}

    assert set(counted) == set(LABELS)
    assert others <= set(TRADES)
    assert max(counted[trade] for trade in TRADES) < 2 * min(counted.values())
    assert counted[NONE] >= MANY_KINDS
    assert len({example.query.lower() for example in labelled}) == len(labelled)


def test_classifier_reads_examples_that_it_was_not_taught() -> None:
    labelled = queries(EXAMPLES)
    unseen = [example for example in labelled if _is_kept_back(example)]
    classifier = Classifier(
        LABELS,
        [(seen.trade, tokens(seen.query)) for seen in labelled if not _is_kept_back(seen)],
    )

    def infer(query: str) -> str:
        scores = classifier.scores(tokens(query))
        return max(LABELS, key=lambda label: scores[label])

    assert score_queries(unseen, infer).lenient >= UNSEEN_FLOOR


def _is_kept_back(example: LabelledQuery) -> bool:
    return sha256(example.query.encode()).digest()[0] % PARTS == 0
