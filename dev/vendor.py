"""What of other people's the page serves, and whether it is theirs to the byte.

`quoteapp/page/static/vendor/vendor.json` names each file with the package that it is from.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dev.environment import ROOT

VENDOR = ROOT / "quoteapp/page/static/vendor"
LIST = VENDOR / "vendor.json"


def main() -> int:
    """Compare with the registry (needs npm); the exit status."""
    wrong = list(differences())
    print("\n".join(wrong) or "Every vendored file is as it was published.")
    return 1 if wrong else 0


def packages() -> list[dict[str, Any]]:
    """Each package: name, version, licence, integrity, and its files here by path there."""
    listed: list[dict[str, Any]] = json.loads(LIST.read_text())
    return listed


def sha384(body: bytes) -> str:
    """The hash as an `integrity` attribute has it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def differences() -> Iterator[str]:
    """What is not as published, a sentence each."""
    for package in packages():
        name = f"{package['name']}@{package['version']}"
        with tempfile.TemporaryDirectory() as folder:
            packed = _packed(name, Path(folder))
            whole = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
            if f"sha512-{whole}" != package["integrity"]:
                yield f"{name}: its integrity is another."
            with tarfile.open(packed) as archive:
                for file in package["files"]:
                    member = archive.extractfile(f"package/{file['path']}")
                    if member is None or member.read() != (VENDOR / file["name"]).read_bytes():
                        yield f"{name}: {file['name']} is not {file['path']}."


def _packed(name: str, folder: Path) -> Path:
    subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, timeout=60
    )
    return next(folder.glob("*.tgz"))


if __name__ == "__main__":
    sys.exit(main())
