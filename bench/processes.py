"""What processes cost: processor time and memory, read from the system while they run."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

MEGABYTE = 1_000_000


def family(pid: int) -> list[psutil.Process]:
    """The process and everything that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """User and system time of the family so far."""
    times = [process.cpu_times() for process in family(pid)]
    return float(sum(spent.user + spent.system for spent in times))


def resident_mb(pid: int) -> float:
    """Memory of the family, in millions of bytes; shared pages count once for each process."""
    return float(sum(process.memory_info().rss for process in family(pid))) / MEGABYTE


def own_mb(pid: int) -> float:
    """Memory of the family, in millions of bytes; a shared page counts once in all."""
    return float(sum(process.memory_full_info().pss for process in family(pid))) / MEGABYTE


@dataclass(slots=True)
class Cost:
    """What a family cost within a `watched` block; complete once the block is over."""

    cpu: float = 0.0  # seconds
    wall: float = 0.0  # seconds
    memory: list[float] = field(default_factory=list)  # MB, every half second

    @property
    def share(self) -> float:
        """Percent of one core."""
        return 100 * self.cpu / self.wall


@contextmanager
def watched(pid: int) -> Iterator[Cost]:
    """Measures the family of `pid` while the block runs."""
    cost, over = Cost(memory=[resident_mb(pid)]), threading.Event()
    thread = threading.Thread(target=_sample, args=(pid, cost, over))
    thread.start()
    started_at, spent = time.monotonic(), cpu_seconds(pid)
    try:
        yield cost
    finally:
        cost.cpu = cpu_seconds(pid) - spent
        cost.wall = time.monotonic() - started_at
        over.set()
        thread.join()


def _sample(pid: int, cost: Cost, over: threading.Event) -> None:
    while not over.wait(0.5):
        cost.memory.append(resident_mb(pid))
