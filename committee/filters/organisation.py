"""How the committee's lists are narrowed."""

from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import Appointment, LiaisonPost, Unit, WorkingGroup
from dayan_safety.filters import DayFilter, day_asked


class UnitFilter(django_filters.FilterSet):
    """Units by kind, and by the day they belong to the town."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Unit.Kind.choices)
    valid_on = DayFilter(label=_("Belongs to the town on"), method="of_day")

    class Meta:
        model = Unit
        fields: ClassVar = ["kind"]

    def of_day(self, rows: Any, name: str, on: Any) -> Any:
        """Valid on the day."""
        return rows.valid_on(on)


class PersonFilter(django_filters.FilterSet):
    """People by the kind of their unit, and by whether they have left."""

    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=Unit.Kind.choices)
    gone = django_filters.ChoiceFilter(
        label=_("People"), method="of_state", choices=[("no", _("active")), ("yes", _("left"))]
    )

    telephone = django_filters.ChoiceFilter(
        label=_("Telephone"), method="of_telephone", choices=[("none", _("no number"))]
    )

    def of_telephone(self, rows: Any, name: str, value: str) -> Any:
        """Active people without a number."""
        return rows.filter(telephone="", left_on__isnull=True)

    def of_state(self, rows: Any, name: str, value: str) -> Any:
        """Active today, or gone."""
        active = rows.active_on(timezone.localdate())
        return active if value == "no" else rows.exclude(pk__in=active.values("pk"))


class GroupFilter(django_filters.FilterSet):
    """Groups by whether they are confirmed, and by the day their committee is in office."""

    to_be_confirmed = django_filters.ChoiceFilter(
        label=_("Status"), choices=[("True", _("to be confirmed")), ("False", _("confirmed"))]
    )

    in_office_on = DayFilter(label=_("Committee in office on"), method="of_day")

    class Meta:
        model = WorkingGroup
        fields: ClassVar = ["to_be_confirmed"]

    def of_day(self, rows: Any, name: str, on: Any) -> Any:
        """Of the committee in office on the day."""
        return rows.of_committee_in_office(on)


class AppointmentFilter(django_filters.FilterSet):
    """Who held which post on a day."""

    on = DayFilter(label=_("In the post on"), method="of_day")
    post = django_filters.ChoiceFilter(label=_("Post"), choices=Appointment.Post.choices)
    role = django_filters.ChoiceFilter(
        label=_("Liaison role"), field_name="liaison_post__role", choices=LiaisonPost.Role.choices
    )
    group = django_filters.ModelChoiceFilter(
        label=_("Working group"), queryset=lambda request: WorkingGroup.objects.all().visible_to(request.user)
    )

    def of_day(self, rows: Any, name: str, on: Any) -> Any:
        """In the post on the day."""
        return rows.held_on(on)


class RosterFilter(django_filters.FilterSet):
    """Liaison posts as of a day (today), by kind of unit, role, and whether they were filled."""

    on = DayFilter(label=_("As of"), method="of_day")

    kind = django_filters.ChoiceFilter(
        label=_("Kind of unit"),
        field_name="unit__kind",
        choices=[(kind.value, kind.label) for kind in Unit.WITH_LIAISONS],
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=LiaisonPost.Role.choices)
    state = django_filters.ChoiceFilter(
        label=_("Status"), method="of_state", choices=[("filled", _("filled")), ("vacant", _("vacant"))]
    )

    def of_day(self, rows: Any, name: str, on: Any) -> Any:
        """The list has read the posts and their holders of the day already."""
        return rows

    def of_state(self, rows: Any, name: str, value: str) -> Any:
        """Filled or vacant on the day."""
        vacant = rows.vacant_on(day_asked(self.data))
        return vacant if value == "vacant" else rows.exclude(pk__in=vacant.values("pk"))
