"""The lists of the campaigns that come as files: one declaration each."""

from django.utils.translation import gettext_lazy as _

from campaigns.services.lists import EVENTS, MATERIALS, SAFETY_DAYS

LISTS = (
    EVENTS.kind(
        name="event",
        label=_("Log of events"),
        right="campaigns.import_event",
        icon="calendar2-check",
        page="campaigns:list_event",
        thing=_("Event"),
        advice=(
            _("One event a line; theme, kind, day and place are needed."),
            _("An event is found by theme, day and unit, without a unit by theme, day and place."),
            _("Kinds, units and working groups by the names the portal knows; near names are asked about."),
        ),
    ),
    MATERIALS.kind(
        name="material",
        label=_("List of materials"),
        right="campaigns.import_material",
        icon="journal-text",
        page="campaigns:list_material",
        thing=_("Material"),
        advice=(
            _("One material a line; the title is needed, and for a new one its kind."),
            _("A material is found by its title, with or without 《》."),
        ),
    ),
    SAFETY_DAYS.kind(
        name="safetyday",
        label=_("Calendar of safety days"),
        right="campaigns.import_safetyday",
        icon="calendar-heart",
        page="campaigns:list_safetyday",
        thing=_("Safety day"),
        advice=(
            _("One safety day a line: name and month are needed."),
            _("A date (month and day), a weekday (the last Monday of March), or a whole month (month alone)."),
            _("With a year it says when the day is in that year alone, and leaves the yearly rule as it is."),
        ),
    ),
)
