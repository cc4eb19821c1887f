"""The scores of a period as somebody would work them out on a spreadsheet: rows, sums and fractions.

Written apart from the portal's own computing: it reads the tables row by row, knows neither querysets nor scoring, and
rounds whole numbers of hundredths. ``test_independent_scores`` holds both against each other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.models import CheckedUnit, Deduction, LedgerEntry, Mark, Round, Rulebook, RulebookItem, Scorecard
from campaigns.models import Answer, Event, Poll, ProjectStep
from committee.models import Appointment, Attendance, LiaisonPost, Report, Task, Unit, WorkingGroup
from inspections.models import Finding, Incident

ASSESSED = ("department", "village", "enterprise")
FOR_WHOM = {
    "all": ASSESSED,
    "department": ("department",),
    "village": ("village",),
    "enterprise": ("enterprise",),
    "grassroots": ("village", "enterprise"),
}
SCORED = ("computed", "check", "peers", "survey")
FEWEST_SHEETS = 5
Cell = tuple[Fraction, Fraction] | None  # part and whole, or nothing known
Score = Fraction | None


def hundredths(value: Fraction) -> Fraction:
    """Rounded to the hundredth, halves up."""
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)


def fraction(value: Any) -> Fraction:
    """A number of the database, exactly."""
    return Fraction(str(value))


# What is read together with the rows of a table.
ALONG: dict[Any, tuple[str, ...]] = {
    ProjectStep: ("project",),
    Attendance: ("meeting",),
    Event: ("kind",),
    CheckedUnit: ("in_check",),
    Scorecard: ("result",),
    LedgerEntry: ("item__rulebook",),
    RulebookItem: ("rulebook",),
    Mark: ("ballot", "rated"),
    Poll: ("questionnaire",),
    Answer: ("sheet", "question"),
}


class Sheet:
    """The tables of a town on a day, as sheets of rows, each read once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.read: dict[Any, list[Any]] = {}
        self.leads = {group.pk: group.lead_unit_id for group in WorkingGroup._base_manager.all()}

    def rows(self, model: Any) -> list[Any]:
        """Every row that nobody removed."""
        if model not in self.read:
            found = model._base_manager.select_related(*ALONG.get(model, ()))
            found = found.prefetch_related("more_units") if model is Event else found
            self.read[model] = [row for row in found if getattr(row, "removed_at", None) is None]
        return self.read[model]

    # Each figure: of a unit and a period what went well, of how many.

    def share(self, found: Iterable[tuple[int | None, bool]], unit: int) -> Cell:
        """How many of the unit's rows went well."""
        own = [well for owner, well in found if owner == unit]
        return (Fraction(sum(own)), Fraction(len(own))) if own else None

    def due(self, day: date, done: date | None, first: date, last: date) -> bool:
        """Whether what falls due on a day counts: in the period, and done or over."""
        return first <= day <= last and (done is not None or day < self.on)

    def reports_on_time(self, unit: int, first: date, last: date) -> Cell:
        """Reports that were owed."""
        owed = [
            row
            for row in self.rows(Report)
            if row.state != "excused" and self.due(row.due_on, row.handed_in_on, first, last)
        ]
        told = [
            (row.unit_id or self.leads.get(row.group_id), bool(row.handed_in_on and row.handed_in_on <= row.due_on))
            for row in owed
        ]
        return self.share(told, unit)

    def tasks_on_time(self, unit: int, first: date, last: date) -> Cell:
        """Tasks that were not called off."""
        owed = [
            row
            for row in self.rows(Task)
            if row.state != "cancelled" and self.due(row.due_on, row.done_on, first, last)
        ]
        told = [
            (row.lead_unit_id or self.leads.get(row.lead_group_id), bool(row.done_on and row.done_on <= row.due_on))
            for row in owed
        ]
        return self.share(told, unit)

    def steps_on_time(self, unit: int, first: date, last: date) -> Cell:
        """Steps of projects that are there."""
        owed = [row for row in self.rows(ProjectStep) if row.project.removed_at is None]
        told = [
            (self.leads.get(row.project.group_id), bool(row.done_on and row.done_on <= row.due_on))
            for row in owed
            if row.due_on and self.due(row.due_on, row.done_on, first, last)
        ]
        return self.share(told, unit)

    def meetings_attended(self, unit: int, first: date, last: date) -> Cell:
        """Invitations of members to meetings whose minutes are written."""
        told = [
            (row.unit_id, row.status in ("present", "late", "substitute"))
            for row in self.rows(Attendance)
            if row.person_id and row.meeting.removed_at is None and first <= row.meeting.held_on <= last
            if row.meeting.state in row.meeting.CONCLUDED
        ]
        return self.share(told, unit)

    def findings_on_time(self, unit: int, first: date, last: date) -> Cell:
        """Findings at the unit, but for those withdrawn or handed over."""
        told = []
        for row in self.rows(Finding):
            closed = row.state == "closed"
            if row.state in ("withdrawn", "handed") or row.due_on is None or not first <= row.due_on <= last:
                continue
            if closed or row.due_on < self.on:
                told.append((row.unit_id, bool(closed and row.asked_on and row.asked_on <= row.due_on)))
        return self.share(told, unit)

    def posts_held(self, unit: int, first: date, last: date) -> Cell:
        """Liaison posts with somebody in them on the last day that has come."""
        day = min(last, self.on)
        held = {
            row.liaison_post_id
            for row in self.rows(Appointment)
            if row.since <= day and (row.until is None or row.until >= day)
        }
        return self.share([(post.unit_id, post.pk in held) for post in self.rows(LiaisonPost)], unit)

    def months(self, unit: int, first: date, last: date, kinds: tuple[str, ...]) -> Cell:
        """Months that have begun, and those with an event of the unit, its group, or that it took part in."""
        seen = set()
        for row in self.rows(Event):
            of_kind = not kinds or row.kind.counts_as in kinds
            if of_kind and first <= row.held_on <= min(last, self.on):
                owners = {row.unit_id, self.leads.get(row.group_id), *(each.pk for each in row.more_units.all())}
                seen |= {row.held_on.month} if unit in owners else set()
        end = min(last, self.on)
        return Fraction(len(seen)), Fraction(max(0, end.month - first.month + 1 if end >= first else 0))

    def events_held(self, unit: int, first: date, last: date) -> Cell:
        """Events of any kind."""
        return self.months(unit, first, last, ())

    def trainings_held(self, unit: int, first: date, last: date) -> Cell:
        """Trainings and drills."""
        return self.months(unit, first, last, ("training", "drill"))

    def incidents(self, unit: int, first: date, last: date) -> Cell:
        """How often something happened."""
        found = [row for row in self.rows(Incident) if row.unit_id == unit and first <= row.happened_on <= last]
        return Fraction(len(found)), Fraction(0)

    def check(self, item: Any, unit: int, first: date, last: date) -> Cell:
        """What closed checks left of the full mark."""
        left, full = [], fraction(item.full_mark)
        for row in self.rows(CheckedUnit):
            check = row.in_check
            is_over = check.state == "closed" and check.closed_on <= self.on and first <= check.last <= last
            if row.unit_id == unit and is_over and check.removed_at is None:
                off = sum(fraction(each.points) for each in self.rows(Deduction) if each.checked_id == row.pk)
                left.append(max(Fraction(0), full - off))
        return (Fraction(sum(left)), full * len(left)) if left else None

    def peers(self, item: Any, unit: int, first: date, last: date) -> Cell:
        """The mean of the marks in rounds that were published, without the highest and the lowest."""
        book, means = item.rulebook, []
        for one in self.rows(Round):
            if one.state != "published" or one.published_on > self.on or not first <= one.last_on <= last:
                continue
            marks = sorted(
                row.mark
                for row in self.rows(Mark)
                if row.receiver_id == unit and row.rated.round_id == one.pk
                if row.mark is not None and row.ballot.handed_in_at and not row.ballot.left_out
            )
            if len(marks) >= book.least_raters:
                kept = marks[book.trim : len(marks) - book.trim] if len(marks) > 2 * book.trim else marks
                means.append(hundredths(Fraction(sum(kept), len(kept))))
        return (Fraction(sum(means)), Fraction(100 * len(means))) if means else None

    def survey(self, item: Any, unit: int, first: date, last: date) -> Cell:
        """What people ticked in polls about the unit that are over: each sheet the mean of its marked questions."""
        ended = {
            poll.pk
            for poll in self.rows(Poll)
            if poll.unit_id == unit and first <= poll.last_on <= last and poll.last_on < self.on
            if poll.questionnaire.purpose == "satisfaction" and poll.questionnaire.removed_at is None
        }
        ticked: dict[int, list[int]] = {}
        for row in self.rows(Answer):
            if row.choice is not None and row.sheet.poll_id in ended:
                options = [line for line in row.question.options.splitlines() if line.strip()]
                ticked.setdefault(row.sheet_id, []).append(int(options[row.choice].rsplit("|", 1)[1]))
        marks = [hundredths(Fraction(sum(each), len(each))) for each in ticked.values()]
        return (Fraction(sum(marks)), Fraction(100 * len(marks))) if len(marks) >= FEWEST_SHEETS else None

    def cell(self, item: Any, unit: int, first: date, last: date) -> Cell:
        """What an item says of a unit."""
        if item.method == "computed":
            figure: Callable[..., Cell] = getattr(self, item.figure)
            return figure(unit, first, last)
        by_hand = {"check": self.check, "peers": self.peers, "survey": self.survey}.get(item.method)
        return by_hand(item, unit, first, last) if by_hand else None

    def points(self, item: Any, unit: int, first: date, last: date) -> Score:
        """Points of an item: a share of the full mark, or points off each time, never below nought."""
        found, full = self.cell(item, unit, first, last), fraction(item.full_mark)
        if found is None:
            return None
        part, whole = found
        if item.step is not None:
            return hundredths(max(Fraction(0), full - fraction(item.step) * part))
        return hundredths(full * part / whole) if whole else None

    def score(self, book: Rulebook, unit: Any, month: int) -> Score:
        """Of a hundred: what was got of what could be got, of all that is known."""
        first, last = (
            date(book.year, month or 1, 1),
            date(book.year, month or 12, monthrange(book.year, month or 12)[1]),
        )
        got = reachable = Fraction(0)
        for item in self.rows(RulebookItem):
            counts = item.counts in ("both", "month" if month else "year")
            if item.rulebook_id != book.pk or not counts or unit.kind not in FOR_WHOM[item.applies_to]:
                continue
            points = self.points(item, unit.pk, first, last) if item.method in SCORED else None
            if points is not None:
                got += fraction(item.weight) * points
                reachable += fraction(item.weight) * fraction(item.full_mark)
        return hundredths(100 * got / reachable) if reachable else None

    def of_year(self, book: Rulebook, unit: Any) -> Score:
        """The mean of the months that were kept, the end of the year, and the ledger with its caps."""
        kept = [
            fraction(card.score)
            for card in self.rows(Scorecard)
            if card.unit_id == unit.pk and card.score is not None
            if card.result.year == book.year and card.result.month and card.result.state == "final"
        ]
        mean = Fraction(sum(kept), len(kept)) if kept else None
        end, share = self.score(book, unit, 0), Fraction(book.month_share, 100)
        base = end if mean is None else mean if end is None else share * mean + (1 - share) * end
        if base is None:
            return None
        given, taken = (
            sum((fraction(row.points) for row in self.entries(book, unit) if row.kind == kind), Fraction(0))
            for kind in ("bonus", "penalty")
        )
        net = min(given, fraction(book.bonus_cap)) - min(taken, fraction(book.penalty_cap))
        return hundredths(min(max(base + net, Fraction(0)), 100 + fraction(book.bonus_cap)))

    def entries(self, book: Rulebook, unit: Any) -> list[Any]:
        """What two people confirmed."""
        own = [row for row in self.rows(LedgerEntry) if row.unit_id == unit.pk and row.state == "confirmed"]
        return [row for row in own if row.item.rulebook.year == book.year]

    def units(self, last: date) -> list[Any]:
        """Who is assessed: belonging to the town on the last day."""
        return [
            unit
            for unit in self.rows(Unit)
            if unit.kind in ASSESSED
            and (unit.valid_from is None or unit.valid_from <= last)
            and (unit.valid_to is None or unit.valid_to >= last)
        ]

    def grade(self, book: Rulebook, score: Score, is_vetoed: bool) -> str:
        """The band."""
        if is_vetoed:
            return "failed"
        if score is None:
            return ""
        bands = (("excellent", book.excellent_from), ("good", book.good_from), ("passed", book.pass_from))
        return next((name for name, least in bands if score >= fraction(least)), "failed")
