"""The lists of the assessment that come as files: one declaration each."""

from django.utils.translation import gettext_lazy as _

from assessment.services.lists import ITEMS
from assessment.services.national.lists import INDICATORS

LISTS = (
    ITEMS.kind(
        name="rulebookitem",
        label=_("Items of a rulebook"),
        right="assessment.import_rulebookitem",
        icon="list-ol",
        page="assessment:list_rulebookitem",
        thing=_("Item"),
        advice=(
            _("One item a line; the rulebook may stand in a column or above the header."),
            _("An item is found by rulebook and number; for a new one everything but the standard is needed."),
        ),
    ),
    INDICATORS.kind(
        name="indicator",
        label=_("Indicators of a set"),
        right="assessment.import_indicator",
        icon="list-ol",
        page="assessment:list_indicator",
        thing=_("Indicator"),
        advice=(
            _("One indicator a line; the set may stand in a column or above the header."),
            _("An indicator is found by set and number; a new wording is no draft any more."),
        ),
    ),
)
