"""A finding whose putting right the town follows up in its register of tasks 督办台账."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Task, WorkingGroup
from committee.services.tasks import assign_task
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, require_state
from inspections.models import Finding

RIGHT = "inspections.assign_finding_task"


@verb(RIGHT)
def assign_finding_task(
    finding: Finding, *, by: Any, title: str, due_on: date, text: str = "", lead_group: WorkingGroup | None = None
) -> Task:
    """Enter a task about an open finding into the register; it leads back to the finding, whose unit leads it.

    ``lead_group`` leads instead where one is named. Raises ``RuleBroken`` where the same is open there already, and
    as ``assign_task`` does.
    """
    lock_state(finding)
    require_state(finding, Finding.OPEN)
    if Task.objects.present().open().come_from(finding).filter(title=title).exists():
        raise RuleBroken(_("The register has this task of the finding already: give another one another title."))
    lead: dict[str, Any] = {"lead_group": lead_group} if lead_group else {"lead_unit": finding.unit}
    task = Task(title=title, text=text, due_on=due_on, source="inspection", source_note=finding.number, **lead)
    assign_task(task, by=by, source_record=finding, right=RIGHT)
    record_action(RIGHT, finding, by=by, after={"task": str(task)})
    return task
