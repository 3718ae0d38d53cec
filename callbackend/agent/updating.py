"""What a turn, and what the agent does, change in the state."""

import re
from decimal import Decimal

from callbackend.agent.moves import ASKING, LegalMove, MoveType, Pin
from callbackend.agent.news import Meant, News
from callbackend.agent.notes import day_in, notes_in, option_notes, visit_note
from callbackend.agent.state import Named, PriceTalk, State
from callbackend.reading.heard import HeardTurn
from callbackend.reading.money.figures import Kind

LAST_WORD = re.compile(
    r"\b(?:last (?:word|offer|price)|final|take it or leave it|non-?negotiable|ultimo precio)\b"
)
IF_CASH = re.compile(
    r"\b(?:if|for|in|with|pay\w*|en|si) (?:it's |they pay |it is )?(?:cash|efectivo)\b"
)
CASH = re.compile(r"\b(?:cash|efectivo)\b")
FREE = re.compile(r"\b(?:free|no charge|gratis|nothing)\b")
LEAVES_OPEN = {News.NONE, News.UNSURE, News.VISIT, News.STANDS, News.REFUSED}


def take_in(state: State, meant: Meant, said: str, heard: HeardTurn) -> None:
    """Note what the turn brought."""
    line = state.lines
    _note_manner(state.price, meant, heard)
    _note_price(state, meant, heard, line)
    _take_notes(state, meant, said, heard, line)
    if meant.news is News.UNSURE:
        state.asked["unsure"] += 1
        state.asked["others"] += heard.says("asks_others")
    if meant.news is not News.NONE:
        state.repeats = 0
    state.silences = 0


def _note_manner(price: PriceTalk, meant: Meant, heard: HeardTurn) -> None:
    stands = meant.news in (News.STANDS, News.REFUSED)
    if stands or (
        meant.news is News.NAMED
        and meant.amount is not None
        and price.standing is not None
        and meant.amount >= price.standing
    ):
        price.stood += 1
    elif meant.news is News.NAMED:
        price.stood = 0
    if meant.news in (News.NAMED, News.STANDS, News.REFUSED):
        price.is_firm = price.is_firm or heard.says("firm")
        price.is_last_word = price.is_last_word or LAST_WORD.search(heard.text) is not None
    if meant.news in (News.NAMED, News.TOOK):
        kinds = {one.figure.kind for one in heard.prices if one.value == meant.amount}
        is_condition = Kind.CASH in kinds or IF_CASH.search(heard.text) is not None
        price.in_cash = is_condition and CASH.search(heard.text) is not None


def _note_price(state: State, meant: Meant, heard: HeardTurn, line: int) -> None:
    price = state.price
    match meant.news:
        case News.NAMED if meant.amount:
            _name(state, meant, line)
        case News.UNCLEAR if meant.amount:
            _unclear(price, meant, line)
        case News.OPTIONS:
            price.is_chosen = False
            price.options = list(meant.options)
            price.name("provider", meant.options[0][1], line)
        case News.STANDS:
            price.is_chosen = bool(price.options)
        case News.PONDERS:
            price.doubted = state.offered
        case News.TOOK if meant.amount:
            price.taken = meant.amount
            price.name("provider", meant.amount, line)
        case News.CONFIRMED:
            price.agreed = state.read_back
            if price.agreed is not None:
                price.named.append(Named("provider", price.agreed, line, is_agreed=True))
                price.first = price.agreed if price.first is None else price.first
        case News.DENIED if price.taken is not None:
            price.take_back()
        case News.TAKEN_BACK:
            price.take_back()
        case News.WITHDRAWN if price.taken is not None:
            price.take_back()
    if meant.news is News.VISIT:
        _note_visit(price, meant, heard)
    _promote(state, meant)


def _name(state: State, meant: Meant, line: int) -> None:
    price = state.price
    amount = meant.amount
    if amount is None:
        return
    price.taken = None
    price.is_chosen = bool(price.options)
    is_first = price.standing is None
    if is_first and meant.is_hedged and Pin.HEDGED not in price.pinned and not price.pinned:
        price.tentative, price.tentative_turn = amount, line
        return
    price.tentative = None
    price.has_moved = False
    price.name("provider", amount, line)


def _unclear(price: PriceTalk, meant: Meant, line: int) -> None:
    price.tentative, price.tentative_turn = meant.amount, line
    price.is_range = meant.pin is Pin.RANGE
    if meant.pin in price.pinned and meant.pin is not Pin.RANGE and meant.amount is not None:
        price.name("provider", meant.amount, line)
        price.tentative = None


def _note_visit(price: PriceTalk, meant: Meant, heard: HeardTurn) -> None:
    price.visits += 1
    if meant.amount is not None:
        price.visit_fee = meant.amount
        price.drop(meant.amount)
    elif price.visit_fee is None and FREE.search(heard.text):
        price.visit_fee = Decimal(0)
    price.visit_day = day_in(heard.text) or price.visit_day


def _promote(state: State, meant: Meant) -> None:
    """What was asked to be pinned down, and was not, is all the price that there is."""
    price = state.price
    asked = state.open is not None and state.open.kind is MoveType.PIN_DOWN
    if price.is_range or not asked:
        return
    if price.tentative is not None and meant.news in LEAVES_OPEN:
        price.name("provider", price.tentative, price.tentative_turn)
        price.tentative = None


def _take_notes(state: State, meant: Meant, said: str, heard: HeardTurn, line: int) -> None:
    found = notes_in(said, heard, line)
    if meant.options:
        found += option_notes(said, heard, meant.options, line)
    visit = visit_note(said, heard, line)
    if visit is not None:
        found.append(visit)
    if state.price.visits:
        state.price.visit_day = day_in(heard.text) or state.price.visit_day
        if state.price.visit_fee is None and FREE.search(heard.text):
            state.price.visit_fee = Decimal(0)
    known = {(note.kind, note.text.casefold()) for note in state.notes}
    state.notes += [note for note in found if (note.kind, note.text.casefold()) not in known]


def carry_out(state: State, move: LegalMove, said: str) -> None:
    """Note what the agent has just done and said."""
    price = state.price
    match move.kind:
        case MoveType.COUNTER | MoveType.CITE_QUOTE if move.about != "again":
            price.rounds += 1
            price.cited = price.cited or move.kind is MoveType.CITE_QUOTE
            price.has_moved = False
            if move.amount is not None:
                price.name("agent", move.amount, state.lines)
        case MoveType.ASK_ROOM:
            price.rounds += 1
            price.rooms += 1
        case MoveType.PIN_DOWN:
            price.pinned.add(Pin(move.about))
        case MoveType.READ_BACK:
            price.read_backs += 1
            price.read_back_line = state.lines
        case MoveType.CORRECT:
            state.corrections += 1
        case MoveType.TAKE_NOTE:
            state.asked["visit"] += 1
        case MoveType.OPEN:
            state.has_opened = True
        case MoveType.CLOSE:
            state.is_over = True
    state.is_stale = move.kind not in ASKING
    if move.kind in ASKING:
        state.open = move
    state.spoken += 1
    presses = move.kind is MoveType.PRESS and move.about == "key"
    state.lines += bool(said) or presses
