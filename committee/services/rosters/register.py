"""The register of units as a list meets it: by key, by code and by every name people write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from committee.models import Committee, Unit, UnitAlias
from dayan_safety.importing import cleaning


class UnitRow(NamedTuple):
    """A unit."""

    pk: int
    name: str
    code: str | None
    kind: str
    valid_from: date | None
    valid_to: date | None

    def is_valid_on(self, on: date) -> bool:
        """Whether the unit belongs to the town on ``on``."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(slots=True)
class Register:
    """Units; ``names`` are those of bodies that begin with the town's own name."""

    units: dict[int, UnitRow]
    by_code: dict[str, UnitRow]
    by_name: dict[str, UnitRow]
    names: list[str]


def load_register(others: Iterable[tuple[int, str]] | None = None) -> Register:
    """Read the units, and their ``others`` (names) unless they were read before; at most three queries."""
    aliases = read_aliases() if others is None else others
    fields = Unit.objects.present().values_list("pk", "name", "code", "kind", "valid_from", "valid_to")
    units = {unit.pk: unit for unit in map(UnitRow._make, fields.iterator())}
    by_code = {unit.code: unit for unit in units.values() if unit.code}
    return Register(units, by_code, _names(units, aliases), body_names())


def read_aliases() -> list[tuple[int, str]]:
    """Keys of units and their other names."""
    return list(UnitAlias.objects.values_list("unit_id", "name"))


def body_names() -> list[str]:
    """What the town's bodies are called: they begin with the town's own name."""
    return list(Committee.objects.present().values_list("name", flat=True))


def _names(units: dict[int, UnitRow], others: Iterable[tuple[int, str]]) -> dict[str, UnitRow]:
    """Names as they are compared; a unit's own name goes before another unit's other name."""
    found = {cleaning.compact(name): units[pk] for pk, name in others if pk in units}
    return found | {cleaning.compact(unit.name): unit for unit in units.values()}
