"""Gunicorn with threads, as the web process was served until November 2026: a baseline.

These settings stay as they were then, so that ratios to it mean the same from year to year.
"""

import gc
import os

from common import logs

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = int(os.environ["WEB_CONCURRENCY"])
worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 25
keepalive = 5
control_socket_disable = True
logconfig_dict = logs.configuration("bench")


def when_ready(_server: object) -> None:
    """Once, in the master: what the workers share, and the collector leaves alone."""
    from quoteapp import language, places

    language.read("fix my toilet")
    places.place_of("95126")
    gc.collect()
    gc.freeze()
