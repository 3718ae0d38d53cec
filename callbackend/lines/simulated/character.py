"""Who answers a simulated call, and in what mood.

A business keeps its manners, its language and its prices: they follow from its number. How one call
goes follows from the number, the job and the attempt, so that a retry may meet another mood, and a
call that was cut off is the same one afterwards. Whether a business asks not to be called again is
decided by its number alone: else each job would find others, until nobody is left to ring.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from callbackend.lines.base import Ticket
from callbackend.lines.simulated.kinds import (
    ASIDES,
    DOORS,
    ENDINGS,
    FATES,
    MANY_ASIDES,
    PRICINGS,
    STYLES,
    TEMPERS,
    Aside,
    Door,
    Ending,
    Fate,
    Pricing,
    Style,
    Temper,
)
from callbackend.lines.simulated.prices import price_range, rate_of

Choice = TypeVar("Choice")


OPT_OUT_SHARE = 0.01
SPANISH_SHARE = 0.08
NO_ENGLISH_SHARE = 0.5
EXTRAS_SHARE = 0.35
LOWEST_FLOOR, HIGHEST_FLOOR = 0.74, 0.97
MOST_PATIENCE = 3
# Where between a cheap and a dear one a business lies: mostly by itself, a little by its day.
OF_THE_BUSINESS, OF_THE_DAY, CHEAPEST = 0.5, 0.25, 0.12
LEAST_FEE, FEE_STEPS, FEE_STEP = 45, 10, 5
# A trip that is more of the price than this is no trip, and nobody tells more hours than these.
MOST_OF_A_TRIP, MOST_HOURS = 0.4, 12


@dataclass(frozen=True, slots=True)
class Character:
    """One business as it is on one call. Prices are whole dollars."""

    fate: Fate
    language: str
    style: Style
    door: Door
    pricing: Pricing
    asides: tuple[Aside, ...]
    temper: Temper
    ending: Ending
    has_extras: bool
    task: str
    list_price: int
    # Below this it does not go, and so many times it comes down before it stands firm.
    floor: int
    patience: int
    # For coming out, and how many hours the job takes.
    fee: int
    hours: int
    says_digits: bool
    # From 0.6 to 1.4: how long its calls last, compared with others.
    pace: float
    # Chooses among several ways to say the same.
    voice: int


def character_of(ticket: Ticket) -> Character:
    """The character behind a number, as it is on this attempt at this job."""
    business = _chances(f"the business at {ticket.phone}")
    mood = _chances(
        "|".join((ticket.phone, ticket.job_id, str(ticket.attempt), ticket.task, ticket.problem))
    )
    opts_out = next(business) < OPT_OUT_SHARE
    language = "es" if next(business) < SPANISH_SHARE else "en"
    fate = _choose(FATES, next(mood))
    list_price = _list_price(ticket, next(business), next(mood))
    pricing, hours, fee = _pricing(ticket, list_price, language, mood)
    if pricing is Pricing.HOURLY:
        list_price = hours * in_fives(list_price / hours)
    share = LOWEST_FLOOR + (HIGHEST_FLOOR - LOWEST_FLOOR) * next(mood)
    is_final = pricing is Pricing.LAST_WORD
    return Character(
        fate=Fate.OPTS_OUT if opts_out else fate,
        language=language,
        style=_choose(STYLES, next(business)),
        door=Door.MENU if fate is Fate.DEAD_MENU else _choose(DOORS, next(business)),
        pricing=pricing,
        asides=() if is_final else _asides(language, mood),
        temper=Temper.EVEN if is_final else _choose(TEMPERS, next(mood)),
        ending=_choose(ENDINGS, next(mood)),
        has_extras=next(mood) < EXTRAS_SHARE,
        task=ticket.task,
        list_price=list_price,
        floor=list_price if is_final else round(list_price * share),
        patience=0 if is_final else int(next(mood) * (MOST_PATIENCE + 1)),
        fee=fee,
        hours=hours,
        says_digits=next(business) < 0.6,
        pace=0.6 + 0.8 * next(business),
        voice=int(next(mood) * 10_000),
    )


def in_steps(price: float) -> int:
    """The price as a business names it: in steps that grow with it, and one step at least."""
    step = 5 if price < 500 else 10 if price < 1_000 else 50 if price < 5_000 else 100
    return max(step, round(price / step) * step)


def in_fives(price: float) -> int:
    """The price in steps of five dollars, and one step at least."""
    return max(5, round(price / 5) * 5)


def _chances(seed: str) -> Iterator[float]:
    """Even numbers from 0 up to 1, without end, which only the seed decides."""
    for block in range(1_000):
        digest = sha256(f"{seed} {block}".encode()).digest()
        yield from (int.from_bytes(digest[at : at + 3]) / 2**24 for at in range(0, 30, 3))


def _choose(weights: Mapping[Choice, int], chance: float) -> Choice:
    """The choice at this point of the weights laid side by side."""
    remaining = chance * sum(weights.values())
    for choice, weight in weights.items():
        remaining -= weight
        if remaining < 0:
            return choice
    raise AssertionError("a chance is below 1")


def _list_price(ticket: Ticket, of_business: float, of_day: float) -> int:
    low, high = price_range(ticket)
    level = CHEAPEST + OF_THE_BUSINESS * of_business + OF_THE_DAY * of_day
    return in_steps(low + (high - low) * level)


def _pricing(
    ticket: Ticket, price: int, language: str, mood: Iterator[float]
) -> tuple[Pricing, int, int]:
    """How they come to their price, with the hours and the fee: only where it suits the price."""
    pricing = _choose(PRICINGS, next(mood))
    fee = LEAST_FEE + FEE_STEP * int(next(mood) * FEE_STEPS)
    hours = max(1, round(price / rate_of(ticket.task)))
    suits = {
        Pricing.TRIP_AND_LABOR: fee <= price * MOST_OF_A_TRIP,
        Pricing.HOURLY: 1 < hours <= MOST_HOURS,
        Pricing.OPTIONS: language == "en",
    }
    return (pricing if suits.get(pricing, True) else Pricing.ALL_IN), hours, fee


def _asides(language: str, mood: Iterator[float]) -> tuple[Aside, ...]:
    """What comes before the price; only questions of the trade come more than once."""
    asides = [_choose(ASIDES, next(mood)) for _ in range(_choose(MANY_ASIDES, next(mood)))]
    kept = [
        one for index, one in enumerate(asides) if one is Aside.DETAILS or one not in asides[:index]
    ]
    if language == "es" and next(mood) < NO_ENGLISH_SHARE:
        kept.insert(0, Aside.NO_ENGLISH)
    return tuple(kept)
