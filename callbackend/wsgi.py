"""The app alone, for any WSGI server: `callbackend.wsgi:app`. The Procfile runs `callbackend.asgi`.

Whoever runs it starts and stops what carries the calls, in one process, after any fork:
`app.extensions["callbackend"].start()`, and `.stop()`.
"""

from callbackend.app import create_app
from callbackend.config import Settings
from common import logs

logs.configure_once("callbackend")
app = create_app(Settings.from_environ())
