"""What single words tell of a trade."""

from quoteapp.language.leanings import learn


def test_learn_makes_a_word_lean_to_the_trade_that_it_is_seen_with() -> None:
    leanings = learn({"plumber": ["the tap drips"], "painter": ["walls look dull"]})

    assert leanings["drip"]["plumber"] > 0 > leanings["drip"]["painter"]


def test_learn_makes_a_word_of_every_trade_lean_to_none() -> None:
    leanings = learn({"plumber": ["kitchen tap"], "painter": ["kitchen walls"]})

    assert set(leanings["kitchen"].values()) == {0.0}


def test_learn_weighs_a_trade_with_many_sources_no_more_than_one_with_few() -> None:
    leanings = learn({"plumber": ["kitchen", "tap"], "painter": ["kitchen"]})

    assert leanings["kitchen"]["painter"] > leanings["kitchen"]["plumber"]


def test_learn_leaves_out_fillers_and_groups() -> None:
    leanings = learn({"plumber": ["the tap + {leak}"]})

    assert set(leanings) == {"tap"}
