"""How the lists of every app name a unit and a working group: columns, finders, drop-downs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from committee.models import Unit, WorkingGroup
from committee.services.rosters.columns import CODE, UNIT
from committee.services.rosters.members import GROUP, group_names, short_form
from committee.services.rosters.register import load_register
from committee.services.rosters.units import UnitFinder
from dayan_safety.importing import Answers
from dayan_safety.importing.references import NameFinder, Reference

__all__ = ["CODE", "GROUP", "OF_GROUP", "OF_UNIT", "UNIT"]


def unit_finder(answers: Answers) -> UnitFinder:
    """Units of every kind, by code, name, other name or stem; three queries."""
    return UnitFinder(load_register(), answers, frozenset(Unit.Kind.values))


def group_finder(answers: Answers) -> NameFinder:
    """Working groups by name, with or without 工作组 behind it; one query."""
    return NameFinder(GROUP, WorkingGroup._meta.verbose_name, group_names(), answers, short_form)


def unit_names(on: date) -> Iterable[str]:
    """Names of the units of the day."""
    return Unit.objects.present().valid_on(on).values_list("name", flat=True)


OF_UNIT = Reference("unit_id", (UNIT.name, CODE.name), unit_finder, unit_names)
OF_GROUP = Reference("group_id", (GROUP.name,), group_finder, lambda on: group_names().values())
