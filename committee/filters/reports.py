"""How periodic reports and their forms are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from committee.models import FormField, Period, Report, ReportForm, WorkingGroup
from dayan_safety.filters import DayFilter
from dayan_safety.workdays import today


class ReportFilter(django_filters.FilterSet):
    """Reports by how they stand, whose they are, and when."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        method="of_standing",
        choices=[
            ("to_write", _("to be written")),
            ("review", _("to be reviewed")),
            ("returned", _("sent back to its writers")),
            ("waiting", _("not due yet")),
            ("missing", _("did not come")),
            ("late", _("came late")),
            ("on_time", _("came in time")),
            ("owed", _("owed")),
            ("judged", _("came or should have come")),
            ("handed_in", _("handed in")),
            ("accepted", _("accepted")),
            ("excused", _("not needed")),
        ],
    )
    mine = django_filters.ChoiceFilter(label=_("Who writes"), method="of_mine", choices=[("write", _("we write"))])
    group = django_filters.ModelChoiceFilter(
        label=_("Working group"), queryset=lambda request: WorkingGroup.objects.all().visible_to(request.user)
    )
    period = django_filters.ChoiceFilter(label=_("Period"), choices=Period.choices)
    since = DayFilter(label=_("From"), field_name="first", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="first", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """How they stand today."""
        return {
            "to_write": rows.writable,
            "review": lambda: rows.filter(state=Report.State.SUBMITTED),
            "returned": lambda: rows.filter(state=Report.State.RETURNED),
            "waiting": lambda: rows.waiting(today()),
            "missing": lambda: rows.missing(today()),
            "late": rows.counted().late,
            "on_time": rows.counted().on_time,
            "owed": rows.counted,
            "judged": lambda: rows.judged(today()),
            "handed_in": rows.counted().handed_in,
            "accepted": lambda: rows.filter(state=Report.State.ACCEPTED),
            "excused": lambda: rows.filter(state=Report.State.EXCUSED),
        }[value]()

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of one's own groups and units."""
        return rows.of_writer(self.request.user)


class FormFilter(django_filters.FilterSet):
    """Forms by who reports on them."""

    audience = django_filters.ChoiceFilter(label=_("Who reports"), choices=ReportForm.Audience.choices)
    period = django_filters.ChoiceFilter(label=_("Period"), choices=Period.choices)


class FieldFilter(django_filters.FilterSet):
    """Figures and texts by their form and kind."""

    form = django_filters.ModelChoiceFilter(
        label=_("Form"), queryset=lambda request: ReportForm.objects.all().visible_to(request.user)
    )
    kind = django_filters.ChoiceFilter(label=_("Kind of entry"), choices=FormField.Kind.choices)
