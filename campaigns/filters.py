"""How the campaigns' lists are narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from campaigns.models import Event, EventKind, Material
from committee.models import Unit, WorkingGroup
from dayan_safety.filters import DayFilter


class MaterialFilter(django_filters.FilterSet):
    """Materials by kind."""

    form = django_filters.ChoiceFilter(label=_("Kind of material"), choices=Material.Form.choices)


class EventFilter(django_filters.FilterSet):
    """Events by kind, time, unit and entry."""

    kind = django_filters.ModelChoiceFilter(
        label=_("Kind of event"), queryset=lambda request: EventKind.objects.all().visible_to(request.user)
    )
    counts_as = django_filters.ChoiceFilter(
        label=_("Counts as"), field_name="kind__counts_as", choices=EventKind.CountsAs.choices
    )
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")
    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=Unit.Kind.choices)
    group = django_filters.ModelChoiceFilter(
        label=_("Working group"), queryset=lambda request: WorkingGroup.objects.all().visible_to(request.user)
    )
    entry = django_filters.ChoiceFilter(label=_("Five entries"), choices=Event.Entry.choices)
