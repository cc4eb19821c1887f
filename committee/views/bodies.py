"""Pages of the committee and its working groups, and the organisation chart."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.figures import liaison_figures
from committee.filters import GroupFilter
from committee.forms import AppointForm, CommitteeForm, WorkingGroupForm
from committee.models import Appointment, Committee, WorkingGroup
from committee.services.appointments import appoint
from committee.tables import COMMITTEES, GROUPS, confirmed
from committee.views.posts import appointments_panel
from committee.views.rates import rate_facts
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, needs, verb_view

Post = Appointment.Post
LEADERS = (Post.DIRECTOR, Post.EXECUTIVE_DEPUTY, Post.DEPUTY_DIRECTOR)


class CommitteeView(RecordView):
    """Committees by term."""

    model = Committee
    columns = COMMITTEES
    form = CommitteeForm
    search_hint = _("Name")
    empty_hint = _("No committee yet: found it, then appoint its people.")

    def status(self, record: Any) -> Badge:
        """Whether the term runs today."""
        today = timezone.localdate()
        if record.term_from <= today and (record.term_to is None or today <= record.term_to):
            return Badge(_("in office"), "success", "check-circle")
        return Badge(_("not in office"), "secondary", "clock-history")

    def facts(self, record: Any) -> list[Fact]:
        """Term, document, office."""
        office = record.office_unit
        return [
            Fact(_("Term from"), record.term_from),
            Fact(_("Term until"), record.term_to),
            Fact(_("Founding document"), record.document),
            Fact(_("The office sits in"), office, address_for(self.request.user, office)),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Appointing."""
        url = reverse("committee:appoint_committee", args=[record.pk])
        return [Button("committee.appoint", url, "person-plus", "primary")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """The appointments to it."""
        return [record.appointments.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Duties and appointments."""
        texts = [(_("Duties"), record.duties), (_("Duties of the office"), record.office_duties)]
        panels = [Panel(title, "records/panels/text.html", {"text": text}) for title, text in texts if text]
        return [*panels, appointments_panel(record.appointments.in_protocol_order(), self.request.user)]


class WorkingGroupView(RecordView):
    """The working groups."""

    model = WorkingGroup
    list_kind = "member"
    columns = GROUPS
    filterset = GroupFilter
    form = WorkingGroupForm
    search_hint = _("Name")
    empty_hint = _("No working group matches. Take a filter away, or set one up.")

    def rows(self) -> QuerySet[Any]:
        """With lead unit and posts of today."""
        return self.visible().with_posts(timezone.localdate())

    def one_row(self) -> QuerySet[Any]:
        """On its page with its tasks of this year, and with its reports for those who may see who reported."""
        if self.role != "view":
            return self.visible()
        today = timezone.localdate()
        rated = self.visible().with_task_counts(today.year, today)
        sees_reports = self.request.user.has_perm("committee.view_board")
        return rated.with_report_counts(today.year, today) if sees_reports else rated

    def status(self, record: Any) -> Badge:
        """Whether the source named it."""
        return confirmed(record)

    def facts(self, record: Any) -> list[Fact]:
        """Number, lead unit, committee."""
        unit = record.lead_unit
        return [
            Fact(_("Number"), record.number),
            Fact(_("Lead unit"), unit, address_for(self.request.user, unit)),
            Fact(_("Committee"), record.committee, record.committee.get_absolute_url()),
            *rate_facts(record),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Appointing."""
        url = reverse("committee:appoint_workinggroup", args=[record.pk])
        return [Button("committee.appoint", url, "person-plus", "primary")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """The appointments to it."""
        return [record.appointments.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Duties, tasks and appointments."""
        texts = [(_("Duties"), record.duties), (_("Tasks"), record.tasks)]
        panels = [Panel(title, "records/panels/text.html", {"text": text}) for title, text in texts if text]
        return [*panels, appointments_panel(record.appointments.in_protocol_order(), self.request.user)]


appoint_committee_view = verb_view("committee.appoint", Committee, AppointForm, appoint)
appoint_group_view = verb_view("committee.appoint", WorkingGroup, AppointForm, appoint)


@require_safe
@needs("committee.view_committee")
def show_chart(request: HttpRequest) -> HttpResponse:
    """The organisation chart of the committee in office today."""
    today = timezone.localdate()
    committee = Committee.objects.all().visible_to(request.user).in_office(today).select_related("office_unit").first()
    if committee is None:
        raise Http404
    groups = WorkingGroup.objects.filter(committee=committee).visible_to(request.user).with_posts(today)
    context = {
        "committee": committee,
        **_posts_of(committee, today),
        "groups": [_group_box(group) for group in groups],
        "liaisons": liaison_figures(today),
        "terms": list(Committee.objects.exclude(pk=committee.pk).visible_to(request.user)),
    }
    return render(request, "committee/chart.html", context)


def _posts_of(committee: Committee, on: Any) -> dict[str, Any]:
    held = list(committee.appointments.held_on(on).with_people().in_protocol_order())
    by_post = {post: [a for a in held if a.post == post] for post in Appointment.OF_COMMITTEE}
    director = next(iter(by_post[Post.OFFICE_DIRECTOR]), None)
    return {
        "leaders": [(post.label, by_post[post]) for post in LEADERS],
        "members": by_post[Post.MEMBER],
        "office": {
            "unit": committee.office_unit,
            "duties": committee.office_duties,
            "director": director,
            "staff": by_post[Post.OFFICE_STAFF],
        },
    }


def _group_box(group: Any) -> dict[str, Any]:
    by_post = {post: [a for a in group.posts_held if a.post == post] for post in Appointment.OF_GROUP}
    return {
        "group": group,
        "url": group.get_absolute_url(),
        "lead": next(iter(by_post[Post.LEAD]), None),
        "deputies": by_post[Post.DEPUTY_LEAD],
        "members_count": len(group.posts_held),
        "to_be_confirmed": group.to_be_confirmed,
    }
