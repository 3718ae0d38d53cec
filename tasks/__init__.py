"""The worker's door: `celery -A tasks worker`, `beat` and `flower` find the app here."""

from tasks.app import celery

__all__ = ["celery"]
