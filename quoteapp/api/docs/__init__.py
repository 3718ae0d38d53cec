"""The page that shows the OpenAPI document and tries it: Swagger UI, served by us.

flask-swagger-ui brings its files. Its own page has a script inside, which no strict policy allows.
"""

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, send_from_directory

from quoteapp.api import headers

URL = "/api/docs"
OURS = Path(__file__).parent
PAGE = (OURS / "page.html").read_text()
THEIRS = Path(flask_swagger_ui.__file__).parent / "dist"
# Its icons are in its style sheet, as data. What is tried is sent to where the page comes from.
POLICY = headers.policy(
    "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"
)

bp = Blueprint("docs", __name__, url_prefix=URL)


@bp.get("/")
def show_page() -> Response:
    """The page."""
    return Response(PAGE, mimetype="text/html")


@bp.get("/start.js")
def show_script() -> Response:
    """Its own script."""
    return send_from_directory(OURS, "start.js")


@bp.get("/<path:name>")
def show_file(name: str) -> Response:
    """One of Swagger UI's files."""
    return send_from_directory(THEIRS, name)


@bp.after_request
def _allow(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
    return response
