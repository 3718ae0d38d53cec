"""The page: one shell and its files, which ask the API as anybody's page would."""

from quoteapp.page.routes import init_app

__all__ = ["init_app"]
