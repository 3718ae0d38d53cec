"""Commands for operators: `flask --app wsgi <command>`.

Each imports what it needs when it runs: the web process loads this package, too.
"""

from flask import Flask

from quoteapp.commands.blocked_numbers import block_number
from quoteapp.commands.businesses import businesses
from quoteapp.commands.importing import import_businesses
from quoteapp.commands.trades import infer_trades


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    for command in (infer_trades, import_businesses, businesses, block_number):
        app.cli.add_command(command)
