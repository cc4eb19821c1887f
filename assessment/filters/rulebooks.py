"""How rulebooks and their items are narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Rulebook, RulebookItem


class RulebookFilter(django_filters.FilterSet):
    """Rulebooks by state and year."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Rulebook.State.choices)
    year = django_filters.NumberFilter(label=_("Year"))


class RulebookItemFilter(django_filters.FilterSet):
    """Items by rulebook, section and method."""

    rulebook = django_filters.ModelChoiceFilter(
        label=_("Rulebook"), queryset=lambda request: Rulebook.objects.all().visible_to(request.user)
    )
    section = django_filters.ChoiceFilter(label=_("Section"), choices=RulebookItem.Section.choices)
    applies_to = django_filters.ChoiceFilter(label=_("For whom"), choices=RulebookItem.AppliesTo.choices)
    method = django_filters.ChoiceFilter(label=_("Method"), choices=RulebookItem.Method.choices)
