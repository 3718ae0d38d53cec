"""The page's addresses. Each answers the same shell; what to show, the page reads off the URL."""

from functools import cache
from http import HTTPStatus

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from quoteapp.api import errors
from quoteapp.config import Settings
from quoteapp.page import assets, shell

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
NOT_TO_BE_FOUND = "noindex, nofollow"

bp = Blueprint("page", __name__)


def init_app(app: Flask) -> None:
    """Serve the page from `app`, also where a person looks for what is nowhere."""
    app.extensions["page"] = cache(lambda: shell.make(assets.load(), _settings_of(app)))
    app.register_blueprint(bp)
    app.register_error_handler(NotFound, lambda error: _nowhere(app, error))


@bp.get("/")
@bp.get("/how-it-works")
@bp.get("/privacy")
def show_page() -> Response:
    """What anybody may find."""
    return _shell()


@bp.get("/jobs/<job_id>")
def show_job(job_id: str) -> Response:
    """What whoever has the link may see, and no search engine."""
    return _private(_shell())


@bp.get("/operations")
def show_operations() -> Response:
    """The operators' view; what it shows, the API gives to operators alone."""
    return _private(_shell())


@bp.get("/page/<version>/<path:name>")
def show_asset(version: str, name: str) -> Response:
    """A file of the page; one of another version is 404, and the page loads itself anew."""
    asset = assets.load().get(version, name)
    if asset is None:
        raise NotFound
    response = _file(asset, FOR_EVER)
    # A shell on another origin (a copy in a cache) may read fonts and modules, too.
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@bp.get("/sw.js")
def show_service_worker() -> Response:
    """The service worker: where it lies is what it may serve, so it lies at the top."""
    return _file(assets.load().by_name["sw.js"], ASK_FIRST)


@bp.get("/favicon.ico")
def show_icon() -> Response:
    """The icon, for who asks for it without having read the shell."""
    return _file(assets.load().by_name["img/icon.svg"], ASK_FIRST)


@bp.get("/robots.txt")
def show_robots() -> Response:
    """A request is nobody's business but of who has its link."""
    return Response(
        "User-agent: *\nDisallow: /jobs/\nDisallow: /operations\n", mimetype="text/plain"
    )


def _settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["settings"]
    return found


def _shell(status: int = HTTPStatus.OK) -> Response:
    made: shell.Shell = current_app.extensions["page"]()
    response = _packed(made.body, made.gzipped, "text/html")
    response.status_code = status
    response.headers["Content-Security-Policy"] = made.policy
    response.headers["Cache-Control"] = ASK_FIRST
    return response


def _private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = NOT_TO_BE_FOUND
    return response


def _file(asset: assets.Asset, caching: str) -> Response:
    response = _packed(asset.body, asset.gzipped, asset.mimetype)
    response.headers["Cache-Control"] = caching
    return response


def _packed(body: bytes, gzipped: bytes | None, mimetype: str) -> Response:
    """Compressed for who can read it so."""
    if gzipped is None:
        return Response(body, mimetype=mimetype)
    is_packed = request.accept_encodings["gzip"] > 0
    response = Response(gzipped if is_packed else body, mimetype=mimetype)
    response.vary.add("Accept-Encoding")
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _nowhere(app: Flask, error: NotFound) -> Response:
    """The shell for a person who took a wrong turn; else what every error is."""
    plain = errors.no_such_url(error)
    if plain.mimetype != "text/html" or request.path.startswith("/page/"):
        return plain
    response = _private(_shell(HTTPStatus.NOT_FOUND))
    response.headers["Error-Code"] = plain.headers["Error-Code"]
    response.vary.add("Accept")
    return response
