import tomllib

import pytest

from quoteapp.language import TRADES
from quoteapp.services.businesses.trade_names import (
    ALIASES,
    trade_called,
    trades_among,
    trades_like,
)
from tests.rows import every


@every("trade", TRADES)
def test_a_trade_is_called_by_its_own_name_in_any_spelling(trade):
    assert trade_called(trade) == trade
    assert trade_called(trade.upper()) == trade
    assert trade_called(f" {trade.replace(' ', '_')} ") == trade


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("Plumbing", "plumber"),
        ("HVAC", "HVAC technician"),
        ("Heating & Cooling", "HVAC technician"),
        ("house-cleaning", "house cleaner"),
        ("Movers", "moving company"),
        ("auto repair", "auto mechanic"),
        ("Exterminator", "pest control"),
        ("PLUMBING CONTRACTOR", "plumber"),
        ("C-36 PLUMBING", "plumber"),
        ("C10 - Electrical Contractors", "electrician"),
        ("Licensed Electrician", "electrician"),
        ("Painting & Decorating Services, LLC", "painter"),
        ("WARM-AIR HEATING, VENTILATING AND AIR-CONDITIONING", "HVAC technician"),
        ("Landscape Contractor (residential)", "landscaper"),
        ("Pest Control Services, Inc", "pest control"),
        ("Appliance Repair Service", "appliance repair"),
        ("Plomería", "plumber"),
        ("CERRAJERO", "locksmith"),
        ("control de plagas", "pest control"),
    ],
)
def test_a_trade_has_other_names(text, trade):
    assert trade_called(text) == trade


@pytest.mark.parametrize(
    "text",
    [
        "",
        "astrologer",
        "plumb",
        "ac",
        "General Contractor",
        "Repair services",
        "Plumbing & Heating",
    ],
)
def test_what_is_no_trade_is_none(text):
    assert trade_called(text) is None


@pytest.mark.parametrize(
    ("text", "trade"), [("plumer", "plumber"), ("Electrition", "electrician"), ("rofer", "roofer")]
)
def test_a_misspelling_is_like_its_trade(text, trade):
    assert trades_like(text)[0] == trade


def test_what_is_like_no_trade_is_offered_them_all():
    assert trades_like("xyzzy") == TRADES


def test_no_other_name_stands_for_two_trades():
    aliases = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    names = [name for trade_names in aliases.values() for name in trade_names]

    assert set(aliases) == set(TRADES)
    assert len(names) == len(set(names))


@every(
    ("text", "trades"),
    [
        ("Plumbing", ["plumber"]),
        ("Plumbing, Water Heater Installation", ["plumber"]),
        ("Roofing; Painters | Roofers", ["roofer", "painter"]),
        ("[Heating & Air Conditioning/HVAC, Electricians]", ["HVAC technician", "electrician"]),
        ("Home Services > Locksmiths", ["locksmith"]),
        ("Saunas, Pools", []),
        ("Plumbing & Heating", []),
        ("", []),
    ],
)
def test_of_a_list_of_categories_every_trade_is_known(text, trades):
    assert list(trades_among(text)) == trades
