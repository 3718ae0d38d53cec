"""The one document that every address of the page answers, and what it may load."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from markupsafe import escape

from quoteapp.api import headers
from quoteapp.config import Settings
from quoteapp.page.assets import Assets

TEMPLATE = Template((Path(__file__).parent / "shell.html").read_text())
MAIN = "js/main.js"
BOOT = "boot.js"
# What our modules import by name.
BARE = {
    "preact": "vendor/preact.mjs",
    "preact/hooks": "vendor/hooks.mjs",
    "htm": "vendor/htm.mjs",
    "@preact/signals": "vendor/signals.mjs",
    "@preact/signals-core": "vendor/signals-core.mjs",
}
STYLES = ("css/tokens.css", "css/base.css", "css/parts.css")
FONT = "vendor/figtree.woff2"


@dataclass(frozen=True, slots=True)
class Shell:
    """The document, and the Content-Security-Policy that goes with it."""

    body: bytes
    gzipped: bytes
    policy: str


def make(assets: Assets, settings: Settings) -> Shell:
    """The shell of these files and settings."""
    import_map = _import_map(assets)
    body = TEMPLATE.substitute(
        settings=_settings(settings),
        icon=assets.url("img/icon.svg"),
        manifest=assets.url("img/site.webmanifest"),
        boot=assets.url(BOOT),
        import_map=import_map,
        links="\n".join(_links(assets)),
        main=assets.url(MAIN),
        main_integrity=assets.by_name[MAIN].integrity,
    )
    written = body.encode()
    return Shell(written, gzip.compress(written, 9, mtime=0), _policy(import_map, settings.api_url))


def _settings(settings: Settings) -> str:
    """What the page has to know of the server, as `meta` of its own names."""
    told = {
        "quoteapp:api": settings.api_url,
        "quoteapp:retention-days": f"{settings.retention_days:g}",
        "quoteapp:flower": settings.flower_url,
    }
    return "\n".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in told.items() if value
    )


def _import_map(assets: Assets) -> str:
    """Names to addresses, and for every module the hash that it must have."""
    scripts = [one for one in assets.by_name.values() if one.mimetype == "text/javascript"]
    return json.dumps(
        {
            "imports": {name: assets.url(file) for name, file in BARE.items()},
            "integrity": {assets.url(one.name): one.integrity for one in scripts},
        },
        separators=(",", ":"),
    )


def _links(assets: Assets) -> list[str]:
    """Style sheets, the font, and all modules of the first screen: fetched at once.

    A preload without `integrity` would be fetched twice where the import map asks for it.
    """
    links = [f'<link rel="stylesheet" href="{assets.url(name)}">' for name in STYLES]
    links.append(
        f'<link rel="preload" href="{assets.url(FONT)}" as="font" type="font/woff2" crossorigin>'
    )
    for name in (*assets.needed_by(MAIN)[1:], *BARE.values()):
        asset = assets.by_name[name]
        links.append(
            f'<link rel="modulepreload" href="{assets.url(name)}" integrity="{asset.integrity}">'
        )
    return links


def _policy(import_map: str, api_url: str) -> str:
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    elsewhere = f" {_origin(api_url)}" if api_url else ""
    own = headers.policy(
        f"script-src 'self' 'sha256-{digest}'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        f"connect-src 'self'{elsewhere}",
        "worker-src 'self'",
        "manifest-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types quoteapp",
    )
    # The form is sent by script; a browser without it may send it to us.
    return own.replace("form-action 'none'", "form-action 'self'")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
