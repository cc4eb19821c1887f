"""Units and their liaison posts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from committee.models import LiaisonPost, Unit, UnitAlias
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.names import tidy
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record


def create_unit(unit: Unit, *, by: Any, right: str = "") -> Unit:
    """Register a unit; a village or an enterprise gets its three liaison posts, still vacant.

    ``right`` is a door's own right, where it has one.
    """
    with change():
        create_record(unit, by=by, right=right)
        _open_missing(unit, by=by)
    return unit


def edit_unit(unit: Unit, names: list[str], *, by: Any, version: int | None = None, right: str = "") -> Unit:
    """Edit a unit; one that becomes a village or an enterprise gets its liaison posts."""
    with change():
        edit_record(unit, names, by=by, version=version, right=right)
        _open_missing(unit, by=by)
    return unit


@verb("committee.open_posts")
def open_posts(unit: Unit, *, by: Any) -> int:
    """Open the liaison posts that ``unit`` should have and has not; returns how many."""
    return _open_missing(unit, by=by)


def _open_missing(unit: Unit, *, by: Any) -> int:
    if not unit.has_liaisons:
        return 0
    there = set(unit.liaison_posts.present().values_list("role", flat=True))
    missing = [LiaisonPost(unit=unit, role=role) for role in LiaisonPost.Role.values if role not in there]
    LiaisonPost.objects.bulk_create(missing)
    if missing:
        record_action(
            "committee.open_posts",
            unit,
            by=by,
            after={"role": "、".join(str(post.get_role_display()) for post in missing)},
        )
    return len(missing)


@verb("committee.add_alias")
def add_alias(unit: Unit, *, by: Any, name: str) -> UnitAlias:
    """Keep another name people write for ``unit``; a name that means another unit is refused."""
    wanted = tidy(name)
    if other := Unit.objects.present().filter(Q(name=wanted) | Q(aliases__name=wanted)).first():
        raise RuleBroken(_("“%(name)s” already means %(unit)s.") % {"name": wanted, "unit": other})
    # A removed unit needs its other names no more.
    alias, _new = UnitAlias.objects.update_or_create(name=wanted, defaults={"unit": unit})
    record_action("committee.add_alias", unit, by=by, after={"name": wanted})
    return alias
