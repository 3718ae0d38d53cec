"""The application: settings in, a Flask app with its service out."""

import logging

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException, InternalServerError

from callbackend.api.routes import bp
from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.errors import CallBackendError
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
    app.extensions["callbackend"] = Service(settings, line)
    request_id.init_app(app)
    app.register_blueprint(bp)
    app.register_error_handler(CallBackendError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crashed)
    return app


def _refused(error: CallBackendError) -> tuple[Response, int, dict[str, str]]:
    return jsonify(detail=error.detail), error.status, error.headers


def _http_error(error: HTTPException) -> Response:
    """The framework's own refusal in our shape, with its own headers (`Allow` of a 405)."""
    response = Response(status=error.code)
    for name, value in error.get_headers():
        if name.lower() not in OF_THE_OLD_BODY:
            response.headers.add(name, value)
    response.mimetype = "application/json"
    response.data = jsonify(detail=error.description or error.name).data
    return response


def _crashed(error: Exception) -> Response:
    logger.error("a request crashed", extra=facts_of(error))
    return _http_error(InternalServerError())
