"""Tasks delivered more than once: what a broker does, done on purpose."""

import threading

from celery import Celery
from kombu.exceptions import OperationalError

from quoteapp.queue import Queue, TaskName


class Nudger:
    """Puts tasks into the stack's queue that nobody asked for."""

    def __init__(self, redis_url: str) -> None:
        self.queue = Celery("chaos", broker=redis_url, set_as_current=False)
        self.queue.conf.task_publish_retry = False
        self.queue.conf.broker_transport_options = {"socket_timeout": 2}
        self.lock = threading.Lock()

    def place(self, provider_ids: list[int]) -> None:
        """Have these placed, all at once; silently nothing while Redis is away."""
        with self.lock:
            for provider_id in provider_ids:
                try:
                    self.queue.send_task(TaskName.PLACE_CALL, (provider_id,), queue=Queue.CALLS)
                except (OperationalError, OSError):
                    return
