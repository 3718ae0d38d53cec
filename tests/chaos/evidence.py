"""The database's own diary: a trigger that writes down every change of a row's status or result.

It sees what no poll can: two changes within a millisecond, and who came from where.
"""

from sqlalchemy import Connection, text

COLUMNS = (
    "call_status, outcome, estimated_price, last_offer, negotiated_price, call_transcript, notes, "
    "moves, version"
)
_OLD = ", ".join(f"OLD.{name.strip()}" for name in COLUMNS.split(","))
_NEW = _OLD.replace("OLD", "NEW")
_VALUES = (
    "NEW.id, OLD.attempt, NEW.attempt, OLD.call_status, NEW.call_status, OLD.outcome, NEW.outcome"
)
_INSERT = f"""INSERT INTO chaos_moves
 (provider_id, old_attempt, new_attempt, old_status, new_status, old_outcome, new_outcome)
 VALUES ({_VALUES})"""

TABLE = """CREATE TABLE chaos_moves (provider_id INTEGER, old_attempt INTEGER, new_attempt INTEGER,
 old_status TEXT, new_status TEXT, old_outcome TEXT, new_outcome TEXT)"""
SQLITE = f"""CREATE TRIGGER chaos_diary AFTER UPDATE ON providers
 WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN {_INSERT}; END"""
POSTGRES = (
    f"""CREATE FUNCTION chaos_write() RETURNS trigger LANGUAGE plpgsql AS $$
 BEGIN {_INSERT}; RETURN NULL; END $$""",
    f"""CREATE TRIGGER chaos_diary AFTER UPDATE ON providers FOR EACH ROW
 WHEN (({_OLD}) IS DISTINCT FROM ({_NEW})) EXECUTE FUNCTION chaos_write()""",
)
ALLOWED = {
    (None, "pending", 1),
    ("failed", "pending", 1),
    ("pending", "in_progress", 0),
    ("pending", "failed", 0),
    ("in_progress", "pending", 0),
    ("in_progress", "completed", 0),
    ("in_progress", "failed", 0),
}


def keep_diary(connection: Connection) -> None:
    """Begin to write down every change."""
    connection.execute(text(TABLE))
    statements = (SQLITE,) if connection.dialect.name == "sqlite" else POSTGRES
    for statement in statements:
        connection.execute(text(statement))
    connection.commit()


def attempts_seen(connection: Connection) -> dict[int, int]:
    """How many attempts each provider's row has had, also those whose rows are gone."""
    query = "SELECT provider_id, max(new_attempt) FROM chaos_moves GROUP BY provider_id"
    return {row[0]: row[1] for row in connection.execute(text(query))}


def forbidden_moves(connection: Connection) -> list[str]:
    """The changes that the table of moves does not know."""
    wrong = []
    for row in connection.execute(text("SELECT * FROM chaos_moves")):
        move = (row.old_status, row.new_status, row.new_attempt - row.old_attempt)
        if move not in ALLOWED:
            wrong.append(
                f"provider {row.provider_id}, attempt {row.old_attempt}: "
                f"{row.old_status}/{row.old_outcome} became {row.new_status}/{row.new_outcome}"
            )
    return wrong
