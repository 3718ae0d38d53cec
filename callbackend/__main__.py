"""The call backend's process: `python -m callbackend`."""

from callbackend.app import create_app
from callbackend.asgi import create_door
from callbackend.config import Settings
from common import logs
from common.http_server import run


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environ()
    logs.configure("callbackend")
    run(create_door(create_app(settings)).serve, port=settings.port)


if __name__ == "__main__":
    main()
