"""What files carry in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from assessment.models import Indicator, IndicatorSet, Rulebook, RulebookItem
from assessment.services.national.sets import OF_INDICATOR, SETTINGS
from assessment.services.rulebooks import KEPT, OF_ITEM
from dayan_safety.resources import WordedResource, by_name


class RulebookResource(WordedResource):
    """Rulebooks: they leave this way; the supervision group keeps them in the portal."""

    class Meta:
        model = Rulebook
        fields: ClassVar = ("name", "year", "edition", "document", *KEPT, "state", "used_since")


class RulebookItemResource(WordedResource):
    """Items of rulebooks: they leave this way; they come in through the portal's own lists."""

    rulebook = by_name("rulebook", Rulebook, gettext_lazy("rulebook"))

    class Meta:
        model = RulebookItem
        fields: ClassVar = ("rulebook", *OF_ITEM)


class IndicatorSetResource(WordedResource):
    """Indicator sets: they leave this way; they are kept in the portal."""

    class Meta:
        model = IndicatorSet
        fields: ClassVar = ("name", "edition", "document", *SETTINGS, "state", "used_since")


class IndicatorResource(WordedResource):
    """Indicators: they leave this way; they come in through the portal's own lists."""

    indicator_set = by_name("indicator_set", IndicatorSet, gettext_lazy("indicator set"))

    class Meta:
        model = Indicator
        fields: ClassVar = ("indicator_set", *OF_INDICATOR)
