"""Who hears today for a unit, a group or a post: those who hold the post, have not left and can sign in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from committee.models import Appointment, Task, User
from committee.roles import OF_POST
from dayan_safety.workdays import today

DEPUTIES = ("executive_deputy", "deputy_director")
Logins = frozenset[int]
HELD = ("post", "group", "liaison_post__unit", "person__unit")


def _sets() -> dict[int, set[int]]:
    return defaultdict(set)


@dataclass
class Hearers:
    """The logins that answer for each unit and lead each group, those in each post of the committee, and
    those of the supervision group, of one day."""

    of_units: dict[int, set[int]] = field(default_factory=_sets)
    of_groups: dict[int, set[int]] = field(default_factory=_sets)
    of_posts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    of_people: dict[int, int] = field(default_factory=dict)
    supervisors: set[int] = field(default_factory=set)

    @classmethod
    def on(cls, day: date) -> Hearers:
        """Read them; two queries."""
        found = cls()
        users = User.objects.able_to_sign_in().of_present_people(day)
        for pk, person, unit, kind in users.values_list("pk", "person", "person__unit", "person__unit__kind"):
            found.of_people[person] = pk
            if kind == "agency":
                found.of_units[unit].add(pk)
        held = Appointment.objects.held_on(day).filter(person__in=list(found.of_people))
        for person, supervises, *row in held.values_list("person", "group__is_supervision", *HELD):
            found._add(found.of_people[person], *row)
            if supervises:
                found.supervisors.add(found.of_people[person])
        return found

    def _add(self, user: int, post: str, group: int | None, served: int | None, own: int | None) -> None:
        self.of_posts[post].add(user)
        unit = served or (own if post == "member" else None)
        if unit:
            self.of_units[unit].add(user)
        if group and OF_POST[post] == "lead":
            self.of_groups[group].add(user)

    def leading(self, task: Task) -> Logins:
        """Who answers for the lead of a task."""
        return self.answering([task.lead_unit_id], [task.lead_group_id])

    def answering(self, units: Iterable[int | None], groups: Iterable[int | None]) -> Logins:
        """Who answers for one of the units, or leads one of the groups, by their keys."""
        found = [self.of_units.get(unit or 0, set()) for unit in units]
        found += [self.of_groups.get(group or 0, set()) for group in groups]
        return frozenset[int]().union(*found)

    def of_role(self, role: str) -> Logins:
        """Who holds a post that gives the role."""
        return self.in_posts(post for post, given in OF_POST.items() if given == role)

    @property
    def deputies(self) -> Logins:
        """The deputy directors, the executive one among them."""
        return self.in_posts(DEPUTIES)

    def in_posts(self, posts: Iterable[str]) -> Logins:
        """Who holds one of the posts."""
        return frozenset(user for post in posts for user in self.of_posts.get(post, ()))

    def people(self, keys: Iterable[int | None]) -> Logins:
        """The logins of people."""
        return frozenset(self.of_people[key] for key in keys if key in self.of_people)


def logins(keys: Logins) -> list[User]:
    """The logins themselves, each with its person; one query."""
    return list(User.objects.filter(pk__in=keys).select_related("person"))


def answering(units: Iterable[int | None], groups: Iterable[int | None] = ()) -> list[User]:
    """The logins that answer for units today, or lead groups, by their keys."""
    return logins(Hearers.on(today()).answering(units, groups))


def deciders() -> list[User]:
    """The logins of those who decide: the director and the deputies."""
    return logins(Hearers.on(today()).of_role("chair"))


def office() -> list[User]:
    """The logins of the office."""
    return logins(Hearers.on(today()).of_role("office"))


def supervisors() -> list[User]:
    """The logins of the supervision group."""
    return logins(frozenset(Hearers.on(today()).supervisors))
