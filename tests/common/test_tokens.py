"""Bearer tokens, and requests that come from this machine."""

import pytest

from common.binding import is_loopback
from common.tokens import is_bearer, is_from_here

OLD = "the-token-that-is-replaced"
NEW = "the-token-that-replaces-it"


@pytest.mark.parametrize("header", [f"Bearer {OLD}", f"bearer {NEW}", f"BEARER  {NEW} "])
def test_each_token_is_taken_while_one_is_replaced(header: str) -> None:
    assert is_bearer((NEW, OLD), [("Host", "x"), ("authorization", header)])


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", OLD)],
        [("Authorization", f"Basic {OLD}")],
        [("Authorization", f"Bearer {OLD[:-1]}")],
        [("Authorization", f"Bearer {OLD}x")],
        [("Authorization", f"Bearer {NEW},{OLD}")],
        [("Authorization", f"Bearer {OLD}"), ("Authorization", f"Bearer {OLD}")],
        [("Authorization", "Bearer \xff\udc80")],
        [("X-Authorization", f"Bearer {OLD}")],
    ],
)
def test_anything_else_is_not(headers: list[tuple[str, str]]) -> None:
    assert not is_bearer((NEW, OLD), headers)


def test_without_a_token_nothing_is_good() -> None:
    assert not is_bearer((), [("Authorization", "Bearer ")])


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:6000", "127.0.0.1:6000", "127.8.8.8", "[::1]:6000", "[::1]"]
)
def test_a_request_to_this_machine_by_its_own_name_is_from_here(host: str) -> None:
    assert is_from_here([("Host", host)])


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Host", "")],
        [("Host", "calls.example:6000")],
        [("Host", "localhost.evil.example")],
        [("Host", "10.0.0.7")],
        [("Host", "localhost:6000:1")],
        [("Host", "localhost"), ("Host", "localhost")],
        [("Host", "localhost"), ("X-Forwarded-For", "127.0.0.1")],
        [("Host", "localhost"), ("x-forwarded-proto", "https")],
        [("Host", "localhost"), ("X-Forwarded", "for=me")],
        [("Host", "localhost"), ("Forwarded", "for=127.0.0.1")],
    ],
)
def test_a_request_that_a_proxy_or_a_foreign_name_brought_is_not(
    headers: list[tuple[str, str]],
) -> None:
    assert not is_from_here(headers)


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback_is_known(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer
