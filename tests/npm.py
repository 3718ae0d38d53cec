"""Is what the lock of a folder names installed there, and can it run?"""

import shutil
import subprocess
from pathlib import Path

OLDEST_NODE = 20


def node() -> str:
    """Where node is, or its name."""
    return shutil.which("node") or "node"


def missing(folder: Path, file: str) -> str | None:
    """What keeps a package's file of this folder from running here."""
    found = shutil.which("node")
    if found is None or _version_of(found) < OLDEST_NODE:
        return f"node {OLDEST_NODE} or newer"
    where = f"tests/{folder.name}"
    return None if (folder / "node_modules" / file).exists() else f"npm ci --prefix {where}"


def _version_of(node: str) -> int:
    """The 20 of v20.20.2."""
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True)
    return int(version.stdout.removeprefix("v").partition(".")[0])
