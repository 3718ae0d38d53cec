"""The committed figures, and talks between people."""

import json
from decimal import Decimal

from callbackend.reading import Quote
from evals.figures import better, committed, keep, worse
from evals.human_talks import HumanScore, human_talks, score_human_talks


def test_worse_and_better_are_told_by_what_a_figure_counts():
    before = {"a/passed": 3, "a/falsehoods": 0, "a/partners": 5, "b/loops": 2, "gone/passed": 1}
    now = {"a/passed": 2, "a/falsehoods": 1, "a/partners": 9, "b/loops": 1, "new/passed": 1}

    assert [*worse(now, before)] == ["a/falsehoods: 0 → 1", "a/passed: 3 → 2"]
    assert [*better(now, before)] == ["b/loops: 2 → 1"]


def test_what_was_not_measured_this_time_stays_kept(tmp_path):
    path = tmp_path / "figures.json"
    assert committed(path) == {}

    keep({"people/right": 166.0, "a/passed": 1 / 3}, path)
    keep({"a/passed": 0.5}, path)

    assert committed(path) == {"a/passed": 0.5, "people/right": 166.0}


def row(price, accepted, refused, *lines):
    told = [{"role": role, "text": text} for role, text in lines]
    return {"price": price, "accepted": accepted, "refused": refused, "lines": told}


def test_talks_between_people_are_those_refused_or_agreed_in_a_message(tmp_path):
    path = tmp_path / "talks.jsonl"
    rows = [
        row(1900.0, True, False, ("buyer", "1,900\nfor it?"), ("seller", "deal")),
        row(50.0, True, False, ("buyer", "how about 45"), ("seller", "no")),
        row(None, True, False, ("buyer", "hi")),
        row(None, False, True, ("seller", "no")),
        row(None, False, False, ("seller", "bye")),
    ]
    path.write_text("\n".join(map(json.dumps, rows)))

    talks = human_talks(path)

    assert [talk.price for talk in talks] == [1900, None]
    assert [(line.role, line.text) for line in talks[0].lines] == [
        ("agent", "1,900 for it?"),
        ("provider", "deal"),
    ]


def test_talks_between_people_are_counted_right_missed_and_wrong(tmp_path):
    path = tmp_path / "talks.jsonl"
    agreed = [row(45.0, True, False, ("seller", f"45 {found}")) for found in ("45", "40", "-")]
    refused = [row(None, False, True, ("seller", f"no {found}")) for found in ("-", "40")]
    path.write_text("\n".join(map(json.dumps, agreed + refused)))

    def read(lines):
        found = lines[0].text.split()[-1]
        return Quote(None, None if found == "-" else Decimal(found), ())

    assert score_human_talks(human_talks(path), read) == HumanScore(3, 1, 1, 1, 2, 1)
