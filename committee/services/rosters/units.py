"""Which unit a line means: by code, name, other name or stem. Near misses are offered, taken when somebody says so."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Unit
from committee.services.rosters.columns import CODE, UNIT
from committee.services.rosters.stems import by_stem, stem, towns_in
from committee.services.rosters.town import Town, UnitRow
from dayan_safety.importing import NOTHING_SAID, Answers, cleaning
from dayan_safety.importing.refusals import LineRefused
from dayan_safety.names import sound

COMPARISONS = 50_000  # near names are looked for up to here: a file of nothing but unknown names must not take minutes
LIKENESS = 0.5  # the least share of common characters of a near name
OFFERED = 3


class UnitFinder:
    """Finds the units of a list; remembers what it was asked."""

    def __init__(
        self, town: Town, answers: Answers = NOTHING_SAID, kinds: Collection[str] = Unit.WITH_LIAISONS
    ) -> None:
        self.town = town
        self.answers = answers
        self.kinds = kinds
        self.left = COMPARISONS
        self.near: dict[str, list[str]] = {}
        self.understood: dict[str, str] = {}

    def find(self, values: dict[str, Any]) -> UnitRow:
        """The unit of a line, of a kind the list may name; raises ``LineRefused``."""
        code, name = values.get("code") or "", values.get("unit") or ""
        by_code = self.town.by_code.get(code) if code else None
        by_name = self.named(name) if name else None
        if code and by_code is None:
            raise LineRefused(CODE, _("No unit has this code: correct it, or leave it blank and write the name."))
        if name and by_name is None:
            raise self._unknown(name, by_code)
        return self._checked(by_code, by_name)

    def named(self, name: str) -> UnitRow | None:
        """The unit of this name or other name; else what somebody said is meant; else the one with the same stem."""
        unit = self.town.by_name.get(name)
        if unit is None and (unit := self._said(name) or self.by_stem.get(stem(name, self.towns))):
            self.understood[name] = unit.name
        return unit

    def _said(self, name: str) -> UnitRow | None:
        said = self.answers.choices.get(question_about(name), "")
        unit = self.town.units.get(int(said)) if said.isdecimal() else None
        return unit if unit and unit.kind in self.kinds else None

    def _unknown(self, name: str, by_code: UnitRow | None) -> LineRefused:
        if by_code:
            sentence = _("No unit has this name; the code is that of %(unit)s. Correct one of the two.")
            return LineRefused(UNIT, sentence % {"unit": by_code.name})
        near = self.near_names(name)
        sentence = _("No unit has this name: correct it, or register the unit first.")
        if near:
            sentence = _("No unit has this name. Perhaps %(names)s is meant?") % {"names": _(", ").join(near)}
        question = _("Which unit is meant?") if near else ""
        return LineRefused(UNIT, sentence, question=question, candidates=self._keyed(near), key=question_about(name))

    def _keyed(self, names: list[str]) -> dict[str, str]:
        """Key of the unit → its name."""
        return {str(self.town.by_name[cleaning.compact(name)].pk): name for name in names}

    def near_names(self, name: str) -> list[str]:
        """Up to three names of units the list may name, the nearest first."""
        if name not in self.near and self.left >= len(self.names):
            self.left -= len(self.names)
            near = get_close_matches(name, self.names, n=len(self.names) or 1, cutoff=LIKENESS)
            names = dict.fromkeys(self.names[key] for key in sorted(near, key=lambda key: distance(name, key)))
            self.near[name] = list(names)[:OFFERED]
        return self.near.get(name, [])

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
        return towns_in(self.town.names)

    @cached_property
    def by_stem(self) -> dict[str, UnitRow]:
        """Units by what their names begin with, where that is one unit's alone."""
        return by_stem(self.town.by_name, self.towns)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names and other names of the units the list may name → the unit's own name."""
        return {key: unit.name for key, unit in self.town.by_name.items() if unit.kind in self.kinds}


def question_about(name: str) -> str:
    """Names the question which unit ``name`` means."""
    return f"unit:{name}"


def distance(written: str, name: str) -> tuple[bool, bool, float, str]:
    """How far ``name`` is from what was written: the least goes first.

    One character mistaken for another stands at its place: such a name comes before those that have the same
    characters elsewhere, and first of all when the two sound alike, for names are typed by their sound.
    """
    mistaken = [(a, b) for a, b in zip(written, name, strict=False) if a != b]
    in_place = len(written) == len(name) and len(mistaken) == 1
    sounds_alike = in_place and len({sound(character) for character in mistaken[0]}) == 1
    return not in_place, not sounds_alike, -SequenceMatcher(None, name, written).ratio(), name
