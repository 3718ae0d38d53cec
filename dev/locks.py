"""`make lock`: what the `requirements*.in` name, with all that it pulls in, and every file's hash.

A lock, `requirements*.txt`, is what is installed, here and on a platform. It holds for Linux and
macOS and every Python from 3.11 on, names no registry, and says in its first lines which
requirements it was made of, so that one that is out of date is found without a network.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import NormalizedName, canonicalize_name

from dev.environment import ROOT

# Each before those that take its versions.
NAMES = (
    "requirements",
    "requirements-dev",
    "requirements-bench",
    "requirements-fuzz",
    "requirements-tac",
)
# Nothing is built on the way in: a build would fetch tools that no hash is known of.
ONLY_BUILT = "--only-binary :all:"
OLDEST_PYTHON = "3.11"
COMPILE = (
    *("pip", "compile", "--quiet", "--no-config", "--no-header", "--emit-build-options"),
    *("--universal", "--python-version", OLDEST_PYTHON, "--no-strip-extras"),
    *("--generate-hashes", "--only-binary", ":all:"),
)
HASH = re.compile(r"\s--hash=sha256:[0-9a-f]{64}(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as it is written, without its comment, and how many hashes it has."""

    text: str
    hashes: int

    @property
    def requirement(self) -> Requirement | None:
        """What it asks for, if it is a requirement at all."""
        try:
            return Requirement(self.text)
        except InvalidRequirement:
            return None

    @property
    def name(self) -> NormalizedName:
        """The package, spelt as a registry spells it."""
        return canonicalize_name(self.requirement.name if self.requirement else self.text)

    @property
    def version(self) -> str | None:
        """The one version that will do; None where more would."""
        if self.requirement is None or self.requirement.url:
            return None
        pins = [one for one in self.requirement.specifier if one.operator == "=="]
        exact = [pin.version for pin in pins if not pin.version.endswith(".*")]
        return exact[0] if exact else None


def lines_of(path: Path) -> Iterator[Line]:
    """What a file of requirements says, its options among it."""
    joined = path.read_text().replace("\\\n", " ")
    for written in joined.splitlines():
        line = re.sub(r"(^|\s)#.*", "", written).strip()
        if line:
            yield Line(HASH.sub("", line).strip(), len(HASH.findall(line)))


def requirements_of(path: Path) -> list[Line]:
    """The same without the options."""
    return [line for line in lines_of(path) if not line.text.startswith("-")]


def header_of(source: Path) -> str:
    """The first lines of the lock of `source`."""
    said = "\n".join(sorted(line.text for line in lines_of(source)))
    digest = hashlib.sha256(said.encode()).hexdigest()
    return f"# Written by `make lock`; edit {source.name}.\n# Of the requirements {digest}\n"


def main(options: list[str]) -> int:
    """Write every lock anew. `--upgrade-package NAME` and the like are uv's own."""
    uv = str(Path(sys.executable).parent / "uv")
    for name in NAMES:
        source, lock = ROOT / f"{name}.in", ROOT / f"{name}.txt"
        command = [uv, *COMPILE, source.name, "--output-file", lock.name, *options]
        subprocess.run(command, cwd=ROOT, check=True)
        lock.write_text(header_of(source) + lock.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
