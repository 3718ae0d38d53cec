"""Memory of the web's two workers and their master: what the fork's preloading is worth."""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests

from bench import filling
from bench.databases import sqlite
from bench.figures import Figure
from bench.options import Options
from bench.processes import own_mb
from bench.servers import server
from bench.stacks import running
from dev.redis_server import free_port
from dev.stack import Stack

JOBS = 40
AT_ONCE = 8
OURS = "our server"
CONTENDERS: dict[str, Sequence[str]] = {
    OURS: (sys.executable, "-m", "quoteapp"),
    "without preloading": ("gunicorn", "-c", "bench/no_preload_conf.py"),
    "Gunicorn gthread": ("gunicorn", "-c", "bench/gunicorn_conf.py", "wsgi:app"),
}
BODY = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}


def run(options: Options) -> Iterable[Figure]:
    """Ours beside the same without preloading, and beside what served before."""
    with sqlite() as database, running(database, ()) as stack:
        with filling.product(**stack.environment):
            filling.fill(range(1, JOBS + 1), **filling.QUOTED)
        used = {name: _used(command, stack) for name, command in CONTENDERS.items()}
    for name in list(CONTENDERS)[1:]:
        yield Figure(
            what="memory of master and two workers, shared pages counted once",
            ours=used[OURS],
            unit="MB",
            baseline=used[name],
            against=name,
        )


def _used(command: Sequence[str], stack: Stack) -> float:
    """What is used once every worker has done a bit of everything."""
    port = free_port()
    log = stack.directory / "memory.log"
    environment = stack.environment | {"PORT": str(port), "RATE_LIMITS": "off"}
    with server(command, port, log, environment) as web, ThreadPoolExecutor(AT_ONCE) as clients:
        list(clients.map(partial(_use, web.url), range(1, JOBS + 1)))
        return own_mb(web.pid)


def _use(url: str, number: int) -> None:
    requests.get(f"{url}/api/providers/{filling.job_id_of(number)}/status", timeout=30)
    started = requests.post(f"{url}/api/start-job", json=BODY, timeout=30).json()
    body = {"job_id": started["job_id"], "answers": {}}
    requests.post(f"{url}/api/complete-job", json=body, timeout=30).raise_for_status()
