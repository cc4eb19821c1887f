"""Judging the lines of a list of people: who is meant, what becomes of the post, what is wrong, what is open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.models import Unit
from committee.services.rosters.absent import endings, told
from committee.services.rosters.columns import NAME, OF_PERSON, UNIT
from committee.services.rosters.people import People, Somebody, Wanted
from committee.services.rosters.plan import Beginning, Plan
from committee.services.rosters.posts import Decision, Shift, Start, decide
from committee.services.rosters.register import UnitRow
from committee.services.rosters.seats import Held, PostKey, Seats
from committee.services.rosters.telling import told_person, understood
from committee.services.rosters.town import Town, load_town
from committee.services.rosters.units import UnitFinder
from dayan_safety.importing import NOTHING_SAID, Answers, Change, Field, Line, Outcome, Reading, Report, cleaning
from dayan_safety.importing.judging import Begin, ListCheck
from dayan_safety.importing.progress import counted
from dayan_safety.importing.refusals import LineRefused

ON_POST = (Outcome.NEW, Outcome.CHANGED)
NAMES_OF_PERSON = tuple(field.name for field in OF_PERSON)


class PeopleCheck(ListCheck):
    """The check of a list of people, and of the posts it puts them into.

    ``SEATS``: which posts; ``KINDS``: of which units people may come; ``NEEDED``: cells that may not be blank;
    ``AT_POST``: the cell that names the post; ``BLANK``: what a blank cell is told.
    """

    SEATS: Seats | None = None
    KINDS: Collection[str] = frozenset(Unit.Kind.values)
    NEEDED: tuple[Field, ...] = (NAME,)
    AT_POST: Field = NAME
    BLANK: Any = gettext_lazy("Fill in this cell: without it nobody can be appointed.")

    def __init__(self, town: Town, report: Report, answers: Answers = NOTHING_SAID) -> None:
        super().__init__(report, answers)
        self.town = town
        self.people = People(town, answers)
        self.finder = UnitFinder(town, answers, self.KINDS)
        self.plan = Plan(posts=town.posts, seats=town.seats)
        self.adopted: list[tuple[Wanted, Somebody, Decision]] = []
        self.starts: list[Start] = []
        self.seated: set[tuple[PostKey, int]] = set()

    @classmethod
    def prepare(cls, reading: Reading, on: Any, answers: Answers) -> Begin:
        """Read what the lines are compared with."""
        masks = any(cleaning.is_masked(line.values.get("identity_number") or "") for line in reading.lines)
        return partial(cls, load_town(on, cls.SEATS, with_ciphers=masks), answers=answers)

    @abstractmethod
    def post_of(self, line: Line, unit: UnitRow) -> PostKey:
        """The post a line names, also one that cannot be taken; raises ``LineRefused``."""

    @abstractmethod
    def thing(self, wanted: Wanted) -> str:
        """What a line is about, for people."""

    def told_post(self, post: PostKey) -> str:
        """A post, for people."""
        raise NotImplementedError

    def missing(self) -> list[Held]:
        """Who holds a post the list covers and is not in it."""
        return []

    def run(self, reading: Reading) -> None:
        """Judge every line, then what only the whole list shows."""
        faulty = reading.faulty
        lines = [wanted for line in counted("compare", reading.lines) if (wanted := self.wanted(line, faulty))]
        # Who is certain comes first, so that the order of the lines decides nothing.
        for wanted in sorted(self.once_a_post(lines), key=lambda wanted: not wanted.digest):
            self.judge(wanted)
        self.tell_all()
        self.compare_with_holders()
        self.plan.people = [*self.people.known.values(), *self.people.new]
        self.plan.starts = [Beginning(start.wanted.post, start.person, start.since) for start in self.starts]
        self.report.notes += understood(self.finder.understood)
        self.sum_up(reading)

    def wanted(self, line: Line, faulty: set[tuple[Any, ...]]) -> Wanted | None:
        """The line, if it names somebody and each cell can be read; a blank person is skipped."""
        is_faulty = bool(faulty) and line.key in faulty
        if not is_faulty and not any(map(line.values.get, NAMES_OF_PERSON)):
            self.settle(line, Outcome.SKIPPED)
            return None
        blank = [field for field in self.NEEDED if line.values.get(field.name) == ""]
        for field in blank:
            self.refuse(line, LineRefused(field, str(self.BLANK)))
        try:
            unit = self.finder.find(line.values)
            post = self.post_of(line, unit)
        except LineRefused as refusal:
            self.refuse(line, refusal)
            return None
        return None if is_faulty or blank else Wanted.of(line, unit, post)

    def once_a_post(self, lines: list[Wanted]) -> list[Wanted]:
        """A line said twice counts once; two different lines for a post of one holder are both refused."""
        shared, firsts, several = [], dict[PostKey, Wanted](), dict[PostKey, list[Wanted]]()
        for wanted in lines:
            if not self.town.is_single(wanted.post):
                shared.append(wanted)
            elif (first := firsts.setdefault(wanted.post, wanted)) is not wanted:
                several.setdefault(wanted.post, [first]).append(wanted)
        good = [first for post, first in firsts.items() if post not in several or self.only_one(several[post])]
        return shared + good

    def only_one(self, group: list[Wanted]) -> Wanted | None:
        """The line that speaks for its post."""
        first, *others = group
        different = [other for other in others if not _same(first, other)]
        for other in others:
            self.settle(other.line, Outcome.DUPLICATE)
        for wanted in [first, *different] if different else []:
            row = different[0].line.row if wanted is first else first.line.row
            sentence = _("Row %(row)s names the same post: keep one of the two.")
            outcome = Outcome.ERROR if wanted is first else Outcome.DUPLICATE
            self.refuse(wanted.line, LineRefused(self.AT_POST, sentence % {"row": row}, outcome=outcome))
        return None if different else first

    def judge(self, wanted: Wanted) -> None:
        """Find the person, decide on the post, take both into the plan."""
        try:
            self.check_day(wanted)
            person = self.people.find(wanted)
            decision = self.decide(wanted, person)
        except LineRefused as refusal:
            self.refuse(wanted.line, refusal)
            return
        if self.is_seated_already(wanted, person):
            self.settle(wanted.line, Outcome.DUPLICATE)
        else:
            self.adopt(wanted, person, decision)

    def is_seated_already(self, wanted: Wanted, person: Somebody) -> bool:
        """Whether an earlier line put the same person into the same post; a post of one holder has one line."""
        if self.town.is_single(wanted.post):
            return False
        seat = (wanted.post, id(person))
        if seat in self.seated:
            return True
        self.seated.add(seat)
        return False

    def decide(self, wanted: Wanted, person: Somebody) -> Decision:
        """What becomes of the post of a line; raises ``LineRefused``."""
        return decide(self.town, wanted, person)

    def check_day(self, wanted: Wanted) -> None:
        """The unit must belong to the town on the day."""
        day = max(self.town.on, wanted.since or self.town.on)
        if not wanted.unit.is_valid_on(day):
            sentence = _("%(unit)s does not belong to the town on %(day)s: take the line out.")
            raise LineRefused(UNIT, sentence % {"unit": wanted.unit.name, "day": day})

    def adopt(self, wanted: Wanted, person: Somebody, decision: Decision) -> None:
        """Take what a line does into the plan."""
        if decision.start:
            self.starts.append(decision.start)
        if decision.shifts:
            self.plan.shifts += decision.shifts
        self.adopted.append((wanted, person, decision))

    def tell_all(self) -> None:
        """Settle and tell the lines once all were read: a later one may say more of the same person."""
        for wanted, person, decision in self.adopted:
            outcome = decision.outcome
            if outcome is Outcome.UNCHANGED and person.known and person.changes:
                outcome = Outcome.CHANGED
            self.settle(wanted.line, outcome)
            if outcome in ON_POST:
                before, after = self.before_and_after(person, decision)
                header, row = wanted.line.header, wanted.line.row
                self.report.changes.append(Change(header.sheet, row, str(outcome), self.thing(wanted), before, after))

    def before_and_after(self, person: Somebody, decision: Decision) -> tuple[str, str]:
        """What the post says before and after."""
        held = decision.before
        since = decision.start.since if decision.start else decision.shifts[0].since if decision.shifts else None
        before = told_person(self.town.people[held.person_id], held.since, {}) if held else ""
        stated = {"name": person.name, **person.changes}
        return before, told_person(person.known, since or (held.since if held else None), stated)

    def compare_with_holders(self) -> None:
        """Tell who holds a post the list is silent about, and end what somebody said shall end."""
        moved = {shift.held.pk for shift in self.plan.shifts}
        missing = [held for held in self.missing() if held.since <= self.town.on and held.pk not in moved]
        self.report.absent = told(self.town, missing, self.told_post)
        shifts = endings(self.town, missing, self.answers.ended)
        self.plan.shifts += shifts
        self.report.counts.update([Outcome.CHANGED] * len(shifts))
        self.report.changes += [self.ending(shift) for shift in shifts]

    def ending(self, shift: Shift) -> Change:
        """How a post that ends is told; it stands in no row."""
        held = shift.held
        before = told_person(self.town.people[held.person_id], held.since, {})
        after = _("ends on %(day)s") % {"day": shift.until}
        return Change("", 0, str(Outcome.CHANGED), self.told_post(held.post), before, after)


def _same(one: Wanted, other: Wanted) -> bool:
    return (one.unit.pk, one.name, one.stated, one.since) == (other.unit.pk, other.name, other.stated, other.since)
