"""Flower, the operators' view: `python -m tasks.flower`, the same as `celery -A tasks flower`."""

from common import logs
from quoteapp.config import FlowerSettings
from tasks import celery


def main() -> None:
    """Show the queue until told to stop; Flower reads FLOWER_BASIC_AUTH itself."""
    logs.configure_once("flower")
    settings = FlowerSettings.from_environ()
    celery.start(["flower", f"--port={settings.port}"])


if __name__ == "__main__":
    main()
