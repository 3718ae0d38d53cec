"""The tasks of one call."""

from typing import Any

from celery import shared_task

from quoteapp.queue import TaskName
from quoteapp.services import calls
from tasks.base import AppTask


class PlaceTask(AppTask):
    """A call that cannot be placed ends its row."""

    abstract = True

    def give_up(self, args: tuple[Any, ...], reason: str) -> None:
        """The provider's row fails, and says why."""
        (provider_id,) = args
        calls.give_up(provider_id, reason)


@shared_task(base=PlaceTask, name=TaskName.PLACE_CALL)
def place_call(provider_id: int) -> None:
    """Ring one provider for one job."""
    calls.place(provider_id)


@shared_task(base=AppTask, name=TaskName.SETTLE_CALL)
def settle_call(provider_id: int) -> None:
    """Write down how one provider's call ended."""
    calls.settle(provider_id)


@shared_task(base=AppTask, name=TaskName.HANG_UP_CALL)
def hang_up_call(provider_id: int) -> None:
    """End one provider's call at the call backend."""
    calls.hang_up(provider_id)
