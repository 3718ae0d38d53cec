"""HTTP's door: routes that load, call one service, and dump."""

from flask import Flask, request
from flask_smorest import Api
from flask_swagger_ui import get_swaggerui_blueprint
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from common import request_id
from quoteapp.api import calls, errors, health, jobs, providers, redirects
from quoteapp.services.polling import status

TITLE = "Quoteapp"
VERSION = "v1"
OPENAPI = {
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_TITLE": TITLE,
    "API_VERSION": VERSION,
}


# Without `validatorUrl` Swagger UI asks a host of its makers whether our document is valid.
DOCS_PAGE = {"app_name": TITLE, "validatorUrl": None}
LARGEST_BODY = 64 * 1024


class OpenApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's Api, whose documented errors are ours."""

    ERROR_SCHEMA = errors.ErrorSchema


def _check_request() -> None:
    """Refuse what no route could take: a body too large, or NUL in the URL (Postgres chokes on it).

    Werkzeug cuts a chunked body at its limit without a word, so its limit is one byte more.
    """
    if len(request.get_data()) > LARGEST_BODY:
        raise RequestEntityTooLarge
    if "\0" in request.path:
        raise BadRequest("The URL contains a NUL character.")


def init_app(app: Flask) -> None:
    """Register every blueprint, the OpenAPI document, its page, and the error handlers."""
    app.config.from_mapping(OPENAPI)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY + 1
    app.json.sort_keys = False  # type: ignore[attr-defined]  # The contract fixes the order.
    api = OpenApi(app)
    for module in (health, jobs, providers, calls):
        api.register_blueprint(module.bp)
    app.register_blueprint(
        get_swaggerui_blueprint("/api/docs", "/api/openapi.json", config=DOCS_PAGE)
    )
    errors.init_app(app)
    redirects.init_app(app)
    request_id.init_app(app)
    app.before_request(_check_request)
    status.init_app(app)
