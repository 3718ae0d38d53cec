"""HTTP's door: routes that load, call one service, and dump."""

from flask import Flask, request
from flask_smorest import Api
from flask_swagger_ui import get_swaggerui_blueprint
from werkzeug.exceptions import BadRequest

from quoteapp.api import calls, errors, health, jobs, polling, providers
from quoteapp.services import status

TITLE = "Quoteapp"
VERSION = "v1"
OPENAPI = {
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_TITLE": TITLE,
    "API_VERSION": VERSION,
}


class OpenApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's Api, whose documented errors are ours."""

    ERROR_SCHEMA = errors.ErrorSchema


def _refuse_nul() -> None:
    """NUL in a URL names nothing, and Postgres would choke on it."""
    if "\0" in request.path:
        raise BadRequest("The URL contains a NUL character.")


def init_app(app: Flask) -> None:
    """Register every blueprint, the OpenAPI document, its page, and the error handlers."""
    app.config.from_mapping(OPENAPI)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # The contract fixes the order.
    api = OpenApi(app)
    for module in (health, jobs, providers, calls):
        api.register_blueprint(module.bp)
    app.register_blueprint(
        get_swaggerui_blueprint("/api/docs", "/api/openapi.json", config={"app_name": TITLE})
    )
    errors.init_app(app)
    app.before_request(_refuse_nul)
    polling.init_app(app, status.init_app(app))
