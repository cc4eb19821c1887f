"""The slab under the four apps (base classes) and the roof over them (settings, URLs, home, demo)."""

from dayan_safety.celery import app as celery_app

__all__ = ["celery_app"]
