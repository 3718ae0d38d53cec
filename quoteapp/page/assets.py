"""The page's files, read and compressed once, under addresses that change when any of them does.

No build: what a browser gets is what the editor saved. A file may therefore be kept for ever
(`immutable`), and a page that was opened before a deploy never gets half of another version.
"""

import base64
import gzip
import hashlib
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
HASH_LENGTH = 12
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".LICENSE": "text/plain",
}
COMPRESSED = {".woff2", ".png"}
# `import … from "./x.js"`, and `export … from`; what is imported later stands in brackets.
STATIC_IMPORT = re.compile(r"""^(?:import|export)\b[^"'();]*?from\s*["'](\.[^"']+)["']""", re.M)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the page."""

    name: str  # its path in the folder, with `/`
    body: bytes
    mimetype: str
    gzipped: bytes | None  # where that is smaller

    @property
    def integrity(self) -> str:
        """The hash as `integrity` has it (Subresource Integrity, SHA-384)."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.body).digest()).decode()


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of one version of the page."""

    by_name: dict[str, Asset]
    version: str  # a hash of all of them

    def url(self, name: str) -> str:
        """Where this version of a file is served. Raises KeyError for one that is none."""
        return f"/page/{self.version}/{self.by_name[name].name}"

    def get(self, version: str, name: str) -> Asset | None:
        """A file of this very version."""
        return self.by_name.get(name) if version == self.version else None

    def needed_by(self, name: str) -> list[str]:
        """The module and all that it imports at once, itself first."""
        found = [name]
        for one in found:  # It grows while we walk it.
            for target in STATIC_IMPORT.findall(self.by_name[one].body.decode()):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(one), target))
                if path not in found:
                    found.append(path)
        return found


@cache
def load() -> Assets:
    """The files as they lie in the folder, read when they are first asked for."""
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    found = {one.name: one for one in map(_read, files)}
    whole = hashlib.sha256()
    for asset in found.values():
        whole.update(f"{asset.name}\0{len(asset.body)}\0".encode() + asset.body)
    return Assets(found, whole.hexdigest()[:HASH_LENGTH])


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    mimetype = TYPES.get(path.suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    small = None if path.suffix in COMPRESSED else gzip.compress(body, 9, mtime=0)
    kept = small if small is not None and len(small) < len(body) else None
    return Asset(path.relative_to(FOLDER).as_posix(), body, mimetype, kept)
