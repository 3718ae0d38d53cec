import pytest

from quoteapp.services.calls import lines

READY = {"database": "ok", "redis": "ok", "call_backend": "ok"}


def test_health_says_that_the_process_answers(client):
    response = client.get("/api/health")

    assert (response.status_code, response.get_json()) == (200, {"status": "healthy"})


def test_health_asks_nobody_else(app_without_redis, app_without_database, call_backend):
    for app in (app_without_redis, app_without_database):
        assert app.test_client().get("/api/health").status_code == 200

    assert call_backend.requests == []


def test_ready_names_every_dependency(client):
    response = client.get("/api/ready")

    assert (response.status_code, response.get_json()) == (200, READY)


def assert_names(response, culprit):
    assert response.status_code == 503
    report = response.get_json()
    detail = report.pop("detail")
    assert culprit in detail
    assert set(report) == set(READY)
    assert {name for name, reason in report.items() if reason != "ok"} == {culprit}
    assert report[culprit].strip()


def test_ready_names_the_database_when_it_is_away(app_without_database):
    response = app_without_database.test_client().get("/api/ready")

    assert_names(response, "database")


def test_ready_names_redis_when_it_is_away(app_without_redis):
    response = app_without_redis.test_client().get("/api/ready")

    assert_names(response, "redis")


def test_ready_names_the_call_backend_when_it_is_away(client, call_backend):
    call_backend.stop()

    response = client.get("/api/ready")

    assert_names(response, "call_backend")
    assert response.get_json()["call_backend"] == "Connection refused"


def test_ready_says_that_the_call_backend_refuses_our_token(client, call_backend):
    call_backend.token = "another-token-than-ours-is"

    response = client.get("/api/ready")

    assert_names(response, "call_backend")
    assert response.get_json()["call_backend"] == "it refuses our token"


@pytest.mark.parametrize("answer", [(500, {}), (200, b"<html>"), (301, {}, {"Location": "/"})])
def test_ready_names_the_call_backend_when_it_is_ill(client, call_backend, answer):
    call_backend.fault = lambda method, path: answer

    response = client.get("/api/ready")

    assert_names(response, "call_backend")


@pytest.fixture
def _unknown_line():
    lines.forget()
    yield
    lines.forget()


@pytest.mark.usefixtures("_unknown_line")
def test_line_says_what_carries_new_calls_and_asks_once(client, call_backend):
    call_backend.line = "twilio"

    answers = [client.get("/api/line").get_json() for _ in range(3)]

    assert answers == [{"line": "twilio"}] * 3
    assert len(call_backend.requests) == 1


@pytest.mark.usefixtures("_unknown_line")
def test_line_is_null_while_the_call_backend_is_away(client, call_backend):
    call_backend.stop()

    response = client.get("/api/line")

    assert (response.status_code, response.get_json()) == (200, {"line": None})
