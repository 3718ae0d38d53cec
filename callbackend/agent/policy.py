"""Which moves are legal, the embedded choice first. Law and truth live here, not in the words.

No move names the limit, accepts above it, cites a quote that is not in the brief, or agrees to
words that nobody heard.
"""

from decimal import Decimal

from callbackend.agent import bargaining
from callbackend.agent.moves import Closing, LegalMove, MoveType, Pin
from callbackend.agent.news import Meant, News
from callbackend.agent.state import ROUNDS, PriceTalk, State

PRICE_ASKS = 4
READ_BACKS = 3
CORRECTIONS = 2
# Who has refused so often without moving will not move, and only gets angry.
MOST_STOOD = 2
# What is left between the two prices is not worth a round.
CLOSE_SHARE = Decimal("0.04")

Moves = tuple[LegalMove, ...]


def close(state: State, kind: Closing | None = None) -> LegalMove:
    """Say goodbye in the way that fits what the call has brought."""
    if kind is not None:
        return LegalMove(MoveType.CLOSE, about=kind)
    price = state.price
    if price.agreed is not None:
        return close(state, Closing.AGREED)
    if price.estimated is not None:
        return close(state, Closing.QUOTED)
    return close(state, Closing.VISIT_ONLY if price.visits else Closing.NO_AGREEMENT)


def price_moves(state: State, meant: Meant, *, is_hurried: bool, is_asked: bool) -> Moves:
    """What may be done about the price now. `is_asked`: they asked something that is answered."""
    match meant.news:
        case News.CONFIRMED:
            return (close(state, Closing.AGREED),)
        case News.MISHEARD:
            return _correct(state)
        case News.OPTIONS:
            return _options(state)
        case News.UNSURE:
            return _unsure(state)
        case News.PONDERS:
            return (_ours_again(state), *_bargain(state, is_hurried=is_hurried))
        case News.DENIED:
            return _denied(state, is_held_off=meant.is_hedged)
        case News.UNCLEAR if meant.pin is not None:
            return _pinned(state, meant.pin, is_hurried=is_hurried)
        case News.VISIT:
            return _visit(state)
    if state.price.options and not state.price.is_chosen:
        return (close(state),)
    if meant.is_hedged and not state.price.pinned and not is_hurried:
        return (_pin(Pin.HEDGED), *_bargain(state, is_hurried=is_hurried))
    if state.price.standing is not None or state.price.taken is not None:
        return _bargain_or_wait(state, meant, is_hurried=is_hurried)
    return _seek(state, is_hurried=is_hurried, is_asked=is_asked)


def _pin(pin: Pin) -> LegalMove:
    return LegalMove(MoveType.PIN_DOWN, about=pin)


def _ours_again(state: State) -> LegalMove:
    is_cited = state.open is not None and state.open.kind is MoveType.CITE_QUOTE
    kind = MoveType.CITE_QUOTE if is_cited else MoveType.COUNTER
    return LegalMove(kind, state.offered, about="again")


def _correct(state: State) -> Moves:
    ours = state.offered if state.offered is not None else state.read_back
    if ours is None or state.corrections > CORRECTIONS:
        return _settle(state)
    return (LegalMove(MoveType.CORRECT, ours), *_settle(state))


def _options(state: State) -> Moves:
    if Pin.OPTIONS in state.price.pinned:
        return (close(state, Closing.QUOTED),)
    return (_pin(Pin.OPTIONS), close(state, Closing.QUOTED))


def _unsure(state: State) -> Moves:
    """They have to ask, or to think: wait once for an answer to ours, ask what it usually is."""
    price = state.price
    if price.standing is not None or state.offered is not None:
        if state.asked["unsure"] <= 1 and state.asked["others"]:
            return (LegalMove(MoveType.HOLD_ON, about="ask"), *_settle(state))
        if state.open is not None and state.open.kind is MoveType.PIN_DOWN:
            return _bargain(state, is_hurried=False)
        if state.repeats == 0 and state.asked["unsure"] <= 2:
            return _once_more(state)
        return _give_up(state) if state.read_back is not None else _settle(state)
    if Pin.USUAL not in price.pinned:
        return (_pin(Pin.USUAL), close(state))
    return (close(state),)


def _denied(state: State, *, is_held_off: bool) -> Moves:
    """A no to the read-back: ask once more what the price is, then leave it at that."""
    if state.price.read_backs < 2 and state.price.standing is not None and not is_held_off:
        return (LegalMove(MoveType.ASK_PRICE, about="again"), *_give_up(state))
    return _give_up(state)


def _pinned(state: State, pin: Pin, *, is_hurried: bool) -> Moves:
    """Ask once what it comes to; after that bargain about what there is."""
    if pin not in state.price.pinned:
        return (_pin(pin), close(state))
    if state.price.standing is not None and pin is not Pin.RANGE:
        return _bargain(state, is_hurried=is_hurried)
    return (close(state),)


def _visit(state: State) -> Moves:
    """Only a visit would tell: ask for a rough price, then what the visit costs and when."""
    price = state.price
    if Pin.VISIT not in price.pinned and price.standing is None:
        return (_pin(Pin.VISIT), close(state))
    knows = price.visit_fee is not None and bool(price.visit_day)
    if state.asked["visit"] == 0 and not knows and price.standing is None:
        return (LegalMove(MoveType.TAKE_NOTE, about="visit"), close(state))
    return _settle(state) if price.standing is not None else (close(state),)


