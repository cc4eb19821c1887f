"""The lists of the inspections that come as files: one declaration each."""

from django.utils.translation import gettext_lazy as _

from inspections.services.lists import SITES

LISTS = (
    SITES.kind(
        name="site",
        label=_("Register of sites"),
        right="inspections.import_site",
        icon="geo-alt",
        page="inspections:list_site",
        thing=_("Site"),
        advice=(
            _("One site a line; name and unit are needed, and for a new one its kind."),
            _("A site is found by its registration number, without one by unit and name."),
            _("Special equipment needs its class; dates in any usual writing."),
        ),
    ),
)
