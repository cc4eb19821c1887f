"""Tasks: who sees them, and the questions asked of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, Q, When

from committee.querysets.organisation import TOWN_WIDE
from dayan_safety.querysets import RecordQuerySet


class TaskQuerySet(RecordQuerySet):
    """Tasks."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee; for others those their unit or group leads or helps with."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        return self.present().filter(pk__in=self.model.objects.of_doer(user).values("pk"))

    def of_doer(self, user: Any) -> Self:
        """What the user's units and groups have to do, leading or helping."""
        units, groups = user.standing.answers_for, user.standing.in_groups
        mine = Q(lead_unit__in=units) | Q(lead_group__in=groups)
        helped = Q(helper_units__in=units) | Q(helper_groups__in=groups)
        return self.filter(mine | helped).distinct()

    def led_by(self, user: Any) -> Self:
        """What the user's units, and the groups they lead, have to do."""
        return self.filter(Q(lead_unit__in=user.standing.answers_for) | Q(lead_group__in=user.standing.groups))

    def search(self, text: str) -> Self:
        """By number, title or lead."""
        return self.filter(
            Q(number__icontains=text)
            | Q(title__icontains=text)
            | Q(lead_unit__name__icontains=text)
            | Q(lead_group__name__icontains=text)
        )

    def come_from(self, record: Any) -> Self:
        """Those made from ``record``: an outcome, a finding."""
        return self.filter(source_type=ContentType.objects.get_for_model(record), source_id=record.pk)

    def open(self) -> Self:
        """Neither closed nor cancelled."""
        return self.filter(state__in=self.model.OPEN)

    def to_do(self) -> Self:
        """Waiting for the doers."""
        return self.filter(state__in=self.model.TO_DO)

    def overdue(self, on: date) -> Self:
        """Whose last day lies before ``on`` and who were not reported done."""
        return self.filter(self._is_overdue(on))

    def _is_overdue(self, on: date) -> Q:
        return Q(state__in=(*self.model.TO_DO, self.model.State.DECLINED), due_on__lt=on)

    def counts_on(self, on: date) -> dict[str, int]:
        """How many are ``open``, and ``overdue`` on ``on``; one query."""
        is_open = Q(state__in=self.model.OPEN)
        return self.aggregate(open=Count("pk", filter=is_open), overdue=Count("pk", filter=self._is_overdue(on)))

    def due_within(self, on: date, days: int) -> Self:
        """To do, with at most ``days`` left on ``on``."""
        return self.to_do().filter(due_on__range=(on, on + timedelta(days=days)))

    def put_off(self, on: date) -> Self:
        """To do, the first last day gone by on ``on``, a later one not."""
        return self.to_do().filter(first_due_on__lt=on, due_on__gte=on)

    def left_on(self, day: date) -> Self:
        """Handed out by ``day``, and not reported done by then."""
        return self.filter(assigned_on__lte=day).filter(Q(done_on__isnull=True) | Q(done_on__gt=day))

    def left_overdue(self, day: date, on: date) -> Self:
        """Of those, the ones whose last day had gone by on ``day``; by ``on``, which is today, while it lies ahead."""
        return self.left_on(day).filter(due_on__lt=min(day, on))

    def on_time(self) -> Self:
        """Reported done on the last day or before."""
        return self.filter(done_on__lte=F("due_on"))

    def open_first(self) -> Self:
        """What is open in the order of its last days, then what is over, the newest first."""
        falls_due = Case(When(state__in=self.model.OPEN, then=F("due_on")))
        return self.order_by(falls_due.asc(nulls_last=True), "-due_on", "-pk")

    def with_leads(self) -> Self:
        """With who leads at hand."""
        return self.select_related("lead_unit", "lead_group")


class OfTaskQuerySet(RecordQuerySet):
    """What belongs to a task is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the tasks that exist for the user."""
        tasks = apps.get_model("committee", "Task").objects.all().visible_to(user)
        return self.present().filter(task__in=tasks)


class ExtensionQuerySet(OfTaskQuerySet):
    """Extensions."""

    def undecided(self) -> Self:
        """Waiting for the chair: asked for, and the task is not over meanwhile."""
        task = apps.get_model("committee", "Task")
        return self.filter(state=self.model.State.ASKED, task__state__in=task.OPEN, task__removed_at__isnull=True)
