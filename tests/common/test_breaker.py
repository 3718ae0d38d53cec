import pytest

from common.breaker import FAILURES, PAUSE_SECONDS, Breaker
from common.failures import NoAnswer, Spared, Useless


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock)


def fail(breaker, times=1, error=None):
    error = error or NoAnswer("HTTP 500")
    for _ in range(times):
        with pytest.raises(type(error)) as raised, breaker.guard():
            raise error
        assert raised.value is error


def succeed(breaker):
    with breaker.guard():
        pass


def assert_open(breaker):
    with pytest.raises(Spared, match="spared"), breaker.guard():
        pytest.fail("the request was made")


def test_a_breaker_opens_after_failures_in_a_row(breaker):
    fail(breaker, FAILURES)

    assert_open(breaker)


def test_a_breaker_stays_closed_when_a_success_comes_between(breaker):
    for _ in range(3):
        fail(breaker, FAILURES - 1)
        succeed(breaker)


def test_an_open_breaker_says_how_long_it_stays_so(breaker, clock):
    fail(breaker, FAILURES)
    clock.seconds += 10

    with pytest.raises(Spared) as raised, breaker.guard():
        pass

    assert raised.value.after == PAUSE_SECONDS - 10


def test_a_breaker_closes_when_its_probe_succeeds(breaker, clock):
    fail(breaker, FAILURES)
    clock.seconds += PAUSE_SECONDS

    succeed(breaker)

    fail(breaker, FAILURES - 1)
    succeed(breaker)


def test_a_breaker_opens_again_when_its_probe_fails(breaker, clock):
    fail(breaker, FAILURES)
    clock.seconds += PAUSE_SECONDS

    fail(breaker)

    assert_open(breaker)


def test_only_one_request_probes(breaker, clock):
    fail(breaker, FAILURES)
    clock.seconds += PAUSE_SECONDS

    with breaker.guard():
        assert_open(breaker)

    succeed(breaker)


def test_the_next_request_probes_when_the_first_was_not_sent_after_all(breaker, clock):
    fail(breaker, FAILURES)
    clock.seconds += PAUSE_SECONDS
    fail(breaker, error=Spared("too many requests are under way"))

    with breaker.guard():
        assert_open(breaker)

    succeed(breaker)


def test_an_answer_of_no_use_is_a_sign_of_life(breaker, clock):
    fail(breaker, FAILURES - 1)
    fail(breaker, error=Useless("the model refuses"))
    fail(breaker, FAILURES - 1)

    succeed(breaker)


def test_what_was_not_sent_says_nothing_about_the_service(breaker):
    fail(breaker, FAILURES - 1)
    fail(breaker, 2, Spared("too many requests are under way"))
    succeed(breaker)
    fail(breaker, FAILURES - 1)
    fail(breaker, error=Spared("too many requests are under way"))

    fail(breaker)

    assert_open(breaker)


def test_a_crash_within_counts_and_is_passed_on(breaker):
    fail(breaker, FAILURES, KeyboardInterrupt())

    assert_open(breaker)
