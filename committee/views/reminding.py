"""“Remind the late ones”: first one sees who will hear what by which way, then it is sent, once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from committee.filters.reports import ReportFilter
from committee.models import Meeting, Report
from committee.services.reminding import (
    Reminder,
    late_tasks,
    remind_late_tasks,
    remind_meeting,
    reminder_of_meeting,
    reminders_of_tasks,
)
from committee.services.reports.reminding import (
    can_be_reminded,
    missing_reports,
    remind_late_reports,
    reminders_of_reports,
)
from committee.views.reports.board import Asked, address
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import PortalForm
from dayan_safety.models import INBOX
from dayan_safety.models.notices import WAYS as WAYS_OUT
from dayan_safety.notices import with_told
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.permissions import verb_label
from dayan_safety.routing import addresses_of
from dayan_safety.views import needs
from dayan_safety.workdays import today

WAYS = dict(WAYS_OUT)
LONGEST_KEY = 18
TWO_LINES = forms.Textarea(attrs={"rows": 2})


class RemindForm(PortalForm):
    """A word of one's own, if one likes."""

    text = forms.CharField(label=gettext_lazy("A word of your own"), required=False, max_length=300, widget=TWO_LINES)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("committee.remind_task")
def remind_late_tasks_view(request: HttpRequest) -> HttpResponse:
    """The leads of all overdue tasks."""
    tasks, back = list(late_tasks(request.user)), f"{reverse('committee:list_task')}?standing=overdue"
    return _remind(
        request,
        "committee.remind_task",
        lambda: reminders_of_tasks(tasks),
        lambda text: remind_late_tasks(tasks, by=request.user, text=text),
        back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remind_meeting_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who have not answered an invitation."""
    meeting = get_object_or_404(Meeting.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm("committee.remind_meeting", meeting):
        raise PermissionDenied("committee.remind_meeting")
    return _remind(
        request,
        "committee.remind_meeting",
        lambda: [reminder_of_meeting(meeting)],
        lambda text: remind_meeting(meeting, by=request.user, text=text),
        meeting.get_absolute_url(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("committee.remind_report")
def remind_late_reports_view(request: HttpRequest) -> HttpResponse:
    """Those who are to write what is missing: of all reports, of those a list shows, or of the one ``report``."""
    missing = list(_asked_for(request, missing_reports(request.user)))
    late = [report for report in missing if can_be_reminded(report, today())]
    return _remind(
        request,
        "committee.remind_report",
        lambda: reminders_of_reports(late),
        lambda text: remind_late_reports(late, by=request.user, text=text),
        _back_from_reports(request, missing),
        closed=[str(report) for report in missing if report not in late],
    )


def _asked_for(request: HttpRequest, reports: Any) -> Any:
    key = request.GET.get("report")
    if key is None:
        return ReportFilter(request.GET, queryset=reports, request=request).qs
    return reports.filter(pk=key) if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY else reports.none()


def _back_from_reports(request: HttpRequest, missing: list[Report]) -> str:
    """To the one report, to the board, or to the list of what is missing."""
    asked = request.GET
    if "report" in asked and missing:
        return missing[0].get_absolute_url()
    if asked.get("from") == "board":
        return address("view_board", Asked.of(asked.dict() | {"kind": asked.get("period", "")}).as_query)
    return address("list_report", {"standing": "missing"})


def _remind(
    request: HttpRequest,
    verb: str,
    preview: Callable[[], list[Reminder]],
    act: Callable[[str], list[Any]],
    back: str,
    closed: Sequence[str] = (),
) -> HttpResponse:
    """The preview with its form, or the answer that says who was told."""
    once = request.POST.get("once", "")
    if url := where_it_led(once, request.user):
        return HttpResponseRedirect(url)
    form = RemindForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        told: list[Any] = []

        def carry_out() -> str:
            told.extend(act(form.cleaned_data["text"]))
            return back

        try:
            url = carry_out_once(once, request.user, carry_out)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            done = _("Done: %(verb)s.") % {"verb": verb_label(verb)}
            messages.success(request, with_told(done, told))
            return HttpResponseRedirect(url)
    reminders = preview()
    context = {"form": form, "verb": verb, "back": back, "once": once or uuid.uuid4().hex, "closed": closed}
    context |= _shown(reminders)
    return render(request, "committee/remind.html", context, status=422 if form.is_bound else 200)


def _shown(reminders: list[Reminder]) -> dict[str, Any]:
    """By person: name, ways, sentences; and who cannot be reached from here."""
    users = {user.pk: user for reminder in reminders for user in reminder.users}
    ways = addresses_of(list(users))
    lines = [
        {
            "user": user,
            "ways": [WAYS[way] for way in (INBOX, *ways.get(pk, {}))],
            "titles": [reminder.title for reminder in reminders if user in reminder.users],
        }
        for pk, user in users.items()
    ]
    return {
        "lines": lines,
        "unreached": list(dict.fromkeys(name for reminder in reminders for name in reminder.unreached)),
    }
