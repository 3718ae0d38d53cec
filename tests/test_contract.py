"""What the two services know of each other, and the trades that both of them know.

They share no code of the domain: where they drift apart, only these tests see it.
"""

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient

from callbackend import errors, states
from callbackend.agent import result
from callbackend.agent.brief import Brief
from callbackend.agent.wording import phrases
from callbackend.api import schemas
from callbackend.calls.findings import brought_by
from callbackend.lines.simulated.prices import works
from callbackend.records.representation import call_json
from callbackend.records.store import SHOWN
from evals import sets
from quoteapp.clients import call_backend as client_side
from quoteapp.clients.call_backend import (
    CallBackend,
    EndedCall,
    NotThere,
    Refused,
    TokenRefused,
)
from quoteapp.clients.ended_calls import ended_call
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.extensions import db
from quoteapp.language import NONE, TRADES
from quoteapp.language.examples import examples
from quoteapp.language.library import DATA, file_of
from quoteapp.models.briefs import Brief as BriefRow
from quoteapp.models.findings import MoveKind, NoteKind, Side
from quoteapp.services.businesses.trade_names import ALIASES
from quoteapp.services.calls import placing
from quoteapp.services.finding import samples
from quoteapp.states import PRICED, CallStatus, Outcome
from tests.callbackend.conversations import converse
from tests.callbackend.factories import make_brief, make_request, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.callbackend.receiver import Receiver
from tests.conftest import WEBHOOK_SECRET
from tests.contract import Always, InMemory, asks_fake, asks_real, real_service, shape_of
from tests.factories import make_provider, make_searched_job
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every, for_every
from tests.tasks_in_line import run_queued_tasks

TURNS = [{"role": "agent", "text": "Hello"}, {"role": "provider", "text": "One fifty."}]
NOTES = [{"kind": "included", "text": "Parts included.", "price": None, "turn": 1}]
MOVES = [{"by": "provider", "kind": "first", "price": 150.1, "turn": 1}]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


# --- the words ---------------------------------------------------------------------------------


def a_call(**changes: Any) -> bytes:
    """A call as the call backend shows it, from a row of its table."""
    columns = {
        "call_id": "call-1",
        "job_id": "job-1",
        "provider_id": 1,
        "line": "simulated",
        "status": states.CallStatus.ENDED,
        "outcome": states.Outcome.AGREED,
        "estimated_cents": 150_10,
        "last_offer_cents": 135_00,
        "negotiated_cents": 135_00,
        "notes": json.dumps(NOTES),
        "moves": json.dumps(MOVES),
        "transcript": json.dumps(TURNS),
        "seq": 9,
        "created_at": 1_765_360_800.25,
        "dialled_at": 1_765_360_801.0,
        "answered_at": 1_765_360_803.0,
        "ended_at": 1_765_360_830.0,
        "cost_cents": None,
    } | changes
    return call_json(tuple(columns[column.key] for column in SHOWN))


def read_by_the_api(call: bytes) -> EndedCall | None:
    return CallBackend("", Always(call)).ended("call-1")


def test_both_know_the_same_outcomes():
    assert dict(Outcome.__members__) == dict(states.Outcome.__members__)


def test_both_know_the_same_notes_moves_and_sides():
    assert dict(NoteKind.__members__) == dict(result.NoteKind.__members__)
    assert dict(MoveKind.__members__) == dict(result.MoveKind.__members__)
    assert set(Side) == set(get_args(result.Side))


def test_the_api_keeps_what_the_agent_found():
    note = result.Note(result.NoteKind.VISIT, "One fifty.", Decimal(55), 1)
    move = result.PriceMove("provider", result.MoveKind.FIRST, Decimal("150.10"), 1)
    found = result.Findings(Decimal("150.10"), Decimal(140), moves=(move,), notes=(note,))

    read = read_by_the_api(a_call(outcome=states.Outcome.QUOTED, **brought_by(found)))

    assert (read.estimated_price, read.last_offer) == (Decimal("150.10"), Decimal("140.00"))
    assert read.notes == [{"kind": "visit", "text": "One fifty.", "price": 55.0, "turn": 1}]
    assert read.moves == MOVES


