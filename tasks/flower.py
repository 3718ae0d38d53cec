"""Flower, the operators' view: `python -m tasks.flower`, the same as `celery -A tasks flower`."""

from common import logs
from common.settings import forget_blank_variables
from quoteapp.config import FlowerSettings
from tasks import celery


def main() -> None:
    """Show the queue until told to stop."""
    logs.configure_once("flower")
    settings = FlowerSettings.from_environ()
    forget_blank_variables(FlowerSettings)
    celery.start(["flower", *_options(settings)])


def _options(settings: FlowerSettings) -> list[str]:
    """Ours win over those that Flower reads from the environment by itself."""
    _shut_the_open_routes()
    logins = settings.flower_basic_auth
    return [
        f"--address={settings.bind}",
        f"--port={settings.port}",
        # Read by Flower itself, a space behind a comma would be a part of the next name.
        *([f"--basic_auth={','.join(logins)}"] if logins else []),
    ]


def _shut_the_open_routes() -> None:
    """Let these two want the password, as all others do: Flower leaves them open to everybody."""
    from flower.views.monitor import Healthcheck, Metrics
    from tornado.web import authenticated

    for handler in (Metrics, Healthcheck):
        handler.get = authenticated(handler.get)


if __name__ == "__main__":
    main()
