"""What the demo makes of the answers of the API."""

from typing import Any

import pytest

from dev import showing


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing.console, "width", 200)


def provider(id_: int, **changes: Any) -> dict[str, Any]:
    said = f"Agent: [Simulated call: no phone was rung] Hello.\nProvider: It is {id_}0 dollars."
    row = {"id": id_, "name": f"Business {id_}", "call_status": "completed", "outcome": "agreed"}
    prices = {"estimated_price": 200.0, "last_offer": None, "negotiated_price": None}
    return row | prices | {"call_transcript": said} | changes


def offer(id_: int, **changes: Any) -> dict[str, Any]:
    row = {"rank": id_, "provider_id": id_, "name": f"Business {id_}", "price": 150.0}
    more = {"first_price": 180.0, "kind": "agreed", "notes": [], "reasons": ["It is the lowest."]}
    return row | more | changes


def citing(id_: int, said: str) -> dict[str, Any]:
    return provider(id_, call_transcript=f"Agent: {said}\nProvider: No.")


@pytest.mark.parametrize(
    "said",
    [
        "Thank you, I have a quote of $130 for the same job. Could you do it for $115?",
        "Thanks, another company quoted $130 for this same job. Could you match $130?",
        "Gracias, tengo una oferta de $130 por el mismo trabajo.",
        "Gracias, otra empresa ofreció $130 por este mismo trabajo.",
    ],
)
def test_a_call_in_which_a_quote_is_told_of_is_shown(
    said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    showing.show_call([offer(1), offer(2)], [provider(1), citing(2, said)])

    printed = capsys.readouterr().out
    assert "Business 2, told of a quote" in printed
    assert "$130" in printed


def test_where_nobody_was_told_of_a_quote_the_best_call_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # That *they* speak of a quote is none of ours.
    theirs = provider(2, call_transcript="Agent: Hello.\nProvider: Joe quoted $90, I bet.")
    showing.show_call([offer(1), offer(2)], [theirs, provider(1)])

    printed = capsys.readouterr().out
    assert "Nobody had to be told" in printed
    assert "Business 1, the best" in printed
    assert "[Simulated call" in printed


def test_offers_come_with_their_reasons_and_the_others_with_what_became_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notes = [{"kind": "earliest_day", "text": "Thursday at the earliest."}]
    others = provider(3, call_status="failed", outcome="visit_only")

    showing.show_offers([offer(1, notes=notes, first_price=None)], [provider(1), others])

    printed = capsys.readouterr().out
    assert "It is the lowest." in printed
    assert "No offer from Business 3: visit only." in printed
    assert "Business 1, earliest day: “Thursday at the earliest.”" in printed


def test_what_the_later_ones_hear_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    waits = provider(3, call_status="pending", outcome=None)
    talks = provider(3, call_status="in_progress", outcome=None)
    with showing.Calls() as calls:
        calls.draw([provider(1, last_offer=170.0), provider(2), waits])
        calls.draw([provider(1, last_offer=170.0), provider(2), talks])
        is_over = calls.draw([provider(1, last_offer=170.0), provider(2), provider(3)])

    assert is_over
    assert capsys.readouterr().out.count("hear of the best price: $170.00.") == 1


def test_a_call_that_brought_no_price_has_none() -> None:
    assert showing.price_of(provider(1, call_status="failed")) is None
    assert showing.price_of(provider(1, last_offer=170.0)) == 170.0
