"""The worker's door: `python -m tasks`, `celery -A tasks beat` and `flower` find the app here."""

from tasks.app import celery

__all__ = ["celery"]
