"""Which lists the office exchanges as files: every app declares its own, the engine takes them all alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from dayan_safety.importing.answers import Answers
from dayan_safety.importing.fields import Field, Group
from dayan_safety.importing.judging import Words
from dayan_safety.importing.report import Report
from dayan_safety.importing.way_back import Blocker
from dayan_safety.models import ImportBatch
from dayan_safety.workbooks import Sheet

Check = Callable[[list[Sheet], date, Answers, Words], tuple[Report, Any]]
Written = tuple[dict[str, list[int]], dict[str, Any]]  # keys touched by table, and the way back


@dataclass(frozen=True, slots=True)
class WayBack:
    """How imports of a list are taken back: ``lock`` holds what others might write to meanwhile, ``blockers`` tells
    what stands in the way, ``restore`` goes it and raises ``RuleBroken`` where something changed all the same.
    """

    lock: Callable[[ImportBatch], None]
    blockers: Callable[[ImportBatch], list[Blocker]]
    restore: Callable[[ImportBatch], None]


@dataclass(frozen=True)
class ListKind:
    """One declaration: what the list is called and may contain, how it is judged, written and taken back.

    ``right``: the verb of its import, which history keeps too. ``check`` judges the sheets of a file and gives a plan
    that has a ``fingerprint()``; ``write`` carries the plan out and returns the keys it touched and what ``way_back``
    needs. ``template`` is an .xlsx to be filled in; ``page`` the address of the list itself; ``advice`` what a file
    must contain, in sentences; ``thing`` heads the column that names what changes.
    """

    name: str
    label: Any
    right: str
    icon: str
    page: str
    fields: tuple[Field, ...]
    check: Check
    write: Callable[[Any], Written]
    way_back: WayBack
    template: Callable[[date], bytes]
    thing: Any
    advice: tuple[Any, ...] = ()
    group: Group | None = None

    def column_choices(self) -> list[tuple[str, str]]:
        """What a column may be said to mean, and how that is told: nothing, a field, a field of one of a group."""
        plain = [(field.name, str(field.label)) for field in self.fields]
        return [("", gettext("left out")), *plain, *self._grouped()]

    def _grouped(self) -> list[tuple[str, str]]:
        group = self.group
        if group is None:
            return []
        members = [field for field in self.fields if field.name in group.members]
        return [(f"{value}/{f.name}", f"{label} {f.label}") for value, label in group.labels.items() for f in members]


@cache
def all_kinds() -> dict[str, ListKind]:
    """The lists of every app (``LISTS`` of its module ``imports``), by name."""
    modules = [f"{config.name}.imports" for config in apps.get_app_configs() if not config.name.startswith("django.")]
    known = [import_module(name) for name in modules if find_spec(name)]
    return {kind.name: kind for module in known for kind in getattr(module, "LISTS", ())}


def kinds_of(user: Any) -> list[ListKind]:
    """The lists ``user`` may import."""
    return [kind for kind in all_kinds().values() if user.has_perm(kind.right)]
