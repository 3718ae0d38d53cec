"""`make types`: docs/api.d.ts, the OpenAPI document as TypeScript."""

import sys
import tempfile
from pathlib import Path

from tests.openapi import tools


def main() -> int:
    """Write it; 1 where the tools are not here."""
    if lack := tools.missing():
        print(f"The types of the OpenAPI document need {lack}")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        types = tools.types_of(tools.document(), Path(folder))
    tools.TYPES.write_text(types, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