def _bargain_or_wait(state: State, meant: Meant, *, is_hurried: bool) -> Moves:
    """Go on where they spoke of the price; else put the open question once more."""
    if meant.news is News.NONE and not is_hurried:
        return _once_more(state)
    if meant.news is News.TAKEN_BACK:
        return (LegalMove(MoveType.ASK_PRICE, about="again"), *_give_up(state))
    return _bargain(state, is_hurried=is_hurried)


def _once_more(state: State) -> Moves:
    """The open question again, in other words; a few times, then settle."""
    state.repeats += 1
    asked = state.open
    if asked is None or state.repeats > 2:
        return _settle(state)
    if asked.kind in (MoveType.COUNTER, MoveType.CITE_QUOTE, MoveType.CORRECT):
        return (_ours_again(state), *_settle(state))
    if asked.kind is MoveType.READ_BACK and asked.amount is not None:
        return (LegalMove(MoveType.READ_BACK, asked.amount, about="again"), *_give_up(state))
    if asked.kind is MoveType.PIN_DOWN:
        return _bargain(state, is_hurried=False)
    return (asked, *_settle(state))


def _bargain(state: State, *, is_hurried: bool) -> Moves:
    """In this order: a real better quote, a counter, the middle, what would bring it down."""
    price = state.price
    if price.taken is not None:
        return _settle(state)
    is_short = is_hurried or price.is_last_word
    if is_short or price.rounds >= ROUNDS:
        return _settle(state, short=is_short)
    if _is_close(price) or price.stood >= MOST_STOOD or (price.is_firm and price.rounds):
        return _settle(state)
    cited = _cite(state)
    tries = (cited, None if cited is not None else _counter(state), _room(state))
    return (*(move for move in tries if move is not None), *_settle(state))


def _is_close(price: PriceTalk) -> bool:
    """Whether the two sides are so near that more haggling would only annoy."""
    if price.offer is None or price.standing is None or not price.is_within(price.standing):
        return False
    return price.standing - price.offer <= price.standing * CLOSE_SHARE


def _cite(state: State) -> LegalMove | None:
    """Tell of the better quote, and ask for somewhat less; whoever is firm is asked to meet it."""
    price, standing = state.price, state.price.standing
    best = price.best_quote
    if best is None or standing is None or price.cited or not best < standing:
        return None
    if not price.is_within(best) or (price.offer is not None and best <= price.offer):
        return None
    amount = best if price.is_firm else bargaining.below_quote(standing, best)
    if price.offer is not None and amount <= price.offer:
        amount = best
    return LegalMove(MoveType.CITE_QUOTE, amount)


def _counter(state: State) -> LegalMove | None:
    price, standing = state.price, state.price.standing
    if standing is None or price.is_firm or (price.rounds >= ROUNDS - 1 and not price.has_moved):
        return None
    if price.offer is None:
        amount: Decimal | None = bargaining.first_offer(standing)
    else:
        amount = bargaining.next_offer(standing, price.offer)
    if amount is not None and price.cited and price.offer is not None:
        amount = _at_most_the_quote(price, amount, price.offer)
    if amount is not None:
        amount = bargaining.affordable(standing, amount, price.limit)
    if amount is None or (price.offer is not None and amount <= price.offer):
        return None
    return LegalMove(MoveType.COUNTER, amount)


def _at_most_the_quote(price: PriceTalk, amount: Decimal, offer: Decimal) -> Decimal:
    """No more than the quote that they know, before they were asked to meet it."""
    best = price.best_quote
    return best if best is not None and offer < best < amount else amount


def _room(state: State) -> LegalMove | None:
    if state.price.rooms:
        return None
    standing = state.price.standing
    is_high = standing is not None and not state.price.is_within(standing)
    return LegalMove(MoveType.ASK_ROOM, about="high" if is_high else "")


def _settle(state: State, *, short: bool = False) -> Moves:
    """The price will not move any more: read it back where the customer can pay it."""
    price = state.price
    amount = price.taken if price.taken is not None else price.standing
    if amount is None or (price.options and not price.is_chosen) or not price.is_within(amount):
        return _give_up(state)
    if amount == price.visit_fee:
        return _give_up(state)
    if price.read_backs >= READ_BACKS:
        return _give_up(state)
    return (LegalMove(MoveType.READ_BACK, amount, short=short), *_give_up(state))


def _give_up(state: State) -> Moves:
    return (close(state),)


def _seek(state: State, *, is_hurried: bool, is_asked: bool) -> Moves:
    """No price yet: ask for one, differently each time, a few times."""
    if state.price.visits and Pin.VISIT in state.price.pinned and not is_asked:
        return _visit(state)
    if is_hurried and state.asks > 1:
        return _give_up(state)
    if not is_asked:
        state.asks += 1
    if state.asks > PRICE_ASKS:
        return _give_up(state)
    ask = LegalMove(MoveType.ASK_PRICE, about="again" if state.asks else "", short=is_hurried)
    return (ask, *_give_up(state))
