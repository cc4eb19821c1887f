"""The roster: who is information officer, coordinator and patrol inspector of which village and enterprise."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from committee.models import LiaisonPost, Unit
from committee.services.rosters.columns import FIELDS, NAME, POSTS, ROLE
from committee.services.rosters.judging import PeopleCheck
from committee.services.rosters.people import Wanted
from committee.services.rosters.plan import Plan
from committee.services.rosters.posts import Start
from committee.services.rosters.register import UnitRow
from committee.services.rosters.seats import LIAISONS, Held, PostKey
from committee.services.rosters.town import Town
from dayan_safety.importing import NOTHING_SAID, Answers, Line, Report
from dayan_safety.importing.judging import NO_WORDS, Words, check_list
from dayan_safety.importing.refusals import LineRefused, conflict
from dayan_safety.workbooks import Sheet


class RosterCheck(PeopleCheck):
    """The check of a roster."""

    LINES_A_ROW = len(POSTS.words)
    SEATS = LIAISONS
    KINDS = Unit.WITH_LIAISONS
    NEEDED = (ROLE, NAME)
    AT_POST = ROLE

    def __init__(self, town: Town, report: Report, answers: Answers = NOTHING_SAID) -> None:
        super().__init__(town, report, answers)
        self.named: set[PostKey] = set()
        self.roles = {role.value: str(role.label) for role in LiaisonPost.Role}

    def post_of(self, line: Line, unit: UnitRow) -> PostKey:
        """The unit's post of this role."""
        post = (unit.pk, line.values.get("role") or "")
        self.named.add(post)
        return post

    def told_post(self, post: PostKey) -> str:
        """Unit and role."""
        return f"{self.town.units[post[0]].name} {self.roles[post[1]]}"

    def thing(self, wanted: Wanted) -> str:
        """The post."""
        return self.told_post(wanted.post)

    def missing(self) -> list[Held]:
        """Holders of posts the list is silent about, at the units and in the roles it does name.

        A list of one village says nothing of the others, and a list of coordinators nothing of inspectors.
        """
        units, roles = {unit for unit, _role in self.named}, {role for _unit, role in self.named}
        silent = [p for p in self.town.held if p not in self.named and p[0] in units and p[1] in roles]
        return [held for post in silent for held in self.town.standing(post)]

    def compare_with_holders(self) -> None:
        """Who is missing, and nobody at two units."""
        super().compare_with_holders()
        self.refuse_two_units()

    def refuse_two_units(self) -> None:
        """Nobody begins a post they hold, or begin, at another unit under the same role."""
        ended = {shift.held.pk for shift in self.plan.shifts if shift.until}
        begun: dict[str, dict[int, Start]] = defaultdict(dict)  # by role: a key of two parts a line would cost more
        for start in self.starts:
            first = begun[start.wanted.role].setdefault(id(start.person), start)
            elsewhere = _held_elsewhere(self.town, start, ended) if start.person.known else None
            if elsewhere:
                self.refuse(start.wanted.line, _elsewhere(self.town.units[elsewhere.body].name))
            elif first is not start:
                self.refuse(start.wanted.line, _elsewhere(first.wanted.unit.name))


def _held_elsewhere(town: Town, start: Start, ended: set[int]) -> Held | None:
    """A post of the same role at another unit that goes on while this one begins."""
    known = start.person.known
    for held in town.held_by.get(known.pk, ()) if known else ():
        lasts = held.until is None or held.until >= start.since
        if held.role == start.wanted.role and held.body != start.wanted.unit.pk and lasts and held.pk not in ended:
            return held
    return None


def _elsewhere(unit: str) -> LineRefused:
    sentence = _("The same person is %(unit)s's: end that post first, or correct the line.")
    return conflict(NAME, sentence % {"unit": unit})


def check_roster(
    sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
) -> tuple[Report, Plan]:
    """Compare a roster with the town of the day ``on``: what is wrong, what is open, and what an import would write.

    ``words``: headers the office added. Six queries.
    """
    prepare = partial(RosterCheck.prepare, on=on, answers=answers)
    return check_list(sheets, FIELDS, prepare, answers, words, group=POSTS, nothing=Plan)