@every("status", [*states.CallStatus])
def test_the_api_takes_a_call_for_over_when_it_has_ended(status):
    read = read_by_the_api(a_call(status=status))

    assert (read is not None) == (status is states.CallStatus.ENDED)


@every("outcome", [*states.Outcome])
def test_the_api_reads_what_an_ended_call_shows(outcome):
    read = read_by_the_api(a_call(outcome=outcome))

    assert read == EndedCall(
        "call-1",
        Outcome(outcome),
        Decimal("150.10"),
        Decimal("135.00") if outcome is states.Outcome.AGREED else None,
        "Agent: Hello\nProvider: One fifty.",
        Decimal("135.00"),
        notes=NOTES,
        moves=MOVES,
        dialled_at=datetime(2025, 12, 10, 10, 0, 1, tzinfo=UTC),
        answered_at=datetime(2025, 12, 10, 10, 0, 3, tzinfo=UTC),
    )


class Noting(dict):
    """A call that notes which of its fields are looked at."""

    def __init__(self, call: dict[str, Any]) -> None:
        super().__init__(call)
        self.looked_at: set[str] = set()

    def get(self, field: str, default: Any = None) -> Any:
        self.looked_at.add(field)
        return super().get(field, default)

    def __getitem__(self, field: str) -> Any:
        self.looked_at.add(field)
        return super().__getitem__(field)


def test_the_api_looks_at_no_field_that_a_call_does_not_have():
    call = Noting(json.loads(a_call()))

    ended_call(call)

    assert len(call.looked_at) >= 6
    assert call.looked_at <= set(call)


def test_both_look_up_as_many_calls_at_once():
    assert client_side.LOOKUP_LIMIT == schemas.LOOKUP_LIMIT


# --- what the call backend refuses ---------------------------------------------------------------

REFUSALS = [
    (errors.BadBody("Not JSON."), GiveUp),
    (errors.Unauthorized(), TokenRefused),
    (errors.CallNotFound("call-1"), NotThere),
    (errors.KeyReused(), Refused),
    (errors.Erased(), Refused),
    (errors.RequestRefused("brief: Missing."), Refused),
    (errors.NumberRefused("phone: no number"), Refused),
    (errors.DoNotCall(), Refused),
    (errors.NeverDial("A sample."), Refused),
    (errors.TooManyCalls("Too many live calls"), TryAgain),
    (errors.NotNow("Closed", retry_after=70), TryAgain),
    (errors.Unsure(), Unsure),
]


@every(("refusal", "raised"), REFUSALS)
def test_a_refusal_is_to_the_api_what_it_is_to_the_call_backend(refusal, raised):
    wait = refusal.headers.get("Retry-After")

    with pytest.raises(VendorError) as caught:
        CallBackend("", Always(b"{}", refusal.status, wait)).ended("call-1")

    assert type(caught.value) is raised
    assert getattr(caught.value, "after", None) == (wait and float(wait))


def kinds_of(base: type[Exception]) -> Iterator[type[Exception]]:
    """The errors that are raised: those that no other derives from."""
    kinds = base.__subclasses__()
    if not kinds:
        yield base
    for kind in kinds:
        yield from kinds_of(kind)


def test_every_refusal_stands_in_the_table():
    # The carrier's callbacks are not of this contract.
    of_the_contract = set(kinds_of(errors.CallBackendError)) - {errors.BadSignature}
    assert {type(refusal) for refusal, _ in REFUSALS} == of_the_contract


# --- what the API posts --------------------------------------------------------------------------

ANSWERS = {"q1": "x" * 2000, "q2": "Sí, desde ayer 🚽", "q3": "7"}
JOBS = [
    {},
    {"price_limit": "no_limit"},
    {"price_limit": 0.01},
    {"price_limit": 10.10},
    {"price_limit": 1_000_000},
    {"zip_code": "95126-1234"},
    {"date_needed": "0001-01-01"},
    {"date_needed": "9999-12-31"},
    {"query": "x" * 2000, "task": "plumber"},
    {"query": "arregla mi baño 🚽"},
]


