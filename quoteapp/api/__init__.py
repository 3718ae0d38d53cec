"""HTTP's door: routes that load, call one service, and dump."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from common import request_id
from common.media_types import why_unread
from quoteapp.api import (
    addresses,
    call_events,
    calls,
    cross_origin,
    docs,
    errors,
    headers,
    health,
    jobs,
    limits,
    live,
    offers,
    operators,
    places,
    providers,
    redirects,
)
from quoteapp.api.document import OPENAPI, OpenApi
from quoteapp.errors import UnsupportedBody
from quoteapp.services import live as looks
from quoteapp.services.polling import status

LARGEST_BODY = 64 * 1024


def _check_request() -> None:
    """Refuse what no route could take: a body too large, or NUL in the URL (Postgres chokes on it).

    A body that is not JSON as it is, no route of ours reads. Werkzeug cuts a chunked body at its
    limit without a word, so its limit is one byte more.
    """
    body = request.get_data()
    if len(body) > LARGEST_BODY:
        raise RequestEntityTooLarge
    if "\0" in request.path:
        raise BadRequest("The URL contains a NUL character.")
    reason = why_unread(request.headers.get("Content-Type"), request.content_encoding)
    # Where there is no such route, that is what there is to say.
    if reason and body.strip() and request.url_rule:
        raise UnsupportedBody(reason)


def init_app(app: Flask) -> None:
    """Register every blueprint, the OpenAPI document, its page, and the error handlers."""
    app.config.from_mapping(OPENAPI)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY + 1
    app.json.sort_keys = False  # type: ignore[attr-defined]  # The contract fixes the order.
    api = OpenApi(app)
    for module in (health, jobs, providers, calls, live, offers, places):
        api.register_blueprint(module.bp)
    app.register_blueprint(call_events.bp)
    app.register_blueprint(docs.bp)
    errors.init_app(app)
    headers.init_app(app)
    redirects.init_app(app)
    request_id.init_app(app)
    cross_origin.init_app(app)
    operators.init_app(app)
    app.before_request(_check_request)
    limits.init_app(app)
    addresses.init_app(app)
    status.init_app(app)
    looks.init_app(app)
