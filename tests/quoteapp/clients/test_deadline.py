import threading
import time

import pytest

from quoteapp.clients.deadline import within


def test_within_returns_what_the_work_returns():
    assert within(1, lambda: "done") == "done"


def test_within_raises_what_the_work_raises():
    with pytest.raises(LookupError, match="lost"):
        within(1, lambda: (_ for _ in ()).throw(LookupError("lost")))


def test_within_ends_when_the_time_is_up():
    is_over = threading.Event()
    start = time.monotonic()

    with pytest.raises(TimeoutError):
        within(0.05, lambda: is_over.wait(5))

    assert time.monotonic() - start < 1
    is_over.set()
