"""The stop rule: what brought enough ends what is still to be rung; who talks may finish.

The rule lies in the job's brief, with the moment from which it counts. It is asked where a row is
claimed, so that nobody is rung once it is met, whatever died meanwhile; and wherever a call has
ended, and in the sweep, so that the rows that wait end, too. A rule that has been replaced ends no
row that was asked for after it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import select

from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.models.providers import IS_OPEN
from quoteapp.services.calls import rows
from quoteapp.states import CallStatus, Outcome

REASON = "enough has been offered"


@dataclass(frozen=True, slots=True)
class Rule:
    """Either of the two ends the ringing; `since` is the moment from which offers count."""

    price_at_most: Decimal | None
    agreed: int | None
    since: datetime

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """The rule that `to_document` made."""
        price = document["price_at_most"]
        return cls(
            None if price is None else Decimal(price),
            document["agreed"],
            datetime.fromisoformat(document["since"]),
        )

    def to_document(self) -> dict[str, Any]:
        """As the brief keeps it."""
        price = self.price_at_most
        return {
            "price_at_most": None if price is None else str(price),
            "agreed": self.agreed,
            "since": self.since.isoformat(),
        }

    def is_met(self, job_id: str) -> bool:
        """Whether the offers that have come since are enough."""
        offers = _offers_since(job_id, self.since)
        agreed = sum(outcome is Outcome.AGREED for outcome, _ in offers)
        if self.agreed is not None and agreed >= self.agreed:
            return True
        limit = self.price_at_most
        return limit is not None and any(price <= limit for _, price in offers)


def rule_of(wanted: dict[str, Any] | None, since: datetime) -> dict[str, Any] | None:
    """What the brief keeps of the rule of a request; none for none."""
    if not wanted:
        return None
    return Rule(wanted.get("price_at_most"), wanted.get("agreed"), since).to_document()


def is_met(job_id: str, document: dict[str, Any] | None) -> bool:
    """Whether the rule of a brief is met; no rule never is."""
    return document is not None and Rule.from_document(document).is_met(job_id)


def apply(job_id: str) -> None:
    """End what waits to be rung for a job whose rule is met."""
    rule = _rule(job_id)
    is_enough = rule is not None and rule.is_met(job_id)
    db.session.rollback()
    if rule is None or not is_enough:
        return
    rows.fail(
        Provider.job_id == job_id,
        Provider.asked_at <= rule.since,
        sources={CallStatus.PENDING},
        outcome=Outcome.CANCELLED,
        reason=REASON,
    )


def apply_to_all() -> None:
    """The same of every job that has a rule and somebody who waits."""
    waiting = (
        select(Provider.job_id)
        .join(Brief, Brief.job_id == Provider.job_id)
        .where(IS_OPEN, Provider.call_status == CallStatus.PENDING, Brief.stop_when.is_not(None))
        .distinct()
    )
    job_ids = list(db.session.scalars(waiting))
    db.session.rollback()
    for job_id in job_ids:
        apply(job_id)


def _rule(job_id: str) -> Rule | None:
    document = db.session.scalar(select(Brief.stop_when).where(Brief.job_id == job_id))
    return None if document is None else Rule.from_document(document)


def _offers_since(job_id: str, since: datetime) -> list[tuple[Outcome | None, Decimal]]:
    """Outcome and price of each: the one that stands, as in `/offers`."""
    columns = (Provider.negotiated_price, Provider.last_offer, Provider.estimated_price)
    query = select(Provider.outcome, *columns).where(
        Provider.job_id == job_id,
        Provider.call_status == CallStatus.COMPLETED,
        Provider.ended_at >= since,
    )
    found = [(row[0], row[1] or row[2] or row[3]) for row in db.session.execute(query)]
    return [(outcome, price) for outcome, price in found if price is not None]
