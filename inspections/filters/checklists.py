"""How the list of checklists is narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from inspections.models import Checklist


class ChecklistFilter(django_filters.FilterSet):
    """Checklists by trade and by where they stand."""

    trade = django_filters.ChoiceFilter(label=_("Trade"), choices=Checklist.Trade.choices)
    state = django_filters.ChoiceFilter(label=_("Status"), choices=Checklist.State.choices)
