"""What we count of the committee: one computation of each number, for the home page, the chart and the command."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from committee.models import Committee, LiaisonPost, Meeting, Report, Task, Unit
from committee.querysets import is_held
from dayan_safety.counting import Figure


def liaison_figures(on: date) -> dict[str, int]:
    """Villages, enterprises, liaison posts and how many are filled on ``on``: two queries."""
    units = (
        Unit.objects.present()
        .valid_on(on)
        .aggregate(
            villages=Count("pk", filter=Q(kind=Unit.Kind.VILLAGE)),
            enterprises=Count("pk", filter=Q(kind=Unit.Kind.ENTERPRISE)),
        )
    )
    posts = LiaisonPost.objects.present().of_valid_units(on).annotate(held=is_held(on))
    counts = posts.aggregate(posts=Count("pk"), filled=Count("pk", filter=Q(held=True)))
    return {**units, **counts, "vacant": counts["posts"] - counts["filled"]}


def months_held(meetings: Iterable[Meeting], on: date) -> dict[str, Any]:
    """The watchdog of a year: how many months had their joint meeting (``done``), and which are ``missed`` on ``on``.

    ``meetings`` are those of the year's months; others do not count. A month is missed once it is over, or its
    meeting's day is; months before the portal knew any joint meeting are not. One query.
    """
    of_year = [(meeting.month.month, meeting) for meeting in meetings if meeting.month]
    held = {number for number, meeting in of_year if meeting.state in Meeting.HELD}
    day_over = {number for number, meeting in of_year if meeting.is_ahead and meeting.held_on < on}
    first = Meeting.objects.present().aggregate(first=Min("month"))["first"] or on
    over = {number for number in range(1, on.month) if on.replace(month=number, day=1) >= first}
    return {"done": len(held), "missed": sorted((over | day_over & {on.month}) - held)}


def committee_figures(year: int, on: date) -> list[Figure]:
    """The seed's figures that the committee's records hold, as of ``on``."""
    counts: dict[str, Any] = liaison_figures(on)
    present_groups = Q(groups__removed_at__isnull=True)
    bodies = Committee.objects.in_office(on).aggregate(
        committees=Count("pk", distinct=True), groups=Count("groups", filter=present_groups, distinct=True)
    )
    day = on.isoformat()
    tasks = Task.objects.present().counts_on(on)
    held = Meeting.objects.present().in_year(year).held().count()
    return [
        Figure("committee", _("Committees in office"), bodies["committees"], "committee:show_chart"),
        Figure(
            "working_groups",
            _("Working groups"),
            bodies["groups"],
            "committee:list_workinggroup",
            f"in_office_on={day}",
        ),
        Figure("villages", _("Villages"), counts["villages"], *_units("village", day)),
        Figure("enterprises", _("Enterprises"), counts["enterprises"], *_units("enterprise", day)),
        Figure("liaison_posts", _("Liaison posts"), counts["posts"], "committee:list_liaisonpost"),
        Figure("liaison_vacancies", _("Vacant posts"), counts["vacant"], "committee:list_liaisonpost", "state=vacant"),
        Figure(
            "joint_meetings",
            _("Joint meetings held"),
            held,
            "committee:list_meeting",
            f"standing=held&since={year}-01-01&until={year}-12-31",
        ),
        Figure("tasks_open", _("Tasks in progress"), tasks["open"], "committee:list_task", "standing=open"),
        Figure("tasks_overdue", _("Tasks overdue"), tasks["overdue"], "committee:list_task", "standing=overdue"),
        *_report_figures(on),
    ]


def _report_figures(on: date) -> list[Figure]:
    """Of the month of ``on``, monthly reports owed and handed in; of any period, all that are missing. One query."""
    counts = Report.objects.present().counts_on(on)
    page, first = "committee:list_report", on.replace(day=1).isoformat()
    month = f"period=month&since={first}&until={first}"
    return [
        Figure("reports_owed", _("Reports owed this month"), counts["owed"], page, f"{month}&standing=owed"),
        Figure(
            "reports_handed_in",
            _("Reports handed in this month"),
            counts["handed_in"],
            page,
            f"{month}&standing=handed_in",
        ),
        Figure("reports_missing", _("Reports missing"), counts["missing"], page, "standing=missing"),
    ]


def _units(kind: str, day: str) -> tuple[str, str]:
    return "committee:list_unit", f"kind={kind}&valid_on={day}"
