"""Judging the lines of a roster: who is meant, what becomes of the post, what is wrong, what is open."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committee.models import LiaisonPost
from committee.services.rosters.absent import endings, missing_holders, told
from committee.services.rosters.columns import NAME, OF_PERSON, POSTS, ROLE, UNIT
from committee.services.rosters.people import People, Somebody, Wanted
from committee.services.rosters.plan import Plan
from committee.services.rosters.posts import Decision, Shift, Start, decide
from committee.services.rosters.town import Held, PersonRow, PostKey, Town
from committee.services.rosters.units import UnitFinder
from dayan_safety import personal
from dayan_safety.importing import (
    NOTHING_SAID,
    Answers,
    Change,
    Line,
    Outcome,
    Reading,
    Report,
)
from dayan_safety.importing.judging import ListCheck
from dayan_safety.importing.progress import counted
from dayan_safety.importing.refusals import LineRefused, conflict

NAMES_TOLD = 20
ON_POST = (Outcome.NEW, Outcome.CHANGED)


class RosterCheck(ListCheck):
    """The check of a roster."""

    LINES_A_ROW = len(POSTS.words)

    def __init__(self, town: Town, report: Report, answers: Answers = NOTHING_SAID) -> None:
        super().__init__(report, answers)
        self.town = town
        self.people = People(town, answers)
        self.finder = UnitFinder(town, answers)
        self.plan = Plan(posts=town.posts)
        self.named: set[PostKey] = set()
        self.adopted: list[tuple[Wanted, Somebody, Decision]] = []
        self.roles = {role.value: str(role.label) for role in LiaisonPost.Role}

    def run(self, reading: Reading) -> None:
        """Judge every line, then what only the whole list shows."""
        faulty = reading.faulty
        lines = [wanted for line in counted("compare", reading.lines) if (wanted := self.wanted(line, faulty))]
        # Who is certain comes first, so that the order of the lines decides nothing.
        for wanted in sorted(self.once_a_post(lines), key=lambda wanted: not wanted.digest):
            self.judge(wanted)
        self.tell_all()
        self.compare_with_holders()
        self.refuse_two_units()
        self.plan.people = [*self.people.known.values(), *self.people.new]
        self.report.notes += understood(self.finder.understood)
        self.sum_up(reading)

    def wanted(self, line: Line, faulty: set[tuple[Any, ...]]) -> Wanted | None:
        """The line, if it names somebody and each cell can be read; a blank person is skipped."""
        is_faulty = line.key in faulty
        if not is_faulty and not any(line.values.get(field.name) for field in OF_PERSON):
            self.settle(line, Outcome.SKIPPED)
            return None
        blank = [field for field in (ROLE, NAME) if line.values.get(field.name) == ""]
        for field in blank:
            self.refuse(line, LineRefused(field, _("Fill in this cell: without it nobody can be appointed.")))
        try:
            unit = self.finder.find(line.values)
        except LineRefused as refusal:
            self.refuse(line, refusal)
            return None
        self.named.add((unit.pk, line.values.get("role") or ""))
        return None if is_faulty or blank else Wanted.of(line, unit)

    def once_a_post(self, lines: list[Wanted]) -> list[Wanted]:
        """A line said twice counts once; two different lines for one post are both refused."""
        by_post: dict[PostKey, list[Wanted]] = defaultdict(list)
        for wanted in lines:
            by_post[wanted.post].append(wanted)
        return [first for group in by_post.values() if (first := self.only_one(group))]

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
            self.refuse(wanted.line, LineRefused(ROLE, sentence % {"row": row}, outcome=outcome))
        return None if different else first

    def judge(self, wanted: Wanted) -> None:
        """Find the person, decide on the post, take both into the plan."""
        try:
            self.check_day(wanted)
            person = self.people.find(wanted)
            decision = decide(self.town, wanted, person)
        except LineRefused as refusal:
            self.refuse(wanted.line, refusal)
        else:
            self.adopt(wanted, person, decision)

    def check_day(self, wanted: Wanted) -> None:
        """The unit must belong to the town on the day."""
        day = max(self.town.on, wanted.since or self.town.on)
        if not wanted.unit.is_valid_on(day):
            sentence = _("%(unit)s does not belong to the town on %(day)s: take the line out.")
            raise LineRefused(UNIT, sentence % {"unit": wanted.unit.name, "day": day})

    def adopt(self, wanted: Wanted, person: Somebody, decision: Decision) -> None:
        """Take what a line does into the plan."""
        if decision.start:
            self.plan.starts.append(decision.start)
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
                self.tell(wanted, person, decision, outcome)

    def tell(self, wanted: Wanted, person: Somebody, decision: Decision, outcome: Outcome) -> None:
        """Keep, for people, what the post says before and after."""
        held = decision.before
        before = _told(self.town.people[held.person_id], held.since, {}) if held else ""
        since = decision.start.since if decision.start else decision.shifts[0].since if decision.shifts else None
        after = _told(person.known, since or (held.since if held else None), {"name": person.name, **person.changes})
        post = f"{wanted.unit.name} {self.roles[wanted.role]}"
        header, row = wanted.line.header, wanted.line.row
        self.report.changes.append(Change(header.sheet, row, str(outcome), post, before, after))

    def compare_with_holders(self) -> None:
        """Tell who holds a post the list is silent about, and end what somebody said shall end."""
        missing = missing_holders(self.town, self.named, self.plan)
        self.report.absent = told(self.town, missing)
        shifts = endings(self.town, missing, self.answers.ended)
        self.plan.shifts += shifts
        self.report.counts.update([Outcome.CHANGED] * len(shifts))
        self.report.changes += [self.ending(shift) for shift in shifts]

    def ending(self, shift: Shift) -> Change:
        """How a post that ends is told; it stands in no row."""
        held = shift.held
        post = f"{self.town.units[held.unit_id].name} {self.roles[held.role]}"
        before = _told(self.town.people[held.person_id], held.since, {})
        return Change("", 0, str(Outcome.CHANGED), post, before, _("ends on %(day)s") % {"day": shift.until})

    def refuse_two_units(self) -> None:
        """Nobody begins a post they hold, or begin, at another unit under the same role."""
        ended = {shift.held.pk for shift in self.plan.shifts if shift.until}
        begun: dict[tuple[int, str], Start] = {}
        for start in self.plan.starts:
            first = begun.setdefault((id(start.person), start.wanted.role), start)
            elsewhere = _held_elsewhere(self.town, start, ended)
            if elsewhere:
                self.refuse(start.wanted.line, _elsewhere(self.town.units[elsewhere.unit_id].name))
            elif first is not start:
                self.refuse(start.wanted.line, _elsewhere(first.wanted.unit.name))


def _same(one: Wanted, other: Wanted) -> bool:
    return (one.name, one.stated, one.since) == (other.name, other.stated, other.since)


def _held_elsewhere(town: Town, start: Start, ended: set[int]) -> Held | None:
    """A post of the same role at another unit that goes on while this one begins."""
    known = start.person.known
    for held in town.held_by.get(known.pk, ()) if known else ():
        lasts = held.until is None or held.until >= start.since
        if held.role == start.wanted.role and held.unit_id != start.wanted.unit.pk and lasts and held.pk not in ended:
            return held
    return None


def _elsewhere(unit: str) -> LineRefused:
    sentence = _("The same person is %(unit)s's: end that post first, or correct the line.")
    return conflict(NAME, sentence % {"unit": unit})


def understood(names: dict[str, str]) -> list[str]:
    """A note of the names that were recognised though they are written otherwise."""
    pairs = [f"{written} → {meant}" for written, meant in names.items()]
    more = ["…"] if len(pairs) > NAMES_TOLD else []
    return [_("Recognised: %(names)s.") % {"names": _(", ").join(pairs[:NAMES_TOLD] + more)}] if pairs else []


def _told(row: PersonRow | None, since: date | None, stated: dict[str, str]) -> str:
    """A holder in one line: name, masked telephone, position, first day, last four of a new identity number."""
    said = {"name": row.name, "telephone": row.telephone, "position": row.position} if row else {}
    said |= stated
    number, identity = said.get("telephone", ""), said.get("identity_number", "")
    parts = (
        said.get("name", ""),
        personal.mask_telephone(number) if number else "",
        said.get("position", ""),
        f"*{identity[-4:]}" if identity else "",
        since.isoformat() if since else "",
    )
    return " ".join(part for part in parts if part)
