"""How the register of tasks is narrowed."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import Extension, Task, Unit, WorkingGroup
from dayan_safety.filters import DayFilter

SOON_DAYS = 3


class TaskFilter(django_filters.FilterSet):
    """Tasks by how they stand, whose they are, and what they came from."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        method="of_standing",
        choices=[
            ("open", _("not closed")),
            ("overdue", _("overdue")),
            ("soon", _("due within 3 days")),
            ("check", _("to be checked")),
            ("declined", _("said to be impossible")),
            ("new", _("to be received")),
            ("returned", _("sent back")),
            ("extension", _("extension asked")),
            ("closed", _("closed")),
        ],
    )
    mine = django_filters.ChoiceFilter(
        label=_("Whose"), method="of_mine", choices=[("lead", _("we lead")), ("all", _("we lead or help"))]
    )
    lead_group = django_filters.ModelChoiceFilter(
        label=_("Lead group"), queryset=lambda request: WorkingGroup.objects.all().visible_to(request.user)
    )
    lead_unit = django_filters.ModelChoiceFilter(
        label=_("Leading unit"),
        queryset=lambda request: Unit.objects.filter(led_tasks__isnull=False).visible_to(request.user).distinct(),
    )
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Task.Source.choices)
    since = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """How they stand today."""
        today = timezone.localdate()
        return {
            "open": rows.open,
            "overdue": lambda: rows.overdue(today),
            "soon": lambda: rows.due_within(today, SOON_DAYS),
            "check": lambda: rows.filter(state=Task.State.REPORTED),
            "declined": lambda: rows.filter(state=Task.State.DECLINED),
            "new": lambda: rows.filter(state=Task.State.ASSIGNED),
            "returned": lambda: rows.filter(state=Task.State.RECEIVED, returned__gt=0),
            "extension": lambda: rows.filter(pk__in=Extension.objects.present().undecided().values("task")),
            "closed": lambda: rows.filter(state=Task.State.CLOSED),
        }[value]()

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of one's own units and groups."""
        user = self.request.user
        return rows.led_by(user) if value == "lead" else rows.of_doer(user)
