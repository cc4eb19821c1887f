"""How rounds of mutual evaluation are narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Round
from assessment.models.peers import KINDS


class RoundFilter(django_filters.FilterSet):
    """Rounds by year, state and by who is rated."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="item__rulebook__year")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Round.State.choices)
    rated_kind = django_filters.ChoiceFilter(label=_("Units that are rated"), choices=KINDS)
