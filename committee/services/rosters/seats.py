"""Which posts a list of people fills: those of liaisons, those of working groups, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from committee.models import Appointment, LiaisonPost, WorkingGroup

Post = Appointment.Post
PostKey = tuple[int, str]  # unit and role of a liaison, or group and post
NOWHERE: PostKey = (0, "")  # of a list that fills no posts


class Held(NamedTuple):
    """An appointment, past ones too; ``body`` is a liaison's unit or a member's group."""

    pk: int
    version: int
    person_id: int
    since: date
    until: date | None
    body: int
    role: str

    @property
    def post(self) -> PostKey:
        """Body and role."""
        return self.body, self.role


@dataclass(frozen=True, slots=True)
class Seats:
    """The posts of one ``model``: ``column`` of an appointment names it, ``path`` leads to body and role."""

    model: type[LiaisonPost] | type[WorkingGroup]
    column: str
    path: tuple[str, str]

    @property
    def table(self) -> str:
        """What an import calls the bodies it touched."""
        return self.model._meta.model_name or ""

    def posts(self) -> dict[PostKey, int]:
        """Posts that stand, and the key an appointment refers to; one query."""
        if self.model is WorkingGroup:
            groups = WorkingGroup.objects.present().order_by("pk").values_list("pk", flat=True)
            return {(group, post.value): group for group, post in product(groups, Appointment.OF_GROUP)}
        rows = LiaisonPost.objects.present().values_list("unit_id", "role", "pk").iterator()
        return {(unit, role): pk for unit, role, pk in rows}

    def appointments(self) -> list[Held]:
        """Appointments to posts that stand, oldest first; one query."""
        standing = Appointment.objects.present().filter(
            **{f"{self.column}__isnull": False, f"{self.column}__removed_at__isnull": True}
        )
        rows: Iterable[Any] = standing.order_by("since", "pk").values_list(*Held._fields[:5], *self.path).iterator()
        return [Held._make(row) for row in rows]

    def post_of(self, role: str) -> str:
        """What an appointment says of the post."""
        return role if self.model is WorkingGroup else Post.LIAISON.value

    def is_single(self, role: str) -> bool:
        """Whether one person at a time holds such a post."""
        return self.post_of(role) in Appointment.SINGLE


LIAISONS = Seats(LiaisonPost, "liaison_post", ("liaison_post__unit_id", "liaison_post__role"))
GROUPS = Seats(WorkingGroup, "group", ("group_id", "post"))
