"""How the assessment's lists are narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Rulebook, RulebookItem


class RulebookItemFilter(django_filters.FilterSet):
    """Items by rulebook, section and method."""

    rulebook = django_filters.ModelChoiceFilter(
        label=_("Rulebook"), queryset=lambda request: Rulebook.objects.all().visible_to(request.user)
    )
    section = django_filters.ChoiceFilter(label=_("Section"), choices=RulebookItem.Section.choices)
    method = django_filters.ChoiceFilter(label=_("Method"), choices=RulebookItem.Method.choices)
