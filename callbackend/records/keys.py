"""The keys of calls that were erased: no more than their hashes.

A key is accepted and shut by transactions that cannot miss each other. SQLite has one writer; on
Postgres both hold a lock named after the key until they commit.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from callbackend.records.models import ErasedKey
from callbackend.records.upsert import insert_or_leave

# Of the hash, in hexadecimal: what fits Postgres's signed 64 bits.
LOCK_DIGITS = 15


def hash_of(idempotency_key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(idempotency_key.encode()).hexdigest()


def lock(connection: Connection, key_hash: str) -> None:
    """Let no other transaction accept or shut this key until this one is over."""
    if connection.dialect.name == "postgresql":
        number = int(key_hash[:LOCK_DIGITS], 16)
        connection.execute(select(func.pg_advisory_xact_lock(number)))


def is_erased(connection: Connection, key_hash: str) -> bool:
    """Whether a call of this key must not be accepted any more."""
    query = select(ErasedKey.key_hash).where(ErasedKey.key_hash == key_hash)
    return connection.execute(query).one_or_none() is not None


def shut(connection: Connection, key_hashes: Iterable[str], now: float) -> None:
    """Accept these keys never again."""
    # In one order for all, so that no two transactions wait for each other.
    rows = [{"key_hash": key_hash, "erased_at": now} for key_hash in sorted(key_hashes)]
    connection.execute(insert_or_leave(connection, ErasedKey), rows)
