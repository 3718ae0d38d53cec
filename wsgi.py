"""The web's door: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from quoteapp import create_app

app = create_app()
