"""How the lists of campaigns, events, displays and materials are read."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Display, Event, SafetyDay, StockEntry
from campaigns.tables.words import label_of, listed, standing
from dayan_safety.tables import Badge, Column


def this_year(day: SafetyDay) -> str:
    """When it is this year, and which time."""
    year = timezone.localdate().year
    period, number = day.in_year(year), day.number_in(year)
    if period is None:
        return ""
    first, last = period
    told = first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
    counted = _("(number %(number)s)") % {"number": number}
    return f"{told} {counted}" if number else told


def held(event: Event) -> Badge:
    """Whether it lies ahead."""
    if event.held_on > timezone.localdate():
        return Badge(_("planned"), "info", "calendar-event")
    return Badge(_("held"), "success", "check-circle")


def is_up(display: Display) -> Badge:
    """Whether people can see it today."""
    on = timezone.localdate()
    if display.is_up_on(on):
        return Badge(_("there now"), "success", "eye")
    return Badge(_("planned"), "info", "calendar-event") if on < display.first_on else Badge(_("taken down"))


def is_reversed(entry: StockEntry) -> Badge | None:
    """Whether another line took it back."""
    return Badge(_("reversed"), "secondary", "arrow-counterclockwise") if hasattr(entry, "reversal") else None


CAMPAIGNS = (
    Column("name", _("Name"), order=("name",)),
    Column("theme", _("Theme of the year")),
    Column("number", _("Which time"), kind="number", shown=False),
    Column("first_on", _("Begins on"), order=("first_on",), kind="date"),
    Column("last_on", _("Ends on"), order=("last_on",), kind="date"),
    Column("group", _("Working group"), order=("group__number",)),
    Column("safety_day", _("Safety day"), order=("safety_day__name",), shown=False),
    Column("planned_events", _("Events planned"), order=("planned_events",), kind="number"),
    Column("events_held", _("Events held"), order=("events_held",), kind="number"),
    Column("status", _("Status"), standing, order=("first_on",)),
)
SAFETY_DAYS = (
    Column("name", _("Name"), order=("name",)),
    Column("this_year", _("This year"), this_year),
    Column("month", _("Month"), order=("month", "day"), kind="number"),
    Column("day", _("Day of the month"), kind="number"),
    Column("week", _("Which one"), label_of("week")),
    Column("weekday", _("Weekday"), label_of("weekday")),
    Column("plan_ahead", _("Days ahead its campaign is planned"), order=("plan_ahead",), kind="number", shown=False),
    Column("lasts", _("Days it lasts"), kind="number", shown=False),
    Column("first_year", _("First held in"), kind="number", shown=False),
    Column("year", _("Only in the year"), order=("year",), kind="number", shown=False),
    Column("note", _("Note"), shown=False),
)
MATERIALS = (
    Column("name", _("Title"), order=("initials",)),
    Column("form", _("Kind of material"), label_of("form"), order=("form",)),
    Column("measure", _("Counted in")),
    Column("printed", _("Copies printed"), order=("printed",), kind="number"),
    Column("handed_out", _("Copies handed out"), order=("handed_out",), kind="number"),
    Column("stock", _("Copies in stock"), order=("stock",), kind="number"),
    Column("published_on", _("Published on"), order=("published_on",), kind="date"),
    Column("note", _("Note"), shown=False),
)
DISPLAYS = (
    Column("title", _("Subject"), order=("title",)),
    Column("channel", _("Channel of outreach"), order=("channel__order", "channel_id")),
    Column("place", _("Place"), order=("place",)),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("group", _("Working group"), order=("group__number",), shown=False),
    Column("campaign", _("Campaign"), order=("campaign__name",), shown=False),
    Column("first_on", _("Put up on"), order=("first_on",), kind="date"),
    Column("last_on", _("There until"), order=("last_on",), kind="date"),
    Column("text", _("Content"), shown=False),
    Column("status", _("Status"), is_up, order=("last_on", "first_on")),
)
EVENT_KINDS = (
    Column("name", _("Name"), order=("name",)),
    Column("counts_as", _("Counts as"), label_of("counts_as"), order=("counts_as",)),
    Column("order", _("Order"), order=("order",), kind="number"),
)
EVENTS = (
    Column("theme", _("Theme"), order=("theme",)),
    Column("kind", _("Kind of event"), order=("kind__order", "kind_id")),
    Column("held_on", _("Day"), order=("held_on",), kind="date"),
    Column("begins_at", _("Begins at"), order=("held_on", "begins_at"), shown=False),
    Column("place", _("Place"), order=("place",)),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("more_units", _("Units taking part"), listed("more_units"), shown=False),
    Column("group", _("Working group"), order=("group__number",), shown=False),
    Column("campaign", _("Campaign"), order=("campaign__name",), shown=False),
    Column("programme", _("Training programme"), order=("programme__name",), shown=False),
    Column("hosts", _("Hosts"), shown=False),
    Column("lecturer", _("Lecturer"), shown=False),
    Column("entry", _("Five entries"), label_of("entry"), order=("entry",)),
    Column("audiences", _("Audiences"), listed("audiences"), shown=False),
    Column("channel", _("Channel of outreach"), order=("channel__order", "channel_id"), shown=False),
    Column("head_count", _("Head-count"), order=("head_count",), kind="number"),
    Column("status", _("Status"), held, order=("held_on",)),
)
ATTENDEES = (
    Column("name", _("Full name"), order=("name",)),
    Column("from_unit", _("Unit or village"), order=("from_unit",)),
    Column("person", _("Known person"), order=("person__order", "person_id")),
    Column("way", _("How listed"), label_of("way"), order=("way",)),
    Column("came_at", _("Signed in at"), order=("came_at",), kind="date"),
)
STOCK_ENTRIES = (
    Column("on", _("Day"), order=("on", "pk"), kind="date"),
    Column("material", _("Material"), order=("material__initials", "material_id")),
    Column("kind", _("What happened"), label_of("kind"), order=("kind",)),
    Column("copies", _("Copies"), order=("copies",), kind="number"),
    Column("measure", _("Counted in"), lambda entry: entry.material.measure),
    Column("went_to", _("To whom")),
    Column("campaign", _("Campaign"), order=("campaign__name",), shown=False),
    Column("is_reversed", _("Status"), is_reversed),
    Column("by", _("Entered by"), order=("by__person__initials", "by_id"), shown=False),
    Column("note", _("Note")),
)
