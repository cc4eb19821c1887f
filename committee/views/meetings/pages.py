"""The list of meetings and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.figures import months_held
from committee.filters.meetings import MeetingFilter
from committee.forms.meetings import MeetingForm
from committee.models import Attendance, Meeting
from committee.services import meetings as services
from committee.tables.meetings import LOOKS, MEETINGS, standing
from committee.views.meetings.panels import panels_of, results_for
from committee.views.papers import NOTICED
from dayan_safety.lists import Listing
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView

State = Meeting.State
# Verb → icon, and the states in which a meeting offers it (``is_ripe`` says whether it is time); the first that this
# person may do is the primary one.
VERBS = {
    "finalize_minutes": ("check2-circle", (State.FOR_COMMENT,)),
    "circulate_minutes": ("chat-left-text", (State.UNDER_WAY,)),
    "notify_meeting": ("send", (State.DRAFT,)),
    "begin_meeting": ("play-circle", Meeting.AHEAD),
    "record_attendance": ("person-check", (State.NOTIFIED, *Meeting.MINUTED)),
    "show_projector": ("projector", (State.NOTIFIED, State.UNDER_WAY)),
    "send_agenda": ("list-ol", (State.NOTIFIED,)),
    "comment_minutes": ("chat-left-text", (State.FOR_COMMENT,)),
    "reopen_minutes": ("arrow-counterclockwise", (State.FINAL,)),
    "cancel_meeting": ("x-circle", Meeting.AHEAD),
}
MAIN = ("finalize_minutes", "circulate_minutes", "begin_meeting", "notify_meeting")
NONE_HELD = Badge(_("none held"), "danger", "exclamation-octagon")
NOT_DUE = Badge(_("not due"), "secondary", "dash")
STEPS = (State.DRAFT, State.NOTIFIED, State.UNDER_WAY, State.FOR_COMMENT, State.FINAL)


class MeetingView(RecordView):
    """Joint meetings."""

    model = Meeting
    columns = MEETINGS
    filterset = MeetingFilter
    form = MeetingForm
    create_service = staticmethod(services.create_meeting)
    edit_service = staticmethod(services.edit_meeting)
    is_removable = False
    list_template = "committee/meeting_list.html"
    template = "committee/meeting.html"
    search_hint = _("Title, place or number")
    empty_hint = _("No meeting matches. Take a filter away; the month's meeting opens by itself on the first day.")

    def rows(self) -> QuerySet[Any]:
        """With how many were invited and came."""
        return self.visible().with_counts()

    def one_row(self) -> QuerySet[Any]:
        """With who chairs and writes, and how many versions were kept."""
        return self.visible().select_related("chair", "recorder").with_versions()

    def list_context(self, listing: Listing) -> dict[str, Any]:
        """With the months of the year."""
        today = timezone.localdate()
        held = months_of_year(self.request.user, today)
        return super().list_context(listing) | {"year": today.year, "held": held, "files": self.year_files(today.year)}

    def year_files(self, year: int) -> list[Button]:
        """The minutes of this year and the one before in one file each."""
        if not self.request.user.has_perm("committee.export_minutes"):
            return []
        return [
            Button(
                "committee.export_minutes",
                reverse("committee:export_minutes", args=[each]),
                "file-earmark-word",
                text=gettext("Minutes of %(year)s") % {"year": each},
            )
            for each in (year, year - 1)
        ]

    def status(self, record: Any) -> Badge:
        """Where it stands."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """When, where, who, which numbers."""
        return [
            Fact(_("Day"), record.held_on),
            Fact(_("Begins at"), f"{record.begins_at:%H:%M}"),
            Fact(_("Place"), record.place),
            Fact(_("Chaired by"), record.chair),
            Fact(_("Minutes taken by"), record.recorder),
            *_numbers(record),
            *([Fact(_("Comments until"), record.comments_until)] if record.state == State.FOR_COMMENT else []),
            *_versions(record),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """What its state allows."""
        return (
            [
                Button(
                    f"committee.{verb}",
                    reverse(f"committee:{verb}", args=[record.pk]),
                    icon,
                    "primary" if verb in MAIN else "danger" if verb == "cancel_meeting" else "secondary",
                )
                for verb, (icon, states) in VERBS.items()
                if record.state in states and is_ripe(verb, record)
            ]
            + self.remind_buttons(record)
            + paper_buttons(record)
        )

    def remind_buttons(self, record: Any) -> list[Button]:
        """With the number of those who have not answered."""
        if record.state != State.NOTIFIED or record.begins <= timezone.now():
            return []
        unanswered = record.attendances.present().filter(answer="", person__isnull=False).count()
        text = _("Remind %(number)s who have not answered") % {"number": unanswered}
        url = reverse("committee:remind_meeting", args=[record.pk])
        return [Button("committee.remind_meeting", url, "bell", text=text)] if unanswered else []

    def own_buttons(self, record: Any) -> list[Button]:
        """Only a meeting that is ahead is edited."""
        return super().own_buttons(record) if record.is_ahead else []

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its topics: files attached to them."""
        return [record.items.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Own invitation, agenda, people, comments, versions."""
        return panels_of(record, self.request.user)

    def view_context(self, record: Any) -> dict[str, Any]:
        """With the bar of states."""
        return super().view_context(record) | {"steps": steps_of(record)}


def is_ripe(verb: str, meeting: Meeting) -> bool:
    """Whether the time for a verb has come: a button that could only be refused is not offered."""
    if verb == "notify_meeting":
        return timezone.now() < meeting.begins
    if verb == "begin_meeting":
        return meeting.held_on <= timezone.localdate()
    return verb != "record_attendance" or services.is_open_for_marks(meeting)


def paper_buttons(record: Meeting) -> list[Button]:
    """Notice and minutes as Word files, as far as there are such."""
    papers = (("notice", NOTICED, _("Notice (Word)")), ("minutes", Meeting.HELD, _("Minutes (Word)")))
    return [
        Button(
            f"committee.download_{name}",
            reverse(f"committee:download_{name}", args=[record.pk]),
            "file-earmark-word",
            text=text,
        )
        for name, states, text in papers
        if record.state in states
    ]


def _numbers(record: Meeting) -> list[Fact]:
    given = [(_("Number of the notice"), record.notice_number), (_("Number of the minutes"), record.minutes_number)]
    return [Fact(label, number) for label, number in given if number]


def _versions(record: Any) -> list[Fact]:
    url = reverse("committee:list_versions", args=[record.pk])
    return [Fact(_("Earlier versions"), record.versions_kept, url)] if record.versions_kept else []


def steps_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The bar of states: ``label``, ``done`` and ``now``; nothing for a meeting that was called off."""
    if meeting.state == State.CANCELLED:
        return []
    place = STEPS.index(State(meeting.state))
    return [
        {"label": step.label, "icon": LOOKS[step][1], "done": number < place, "now": number == place}
        for number, step in enumerate(STEPS)
    ]


def months_of_year(user: Any, today: date) -> dict[str, Any]:
    """The year's months as a strip: ``months`` with number, badge and url; ``done`` of ``due`` were held."""
    meetings = Meeting.objects.filter(month__year=today.year).visible_to(user)
    by_month = {meeting.month.month: meeting for meeting in meetings if meeting.month}
    held = months_held(by_month.values(), today)
    months = [_month(number, by_month.get(number), number in held["missed"]) for number in range(1, 13)]
    return {"months": months, **held}


def _month(number: int, meeting: Meeting | None, is_missed: bool) -> dict[str, Any]:
    if meeting:
        return {"number": number, "badge": standing(meeting), "url": meeting.get_absolute_url()}
    return {"number": number, "badge": NONE_HELD if is_missed else NOT_DUE, "url": ""}


@require_safe
def list_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they were final before they were opened again, the last one first."""
    meeting = get_object_or_404(Meeting.objects.all().visible_to(request.user), pk=pk)
    versions: list[Any] = list(meeting.versions.present())
    for version in versions:
        came = version.content["attendance"]
        version.results = results_for(request.user, version.content["results"])
        version.people = [(status.label, "、".join(came[status])) for status in Attendance.Status if came[status]]
    context = {"meeting": meeting, "here": _("Earlier versions"), "versions": versions}
    return render(request, "committee/versions.html", context)
