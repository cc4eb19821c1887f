"""Deductions of the supervision group: made, corrected and taken back while the check is open."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Check, CheckedUnit, Deduction
from assessment.services.checks.lines import items_checked, keep_left
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import require_state
from dayan_safety.workdays import today

OPEN = (Check.State.OPEN,)


def create_deduction(deduction: Deduction, *, by: Any) -> Deduction:
    """Take points off an item of a unit; what is left of its points follows."""
    with change():
        require_state(deduction.checked.in_check, OPEN)
        _check_it(deduction)
        made = create_record(deduction, by=by)
        keep_left(deduction.checked)
        return made


def edit_deduction(deduction: Deduction, names: list[str], *, by: Any, version: int | None = None) -> Deduction:
    """Correct it; it stays with its unit."""
    with change():
        deduction.checked = _checked_of(deduction)  # whatever was chosen
        require_state(deduction.checked.in_check, OPEN)
        _check_it(deduction)
        made = edit_record(deduction, names, by=by, version=version)
        keep_left(deduction.checked)
        return made


def remove_deduction(deduction: Deduction, *, by: Any, reason: str) -> None:
    """Take a deduction back: its row and history stay, and the unit's page tells it."""
    with change():
        checked = _checked_of(deduction)
        require_state(checked.in_check, OPEN)
        remove_record(deduction, by=by, reason=reason)
        keep_left(checked)
        before = {"item": str(deduction.item), "points": str(deduction.points)}
        record_action("assessment.remove_deduction", checked, by=by, before=before, reason=reason)


def _checked_of(deduction: Deduction) -> CheckedUnit:
    """As it is kept."""
    kept = Deduction.objects.select_related("checked__unit", "checked__in_check__rulebook").get(pk=deduction.pk)
    found: CheckedUnit = kept.checked
    return found


def _check_it(deduction: Deduction) -> None:
    checked, check = deduction.checked, deduction.checked.in_check
    if deduction.item not in items_checked(check.rulebook, checked.unit.kind):
        raise RuleBroken(_("This unit is not checked by this item."))
    if deduction.points <= 0:
        raise RuleBroken(_("Deduct more than nothing."))
    if not check.first <= deduction.found_on <= min(check.last, today()):
        told = {"first": f"{check.first:%Y-%m-%d}", "last": f"{min(check.last, today()):%Y-%m-%d}"}
        raise RuleBroken(_("The day lies within the check: from %(first)s to %(last)s.") % told)
