"""What gunicorn serves: `gunicorn -c callbackend/gunicorn_conf.py callbackend.wsgi:app`."""

import os

from callbackend.app import create_app
from callbackend.config import Settings

app = create_app(Settings.from_environ(os.environ))
