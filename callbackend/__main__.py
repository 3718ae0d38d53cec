"""The call backend's process: `python -m callbackend`."""

from callbackend.app import create_app
from callbackend.asgi import create_door
from callbackend.config import Settings
from common import logs
from common.http_server import run
from common.private_files import keep_files_private


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environ()
    logs.configure("callbackend")
    keep_files_private()
    run(create_door(create_app(settings)).serve, host=settings.bind, port=settings.port)


if __name__ == "__main__":
    main()
