"""The call backend's door: any WSGI server can serve `callbackend.wsgi:app`."""

from callbackend.app import create_app
from callbackend.config import Settings
from common import logs

logs.configure_once("callbackend")
app = create_app(Settings.from_environ())
