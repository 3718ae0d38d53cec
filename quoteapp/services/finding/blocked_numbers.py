"""Numbers that asked not to be called: no search finds them, and no claim takes their rows.

The call backend keeps a list of its own, which is the law; this one spares a job the businesses
that it could not ring anyway.
"""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, delete, exists, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute

from quoteapp.extensions import changed_rows, db, insert_into, now
from quoteapp.models import BlockedNumber, Provider
from quoteapp.models.columns import Moment

BLOCKED_NUMBERS = cast(Table, BlockedNumber.__table__)
COLUMNS = ("phone", "since", "why")
IN_A_CALL = "opted out in a call"
BY_OPERATOR = "by an operator"


def block_number_of(*which: ColumnElement[bool]) -> None:
    """Block the number of a provider, in the transaction of the session."""
    row = select(Provider.phone, literal(now(), Moment), literal(IN_A_CALL))
    _keep(row.where(*which, Provider.phone.is_not(None)))


def block(phone: str) -> None:
    """Block a number for an operator; one that is blocked already stays as it is."""
    one = select(literal(phone), literal(now(), Moment), literal(BY_OPERATOR))
    _keep(one.where(true()))  # Without a WHERE SQLite takes ON for a join's.
    db.session.commit()


def _keep(rows: "Select[*tuple[Any, ...]]") -> None:
    insert = insert_into(BLOCKED_NUMBERS).from_select(COLUMNS, rows)
    db.session.execute(insert.on_conflict_do_nothing(index_elements=["phone"]))


def unblock(phone: str) -> bool:
    """Let a number be found again; whether it was blocked."""
    removed = changed_rows(delete(BlockedNumber).where(BlockedNumber.phone == phone))
    db.session.commit()
    return removed > 0


def blocked_numbers() -> Sequence[BlockedNumber]:
    """All of them, the latest first."""
    query = select(BlockedNumber).order_by(BlockedNumber.since.desc(), BlockedNumber.phone)
    return db.session.scalars(query).all()


def blocked_among(phones: Collection[str]) -> set[str]:
    """Those of the numbers that are blocked."""
    if not phones:
        return set()
    query = select(BlockedNumber.phone).where(BlockedNumber.phone.in_(phones))
    return set(db.session.scalars(query))


def is_blocked(phone: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition that a column holds a blocked number."""
    return exists().where(BlockedNumber.phone == phone)
