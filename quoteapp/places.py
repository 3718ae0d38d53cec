"""ZIP codes: which exist, where they are, and which area codes their phones have.

The data is that of the `zipcodes` package. Its first use takes about 0.4 s and 40 MB; from then on
a ZIP costs a dictionary look-up, and each new group of ZIPs (same first three digits) 0.7 ms.
Turning all 42,789 ZIPs into places at once would cost another 27 MB in every process.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

ZIP_CODE = re.compile(r"([0-9]{3})[0-9]{2}(-[0-9]{4})?")
EARTH_RADIUS_MILES = 3958.8
MILITARY_CITIES = ("Apo", "Fpo", "Dpo")

# Places without an area code of their own: the city through which their mail goes.
GATEWAYS = {"AA": "305", "AE": "212", "AP": "415", "NJ": "212", "DC": "202"}

# ZIPs at the border list these, too, and their phones are in Canada.
CANADIAN_CODES = (
    "204 226 236 249 250 289 306 343 354 365 367 368 403 418 431 450 468 474 506 519 548 579 581 "
    "584 587 604 613 639 672 683 705 742 753 778 807 819 825 867 873 905"
)
CANADIAN = frozenset(CANADIAN_CODES.split())


@dataclass(frozen=True, slots=True)
class Place:
    """A ZIP code in use, or once in use.

    The coordinates are its centroid, `None` where unknown (military mail, some PO boxes).
    `area_codes` has at least one; a military ZIP has that of its mail's gateway city.
    `timezone` is an IANA name, `None` where unknown.
    """

    zip_code: str
    city: str
    state: str
    latitude: float | None
    longitude: float | None
    area_codes: tuple[str, ...]
    timezone: str | None

    @property
    def point(self) -> Point | None:
        """The centroid, `None` where unknown."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def is_military(self) -> bool:
        """Whether it is a post office of the forces or embassies: its city is a mere "Apo"."""
        return self.city in MILITARY_CITIES


def place_of(zip_code: str) -> Place | None:
    """The place of a ZIP (`95126`) or ZIP+4 (`95126-1234`); `None` for one that does not exist."""
    match = ZIP_CODE.fullmatch(zip_code)
    return _places(match[1]).get(zip_code[:5]) if match else None


def miles_between(one: Point, other: Point) -> float:
    """The great-circle distance (haversine)."""
    latitude, longitude, latitude_2, longitude_2 = map(radians, (*one, *other))
    half_chord = (
        sin((latitude_2 - latitude) / 2) ** 2
        + cos(latitude) * cos(latitude_2) * sin((longitude_2 - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * asin(min(1.0, sqrt(half_chord)))


@cache
def _places(prefix: str) -> Mapping[str, Place]:
    """The places whose ZIP begins with these three digits, by ZIP."""
    import zipcodes

    rows = zipcodes.similar_to(prefix)  # type: ignore[no-untyped-call]
    common = Counter(code for row in rows for code in row["area_codes"])
    return {row["zip_code"]: _place(row, common) for row in rows}


def _place(row: Mapping[str, Any], common: Counter[str]) -> Place:
    latitude, longitude = float(row["lat"] or 0), float(row["long"] or 0)
    # The few military ZIPs that have coordinates have wrong ones.
    is_known = latitude != 0 and row["city"] not in MILITARY_CITIES
    return Place(
        zip_code=row["zip_code"],
        city=row["city"],
        state=row["state"],
        latitude=latitude if is_known else None,
        longitude=longitude if is_known else None,
        area_codes=_area_codes(row, common),
        # One ZIP has its city there.
        timezone=row["timezone"] if "/" in row["timezone"] else None,
    )


def _area_codes(row: Mapping[str, Any], common: Counter[str]) -> tuple[str, ...]:
    """Its own area codes, else those of its neighbours, else that of its gateway.

    A ZIP lists every area code that its outline touches. One that is rare among the ZIPs around it
    belongs to the next state: it is left out.
    """
    codes = _american(row["area_codes"]) or _american(common) or [GATEWAYS[row["state"]]]
    most = max(common[code] for code in codes)
    return tuple(code for code in codes if common[code] * 2 >= most)


def _american(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code not in CANADIAN]
