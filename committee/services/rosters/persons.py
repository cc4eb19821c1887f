"""The list of people: who is at which unit, with their numbers; it fills and ends no post."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from committee.services.rosters.columns import CODE, IDENTITY_NUMBER, NAME, POSITION, SEX, TELEPHONE, UNIT
from committee.services.rosters.judging import PeopleCheck
from committee.services.rosters.people import Somebody, Wanted
from committee.services.rosters.plan import Plan
from committee.services.rosters.posts import Decision
from committee.services.rosters.register import UnitRow
from committee.services.rosters.seats import NOWHERE, PostKey
from committee.services.rosters.telling import told_person
from dayan_safety.importing import NOTHING_SAID, Answers, Line, Outcome, Report
from dayan_safety.importing.judging import NO_WORDS, Words, check_list
from dayan_safety.workbooks import Sheet

PERSON_FIELDS = (NAME, UNIT, CODE, SEX, TELEPHONE, IDENTITY_NUMBER, POSITION)


class PersonCheck(PeopleCheck):
    """The check of a list of people."""

    BLANK = gettext_lazy("Fill in this cell: without it nothing new can be registered.")

    def post_of(self, line: Line, unit: UnitRow) -> PostKey:
        """None."""
        return NOWHERE

    def thing(self, wanted: Wanted) -> str:
        """Whom, where."""
        return f"{wanted.unit.name} {wanted.name}"

    def decide(self, wanted: Wanted, person: Somebody) -> Decision:
        """Only who they are counts; whom a number proves to be somebody known has come to the unit of the list."""
        if person.known and person.known.unit_id != wanted.unit.pk:
            person.moves_to = wanted.unit.pk
        return Decision(Outcome.UNCHANGED if person.known else Outcome.NEW)

    def before_and_after(self, person: Somebody, decision: Decision) -> tuple[str, str]:
        """The person before and after, with the unit where that changes."""
        changes: dict[str, Any] = dict(person.changes)
        unit = self.town.units.get(changes.pop("unit_id", 0))
        if person.known is None:
            return "", told_person(None, None, {"name": person.name, **changes})
        left = self.town.units.get(person.known.unit_id or 0)
        before, after = (told_person(person.known, None, stated) for stated in ({}, changes))
        if unit is None:
            return before, after
        return f"{left.name if left else ''} {before}".strip(), f"{unit.name} {after}"


def check_people(
    sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
) -> tuple[Report, Plan]:
    """Compare a list of people with those the town knows; four queries."""
    prepare = partial(PersonCheck.prepare, on=on, answers=answers)
    return check_list(sheets, PERSON_FIELDS, prepare, answers, words, nothing=Plan)
