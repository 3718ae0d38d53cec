"""A database as the code before there were migrations made it, with one call in it."""

from sqlalchemy import create_engine, text

FLOAT = {"sqlite": "FLOAT", "postgresql": "FLOAT(53)"}
TABLE = """
CREATE TABLE calls (
    call_id VARCHAR(36) NOT NULL, idempotency_key VARCHAR(255) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL, job_id VARCHAR(100) NOT NULL, provider_id BIGINT NOT NULL,
    phone VARCHAR(20) NOT NULL, request TEXT NOT NULL, status VARCHAR(12) NOT NULL,
    outcome VARCHAR(20), estimated_cents BIGINT, negotiated_cents BIGINT, transcript TEXT NOT NULL,
    seq INTEGER NOT NULL, created_at {float} NOT NULL, dialled_at {float},
    updated_at {float} NOT NULL, ended_at {float}, callback_due_at {float},
    callback_attempts INTEGER NOT NULL, PRIMARY KEY (call_id), UNIQUE (idempotency_key)
)
"""
INDEXES = (
    "CREATE INDEX calls_live ON calls (updated_at) WHERE status != 'ended'",
    "CREATE INDEX calls_owed ON calls (callback_due_at) WHERE callback_due_at IS NOT NULL",
)
CALL_ID = "6f1f2d3e-0000-4000-8000-000000000001"
# The request of `make_request()`, and its fingerprint, as that code stored them.
FINGERPRINT = "b9380e4dd6197c89c3ff774e54349a74a6fbe09ee3fb0fe8baf906cfc58244df"
REQUEST = (
    '{"brief":{"answers":[{"answer":"The toilet is constantly running","question":"What is the'
    ' issue?"},{"answer":"Standard toilet, about 10 years old","question":"How old is it?"}],'
    '"best_quote":null,"date_needed":"2025-12-10","price_limit":"250.00","problem":"your toilet'
    ' needs to be fixed","task":"plumber","zip_code":"95126"},"callback_url":'
    '"http://127.0.0.1:9/api/call-events","name":"Reliable Plumbing Services","phone":'
    '"+14085550101","provider_id":1}'
)


def make(url: str, **changes: object) -> None:
    """Make it; `changes` are columns of its call."""
    row = {
        "call_id": CALL_ID,
        "idempotency_key": "k",
        "fingerprint": FINGERPRINT,
        "job_id": "job-1",
        "provider_id": 1,
        "phone": "+14085550101",
        "request": REQUEST,
        "status": "ended",
        "outcome": "busy",
        "transcript": "[]",
        "seq": 2,
        "created_at": 1_760_000_000.5,
        "dialled_at": 1_760_000_001.5,
        "updated_at": 1_760_000_002.5,
        "ended_at": 1_760_000_002.5,
        "callback_attempts": 0,
    } | changes
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(TABLE.format(float=FLOAT[engine.dialect.name])))
        for index in INDEXES:
            connection.execute(text(index))
        connection.execute(text(f"INSERT INTO calls ({columns}) VALUES ({values})"), row)
    engine.dispose()
