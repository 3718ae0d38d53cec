"""`make waves`: what a job gains where some businesses are rung first, and what it costs.

300 jobs, 15 kinds of work at each of 20 places, ring the same businesses twice: `all_at_once`, and
in `waves`, where the later ones hear the best price of the first. All is simulated, and the same
each time.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from statistics import fmean

from rich.console import Console
from rich.table import Table

from callbackend.agent.brief import Brief
from callbackend.lines.base import Ticket
from callbackend.lines.simulated.prices import price_range
from evals.calling import Call, call
from quoteapp.places import place_of
from quoteapp.services.finding.samples import samples

# The defaults of FIRST_WAVE and MAX_PROVIDERS.
FIRST_WAVE = 2
PROVIDERS = 5
ZIP_CODES = (
    *("95126", "94110", "90012", "92101", "97205", "98101", "85004", "80202", "75201", "77002"),
    *("60611", "55401", "48226", "37203", "30303", "33130", "28202", "20001", "19103", "10001"),
)
WORKS = (
    ("plumber", "your toilet leaks"),
    ("plumber", "the water heater is dead"),
    ("electrician", "an outlet sparks"),
    ("house cleaner", "a deep clean before moving out"),
    ("painter", "three bedrooms need paint"),
    ("handyman", "a shelf fell off the wall"),
    ("HVAC technician", "the furnace is dead"),
    ("locksmith", "the key is lost"),
    ("carpenter", "the deck is rotten"),
    ("landscaper", "the lawn is overgrown"),
    ("appliance repair", "the dishwasher leaks"),
    ("pest control", "ants in the kitchen"),
    ("roofer", "the roof leaks"),
    ("moving company", "a two bedroom apartment"),
    ("auto mechanic", "the brakes squeal"),
)
# Where between a cheap business and a dear one the customer's limit lies; none has none.
LIMITS = (None, 0.6, 1.0)
DATE_NEEDED = date(2025, 12, 10)


@dataclass(frozen=True, slots=True)
class Job:
    """What a customer wants, and whom to ring for it."""

    brief: Brief
    tickets: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one job has come to."""

    calls: tuple[Call, ...]
    seconds: float
    turns: int

    @property
    def best(self) -> Decimal | None:
        """The lowest price, as the API finds the best quote of a job."""
        return _best(self.calls)


Pair = tuple[Result, Result]


def main(arguments: Sequence[str] | None = None) -> None:
    """Ring for all the jobs, both ways, and print what came of it."""
    options = ArgumentParser(prog="python -m evals.waves")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--talks", type=int, default=0, help="show so many calls with a quote")
    asked = options.parse_args(arguments)
    pairs = [both_ways(job) for job in jobs(asked.seed)]
    console = Console(width=100, markup=False, highlight=False)
    console.print(_table(pairs), _gains(pairs))
    cited = [it for _, waved in pairs for it in waved.calls if it.cites]
    for it in cited[: asked.talks]:
        console.print("", *it.lines, sep="\n")


def jobs(seed: int) -> list[Job]:
    """Each work at each place; the seed decides the moods and the limits."""
    chance = Random(seed)
    wanted = enumerate(product(ZIP_CODES, WORKS))
    return [_job(f"{seed}-{number}", *one, chance.choice(LIMITS)) for number, one in wanted]


def _job(job_id: str, zip_code: str, work: tuple[str, str], limit_share: float | None) -> Job:
    task, problem = work
    place = place_of(zip_code)
    if place is None:
        raise ValueError(f"no place has the ZIP code {zip_code}")
    tickets = tuple(
        Ticket(f"{job_id}-{it.phone}", it.phone, it.name, task, problem, job_id=job_id)
        for it in samples(task, place, PROVIDERS)
    )
    limit = None
    if limit_share is not None:
        low, high = price_range(tickets[0])
        limit = Decimal(round(low + (high - low) * limit_share))
    return Job(Brief(task, problem, (), zip_code, DATE_NEEDED, limit), tickets)


def both_ways(job: Job) -> Pair:
    """The same businesses all at once, and in waves: whoever hears of no quote talks the same."""
    at_once = [call(ticket, job.brief) for ticket in job.tickets]
    first = at_once[:FIRST_WAVE]
    best = _best(first)
    later = at_once[FIRST_WAVE:]
    if best is not None:
        brief = replace(job.brief, best_quote=best)
        later = [call(ticket, brief) for ticket in job.tickets[FIRST_WAVE:]]
    return _result(at_once), _result(first, later)


def _result(*waves: Sequence[Call]) -> Result:
    """A wave lasts as long as its longest call, and the next begins with its end."""
    calls = tuple(one for wave in waves for one in wave)
    seconds = sum(max(one.seconds for one in wave) for wave in waves)
    return Result(calls, seconds, sum(max(one.turns for one in wave) for wave in waves))


def _best(calls: Sequence[Call]) -> Decimal | None:
    return min((one.price for one in calls if one.price is not None), default=None)


def _table(pairs: Sequence[Pair]) -> Table:
    title = f"{len(pairs)} jobs, of {PROVIDERS} businesses each"
    table = Table("", "all_at_once", "waves", title=title)
    sides = list(zip(*pairs, strict=True))
    calls = [[one for it in side for one in it.calls] for side in sides]
    rows = {
        "jobs with a price": [str(sum(it.best is not None for it in side)) for side in sides],
        "calls that bring a price": [_share([it.price is not None for it in one]) for one in calls],
        "calls that cite a quote": [_share([it.cites for it in one]) for one in calls],
        "turns to the last end": [f"{fmean(it.turns for it in side):.1f}" for side in sides],
        "seconds to it": [f"{fmean(it.seconds for it in side):.1f}" for side in sides],
    }
    for name, row in rows.items():
        table.add_row(name, *row)
    return table


def _gains(pairs: Sequence[Pair]) -> Table:
    """How much lower the best price is in waves, of the jobs that have one either way."""
    heads = ("jobs", "best price", "lower in", "higher in")
    table = Table("", *heads, title="Best price in waves, compared with all at once")
    bargaining = [pair for pair in pairs if sum(it.floor is not None for it in pair[0].calls) > 1]
    table.add_row("all", *_gain([(one.best, two.best) for one, two in pairs]))
    table.add_row("two or more bargain", *_gain([(one.best, two.best) for one, two in bargaining]))
    at_most = [(one.best, _lowest(one)) for one, _ in bargaining]
    table.add_row("the later at their floors", *_gain(at_most))
    return table


def _lowest(at_once: Result) -> Decimal | None:
    """The best price, were all who hear of a quote brought down to their floor."""
    later = at_once.calls[FIRST_WAVE:]
    floors = [it.floor for it in later if it.floor is not None and it.price is not None]
    return min([*floors, at_once.best]) if at_once.best is not None else None


def _gain(prices: Sequence[tuple[Decimal | None, Decimal | None]]) -> tuple[str, ...]:
    ratios = [float(two / one) for one, two in prices if one and two]
    lower, higher = (sum(it < 1 for it in ratios), sum(it > 1 for it in ratios))
    return str(len(ratios)), f"{fmean(ratios) - 1:+.2%}", str(lower), str(higher)


def _share(whether: Sequence[bool]) -> str:
    return f"{sum(whether) / len(whether):.1%}"


if __name__ == "__main__":
    main()
