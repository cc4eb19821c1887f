"""The Celery application: the clock and the muscle."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
app = Celery("dayan_safety")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
