"""How regular checks, units checked and deductions are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Check, RulebookItem
from committee.models import Unit
from dayan_safety.filters import DayFilter
from dayan_safety.workdays import today

KINDS = [(kind, Unit.Kind(kind).label) for kind in RulebookItem.KINDS]


def checks_of(request: Any) -> Any:
    """Those that exist for the reader."""
    return Check.objects.all().visible_to(request.user)


class CheckFilter(django_filters.FilterSet):
    """Checks by state and day."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Check.State.choices)
    standing = django_filters.ChoiceFilter(
        label=_("What is to do"), method="of_standing", choices=[("over", _("open, last day over"))]
    )
    since = DayFilter(label=_("From"), field_name="last", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="last", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Those that are to be closed."""
        return rows.to_close(today())


class CheckedUnitFilter(django_filters.FilterSet):
    """Units checked by check, kind and what is to do."""

    check = django_filters.ModelChoiceFilter(label=_("Regular check"), field_name="in_check", queryset=checks_of)
    kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=KINDS)
    standing = django_filters.ChoiceFilter(
        label=_("How far"),
        method="of_standing",
        choices=[("unanswered", _("self scores to write")), ("touched", _("with deductions"))],
    )
    mine = django_filters.ChoiceFilter(label=_("Whose"), method="of_mine", choices=[("unit", _("of our unit"))])

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Those that wait for the unit, or from which something was deducted."""
        return rows.unanswered() if value == "unanswered" else rows.touched()

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of the units the reader answers for."""
        return rows.answered_for_by(self.request.user)


class DeductionFilter(django_filters.FilterSet):
    """Deductions by check, kind of unit and day."""

    check = django_filters.ModelChoiceFilter(
        label=_("Regular check"), field_name="checked__in_check", queryset=checks_of
    )
    kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="checked__unit__kind", choices=KINDS)
    since = DayFilter(label=_("From"), field_name="found_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="found_on", lookup_expr="lte")