def assert_is_taken(body: dict[str, Any]) -> Brief:
    """The call backend takes the body, and no field of it is unknown or missing there."""
    loaded = schemas.start_call_in.load(body)
    asked = schemas.start_call_in.fields
    assert set(body) == set(asked)
    assert set(body["brief"]) == set(asked["brief"].schema.fields)
    return Brief.from_json(loaded["brief"])


@every("changes", JOBS)
def test_the_call_backend_takes_what_the_api_posts(client, call_backend, changes):
    before = len(call_backend.bodies)
    job_id = client.post("/api/start-job", json=GOOD | changes).get_json()["job_id"]
    client.post("/api/complete-job", json={"job_id": job_id, "answers": ANSWERS})
    client.post(f"/api/start-calls/{job_id}")
    run_queued_tasks()

    bodies = call_backend.bodies[before:]

    assert bodies
    for body in bodies:
        brief = assert_is_taken(body)
        limit = (GOOD | changes)["price_limit"]
        assert brief.price_limit == (None if limit == "no_limit" else Decimal(str(limit)))
        assert brief.task in phrases("en").work
        assert [answer for _, answer in brief.answers] == list(ANSWERS.values())
        assert body["callback_url"].endswith("/api/call-events")


def test_the_call_backend_takes_the_best_quote_that_the_api_knows(app, call_backend):
    job = make_searched_job(providers=0)
    prices = {"estimated_price": Decimal(150), "negotiated_price": Decimal("135.50")}
    make_provider(job_id=job.id, call_status=CallStatus.COMPLETED, **prices)
    waiting = make_provider(job_id=job.id, call_status=CallStatus.PENDING, name="x" * 200)

    placing.place(waiting.id)

    (body,) = call_backend.bodies
    assert assert_is_taken(body).best_quote == Decimal("135.50")


def test_the_brief_that_is_kept_lacks_the_best_quote_alone(app):
    job = make_searched_job()

    kept = db.session.get(BriefRow, job.id).body

    assert set(schemas.BriefIn().fields) - set(kept) == {"best_quote"}


# --- what the call backend posts -----------------------------------------------------------------


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


def test_the_api_believes_the_callback_of_the_call_backend(
    client, call_backend, receiver, sqlite_url
):
    body = make_request(callback_url=receiver.url)
    with real_service(
        sqlite_url, CALL_WEBHOOK_SECRET=WEBHOOK_SECRET, CALLBACK_ORIGINS=receiver.origin
    ) as service:
        call_id = asks_real(service, "POST", "/start-job/job-1", body, "k")[2]["call_id"]
        wait_for(lambda: receiver.received)
    (got, *_) = receiver.received
    # From here on the stand-in tells what the service told.
    call_backend.calls[call_id] = got.call
    provider = make_provider(call_status=CallStatus.IN_PROGRESS, call_id=call_id)

    response = client.post("/api/call-events", data=got.body, headers=got.headers)

    assert (response.status_code, response.get_json()) == (200, {"status": "received"})
    assert run_queued_tasks() == [("calls.settle", (provider.id,))]
    db.session.refresh(provider)
    assert provider.outcome == got.call["outcome"]


# --- the stand-in of the tests -------------------------------------------------------------------


def journey(ask: Any) -> list[tuple[str, Any]]:
    """Every question of the contract, and what it is answered: status, headers and shape."""
    answers: list[tuple[str, Any]] = []

    def send(method: str, path: str, body: Any = None, key: str = "job-1:1:1") -> Any:
        status, headers, content = ask(method, path, body, key)
        told = "/".join("{call_id}" if "-" in part else part for part in path.split("/")[2:])
        what = f"{len(answers)}: {method} {path.split('/')[1]}/{told}"
        answers.append((what, (status, headers, shape_of(content))))
        return content

    send("GET", "/health")
    call_id = send("POST", "/start-job/job-1", make_request())["call_id"]
    send("POST", "/start-job/job-1", make_request())
    send("POST", "/start-job/job-1", make_request(provider_id=2))
    send("POST", "/start-job/job-1", make_request(phone=""), key="job-1:2:1")
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/cancel"), ("GET", "")):
        send(method, f"/calls/{UNKNOWN}{path}")
        send(method, f"/calls/{call_id}{path}")
        send("POST", "/calls/lookup", {"call_ids": [call_id, UNKNOWN]})
    send("POST", "/calls/lookup", {"call_ids": [UNKNOWN]})
    return answers


