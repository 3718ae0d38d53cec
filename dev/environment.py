"""The environment and the commands that the processes of the Procfile start with."""

import base64
import os
import secrets
import sys
from pathlib import Path

from honcho.environ import parse_procfile

from common import private_files

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"web": "PORT", "callbackend": "CALL_BACKEND_PORT", "flower": "FLOWER_PORT"}
DEFAULT_PORTS = {"web": 8000, "callbackend": 6000, "flower": 5555}


def commands() -> dict[str, str]:
    """The Procfile: command by process name."""
    processes: dict[str, str] = parse_procfile((ROOT / "Procfile").read_text()).processes
    return processes


def base_environment(**changes: str) -> dict[str, str]:
    """This environment with the tools of our virtual environment first on the path."""
    environment = dict(os.environ) | changes
    tools = str(Path(sys.executable).parent)
    environment["PATH"] = tools + os.pathsep + environment.get("PATH", "")
    environment.setdefault("PYTHONUNBUFFERED", "1")
    return environment


def with_defaults(environment: dict[str, str]) -> dict[str, str]:
    """What the processes must agree on, filled in where the environment does not say it."""
    filled = dict(environment)
    for name, variable in PORTS.items():
        filled[variable] = filled.get(variable) or str(DEFAULT_PORTS[name])
    data_dir = Path(filled.get("DATA_DIR") or "var").resolve()
    private_files.make_directory(data_dir)
    filled["DATA_DIR"] = str(data_dir)
    filled["BIND"] = filled.get("BIND") or "127.0.0.1"
    if not filled.get("PUBLIC_URL"):
        filled["PUBLIC_URL"] = f"http://localhost:{filled['PORT']}"
    if not filled.get("FLOWER_URL"):
        filled["FLOWER_URL"] = f"http://localhost:{filled['FLOWER_PORT']}"
    if not filled.get("CALL_WEBHOOK_SECRET"):
        filled["CALL_WEBHOOK_SECRET"] = _own_secret(data_dir / "webhook-secret", "whsec_")
    if not filled.get("CALL_BACKEND_TOKEN"):
        filled["CALL_BACKEND_TOKEN"] = _own_secret(data_dir / "call-backend-token")
    return filled


def _own_secret(file: Path, prefix: str = "") -> str:
    """A secret that stays the same from one run to the next, and leaves this machine never."""
    if not file.exists():
        # Under its name it is whole: a run that is ended here must not leave an empty secret.
        unfinished = file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_text(prefix + base64.b64encode(secrets.token_bytes(24)).decode())
        unfinished.rename(file)
    return file.read_text()


def for_process(name: str, environment: dict[str, str]) -> dict[str, str]:
    """The environment of one process: PORT is its own."""
    own = dict(environment)
    own.pop("FLOWER_PORT", None)  # Flower reads it, too, and PORT is to win.
    if name in PORTS:
        own["PORT"] = environment[PORTS[name]]
    return own
