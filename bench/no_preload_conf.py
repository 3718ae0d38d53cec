"""Our server without what the fork shares: every worker reads everything by itself."""

from quoteapp import gunicorn_conf as ours

wsgi_app = ours.wsgi_app
bind, workers = ours.bind, ours.workers
worker_class = ours.worker_class
control_socket_disable = True
logconfig_dict = ours.logconfig_dict


def post_worker_init(_worker: object) -> None:
    """Read in each worker what else the master would have read for all."""
    ours.read_data()
