"""The application: settings in, a Flask app with its service out."""

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from callbackend.api import identifiers, openapi, operators, routes
from callbackend.api.tokens import Doorkeeper
from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.errors import HTTP_CODES, CallBackendError
from callbackend.lines.base import Line
from common import request_id
from common.logs import facts_of

logger = logging.getLogger(__name__)

LONGEST_BODY = 64 * 1024
# Headers that describe the body which our JSON replaces.
OF_THE_OLD_BODY = {"content-type", "content-length"}


def create_app(settings: Settings, line: Line | None = None) -> Flask:
    """The app; its service stands in `extensions["callbackend"]` and carries calls once started."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    # A key may hold two slashes, and `//do-not-call` must not be another way to a guarded route.
    app.url_map.merge_slashes = False
    app.url_map.converters["key"] = identifiers.KeyConverter
    service = app.extensions["callbackend"] = Service(settings, line)
    request_id.init_app(app)
    _guard(app, Doorkeeper(settings))
    app.register_blueprint(routes.bp)
    app.register_blueprint(operators.bp)
    app.register_blueprint(openapi.bp)
    if service.carrier:
        app.register_blueprint(service.carrier.blueprint(service.side))
    app.register_error_handler(CallBackendError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crashed)
    return app


def _guard(app: Flask, doorkeeper: Doorkeeper) -> None:
    """Let nobody in without a token; nothing of the body has been read by then."""

    def check() -> None:
        doorkeeper.check(request.method, request.path, request.headers.items())

    app.before_request(check)


def _refused(error: CallBackendError) -> tuple[Response, int, dict[str, str]]:
    return jsonify(detail=error.detail, code=error.code), error.status, error.headers


def _http_error(error: HTTPException) -> Response:
    """The framework's own refusal in our shape, with its own headers (`Allow` of a 405)."""
    response = Response(status=error.code)
    for name, value in error.get_headers():
        if name.lower() not in OF_THE_OLD_BODY:
            response.headers.add(name, value)
    response.mimetype = "application/json"
    code = HTTP_CODES.get(HTTPStatus(response.status_code), "bad_request")
    response.data = jsonify(detail=error.description or error.name, code=code).data
    return response


def _crashed(error: Exception) -> Response:
    logger.error("a request crashed", extra=facts_of(error))
    return _http_error(InternalServerError())
