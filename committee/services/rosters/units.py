"""Which unit a line means: by code, name, other name or stem. Near misses are offered, taken when somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Unit
from committee.services.rosters.columns import CODE, UNIT
from committee.services.rosters.register import Register, UnitRow
from committee.services.rosters.stems import by_stem, stem, towns_in
from dayan_safety.importing import NOTHING_SAID, Answers, cleaning
from dayan_safety.importing.near_names import NearNames
from dayan_safety.importing.refusals import LineRefused


class UnitFinder:
    """Finds the units of a list; ``understood`` keeps what was taken to mean another name."""

    def __init__(
        self, register: Register, answers: Answers = NOTHING_SAID, kinds: Collection[str] = Unit.WITH_LIAISONS
    ) -> None:
        self.register = register
        self.answers = answers
        self.kinds = kinds
        self.understood: dict[str, str] = {}

    def find(self, values: Mapping[str, Any]) -> UnitRow:
        """The unit of a line, of a kind the list may name; raises ``LineRefused``."""
        code, name = values.get("code") or "", values.get("unit") or ""
        by_code = self.register.by_code.get(code) if code else None
        by_name = self.named(name) if name else None
        if code and by_code is None:
            raise LineRefused(CODE, _("No unit has this code: correct it, or leave it blank and write the name."))
        if name and by_name is None:
            raise self._unknown(name, by_code)
        return self._checked(by_code, by_name)

    def name_of(self, pk: int) -> str:
        """What the unit is called."""
        return self.register.units[pk].name

    def named(self, name: str) -> UnitRow | None:
        """The unit of this name or other name; else what somebody said is meant; else the one with the same stem."""
        unit = self.register.by_name.get(name)
        if unit is None and (unit := self._said(name) or self.by_stem.get(stem(name, self.towns))):
            self.understood[name] = unit.name
        return unit

    def _said(self, name: str) -> UnitRow | None:
        said = self.answers.choices.get(question_about(name), "")
        unit = self.register.units.get(int(said)) if said.isdecimal() else None
        return unit if unit and unit.kind in self.kinds else None

    def _unknown(self, name: str, by_code: UnitRow | None) -> LineRefused:
        if by_code:
            sentence = _("No unit has this name; the code is that of %(unit)s. Correct one of the two.")
            return LineRefused(UNIT, sentence % {"unit": by_code.name})
        near = self.near.of(name)
        sentence = _("No unit has this name: correct it, or register the unit first.")
        if near:
            sentence = _("No unit has this name. Perhaps %(names)s is meant?") % {"names": _(", ").join(near)}
        question = _("Which unit is meant?") if near else ""
        return LineRefused(UNIT, sentence, question=question, candidates=self._keyed(near), key=question_about(name))

    def _keyed(self, names: list[str]) -> dict[str, str]:
        """Key of the unit → its name."""
        return {str(self.register.by_name[cleaning.compact(name)].pk): name for name in names}

    def _checked(self, by_code: UnitRow | None, by_name: UnitRow | None) -> UnitRow:
        if by_code and by_name and by_code.pk != by_name.pk:
            sentence = _("The code is that of %(unit)s: correct the name or the code.")
            raise LineRefused(UNIT, sentence % {"unit": by_code.name})
        unit, at = by_name or by_code, UNIT if by_name else CODE
        if unit is None:
            raise LineRefused(UNIT, _("Write the unit's name or its code."))
        if unit.kind not in self.kinds:
            kind = Unit.Kind(unit.kind).label
            raise LineRefused(
                at, _("This is a %(kind)s: only villages and enterprises name liaisons.") % {"kind": kind}
            )
        return unit

    @cached_property
    def towns(self) -> set[str]:
        """What the town is called before the names of its units."""
        return towns_in(self.register.names)

    @cached_property
    def by_stem(self) -> dict[str, UnitRow]:
        """Units by what their names begin with, where that is one unit's alone."""
        return by_stem(self.register.by_name, self.towns)

    @cached_property
    def near(self) -> NearNames:
        """Names and other names of the units the list may name."""
        units = self.register.by_name.items()
        return NearNames({key: unit.name for key, unit in units if unit.kind in self.kinds})


def question_about(name: str) -> str:
    """Names the question which unit ``name`` means."""
    return f"unit:{name}"
