"""Who holds which post, in the columns of a roster: what templates and exports are filled with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, QuerySet

from committee.models import LiaisonPost, Person
from committee.querysets import held
from dayan_safety import personal


class RosterRow(NamedTuple):
    """One line of a roster, as text; ``since`` is a day. A vacant post has no person."""

    unit: str
    code: str
    role: str
    name: str = ""
    sex: str = ""
    telephone: str = ""
    identity_number: str = ""
    position: str = ""
    since: date | None = None

    def masked(self) -> RosterRow:
        """For readers without the right to full numbers."""
        return self._replace(
            telephone=personal.mask_telephone(self.telephone) if self.telephone else "",
            identity_number=personal.mask_identity(self.identity_number) if self.identity_number else "",
        )


def blank_rows(on: date) -> Iterator[RosterRow]:
    """Every post of every village and enterprise of the town, with nobody in it."""
    posts = LiaisonPost.objects.present().of_valid_units(on)
    return (row._replace(**dict.fromkeys(RosterRow._fields[3:8], ""), since=None) for row in roster_rows(posts, on))


def roster_rows(posts: QuerySet[LiaisonPost], on: date, *, masked: bool = True) -> Iterator[RosterRow]:
    """``posts`` with who holds them on ``on``, in the order of the units; one query."""
    rows = _with_holders(posts, on)
    return (row.masked() for row in rows) if masked else rows


def _with_holders(posts: QuerySet[LiaisonPost], on: date) -> Iterator[RosterRow]:
    roles, sexes = dict(LiaisonPost.Role.choices), dict(Person.Sex.choices)
    found: Iterable[Any] = (
        posts.annotate(at=FilteredRelation("appointments", condition=held(on, "appointments__")))
        .order_by("unit__order", "unit_id", "pk")
        .values_list(
            "unit__name",
            "unit__code",
            "role",
            "at__person__name",
            "at__person__sex",
            "at__person__telephone",
            "at__person__identity_number",
            "at__person__position",
            "at__since",
        )
    )
    for unit, code, role, name, sex, telephone, identity, position, since in found:
        yield RosterRow(
            unit,
            code or "",
            str(roles[role]),
            name or "",
            str(sexes.get(sex, "")),
            telephone or "",
            identity or "",
            position or "",
            since,
        )
