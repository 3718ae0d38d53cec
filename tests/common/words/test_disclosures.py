"""What a stranger must not hear is left out, and nothing else is."""

import pytest

from common.words import sayable
from tests.common.words.tables import lines, requests, rows

# Of labelled requests, what is cut: keys under a frog, who is at work, bills and budgets.
MOST_CUT = 25


def test_every_disclosure_is_left_out():
    disclosed = rows("disclosed", "|")

    assert len(disclosed) >= 120
    assert [
        (text, said)
        for text, secret, *_ in disclosed
        if secret.lower() in (said := sayable(text)).lower()
    ] == []


def test_the_rest_of_an_answer_is_kept():
    mixed = [row for row in rows("disclosed", "|") if len(row) == 3]

    assert len(mixed) >= 20
    assert [
        (text, said)
        for text, _, rest in mixed
        if rest.lower() not in (said := sayable(text)).lower()
    ] == []


def test_keys_codes_and_alarms_that_are_the_work_are_kept():
    kept = lines("kept")

    assert len(set(kept)) >= 120
    assert [(text, said) for text in kept if (said := sayable(text)) != text] == []


def test_hardly_a_labelled_request_is_cut():
    cut = [(text, said) for text in requests() if (said := sayable(text)) != text]

    assert len(cut) <= MOST_CUT, cut


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It drips. The key is under the mat.", "It drips."),
        ("The key is under the mat. It drips.", "It drips."),
        ("It drips, the key is under the mat, it is loud.", "It drips, it is loud."),
        ("It drips and the key is under the mat", "It drips"),
        ("The key is under the mat and it drips", "it drips"),
        ("It drips because nobody is home", ""),
        ("It drips\nGate code 1234\nIt is loud", "It drips\nIt is loud"),
        ("It drips - call me at 408-555-1234 - all night", "It drips - all night"),
        ("Yes, the key is under the mat", ""),
        ("Yes. Gate code 1234. Thanks!", ""),
        ("The key is under the mat", ""),
        ("fix my fucking toilet", "fix my toilet"),
        ("Fucking toilet leaks", "toilet leaks"),
        ("it leaks, wtf", "it leaks"),
        ("the last guy was a moron, it still drips", "it still drips"),
        ("it drips, I'll pay whatever you ask", "it drips"),
        ("  spaces   and\n\nlines stay  ", "  spaces   and\n\nlines stay  "),
        ("", ""),
    ],
)
def test_an_answer_is_cut_clause_by_clause(text, said):
    assert sayable(text) == said


def test_a_disclosure_over_two_clauses_is_cut_from_both():
    assert sayable("Alarm code: 1234, it drips") == "it drips"


def test_a_clause_that_the_caller_forbids_is_left_out():
    assert sayable("It drips. The tank holds 250.", lambda clause: "250" in clause) == "It drips."


def test_what_is_said_can_be_said_again():
    texts = [row[0] for row in rows("disclosed", "|")]

    said = [sayable(text) for text in texts]

    assert [text for text in said if sayable(text) != text] == []
