"""The weights that ship: small, sorted, and those that the labelled conversations teach."""

from callbackend.reading.judgement.judge import WEIGHTS, learnt
from evals.learn import SMALLEST

MOST = 22_500


def test_weights_are_few_and_none_is_idle():
    weights = learnt()

    assert 0 < len(weights) <= MOST
    assert min(map(abs, weights.values())) >= SMALLEST


def test_weights_are_sorted_one_a_line():
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    signals = [line.partition("\t")[0] for line in lines]

    assert signals == sorted(set(signals))
    assert all(line.count("\t") == 1 for line in lines)
