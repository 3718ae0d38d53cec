"""The call backend's door: one asynchronous server, one process, one port.

Flask answers in the threads of a shell that takes in whole requests only. The socket of a real line
will stand beside it in the event loop: then this is where `scope["type"]` tells the two apart.
"""

from flask import Flask

from callbackend.app import LONGEST_BODY
from callbackend.calls.service import Service
from common.asgi import Shell

# Requests are short. A second process would do the work of every call twice, and lose cleanly.
THREADS = 16


def create_door(app: Flask) -> Shell:
    """The door of this app; its lifespan starts and stops the service, and with it the calls."""
    service: Service = app.extensions["callbackend"]
    return Shell(
        app,
        start=service.start,
        stop=service.stop,
        threads=THREADS,
        largest_body=LONGEST_BODY,
    )
