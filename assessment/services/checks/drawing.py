"""Drawing the units of a check by lot, so that anybody can draw them again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Check, CheckedUnit, RulebookItem
from assessment.services.checks.lines import full_of, items_checked
from committee.models import Unit
from dayan_safety.bulk import insert_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import require_state
from inspections.services.lots import drawn_from

Pool = Iterable[tuple[str, int]]  # kind and key of each unit
Wanted = Mapping[str, int | None]  # of each kind how many; nothing: all


@verb("assessment.draw_units")
def draw_units(check: Check, /, *, by: Any, seed: str = "", **wanted: int | None) -> int:
    """Draw the units, so many of each kind (all where nothing is said); returns how many were drawn.

    It is done once: who is not pleased with the lot cannot draw until they are. ``seed`` is chance's own, but for towns
    that are built the same each time. Raises ``RuleBroken`` where units were drawn, or none would be.
    """
    require_state(check, (Check.State.DRAFT,))
    if check.checked.present().exists():
        raise RuleBroken(_("The units are drawn already, and it is done once: draw up another check."))
    pool = _pool(check)
    seed = seed or secrets.token_hex(16)
    drawn = drawn_by(seed, pool, wanted)
    if not drawn:
        raise RuleBroken(_("No unit would be drawn: ask for at least one."))
    Check.objects.filter(pk=check.pk).update(seed=seed, pool=pool, wanted=dict(wanted))
    _add(check, drawn, {key: kind for kind, key in pool})
    record_action("assessment.draw_units", check, by=by, after={"seed": seed, "drawn": str(len(drawn))})
    return len(drawn)


def _pool(check: Check) -> list[tuple[str, int]]:
    """Kind and key of every unit of the town that an item of the check is for."""
    kinds = {kind for item in items_checked(check.rulebook) for kind in item.kinds}
    units = Unit.objects.present().filter(kind__in=kinds).valid_on(check.last)
    return list(units.order_by("pk").values_list("kind", "pk"))


def _add(check: Check, drawn: Iterable[int], kinds: Mapping[int, str]) -> None:
    full = {kind: full_of(items_checked(check.rulebook, kind)) for kind in RulebookItem.KINDS}
    rows = ([check.pk, unit, full[kinds[unit]], full[kinds[unit]]] for unit in sorted(drawn))  # type: ignore[index]
    insert_all(CheckedUnit, ("in_check", "unit", "full", "left"), rows)


def drawn_by(seed: str, pool: Pool, wanted: Wanted) -> set[int]:
    """The units whose lots, the SHA-256 of ``seed:key``, are the lowest of their kind; pure."""
    of_kinds: dict[str, list[tuple[int, int]]] = {}
    for kind, unit in pool:
        of_kinds.setdefault(kind, []).append((0, unit))
    found: set[int] = set()
    for kind, units in of_kinds.items():
        number = wanted.get(kind)
        found.update(drawn_from(units, per_unit=len(units) if number is None else number, seed=seed))
    return found


def is_repeatable(check: Check) -> bool:
    """Whether drawing again from the kept pool by the kept seed hits the units that are in the check; one query."""
    again = drawn_by(check.seed, [(kind, unit) for kind, unit in check.pool], check.wanted)
    return again == set(check.checked.present().values_list("unit_id", flat=True))
