"""Which offer is best, and why: one pure function, for the page, the demo and everybody else.

First those within the customer's limit, then the lower price, then what was agreed before what was
merely said, then who is nearer. Whoever named no price has no offer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from quoteapp.models import Provider
from quoteapp.models.findings import Note
from quoteapp.services.offers.evidence import Line, evidence_of
from quoteapp.services.offers.reasons import reasons_of
from quoteapp.states import CallStatus

FARTHEST = float("inf")


class OfferKind(StrEnum):
    """How firm a price is."""

    AGREED = "agreed"  # read back to them, and they said yes
    LAST_OFFER = "last_offer"  # what they came down to
    QUOTED = "quoted"  # the one price that they named


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one business offers; prices in dollars before tax, `rank` counts from 1."""

    rank: int = 0
    provider_id: int
    name: str
    phone: str | None
    price: Decimal
    kind: OfferKind
    first_price: Decimal | None
    saved: Decimal
    within_limit: bool
    distance_miles: float | None
    notes: list[Note]
    reasons: tuple[str, ...] = ()
    evidence: tuple[Line, ...]


def rank(providers: Iterable[Provider], limit: Decimal | None) -> list[Offer]:
    """The offers of a job's providers, best first; `limit` is what the customer would pay at most.

    None: they set no limit.
    """
    offers = [offer for provider in providers if (offer := _offer(provider, limit)) is not None]
    ordered = sorted(offers, key=_place)
    return [
        replace(one, rank=place, reasons=reasons_of(one, place, len(ordered), limit))
        for place, one in enumerate(ordered, 1)
    ]


def _offer(provider: Provider, limit: Decimal | None) -> Offer | None:
    price = provider.negotiated_price or provider.last_offer or provider.estimated_price
    if provider.call_status is not CallStatus.COMPLETED or price is None:
        return None
    first = provider.estimated_price
    return Offer(
        provider_id=provider.id,
        name=provider.name,
        phone=provider.phone,
        price=price,
        kind=_kind(provider),
        first_price=first,
        saved=max(first - price, Decimal(0)) if first is not None else Decimal(0),
        within_limit=limit is None or price <= limit,
        distance_miles=provider.distance_miles,
        notes=provider.notes or [],
        evidence=evidence_of(provider.call_transcript, provider.moves),
    )


def _kind(provider: Provider) -> OfferKind:
    if provider.negotiated_price is not None:
        return OfferKind.AGREED
    came_down = provider.last_offer not in (None, provider.estimated_price)
    return OfferKind.LAST_OFFER if came_down else OfferKind.QUOTED


def _place(offer: Offer) -> tuple[bool, Decimal, bool, float, int]:
    return (
        not offer.within_limit,
        offer.price,
        offer.kind is not OfferKind.AGREED,
        FARTHEST if offer.distance_miles is None else offer.distance_miles,
        offer.provider_id,
    )
