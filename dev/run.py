"""`make run`: the whole product on this machine, until Ctrl-C."""

import fcntl
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import honcho.manager

from common.private_files import keep_files_private
from dev.environment import ROOT, base_environment, commands, for_process, with_defaults
from dev.redis_server import USUAL_PORT, RedisServer

# A worker finishes what it holds before it goes.
honcho.manager.KILL_WAIT = 30
CTRL_C = 130


def main() -> int:
    """Migrate, run everything, and end everything; the exit status."""
    keep_files_private()
    environment = with_defaults(base_environment())
    lock = _only_run(Path(environment["DATA_DIR"]))
    names = ["web", "worker", "beat", "callbackend", "flower"]
    if environment.get("CALL_BACKEND_URL"):
        names.remove("callbackend")
    else:
        environment["CALL_BACKEND_URL"] = f"http://localhost:{environment['CALL_BACKEND_PORT']}"
    redis = _own_redis(environment)
    try:
        subprocess.run(
            ["sh", "-c", commands()["release"]],
            cwd=ROOT,
            env=environment,
            check=True,  # our own Procfile
        )
        _say_where(environment, names)
        return _run(names, environment)
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    finally:
        if redis is not None:
            redis.stop()
        lock.close()


def _only_run(data_dir: Path) -> TextIO:
    """Hold the lock of DATA_DIR: two Redis servers on the same files would spoil them."""
    lock = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Quoteapp is running on {data_dir} already; set DATA_DIR for a second one.")
    return lock


def _own_redis(environment: dict[str, str]) -> RedisServer | None:
    """Start a Redis where the environment names none, and name it there."""
    if environment.get("REDIS_URL"):
        return None
    redis = RedisServer(Path(environment["DATA_DIR"]) / "redis", USUAL_PORT)
    redis.start()
    environment["REDIS_URL"] = redis.url
    return redis


def _say_where(environment: dict[str, str], names: list[str]) -> None:
    call_backend = "simulated, no phone rings" if "callbackend" in names else "yours"
    print(
        f"""
  The page      http://localhost:{environment["PORT"]}
  its API       http://localhost:{environment["PORT"]}/api/docs
  Flower        http://localhost:{environment["FLOWER_PORT"]}
  call backend  {environment["CALL_BACKEND_URL"]}  ({call_backend})
  Redis         {environment["REDIS_URL"].rpartition("@")[2]}
  data          {environment["DATA_DIR"]}

  Open the page, or try `make demo` in another terminal. Ctrl-C ends all of it.
""",
        flush=True,
    )


def _run(names: list[str], environment: dict[str, str]) -> int:
    manager = honcho.manager.Manager()
    for name in names:
        own = for_process(name, environment)
        manager.add_process(name, commands()[name], env=own, cwd=str(ROOT))
    manager.loop()
    status = int(manager.returncode or 0)
    return 0 if status == CTRL_C else status


if __name__ == "__main__":
    sys.exit(main())
