"""Redirects name a path, never a server: `Host` is what a stranger says.

Flask builds those of its routing (a slash is missing at the end) from `Host`, and no error handler
is asked for them.
"""

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response
from werkzeug.utils import redirect


def _to_this_server(response: Response) -> Response:
    """The same redirect within this server; any other answer as it is."""
    url = response.headers.get("Location")
    if url is None:
        return response
    target = urlsplit(url)
    # Two slashes at the start would name another server, and a browser reads `\` as one.
    path = "/" + target.path.lstrip("/\\")
    to = urlunsplit(("", "", path, target.query, ""))
    response.headers["Location"] = to
    response.set_data(redirect(to, response.status_code).get_data())  # It names the URL, too.
    return response


def init_app(app: Flask) -> None:
    """Make every redirect of `app` one within this server."""
    app.after_request(_to_this_server)
