"""The language model of the tests: aimock's `llmock`, which serves the OpenAI API on loopback.

Nobody here wrote it, so it does not share our mistakes. It comes from npm, pinned beside this
file; where node or the package is absent, the tests that need it are skipped.
"""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import pytest
import requests

from dev.redis_server import free_port
from tests import npm

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
FILE = "@copilotkit/aimock/dist/cli.js"
CLI = HERE / "node_modules" / FILE
KEY = "test-key"
START_SECONDS = 20


class Llmock:
    """A running llmock. It takes only KEY, and a request that nothing matches is a 503."""

    def __init__(self, node: str) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        port = self.address.rpartition(":")[2]
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {KEY}"
        options = ["--strict", "--validate-on-load", "--log-level", "silent"]
        self.process = subprocess.Popen(
            [node, str(CLI), "--port", port, "--fixtures", str(FIXTURES), *options],
            env={"PATH": os.environ["PATH"], "AIMOCK_API_KEYS": KEY},
            start_new_session=True,
        )

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL says."""
        return f"{self.address}/v1"

    def __enter__(self) -> Self:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                self.control("GET", "health")
            except requests.RequestException:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError("llmock did not start")

    def __exit__(self, *_: object) -> None:
        self.session.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def control(self, method: str, path: str, body: object = None) -> Any:
        """One request to its control API."""
        address = f"{self.address}/__aimock/{path}"
        response = self.session.request(method, address, json=body, timeout=5)
        response.raise_for_status()
        return response.json()

    def restore(self) -> None:
        """The answers of the fixture files, no faults, and an empty journal."""
        self.control("POST", "reset")
        self.control("DELETE", "chaos")
        for path in sorted(FIXTURES.glob("*.json")):
            self.control("POST", "fixtures", json.loads(path.read_text(encoding="utf-8")))

    def answers(self, content: object, **response: Any) -> None:
        """Answer every prompt with `content`, an object or a text; `response` as in a fixture."""
        self.control("POST", "reset")
        entry = {"match": {}, "response": {"content": content, **response}}
        self.control("POST", "fixtures", {"fixtures": [entry]})

    def fails(self, status: int) -> None:
        """Answer every prompt with an error of OpenAI's shape."""
        self.control("POST", "reset")
        error = {"message": "an error of the test", "type": "test"}
        entry = {"match": {}, "response": {"error": error, "status": status}}
        self.control("POST", "fixtures", {"fixtures": [entry]})

    def misbehaves(self, **chaos: float) -> None:
        """Inject faults: dropRate, malformedRate, disconnectRate, rateLimitRate, latencyMs."""
        self.control("POST", "chaos", chaos)

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What it was asked, as its journal has it."""
        return [entry for entry in self.control("GET", "journal") if entry["method"] == "POST"]


def missing() -> str | None:
    """What keeps it from running here."""
    return npm.missing(HERE, FILE)


def start() -> Llmock:
    """A new one, to be entered. Skips the test where it cannot be."""
    if lack := missing():
        pytest.skip(f"the tests of the language model need {lack}")
    return Llmock(npm.node())
