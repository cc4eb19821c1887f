"""Running a check: drawn up, opened to the units, closed for good."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Check, Rulebook
from assessment.services.checks.lines import items_checked
from assessment.services.checks.telling import tell_units
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today

State = Check.State
FIXED = {"rulebook", "first", "last"}  # what units were drawn for


def create_check(check: Check, *, by: Any) -> Check:
    """Draw up a check by rules in use that have something to check."""
    _check_rules(check)
    return create_record(check, by=by)


def _check_rules(check: Check) -> None:
    if check.rulebook.state != Rulebook.State.IN_USE:
        raise RuleBroken(_("Units are checked by a rulebook in use."))
    if not items_checked(check.rulebook):
        raise RuleBroken(_("The rulebook has no item that is judged by a regular check."))


def edit_check(check: Check, names: list[str], *, by: Any, version: int | None = None) -> Check:
    """Another name or period, while it is being prepared; the period only until units are drawn."""
    with change():
        kept = Check.objects.get(pk=check.pk)
        require_state(kept, (State.DRAFT,))
        _check_rules(check)
        moved = any(getattr(kept, name) != getattr(check, name) for name in FIXED)
        if moved and kept.checked.present().exists():
            raise RuleBroken(_("The units are drawn for this period: draw up another check."))
        return edit_record(check, names, by=by, version=version)


def remove_check(check: Check, *, by: Any, reason: str) -> None:
    """Drop a check that was never opened."""
    with change():
        require_state(check, (State.DRAFT,))
        remove_record(check, by=by, reason=reason)


@verb("assessment.open_check")
def open_check(check: Check, *, by: Any) -> None:
    """Let the units see it and write their self scores; tells their people.

    Raises ``RuleBroken`` while no unit is drawn.
    """
    move_state(check, of=(State.DRAFT,), to=State.OPEN, opened_on=today())
    if not check.checked.present().exists():
        raise RuleBroken(_("No unit is drawn yet: draw the units first."))
    record_action("assessment.open_check", check, by=by)
    told = {"check": check.name, "day": f"{check.last:%Y-%m-%d}"}
    tell_units(check, by=by, key="open", title=_("Checked: %(check)s. Write your self scores by %(day)s.") % told)


@verb("assessment.close_check")
def close_check(check: Check, *, by: Any) -> None:
    """Lock everything; from now on it counts in the scores. Tells the people of the units."""
    move_state(check, of=(State.OPEN,), to=State.CLOSED, closed_on=today())
    record_action("assessment.close_check", check, by=by)
    tell_units(check, by=by, key="closed", title=_("Check closed: %(check)s") % {"check": check.name})
