"""Quoteapp: describe the work, and an automated agent rings local businesses for their prices."""

from typing import TYPE_CHECKING

from flask import Flask

from common import logs
from quoteapp import extensions, models
from quoteapp.config import ServerSettings, Settings

if TYPE_CHECKING:
    from quoteapp.asgi import Door

__all__ = ["create_app", "create_core", "create_door", "models"]


def create_door() -> "Door":
    """The ASGI application of the environment's settings: what the web process serves."""
    from quoteapp.asgi import Door

    return Door(create_app(), threads=ServerSettings.from_environ().web_threads)


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask app of these settings, or of the environment's."""
    from quoteapp import api, commands, page

    logs.configure_once("flask" if extensions.is_command_line() else "web")
    app = create_core(settings)
    api.init_app(app)
    page.init_app(app)
    commands.init_app(app)
    return app


def create_core(settings: Settings | None = None) -> Flask:
    """The app without its doors: what the worker's tasks run in, some MB smaller."""
    settings = settings or Settings.from_environ()
    app = Flask(__name__, static_folder=None)
    extensions.init_app(app, settings)
    return app
