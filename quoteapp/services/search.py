"""Finding businesses for a job: the operator's own ones, nearest first, then samples."""

from dataclasses import dataclass
from math import cos, radians
from typing import cast

from sqlalchemy import ColumnElement, select

from quoteapp.config import settings
from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.models.providers import Source
from quoteapp.places import Place, Point, miles_between, place_of
from quoteapp.services.samples import samples

# One degree of latitude is 68.7 to 69.4 miles: the box must not cut off the circle.
LEAST_MILES_PER_DEGREE = 68.7
# Near the poles a degree of longitude is nothing; no ZIP is there.
LEAST_COSINE = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """A business that a search brought back."""

    name: str
    phone: str  # E.164
    source: Source
    source_url: str | None = None


def search(trade: str, zip_code: str, limit: int) -> list[Found]:
    """At most `limit` businesses of the trade, no phone twice; none for a ZIP that does not exist.

    The operator's own come first, nearest first, within SEARCH_RADIUS_MILES; samples fill up the
    rest, always the same ones for the same trade and ZIP. Reads only, and ends no transaction.
    """
    place = place_of(zip_code)
    if place is None:
        return []
    found = _own(trade, place, limit)
    missing = limit - len(found)
    return found + [Found(*sample, Source.SAMPLE) for sample in samples(trade, place, missing)]


def _own(trade: str, place: Place, limit: int) -> list[Found]:
    """The operator's nearest; at the same distance the one that was imported first.

    A phone cannot come twice: it is unique within a trade, and no import has a sample's number.
    """
    here = place.point
    if here is None:
        return _at_same_zip(trade, place.zip_code, limit)
    near = []
    columns = (Business.id, Business.latitude, Business.longitude, Business.name, Business.phone)
    query = select(*columns).where(Business.trade == trade, *_box(here))
    for id_, latitude, longitude, name, phone in db.session.execute(query):
        there = cast(Point, (latitude, longitude))  # In a box there are no unknown ones.
        miles = miles_between(here, there)
        if miles <= settings.search_radius_miles:
            near.append((miles, id_, name, phone))
    return [Found(name, phone, Source.IMPORTED) for _, _, name, phone in sorted(near)[:limit]]


def _at_same_zip(trade: str, zip_code: str, limit: int) -> list[Found]:
    """For a ZIP that nobody knows the coordinates of."""
    query = (
        select(Business.name, Business.phone)
        .where(Business.trade == trade, Business.zip_code == zip_code)
        .order_by(Business.id)
        .limit(limit)
    )
    return [Found(name, phone, Source.IMPORTED) for name, phone in db.session.execute(query)]


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
