"""A running `emulate`, with one account and one number; it rings nobody.

It comes from npm, pinned beside this file; where node or the package is absent, the tests that
need it are skipped.
"""

import json
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
import requests

from dev.redis_server import free_port
from tests import npm

HERE = Path(__file__).parent
FILE = "emulate/dist/index.js"
ACCOUNT, TOKEN, NUMBER = "AC" + "0" * 32, "a-token-of-the-account", "+14085550000"
START_SECONDS = 20


class Emulate:
    """The server, from `with` to its end."""

    def __init__(self, folder: Path) -> None:
        if lack := npm.missing(HERE, FILE):
            pytest.skip(f"needs {lack}")
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._seed = folder / "emulate.json"
        seed = {
            "twilio": {
                "account": {"sid": ACCOUNT, "auth_token": TOKEN, "friendly_name": "Tests"},
                "phone_numbers": [{"phone_number": NUMBER, "friendly_name": "Tests"}],
            }
        }
        self._seed.write_text(json.dumps(seed))

    def __enter__(self) -> Self:
        command = [npm.node(), str(HERE / "node_modules" / FILE), "start", "--service", "twilio"]
        command += ["--port", str(self._port), "--seed", str(self._seed)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                requests.get(self.url, timeout=1)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return self
        self.__exit__(None, None, None)
        raise TimeoutError("emulate does not answer")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
