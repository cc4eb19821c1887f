"""What stands on the page of a finding besides its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Task
from dayan_safety.attachments import files_of, load_files
from dayan_safety.tables import rows_of
from dayan_safety.views import Panel
from dayan_safety.views.files import file_line
from inspections.models import Finding, FindingExtension, Rectification, RectificationNotice, Reinspection
from inspections.tables.findings import TASKS_OF_ONE

State = Finding.State


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a finding's way: what it is, when it was reached and by whom."""

    label: str
    day: date | None
    who: Any = ""

    @property
    def is_done(self) -> bool:
        """Whether it was reached."""
        return self.day is not None


def panels_of(finding: Finding, user: Any) -> list[Panel]:
    """Its way, the danger, before and after, notices, steps, extensions; each only where there is something.

    Six queries.
    """
    steps = list(finding.steps.present().select_related("by__person"))
    seen = list(finding.reinspections.present().select_related("by__person"))
    notices = list(finding.notices.present().select_related("issued_by__person"))
    load_files([finding, *steps, *seen])
    for row in [*steps, *seen]:
        row.lines = [file_line(file, row, user) for file in files_of(row)]
        row.paper_url = reverse("inspections:download_opinion", args=[row.pk]) if row in seen else ""
    for notice in notices:
        notice.paper_url = reverse("inspections:download_rectification", args=[notice.pk])
    told = sorted([*steps, *seen], key=_place)
    panels = [
        Panel(_("Its way"), "inspections/panels/course.html", {"stages": stages_of(finding, notices, steps, seen)}),
        Panel(_("The danger"), "inspections/panels/danger.html", {"finding": finding}),
        Panel(_("Before and after"), "inspections/panels/before_after.html", {"sides": sides_of(finding, steps, user)}),
        Panel(_("Rectification notices"), "inspections/panels/notices.html", {"notices": notices}),
        Panel(_("Rectification and re-inspection"), "inspections/panels/steps.html", {"told": told}),
        Panel(_("Extensions"), "committee/panels/extensions.html", {"extensions": _extensions(finding, user)}),
    ]
    return [panel for panel in panels if any(panel.context.values())] + _tasks(finding, user)


def stages_of(
    finding: Finding,
    notices: Sequence[RectificationNotice],
    steps: Sequence[Rectification],
    seen: Sequence[Reinspection],
) -> list[Stage]:
    """Found → notified → put right → re-inspected → closed; what was undone by a failed re-inspection is open again."""
    told_on, told_by = (notices[-1].issued_on, notices[-1].issued_by) if notices else (_day(finding.received_at), None)
    done = steps[-1] if steps and steps[-1].is_done and finding.asked_on else None
    looked = seen[-1] if seen else None
    return [
        Stage(_("Found"), finding.found_on, finding.found_by or finding.agency or ""),
        Stage(_("Unit notified"), told_on, told_by or ""),
        Stage(_("Put right"), finding.asked_on, done.by if done else ""),
        Stage(_("Re-inspected"), looked.on if looked else None, looked.by if looked else ""),
        Stage(_("Closed"), finding.closed_on, looked.by if looked and finding.closed_on else ""),
    ]


def _place(row: Any) -> tuple[int, bool]:
    """A re-inspection stands behind the step it looked at."""
    is_seen = isinstance(row, Reinspection)
    return (row.step_id or 0) if is_seen else row.pk, is_seen


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def sides_of(finding: Finding, steps: Sequence[Any], user: Any) -> list[tuple[str, list[Any]]]:
    """The photos of the danger, and those with which its unit last asked for the re-inspection."""
    before = [line for file in files_of(finding) if (line := file_line(file, finding, user))["preview_url"]]
    last = next((step for step in reversed(steps) if step.is_done), None)
    after = [line for line in last.lines if line["preview_url"]] if last else []
    return [(_("Before rectification"), before), (_("After rectification"), after)] if before or after else []


def _tasks(finding: Finding, user: Any) -> list[Panel]:
    """What stands in the register of tasks because of it."""
    made = Task.objects.all().visible_to(user).come_from(finding).select_related("lead_unit", "lead_group")
    shown = {"columns": TASKS_OF_ONE, "rows": rows_of(TASKS_OF_ONE, list(made.order_by("pk")))}
    return [Panel(_("Tasks made of it"), "records/panels/rows.html", shown)] if shown["rows"] else []


def _extensions(finding: Finding, user: Any) -> list[FindingExtension]:
    asked = list(finding.extensions.present().select_related("asked_by__person", "decided_by__person"))
    for extension in asked:
        extension.finding = finding
        is_open = extension.state == FindingExtension.State.ASKED and finding.state in Finding.AT_WORK
        may = is_open and user.has_perm("inspections.decide_finding_extension", extension)
        url = reverse("inspections:decide_finding_extension", args=[extension.pk]) if may else ""
        extension.decide_url = url
    return asked
