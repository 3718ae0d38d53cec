"""The call backend's process: `python -m callbackend`."""

from callbackend.app import create_app
from callbackend.asgi import create_door
from callbackend.config import SIMULATED, Settings
from common import logs
from common.http_server import run
from common.private_files import keep_files_private


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environ()
    logs.configure("callbackend")
    keep_files_private()
    sockets = settings.line != SIMULATED
    door = create_door(create_app(settings))
    run(door, host=settings.bind, port=settings.port, takes_sockets=sockets)


if __name__ == "__main__":
    main()
