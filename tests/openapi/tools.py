"""The tools that npm installs here, pinned by `package-lock.json`; they ask no network."""

import json
import subprocess
from pathlib import Path

from quoteapp import create_app
from quoteapp.config import Settings
from tests import npm
from tests.closing import close

HERE = Path(__file__).parent
TYPES = HERE.parents[1] / "docs" / "api.d.ts"
GENERATOR = "openapi-typescript/bin/cli.js"
COMPILER = "typescript/bin/tsc"
# What a request may leave out, with the value that counts then, is optional.
OPTIONS = ("--default-non-nullable", "false")
SECONDS = 60


def missing() -> str | None:
    """What keeps them from running here."""
    return npm.missing(HERE, GENERATOR)


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of them, of this folder or of what is installed in it, in this folder."""
    path = HERE / script if (HERE / script).exists() else HERE / "node_modules" / script
    command = [npm.node(), str(path), *arguments]
    return subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def document() -> str:
    """The OpenAPI document as it is served, whatever the environment says."""
    app = create_app(Settings.from_environ({}))
    try:
        return app.test_client().get("/api/openapi.json").get_data(as_text=True)
    finally:
        close(app)


def types_of(document: str, folder: Path) -> str:
    """The document as TypeScript; `folder` is for what is made on the way."""
    source, made = folder / "openapi.json", folder / "api.d.ts"
    source.write_text(document, encoding="utf-8")
    done = run(GENERATOR, str(source), "--output", str(made), *OPTIONS)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return made.read_text(encoding="utf-8")


def compile_with(types: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The client and what must not compile, with these types."""
    project = folder / "tsconfig.json"
    options = {
        "extends": str(HERE / "tsconfig.json"),
        "compilerOptions": {"paths": {"api": [str(types)]}},
        "files": [str(HERE / "client.ts"), str(HERE / "wrong.ts"), str(types)],
    }
    project.write_text(json.dumps(options), encoding="utf-8")
    return run(COMPILER, "--project", str(project))
