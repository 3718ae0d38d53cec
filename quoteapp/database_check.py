"""Has the database been migrated to what this code works with?"""

from sqlalchemy import inspect, text

from quoteapp.errors import DatabaseBehind
from quoteapp.extensions import db

VERSION = text("SELECT version_num FROM alembic_version")
# Every migration but the newest; a database may be ahead of this code, which it was made for, too.
EARLIER = frozenset(
    {
        *("1f1614018e59", "7c2d90be41aa", "c41f0a7d9b26", "e8a2b65f1d07", "5d0c73e9f4b8"),
        *("b14e6f2a8d35", "9e3d5a70c1f6", "4c8f1e2b7a90", "a3d94e6b1c58"),
        "d70b52c8e9f1",
    }
)


def check_database() -> None:
    """Return if it answers and is up to date. Raises SQLAlchemy's errors and `DatabaseBehind`."""
    tables = set(inspect(db.session.connection()).get_table_names())
    if not tables >= set(db.metadata.tables):
        raise DatabaseBehind
    # Tests make the tables without Alembic.
    if "alembic_version" in tables:
        version = db.session.scalar(VERSION)
        if version is None or version in EARLIER:
            raise DatabaseBehind
