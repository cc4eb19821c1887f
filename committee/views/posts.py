"""Liaison posts: the roster, the vacancy radar, and who holds what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.filters import AppointmentFilter, RosterFilter
from committee.forms import AppointForm, EndAppointmentForm
from committee.models import Appointment, LiaisonPost, Unit
from committee.querysets import held_posts
from committee.services.appointments import appoint, end_appointment
from committee.tables import APPOINTMENTS, ROSTER, filled, holder, in_post
from dayan_safety.filters import day_asked
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, needs, verb_view


def post_lines(posts: Iterable[Any], user: Any) -> list[dict[str, Any]]:
    """Liaison posts as a panel shows them: label, holder, since, url, vacant, appoint_url."""
    may = user.has_perm("committee.appoint")
    return [_post_line(post, may) for post in posts]


def _post_line(post: Any, may_appoint: bool) -> dict[str, Any]:
    held = post.posts_held[0] if post.posts_held else None
    appoint_url = reverse("committee:appoint_liaisonpost", args=[post.pk]) if may_appoint and not held else ""
    return {
        "label": post.get_role_display(),
        "holder": held.person if held else None,
        "since": held.since if held else None,
        "url": post.get_absolute_url(),
        "vacant": held is None,
        "appoint_url": appoint_url,
    }


class RosterView(RecordView):
    """The liaison roster: every post with who holds it today."""

    model = LiaisonPost
    list_kind = "roster"
    columns = ROSTER
    filterset = RosterFilter
    list_title = _("Liaison roster")
    search_hint = _("Unit, code or pinyin initials")
    empty_hint = _("No post matches. Take a filter away; posts open when a village or an enterprise is registered.")

    def rows(self) -> QuerySet[Any]:
        """Posts of units that belong to the town on the day asked for, with their holders of that day."""
        on = day_asked(self.request.GET)
        return self.visible().of_valid_units(on).with_holder(on)

    def list_buttons(self) -> list[Button]:
        """Import, the radar, and the roster of the day on paper and in the columns of the import."""
        on = day_asked(self.request.GET)
        day = "" if on == timezone.localdate() else f"?on={on}"
        paper, workbook = (reverse(f"committee:{name}_roster") + day for name in ("print", "download"))
        return [
            *super().list_buttons(),
            Button("committee.view_liaisonpost", reverse("committee:list_vacancies"), "grid", text=_("Vacancy radar")),
            Button("committee.view_liaisonpost", paper, "printer", text=_("To print")),
            Button("committee.export_liaisonpost", workbook, "file-earmark-spreadsheet", text=_("Roster workbook")),
        ]

    def status(self, record: Any) -> Badge:
        """Filled or vacant."""
        return filled(self._with_holder(record))

    def _with_holder(self, record: Any) -> Any:
        """The post with the appointment held today at hand, read once a page."""
        if not hasattr(record, "posts_held"):
            prefetch_related_objects([record], held_posts("appointments", timezone.localdate()))
        return record

    def facts(self, record: Any) -> list[Fact]:
        """Unit, role, holder."""
        person = holder(self._with_holder(record))
        return [
            Fact(_("Unit"), record.unit, record.unit.get_absolute_url()),
            Fact(_("Role"), record.get_role_display()),
            Fact(_("Holder"), person or _("vacant"), address_for(self.request.user, person)),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Appointing."""
        url = reverse("committee:appoint_liaisonpost", args=[record.pk])
        return [Button("committee.appoint", url, "person-plus", "primary")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """The appointments to it."""
        return [record.appointments.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Everyone who held the post."""
        return [appointments_panel(record.appointments.all(), self.request.user)]


def appointments_panel(appointments: QuerySet[Any], user: Any) -> Panel:
    """Appointments, newest first, with the way to end those that are not over."""
    rows, today = list(appointments.visible_to(user).with_bodies().with_people()[:100]), timezone.localdate()
    may = user.has_perm("committee.end_appointment")
    for row in rows:
        ends = may and not row.is_over_on(today)
        row.end_url = reverse("committee:end_appointment", args=[row.pk]) if ends else ""
    return Panel(_("Who held it, and when"), "records/panels/appointments.html", {"appointments": rows})


class AppointmentView(RecordView):
    """Who held which post, today or on any day."""

    model = Appointment
    columns = APPOINTMENTS
    filterset = AppointmentFilter
    list_title = _("Posts and holders")
    search_hint = _("Name or pinyin initials")
    empty_hint = _("Nobody held such a post on that day. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """With person, unit and body."""
        return self.visible().with_bodies().with_people()

    def status(self, record: Any) -> Badge:
        """Whether it still stands."""
        return in_post(record)

    def facts(self, record: Any) -> list[Fact]:
        """Person, post, days, document."""
        return [
            Fact(_("Person"), record.person, address_for(self.request.user, record.person)),
            Fact(_("Post"), record.title, record.body.get_absolute_url()),
            Fact(_("Since"), record.since),
            Fact(_("Until"), record.until),
            Fact(_("Appointment document"), record.document),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Ending it."""
        if record.is_over_on(timezone.localdate()):
            return []
        return [Button("committee.end_appointment", reverse("committee:end_appointment", args=[record.pk]), "x-circle")]


end_appointment_view = verb_view("committee.end_appointment", Appointment, EndAppointmentForm, end_appointment)
appoint_liaison_view = verb_view("committee.appoint", LiaisonPost, AppointForm, appoint)


@require_safe
@needs("committee.view_liaisonpost")
def list_vacancies(request: HttpRequest) -> HttpResponse:
    """The vacancy radar: villages and enterprises, three posts each, filled or not."""
    today = timezone.localdate()
    posts = LiaisonPost.objects.all().visible_to(request.user).of_valid_units(today).with_holder(today)
    only_vacant = request.GET.get("only") == "vacant"
    context = {
        "sections": [_section(kind, list(posts), only_vacant) for kind in Unit.WITH_LIAISONS],
        "only_vacant": only_vacant,
        "on": today,
        "roles": [role.label for role in LiaisonPost.Role],
    }
    return render(request, "committee/vacancies.html", context)


def _section(kind: Unit.Kind, posts: list[Any], only_vacant: bool) -> dict[str, Any]:
    of_kind = [post for post in posts if post.unit.kind == kind]
    rows = [_unit_row(unit, list(group)) for unit, group in groupby(of_kind, key=lambda post: post.unit)]
    shown = [row for row in rows if not only_vacant or any(cell["vacant"] for cell in row["cells"])]
    held = sum(bool(post.posts_held) for post in of_kind)
    return {"label": kind.label, "posts": len(of_kind), "filled": held, "rows": shown}


def _unit_row(unit: Unit, posts: list[Any]) -> dict[str, Any]:
    ordered = sorted(posts, key=lambda post: LiaisonPost.Role.values.index(post.role))
    cells = [
        {
            "role": post.get_role_display(),
            "holder": str(holder(post) or ""),
            "vacant": not post.posts_held,
            "url": post.get_absolute_url(),
        }
        for post in ordered
    ]
    return {"unit": unit, "url": unit.get_absolute_url(), "cells": cells}
