"""The switch of the real lines: while it is off nothing is dialled, and what is up is hung up."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from callbackend.gate import audit
from callbackend.gate.audit import AuditKind, AuditNote
from callbackend.gate.counts import SWITCH
from callbackend.records.database import Database
from callbackend.records.line_models import LineSwitch
from callbackend.records.upsert import insert_or_leave

BY_OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class SwitchState:
    """Since when it is off (seconds since 1970), and why; both None while it is on."""

    stopped_at: float | None
    why: str | None


class Switch:
    """The row of the table, as operators use it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> SwitchState:
        """How it stands."""
        with self._database.reading() as connection:
            query = select(LineSwitch.stopped_at, LineSwitch.why).where(LineSwitch.id == SWITCH)
            row = connection.execute(query).one_or_none()
        return SwitchState(*row) if row else SwitchState(None, None)

    def stop(self, why: str, now: float) -> None:
        """Turn it off; who turns it off again changes the reason alone."""
        with self._database.writing() as connection:
            _set(connection, now, why)
            audit.write(connection, [AuditNote(AuditKind.STOPPED, now, {"why": why})])

    def start(self, now: float) -> None:
        """Turn it on."""
        with self._database.writing() as connection:
            _set(connection, None, None)
            audit.write(connection, [AuditNote(AuditKind.STARTED, now, {})])


def _set(connection: Connection, stopped_at: float | None, why: str | None) -> None:
    values = {"id": SWITCH, "stopped_at": stopped_at, "why": why, "next_dial_at": 0.0}
    connection.execute(insert_or_leave(connection, LineSwitch), values)
    mine = update(LineSwitch).where(LineSwitch.id == SWITCH)
    connection.execute(mine.values(stopped_at=stopped_at, why=why))
