"""The list of reports and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.filters.reports import ReportFilter
from committee.models import Report
from committee.tables.reports import REPORTS, came, state_of
from committee.views.reports import doors, review
from committee.views.reports.board import reminding_of_all, reminding_of_one
from committee.views.reports.panels import notes_of, panels_of, shortened
from dayan_safety.tables import Badge
from dayan_safety.values import plain_text
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for
from dayan_safety.workdays import today

State = Report.State
# Verb → icon, and the states in which a report offers it (``is_ripe`` says whether it could be done now); the first of
# MAIN that this person may do is the primary one.
VERBS = {
    "accept_report": ("check2-circle", (State.SUBMITTED,)),
    "return_report": ("arrow-return-left", (State.SUBMITTED,)),
    "write_report": ("pencil-square", Report.WRITABLE),
    "submit_report": ("send", Report.WRITABLE),
    "comment_report": ("chat-left-text", (*Report.OPEN, State.ACCEPTED)),
    "reopen_report": ("arrow-counterclockwise", (State.ACCEPTED,)),
    "move_report": ("calendar-week", Report.WRITABLE),
    "demand_report": ("arrow-counterclockwise", (State.EXCUSED,)),
    "excuse_report": ("dash-circle", Report.WRITABLE),
}
MAIN = ("accept_report", "write_report")


class ReportView(RecordView):
    """Periodic reports."""

    model = Report
    columns = REPORTS
    filterset = ReportFilter
    template = "committee/reports/report.html"
    search_hint = _("Working group or unit")
    empty_hint = _("No report matches. Take a filter away; the month's reports open by themselves on the first day.")

    def rows(self) -> QuerySet[Any]:
        """With who reports."""
        return self.visible().with_reporters()

    def list_buttons(self) -> list[Button]:
        """With the number of those that wait for the review, and of those that are late."""
        waiting = review.waiting_for(self.request.user)
        text = gettext("Review %(number)s reports") % {"number": waiting}
        button = Button(review.REVIEW, reverse("committee:review_reports"), "inbox", "primary", text)
        forms = Button(
            "committee.view_reportform", reverse("committee:list_reportform"), "ui-checks", text=gettext("Forms")
        )
        late = reminding_of_all(self.request.user)
        return [*super().list_buttons(), *([button] if waiting else []), *late, forms]

    def one_row(self) -> QuerySet[Any]:
        """With who reports on which form, and who handed it in and accepted it."""
        return self.visible().with_reporters().select_related("accepted_by__person")

    def status(self, record: Any) -> Badge:
        """Where it stands."""
        return state_of(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who, on what, until when, and what has happened; what has not is left out."""
        user, on = self.request.user, today()
        found = [
            Fact(_("Who reports"), record.reporter, address_for(user, record.reporter)),
            Fact(_("Period"), record.period_name),
            Fact(_("Form"), record.form, address_for(user, record.form)),
            Fact(_("Report due on"), due_in_words(record, on)),
            Fact(_("Closed after"), lock_in_words(record, on)),
            Fact(_("Handed in"), _moment(record.handed_in_at, came(record))),
            Fact(_("Handed in again"), again_in_words(record)),
            Fact(_("Handed in by"), record.submitted_by),
            Fact(_("Times sent back"), record.returned),
            Fact(_("Accepted"), _moment(record.accepted_at, record.accepted_by)),
        ]
        return [fact for fact in found if fact.value]

    def buttons(self, record: Any) -> list[Button]:
        """What its state allows, and reminding while it is late."""
        return [
            Button(
                f"committee.{verb}",
                reverse(f"committee:{verb}", args=[record.pk]),
                icon,
                "primary" if verb in MAIN else "danger" if verb == "excuse_report" else "secondary",
            )
            for verb, (icon, states) in VERBS.items()
            if record.state in states and is_ripe(verb, record, self.request.user)
        ] + reminding_of_one(record)

    def panels(self, record: Any) -> list[Panel]:
        """What does not agree, what changed, what was written and said, each handing in."""
        return panels_of(record, self.request.user)

    def view_context(self, record: Any) -> dict[str, Any]:
        """With the place in the queue, and what to know before reading; long texts in the history are cut short."""
        context, user = super().view_context(record), self.request.user
        place, notes = review.place_of(record, user), notes_of(record, user, today())
        return context | {"place": place, "notes": notes, "history": shortened(context["history"])}


def is_ripe(verb: str, report: Report, user: Any) -> bool:
    """Whether a verb could be done now: nothing is written once it is closed, nobody accepts what they handed in."""
    if verb in ("write_report", "submit_report"):
        return not report.is_locked_on(today())
    return verb != "accept_report" or report.submitted_by_id != user.pk


def due_in_words(report: Report, on: date) -> str:
    """The day, and how far it is while the report has not come."""
    told = {"day": report.due_on, "days": abs((report.due_on - on).days)}
    if report.handed_in_on or report.state == State.EXCUSED:
        return str(report.due_on)
    if report.due_on == on:
        return gettext("%(day)s, that is today") % told
    if report.due_on < on:
        return gettext("%(day)s, overdue by %(days)s days") % told
    return gettext("%(day)s, in %(days)s days") % told


def lock_in_words(report: Report, on: date) -> str:
    """The last day for writing, and whether it is over."""
    closed = report.is_writable and report.is_locked_on(on)
    return gettext("%(day)s, closed now") % {"day": report.lock_on} if closed else str(report.lock_on)


def again_in_words(report: Report) -> str:
    """When it was handed in last, if that was not the first time."""
    return plain_text(report.submitted_at) if report.submitted_at != report.handed_in_at else ""


def _moment(at: Any, told: Any) -> str:
    return f"{plain_text(at)} · {told}" if at else ""


urlpatterns = [*review.urlpatterns, *ReportView.urls("reports/"), *doors.urlpatterns]
