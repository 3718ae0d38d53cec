"""The OpenAPI document at /api/openapi.json: what the routes say of themselves, made whole.

flask-smorest knows routes, schemas and statuses. What it cannot know stands in this room, once:
the introduction, what each word means (`words`), the codes of errors (`codes`), the headers, and
examples. `finishing` puts it in; tests find the operation or the field that was forgotten.
"""

from functools import partial
from pathlib import Path
from typing import Any

from flask_smorest import Api

from quoteapp.api.document.finishing import finished
from quoteapp.schemas.errors import ErrorSchema

INTRODUCTION = (Path(__file__).parent / "introduction.md").read_text(encoding="utf-8")
OPENAPI = {
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_TITLE": "Quoteapp",
    "API_VERSION": "v1",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": INTRODUCTION,
            "license": {"name": "MIT", "url": "https://opensource.org/license/mit"},
        },
        "servers": [
            {"url": "/", "description": "Where this document is; at first http://localhost:8000."}
        ],
        "security": [],
    },
}


class OpenApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's Api, whose documented errors are ours, and whose document is whole."""

    ERROR_SCHEMA = ErrorSchema

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        # Whoever asks for the document, over HTTP or by `flask openapi print`, asks here.
        self.spec.to_dict = partial(finished, self.spec.to_dict, self._app)
