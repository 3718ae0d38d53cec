"""Which processes carry calls, and whether they are alive: each renews a lease.

A call belongs to the process that its row names. Whoever dies without a word loses its calls when
the lease is over, to whoever looks first; `seq` decides between two that look at once. Clocks of
several machines may differ by some seconds: a lease is longer.
"""

from uuid import uuid4

from sqlalchemy import ColumnElement, delete, or_, select, update

from callbackend.records.database import Database
from callbackend.records.line_models import Lease
from callbackend.records.models import Call
from callbackend.records.upsert import insert_or_leave

LEASE_SECONDS = 20.0
# Three renewals may fail before the lease is over.
RENEW_SECONDS = 5.0
MARK = "#"


def name_of(place: str) -> str:
    """A name for a process; `place` is where no two can be at once: a machine and its port."""
    return f"{place}{MARK}{uuid4().hex[:12]}"


def is_orphan(now: float) -> ColumnElement[bool]:
    """Whether nobody alive carries a call."""
    alive = select(Lease.owner).where(Lease.lease_until > now)
    return or_(Call.owner.is_(None), Call.owner.not_in(alive))


class Carriers:
    """The leases, as one process sees them."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def settle_in(self, now: float) -> None:
        """Take a lease; whoever was at this place before is dead, and so are leases of old."""
        place = self._owner.rpartition(MARK)[0]
        is_before = Lease.owner.startswith(f"{place}{MARK}", autoescape=True)
        with self._database.writing() as connection:
            connection.execute(delete(Lease).where(or_(is_before, Lease.lease_until < now)))
        self.renew(now)

    def renew(self, now: float) -> None:
        """Stay alive for as long as a lease lasts."""
        lease = {"owner": self._owner, "lease_until": now + LEASE_SECONDS}
        is_own = Lease.owner == self._owner
        with self._database.writing() as connection:
            if connection.execute(update(Lease).where(is_own).values(lease)).rowcount == 0:
                connection.execute(insert_or_leave(connection, Lease), lease)

    def leave(self) -> None:
        """Let others take the calls at once."""
        with self._database.writing() as connection:
            connection.execute(delete(Lease).where(Lease.owner == self._owner))