def test_the_stand_in_answers_as_the_call_backend_does(call_backend, sqlite_url):
    with real_service(sqlite_url, FakeLine()) as client:
        real = journey(lambda *asked: asks_real(client, *asked))
    fake = journey(lambda *asked: asks_fake(call_backend, *asked))

    for_every(
        ("real", "fake"),
        [pytest.param(one, other, id=one[0]) for one, other in zip(real, fake, strict=True)],
        is_the_same,
    )


def is_the_same(real: Any, fake: Any) -> None:
    assert fake == real


def test_the_stand_in_agrees_as_the_call_backend_does(call_backend, sqlite_url):
    with real_service(sqlite_url) as client:
        real = agreed_call(client)
    call_id = asks_fake(call_backend, "POST", "/start-job/job-1", make_request(), "k")[2]["call_id"]

    fake = call_backend.agree(call_id)

    assert shape_of(fake) == shape_of(real)
    assert set(PRICED) >= {fake["outcome"], real["outcome"]}


def agreed_call(client: FlaskClient) -> dict[str, Any]:
    """A call to a simulated business that comes to an agreement."""
    name = make_request()["name"]
    phone = next(
        phone
        for phone in (f"+1408555{number:04}" for number in range(900))
        if converse(phone, make_brief(), name).outcome is states.Outcome.AGREED
    )
    body = make_request(phone=phone)
    call_id = asks_real(client, "POST", "/start-job/job-1", body, "k")[2]["call_id"]
    return wait_for_end(client, call_id)


def test_the_client_of_the_api_and_the_call_backend_understand_each_other(sqlite_url):
    with real_service(sqlite_url, FakeLine()) as client:
        backend = CallBackend("", InMemory(client))
        line = backend.check()
        call_id = backend.start("job-1", "job-1:1:1", make_request())
        again = backend.start("job-1", "job-1:1:1", make_request())
        live = backend.ended(call_id), list(backend.ended_among([call_id]))
        cancelled = backend.cancel(call_id)
        ended = backend.ended(call_id), list(backend.ended_among([call_id, UNKNOWN]))

    assert line == "simulated"
    assert again == call_id
    assert live == (None, [])
    dialled_at = cancelled and cancelled.dialled_at
    assert cancelled == EndedCall(
        call_id, Outcome.CANCELLED, None, None, None, notes=[], moves=[], dialled_at=dialled_at
    )
    assert ended == (cancelled, [cancelled])


# --- the trades ----------------------------------------------------------------------------------

DIRECTORY = samples.DATA / "trades.toml"
KNOWN_IN = {
    "quoteapp/data/trades/examples.tsv": {trade for trade, _ in examples()} - {NONE},
    "quoteapp/data/directory/trades.toml": tomllib.loads(DIRECTORY.read_text("utf-8")),
    "quoteapp/data/directory/aliases.toml": tomllib.loads(ALIASES.read_text("utf-8")),
    # The work of "" is any other.
    "callbackend/agent/words/en.toml": phrases("en").work.keys() - {""},
    "callbackend/agent/words/es.toml": phrases("es").work.keys() - {""},
    # The prices of "" are for any other work.
    "prices.toml": works().keys() - {""},
    "evals/data/trades.tsv": {one.trade for one in sets.queries(sets.TRADES)} - {NONE},
    "evals/data/unseen_trades.tsv": [one.trade for one in sets.queries(sets.UNSEEN_TRADES)],
}


@every(("place", "trades"), KNOWN_IN.items())
def test_a_trade_is_known_everywhere_or_nowhere(place, trades):
    found = set(trades)

    assert not set(TRADES) - found, f"{place} lacks {sorted(set(TRADES) - found)}"
    assert not found - set(TRADES), f"only {place} has {sorted(found - set(TRADES))}"


def test_every_trade_has_its_file_and_every_file_its_trade():
    assert set(DATA.glob("*.toml")) == {file_of(trade) for trade in (*TRADES, NONE)}
