"""The verbs on a report: where each is done, by which form, and what is said before."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.forms import reports as forms
from committee.models import Report
from committee.services import reports as services
from committee.views.reports.review import next_or_same
from dayan_safety.forms import NoteForm, ReasonForm
from dayan_safety.views import verb_view
from dayan_safety.workdays import today


def _door(verb: str, form: Any, **about: Any) -> URLPattern:
    name = f"{verb}_report"
    view = verb_view(f"committee.{name}", Report, form, getattr(services, name), **about)
    return path(f"reports/<int:pk>/{verb}/", view, name=name)


def explain_submitting(report: Report) -> str:
    """Whether it comes in time, and what is still lacking; what the portal counts is filled in when it is handed in."""
    typed = [line for line in services.lines_of(report) if line.value.filled is not None or not line.field.source]
    lacking = services.what_is_lacking(typed)
    head = [_("Before it can be handed in, unless there is nothing to report:")] if lacking else []
    return "\n".join([_in_time(report), *head, *lacking])


def _in_time(report: Report) -> str:
    days = (today() - report.due_on).days
    told = {"due": report.due_on, "came": report.handed_in_on, "days": days}
    if report.handed_in_on:
        return _("It first came on %(came)s and was due on %(due)s: being sent back makes no report late.") % told
    if days > 0:
        return _("It was due on %(due)s: handed in today it counts as %(days)s days late.") % told
    return _("It is due on %(due)s: handed in today it comes in time.") % told


def explain_accepting(report: Report) -> str:
    """What stands out, else that nothing does."""
    found = services.what_stands_out(report)
    return "\n".join(found) or _("Its figures agree with the records, and none of them is unusual.")


def explain_moving(report: Report) -> str:
    """Which days can be moved."""
    if report.handed_in_on:
        return _("It has been handed in: the day it was due stays. Move the day it closes.")
    return _("Until the day it is due it comes in time; after the day it closes nothing can be written.")


urlpatterns = [
    _door("submit", forms.SubmitForm, explain=explain_submitting),
    _door(
        "return",
        forms.ReturnForm,
        explain=gettext_lazy("Its writers are told, and have two working days at least."),
        then=next_or_same,
    ),
    _door("accept", NoteForm, explain=explain_accepting, then=next_or_same),
    _door(
        "reopen",
        ReasonForm,
        explain=gettext_lazy("It is sent back to its writers. Until it is accepted again no total counts it."),
    ),
    _door("comment", forms.CommentForm),
    _door("move", forms.MoveReportForm, explain=explain_moving),
    _door(
        "excuse",
        ReasonForm,
        explain=gettext_lazy("It counts neither as late nor as missing. Its writers are told."),
        danger=True,
    ),
    _door(
        "demand",
        ReasonForm,
        explain=gettext_lazy("It is owed again by the day it was due; its writers have two working days at least."),
    ),
]
