"""The query: made once from what was typed, and what every reader then finds in it."""

from collections import Counter

import pytest

from evals.sets import TRADES, UNSEEN_TRADES, queries
from quoteapp.language import NONE, Query, read, read_as, text
from quoteapp.language.library import library
from quoteapp.language.text import tokens

ASKED = "Fix my toilet"


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is folded from now on, which all tokenising begins with."""
    library()  # Its files are folded when they are read, which is no matter of a query's.
    seen: list[str] = []
    fold = text.fold

    def spy(writing: str) -> str:
        seen.append(writing)
        return fold(writing)

    monkeypatch.setattr(text, "fold", spy)
    return seen


@pytest.fixture
def searched_for_denials(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The words of each text in which somebody looks for what is denied."""
    seen: list[tuple[str, ...]] = []
    denied = text.denied

    def spy(found: text.Text) -> set[int]:
        seen.append(tuple(token.word for token in found))
        return denied(found)

    monkeypatch.setattr(text, "denied", spy)
    return seen


def test_query_holds_the_spelled_words_without_persons() -> None:
    query = Query("Hi, my name is Karen. My tolet leaks. Call me at (408) 555-1234")

    assert [token.word for token in query.text] == ["my", "toilet", "leaks"]


def test_query_keeps_the_sentences_as_worded_without_money() -> None:
    query = Query("Hello! My TOLET leaks. My budget is $300. Can you come?")

    assert query.sentences == ("My TOLET leaks.", "Can you come?")


@pytest.mark.parametrize("typed", ["", "Hello!", "my budget is $200"])
def test_query_has_no_sentence_when_nothing_is_asked(typed: str) -> None:
    assert Query(typed).sentences == ()


@pytest.mark.parametrize(
    "wording", ["fix my toilet", "FIX MY TOILET!!!", " Fix my toilet. ", ":fix my toilet?"]
)
def test_passage_is_the_query_itself_when_it_has_all_its_words(wording: str) -> None:
    query = Query(ASKED)

    assert query.passage(wording) is query
    assert [token.word for token in tokens(wording)] == [token.word for token in query.text]


def test_passage_of_other_words_is_read_once_by_itself() -> None:
    query = Query("The sink drips. Not the toilet.")

    passage = query.passage("The sink drips.")

    assert [token.word for token in passage.text] == ["the", "sink", "drips"]
    assert query.passage("the sink drips!") is passage


def test_passage_names_the_professionals_in_it() -> None:
    named = Query("plumber for the painter").professionals

    assert {(match.label, match.positions) for match in named} == {
        ("plumber", (0,)),
        ("painter", (3,)),
    }


def test_passage_speaks_most_for_the_trade_of_its_words() -> None:
    evidence = Query(ASKED).evidence

    assert set(evidence) == {*library().defaults, NONE}
    assert max(evidence, key=lambda trade: evidence[trade]) == "plumber"


def test_text_knows_its_stems_and_what_is_denied() -> None:
    found = Query("not a leak, the outlets").text

    assert found.stems == {"not", "a", "leak", "the", "outlet"}
    assert [found[at].word for at in sorted(found.denied)] == ["a", "leak"]


def test_read_tokenises_and_denies_one_sentence_once(
    folded: list[str], searched_for_denials: list[tuple[str, ...]]
) -> None:
    read(ASKED)

    assert folded == [ASKED]
    assert searched_for_denials == [("fix", "my", "toilet")]


def test_read_never_tokenises_the_same_words_twice(folded: list[str]) -> None:
    again = {}
    for labelled in (*queries(TRADES), *queries(UNSEEN_TRADES)):
        folded.clear()

        read(labelled.query)

        times = Counter(writing.strip(" .,!?;:").lower() for writing in folded)
        again |= {writing: count for writing, count in times.items() if count > 1}

    assert folded
    assert again == {}


def test_read_as_another_trade_tokenises_nothing_anew(folded: list[str]) -> None:
    query = Query(ASKED)

    readings = [read_as(trade, query) for trade in ("plumber", "locksmith")]

    assert [reading.trade for reading in readings] == ["plumber", "locksmith"]
    assert folded == [ASKED]


@pytest.mark.parametrize(
    "around",
    [
        "Hi there, my name is Karen. {} Call me at (408) 555-1234",
        "hello, {} at 123 Main St, San Jose, CA 95126",
        "mi nombre es José y {}",
        "{}. Gracias, José",
    ],
)
@pytest.mark.parametrize("asked", ["el enchufe echa chispas", "fix my toilet"])
def test_read_takes_the_language_from_the_request_alone(around: str, asked: str) -> None:
    assert read(around.format(asked)).problem == read(asked).problem
