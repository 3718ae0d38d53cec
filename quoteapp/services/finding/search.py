"""Finding businesses for a job: the operator's own ones, nearest first, the web's, then samples."""

from dataclasses import dataclass
from math import cos, inf, radians
from typing import cast

from sqlalchemy import ColumnElement, select

from quoteapp.config import settings
from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.models.providers import Source
from quoteapp.phones import is_toll_free
from quoteapp.places import Place, Point, miles_between, place_of
from quoteapp.services.finding import web_search
from quoteapp.services.finding.blocked_numbers import blocked_among, is_blocked
from quoteapp.services.finding.samples import samples

# Where the web was searched, samples do no more than fill up to these.
FEWEST = 3
# All that there are of a trade at a ZIP: some may be blocked.
MOST_SAMPLES = 1_000

# One degree of latitude is 68.7 to 69.4 miles: the box must not cut off the circle.
LEAST_MILES_PER_DEGREE = 68.7
# Near the poles a degree of longitude is nothing; no ZIP is there.
LEAST_COSINE = 0.1

SHOWN = (Business.name, Business.phone, Business.zip_code)


@dataclass(frozen=True, slots=True)
class Found:
    """A business that a search brought back."""

    name: str
    phone: str  # E.164
    source: Source
    source_url: str | None = None
    # To a tenth; null where it is not known.
    distance_miles: float | None = None
    # Whose hours count for a number that does not tell.
    time_zone: str | None = None


def hours_zone(phone: str, zip_code: str) -> str | None:
    """The time zone whose hours a business keeps, where its number does not tell it.

    A toll-free number may ring in any: that of its ZIP code, where that is known.
    """
    place = place_of(zip_code) if is_toll_free(phone) else None
    return place.timezone if place else None


def search(trade: str, zip_code: str, limit: int, seconds: float = inf) -> list[Found]:
    """At most `limit` businesses of the trade, no phone twice; none for a ZIP that does not exist.

    Nobody who has asked not to be called is among them.
    The operator's own come first, nearest first, within SEARCH_RADIUS_MILES. Where they are too
    few and PROVIDER_SEARCH says so, the web's follow, and a search there takes `seconds` and
    OPENAI_SEARCH_SECONDS at most. Samples fill up the rest, always the same ones for the same trade
    and ZIP; after a search of the web only up to FEWEST. Reads only; before it talks with the web
    it ends the transaction, so that no connection is held.
    """
    place = place_of(zip_code)
    if place is None:
        return []
    found = _own(trade, place, limit)
    if len(found) == limit or not settings.searches_web:
        return _filled_up(found, limit, trade, place)
    db.session.rollback()
    seconds = min(seconds, settings.openai_search_seconds)
    listings = web_search.find(trade, place, limit, seconds)
    if listings is None:
        return _filled_up(found, limit, trade, place)
    known = {one.phone for one in found} | blocked_among([it.phone for it in listings])
    found += [
        Found(it.name, it.phone, Source.WEB, it.url) for it in listings if it.phone not in known
    ]
    return _filled_up(found[:limit], min(FEWEST, limit), trade, place)


def _filled_up(found: list[Found], wanted: int, trade: str, place: Place) -> list[Found]:
    """With samples up to `wanted`, where there are fewer."""
    missing = max(0, wanted - len(found))
    if not missing:
        return found
    listed = samples(trade, place, MOST_SAMPLES)
    blocked = blocked_among([sample.phone for sample in listed])
    free = [sample for sample in listed if sample.phone not in blocked]
    return found + [Found(*sample, Source.SAMPLE) for sample in free[:missing]]


def _own(trade: str, place: Place, limit: int) -> list[Found]:
    """The operator's nearest; at the same distance the one that was imported first.

    A phone cannot come twice: it is unique within a trade, and no import has a sample's number.
    """
    here = place.point
    if here is None:
        return _at_same_zip(trade, place.zip_code, limit)
    near = []
    columns = (Business.id, Business.latitude, Business.longitude, *SHOWN)
    query = select(*columns).where(
        Business.trade == trade, *_box(here), ~is_blocked(Business.phone)
    )
    for id_, latitude, longitude, name, phone, zip_code in db.session.execute(query):
        there = cast(Point, (latitude, longitude))  # In a box there are no unknown ones.
        miles = miles_between(here, there)
        if miles <= settings.search_radius_miles:
            near.append((miles, id_, name, phone, zip_code))
    return [
        _found(name, phone, zip_code, round(miles, 1))
        for miles, _, name, phone, zip_code in sorted(near)[:limit]
    ]


def _at_same_zip(trade: str, zip_code: str, limit: int) -> list[Found]:
    """For a ZIP that nobody knows the coordinates of."""
    query = (
        select(*SHOWN)
        .where(Business.trade == trade, Business.zip_code == zip_code)
        .where(~is_blocked(Business.phone))
        .order_by(Business.id)
        .limit(limit)
    )
    return [_found(name, phone, zip_code) for name, phone, zip_code in db.session.execute(query)]


def _found(name: str, phone: str, zip_code: str, miles: float | None = None) -> Found:
    zone = hours_zone(phone, zip_code)
    return Found(name, phone, Source.IMPORT, distance_miles=miles, time_zone=zone)


def _box(here: Point) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The square around the circle of the search: what the index can find."""
    latitude, longitude = here
    height = settings.search_radius_miles / LEAST_MILES_PER_DEGREE
    # A circle is widest in degrees on the side of the pole.
    width = height / max(cos(radians(abs(latitude) + height)), LEAST_COSINE)
    return (
        Business.latitude.between(latitude - height, latitude + height),
        Business.longitude.between(longitude - width, longitude + width),
    )
