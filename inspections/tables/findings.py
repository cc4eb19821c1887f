"""How findings are read: their lights, and in which columns."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.models import Finding

State = Finding.State
LEVELS = {
    Finding.Level.GENERAL: ("secondary", "exclamation-circle"),
    Finding.Level.URGENT: ("warning", "exclamation-triangle"),
    Finding.Level.MAJOR: ("danger", "exclamation-octagon"),
}


def light(finding: Finding) -> Badge:
    """Green, yellow from three days before the last day on [P], red once overdue; what waits for others is blue."""
    today = timezone.localdate()
    if finding.is_overdue_on(today):
        late = {"days": (today - finding.due_on).days}
        return Badge(gettext("overdue by %(days)s days") % late, "danger", "exclamation-octagon")
    if finding.is_due_soon_on(today):
        days = (finding.due_on - today).days
        text = gettext("due in %(days)s days") % {"days": days} if days else _("due today")
        return Badge(text, "warning", "hourglass-split")
    return {
        State.FOUND: Badge(_("unit not told yet"), "info", "pencil-square"),
        State.ASKED: Badge(_("to be re-inspected"), "info", "search"),
        State.HANDED: Badge(_("handed to a superior"), "secondary", "box-arrow-up"),
        State.CLOSED: closed(finding),
        State.WITHDRAWN: Badge(_("withdrawn"), "secondary", "slash-circle"),
    }.get(State(finding.state), Badge(_("in time"), "success", "check-circle"))


def closed(finding: Finding) -> Badge:
    """Whether it was put right in time."""
    if finding.was_on_time:
        return Badge(_("closed, in time"), "secondary", "check2-all")
    return Badge(_("closed, late"), "secondary", "clock-history")


def level(finding: Finding) -> Badge:
    """How grave it is."""
    known = Finding.Level(finding.level)
    text = _("stop at once") if known == Finding.Level.URGENT else known.label
    return Badge(text, *LEVELS[known])


FINDINGS = (
    Column("text", _("Danger"), order=("text",)),
    Column("number", _("Reference number"), order=("pk",), shown=False),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("site", _("Site"), order=("site__name",), shown=False),
    Column("place", _("Place"), shown=False),
    Column("kind", _("Kind of danger"), order=("kind__order", "kind_id")),
    Column("level", _("Level"), level, order=("level",)),
    Column("found_on", _("Found on"), order=("found_on",), kind="date", shown=False),
    Column("agency", _("Found by the agency"), order=("agency__name",), shown=False),
    Column("due_on", _("To be put right by"), order=("due_on",), kind="date"),
    Column("light", _("Status"), light, order=("state", "due_on")),
    Column("state", _("State"), lambda finding: finding.get_state_display(), order=("state",), shown=False),
    Column("failed", _("Re-inspections failed"), order=("failed",), kind="number", shown=False),
    Column("listed_on", _("Listed since"), order=("listed_on",), kind="date", shown=False),
    Column("asked_on", _("Re-inspection asked on"), order=("asked_on",), kind="date", shown=False),
    Column("closed_on", _("Closed on"), order=("closed_on",), kind="date", shown=False),
)

KINDS = (
    Column("name", _("Name"), order=("name",)),
    Column("order", _("Order"), order=("order",), kind="number"),
)

TASKS_OF_ONE = (
    Column("title", _("Task")),
    Column("lead", _("Led by")),
    Column("due_on", _("Due on"), kind="date"),
    Column("state", _("State"), lambda task: Badge(task.get_state_display())),
)
