"""Celery's settings, read by the worker, beat, Flower and whoever enqueues."""

from datetime import timedelta

import kombu

from quoteapp.config import Settings
from quoteapp.queue import Queue, TaskName

_settings = Settings.from_environ()
# `tasks.beat` sends it after each start, too: some platforms restart a process every few hours.
FORGET_EVERY = timedelta(hours=1)

include = ["tasks.calls", "tasks.sweeps"]

broker_url = _settings.broker_url
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # Redis may be away for as long as it likes.
# A limit, not a size: Heroku's small Redis plans allow 20 connections in all. Flower needs more
# than four: each of its questions holds one and publishes on a second.
broker_pool_limit = 10
broker_transport_options = {
    "visibility_timeout": timedelta(hours=1).total_seconds(),
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 25,
}

# A task is a nudge: nobody reads its result, and the sweep repeats it when it is lost.
task_ignore_result = True
task_acks_late = False
task_publish_retry = True
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
task_serializer = "json"
accept_content = ["json"]
task_default_queue = Queue.CALLS
task_queues = [kombu.Queue(name) for name in Queue]  # A worker listens to all of them.
task_routes = {
    TaskName.SWEEP_CALLS: {"queue": Queue.SWEEPS},
    TaskName.FORGET_JOBS: {"queue": Queue.SWEEPS},
}
timezone = "UTC"

worker_prefetch_multiplier = 1
worker_pool = "threads"
worker_concurrency = 16
worker_send_task_events = True  # Flower lives on them.
task_send_sent_event = True
worker_hijack_root_logger = False
worker_redirect_stdouts = False

beat_schedule = {
    "sweep": {
        "task": TaskName.SWEEP_CALLS,
        "schedule": timedelta(seconds=_settings.sweep_seconds),
        # A sweep that waited for a whole period is not worth running: the next is due.
        "options": {"expires": max(_settings.sweep_seconds, 1)},
    },
    "forget": {
        "task": TaskName.FORGET_JOBS,
        "schedule": FORGET_EVERY,
        "options": {"expires": FORGET_EVERY.total_seconds()},
    },
}
beat_schedule_filename = str(_settings.data_dir / "beat-schedule")
