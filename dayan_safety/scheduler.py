"""The scheduler: what ships with the portal is entered once, and what administrators made of it stays."""

from __future__ import annotations

from typing import Any

from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler


class KeptScheduler(DatabaseScheduler):
    """The library's own sets every shipped schedule back to the settings whenever it starts."""

    def update_from_dict(self, mapping: dict[str, Any]) -> None:
        """Enter the schedules that are not there yet; those that are keep their time and follow a renamed task."""
        kept = set(PeriodicTask.objects.filter(name__in=mapping).values_list("name", flat=True))
        for name in kept:
            task = mapping[name]["task"]
            PeriodicTask.objects.filter(name=name).exclude(task=task).update(task=task)
        super().update_from_dict({name: entry for name, entry in mapping.items() if name not in kept})
