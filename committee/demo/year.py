"""A year of joint meetings, tasks and reports, lived step by step as the town would, each on its day."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count, cycle
from random import Random
from typing import Any

import time_machine
from django.utils import timezone

from committee.demo import agenda
from committee.demo.reporting import Reporting
from committee.models import AgendaItem, Attendance, Extension, Meeting, Person, Task, Unit, User, WorkingGroup
from committee.services import meetings, tasks
from dayan_safety.models import Notice
from dayan_safety.workdays import Calendar

SEED = 2026
MONTHS = 12
UNREAD = timedelta(days=4)  # older notices have been read by now
Act = Callable[[], None]


def months_until(on: date) -> list[date]:
    """The first days of the last twelve months, that of ``on`` included."""
    number = on.year * 12 + on.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(number - MONTHS + 1, number + 1)]


def leading_logins() -> dict[int | None, User]:
    """The login that leads each working group."""
    leads = User.objects.filter(person__appointments__post="lead").select_related("person")
    return {user.person.appointments.get(post="lead").group_id: user for user in leads if user.person}


class Year:
    """The year up to the day ``on``; chance is seeded."""

    def __init__(self, on: date) -> None:
        self.on, self.chance, self.order = on, Random(SEED), count()
        self.months = months_until(on)
        self.steps: list[tuple[datetime, int, Act]] = []
        self.users = {user.username: user for user in User.objects.select_related("person")}
        self.leads: dict[str, Any] = {group.name: group for group in WorkingGroup.objects.present()}
        self.leading = leading_logins()
        self.leads |= {unit.name: unit for unit in Unit.objects.filter(kind="department")}
        self.task_texts, self.decisions = cycle(agenda.TASKS), cycle(agenda.DECISIONS)
        self.proposals = cycle(agenda.PROPOSALS)
        self.calendar = Calendar.of_years(range(on.year - 2, on.year + 2))

    def live(self) -> None:
        """Every step whose moment has come, in the order of the moments; steps plan steps."""
        first = self.months[0]
        self.plan(first, time(8), self.open_meetings)
        Reporting(self).begin(first)
        for days, order in zip((40, 70, 160), agenda.ORDERS, strict=True):
            self.plan(self.on - timedelta(days=days), time(15), partial(self.order_task, order))
        for row in agenda.OPEN:
            self.plan(self.on - timedelta(days=row[2]), time(8, 10), partial(self.leave_open, *row))
        now = timezone.make_aware(datetime.combine(self.on, time(8, 25)))
        while self.steps and self.steps[0][0] <= now:
            moment, _number, act = heapq.heappop(self.steps)
            with time_machine.travel(moment, tick=False):
                act()
        Notice.objects.filter(at__lt=now - UNREAD).update(read_at=now)

    def plan(self, day: date, at: time, act: Act) -> None:
        """Do ``act`` on ``day`` at ``at``."""
        moment = timezone.make_aware(datetime.combine(day, at))
        heapq.heappush(self.steps, (moment, next(self.order), act))

    def open_meetings(self) -> None:
        """The clock opens the month's meeting; the office prepares it four working days ahead."""
        for meeting in meetings.open_joint_meetings(timezone.localdate()):
            prepared = self.calendar.working_days_before(meeting.held_on, 4)
            self.plan(prepared, time(9, 30), partial(self.prepare, meeting))
            self.plan(prepared, time(14), partial(self.answer, meeting))
            self.plan(meeting.held_on, time(9), partial(self.hold, meeting))
            self.plan(meeting.held_on, time(18), self.open_meetings)

    def prepare(self, meeting: Meeting) -> None:
        """Topics of the month; a group leader proposes one now and then."""
        office, number = self.users["office"], meeting.held_on.month
        solved = [topic for topic in agenda.TOPICS if topic[0] == "solve"]
        chosen = [*agenda.TOPICS[:3], solved[number % len(solved)], agenda.TOPICS[-1]]
        for kind, title, group, _said in chosen:
            meetings.add_item(meeting, by=office, kind=kind, title=title, owner=self.head_of(group), planned_minutes=15)
        if number % 3 == 0:
            kind, title, minutes, _said = next(self.proposals)
            item = meetings.propose_item(
                meeting, by=self.users["lead"], kind=kind, title=title, planned_minutes=minutes
            )
            meetings.decide_item(item, by=office, accepted=True)
        meeting.recorder = office.person
        meetings.edit_meeting(meeting, ["recorder"], by=office)
        meetings.notify_meeting(meeting, by=office)

    def head_of(self, group: str) -> Person | None:
        """Who leads the group."""
        held = self.leads[group].appointments.present().filter(post="lead").select_related("person").first()
        return held.person if held else None

    def answer(self, meeting: Meeting) -> None:
        """Most come; some are on leave, one sends a substitute; a few never answer."""
        rows = list(meeting.attendances.present().exclude(person=self.users["office"].person))
        away = self.chance.sample(rows, len(agenda.LEAVES))
        for row in rows:
            if row in away:
                reason, substitute = agenda.LEAVES[away.index(row)]
                meetings.answer_invitation(row, by=None, answer="leave", leave_reason=reason, substitute=substitute)
            elif self.chance.random() < 0.85:
                meetings.answer_invitation(row, by=None, answer="coming")

    def hold(self, meeting: Meeting) -> None:
        """Begun, attendance, topics one after the other, out for comment."""
        office = self.users["office"]
        meeting.refresh_from_db()
        meetings.begin_meeting(meeting, by=office)
        meetings.mark_all_present(meeting, by=office)
        others = meeting.attendances.present().filter(status="present").exclude(person=office.person)
        unexpected = self.chance.sample(list(others), 3)
        statuses = (Attendance.Status.LATE, Attendance.Status.LATE, Attendance.Status.ABSENT)
        marks = {row.pk: meetings.Mark(status) for row, status in zip(unexpected, statuses, strict=True)}
        meetings.record_attendance(meeting, by=office, marks=marks)
        self.talk(meeting, office)
        meetings.circulate_minutes(meeting, by=office)
        after = self.calendar.working_days_after
        self.plan(after(meeting.held_on, 1), time(10), partial(self.comment, meeting))
        self.plan(after(meeting.held_on, 3), time(16), partial(self.finish, meeting))

    def talk(self, meeting: Meeting, office: User) -> None:
        """What was said of each topic, and what came of it; some are not reached."""
        said = {title: text for _kind, title, _other, text in (*agenda.TOPICS, *agenda.PROPOSALS)}
        topics = [item for item in meeting.items.present().on_agenda() if not item.is_results]
        for item in topics:
            latest = meeting.held_on > self.on - timedelta(days=35)
            is_new = item.proposed_by_id is not None and not item.carried
            reached = not is_new and not (latest and item.kind == "solve")
            state = AgendaItem.State.DONE if reached else AgendaItem.State.UNFINISHED
            text = said.get(item.title, "")
            meetings.write_item(item, by=office, discussion=text if reached else "", state=state)
            if item.kind in ("check", "solve", "arrange") and reached:
                self.hand_down(item, office, meeting.held_on)
        meetings.add_outcome(topics[1], by=office, kind="decision", text=next(self.decisions))

    def hand_down(self, item: AgendaItem, office: User, day: date) -> None:
        """A task under a topic."""
        title, lead, days = next(self.task_texts)
        due_on = self.calendar.next_working_day(day + timedelta(days=days))
        meetings.add_outcome(item, by=office, kind="task", text=title, due_on=due_on, **self.led_by(lead))

    def led_by(self, name: str) -> dict[str, Any]:
        """The lead of a task: a unit or a working group."""
        lead = self.leads[name]
        return {"lead_unit" if isinstance(lead, Unit) else "lead_group": lead}

    def comment(self, meeting: Meeting) -> None:
        """A leader asks for a change now and then."""
        if meeting.held_on.month % 2:
            meetings.comment_minutes(meeting, by=self.users["lead"], text=agenda.COMMENT)

    def finish(self, meeting: Meeting) -> None:
        """Final, and everybody gets to work; most confirm having read the minutes."""
        meeting.refresh_from_db()
        meetings.finalize_minutes(meeting, by=self.users["chair"])
        for row in meeting.attendances.present().of_members():
            if self.chance.random() < 0.8:
                meetings.acknowledge_minutes(row, by=None)
        for task in Task.objects.filter(outcome__item__meeting=meeting):
            self.begin_task(task)

    def order_task(self, order: tuple[str, str, str]) -> None:
        """A task by order of a superior."""
        title, group, document = order
        due_on = self.calendar.next_working_day(timezone.localdate() + timedelta(days=20))
        note = document % due_on.year if "%s" in document else document
        task = Task(title=title, lead_group=self.leads[group], due_on=due_on, source="order", source_note=note)
        self.begin_task(tasks.assign_task(task, by=self.users["office"], helper_units=[self.leads["派出所"]]))

    def leave_open(self, title: str, lead: str, _ago: int, left: int, how: str) -> None:
        """A task that stands as ``how`` says on the day the town is looked at."""
        due_on = self.on + timedelta(days=left)
        given = {"title": title, "due_on": due_on, "source": "order", "source_note": "镇领导批示"}
        task = tasks.assign_task(Task(**given, **self.led_by(lead)), by=self.users["office"])
        if how == "new":
            return
        self.plan(timezone.localdate() + timedelta(days=1), time(9), partial(self.tell_progress, task))
        steps = {
            "reported": partial(tasks.report_done, task, by=self.doer_of(task), text=agenda.DONE),
            "longer": partial(self.ask_longer, task),
            "impossible": partial(tasks.decline_task, task, by=self.doer_of(task), reason=agenda.IMPOSSIBLE),
            "returned": partial(self.send_back, task),
        }
        if how in steps:
            self.plan(self.on - timedelta(days=1), time(16), steps[how])

    def send_back(self, task: Task) -> None:
        """Reported done, and not quite."""
        tasks.report_done(task, by=self.doer_of(task), text=agenda.DONE)
        tasks.return_task(task, by=self.users["office"], reason=agenda.NOT_YET)

    def begin_task(self, task: Task) -> None:
        """Signed for on the next working day; then what chance brings."""
        after = self.calendar.working_days_after
        day = after(timezone.localdate(), 1)
        self.plan(day, time(9), partial(tasks.receive_task, task, by=self.doer_of(task)))
        self.plan(after(day, 2), time(11), partial(self.tell_progress, task))
        fate = self.chance.random()
        if fate < 0.15:
            self.plan(task.due_on - timedelta(days=2), time(10), partial(self.ask_longer, task))
            self.plan_end(task, task.due_on + timedelta(days=6))
        elif fate < 0.3:
            self.plan(after(task.due_on, 2), time(10), partial(self.urge, task))
            self.plan_end(task, after(task.due_on, 6))
        else:
            self.plan_end(task, task.due_on - timedelta(days=self.chance.randrange(1, 5)))

    def doer_of(self, task: Task) -> User | None:
        """The login of the cast that does the task, if one does."""
        return self.leading.get(task.lead_group_id) or (self.users["member"] if str(task.lead) == "司法所" else None)

    def tell_progress(self, task: Task) -> None:
        """How far it is."""
        tasks.report_progress(task, by=self.doer_of(task), text=self.chance.choice(agenda.PROGRESS))

    def plan_end(self, task: Task, day: date) -> None:
        """Reported done on ``day``, closed by the office two working days later."""
        day = max(self.calendar.next_working_day(day), self.calendar.working_days_after(timezone.localdate(), 5))
        self.plan(day, time(15), partial(tasks.report_done, task, by=self.doer_of(task), text=agenda.DONE))
        closed = self.calendar.working_days_after(day, 2)
        self.plan(closed, time(10), partial(tasks.close_task, task, by=self.users["office"], note="资料齐全。"))

    def ask_longer(self, task: Task) -> None:
        """A week more, granted by the chair the day after."""
        task.refresh_from_db()
        wanted_on = self.calendar.next_working_day(task.due_on + timedelta(days=7))
        reason = agenda.WHY_LONGER
        asked = tasks.ask_extension(task, by=self.doer_of(task), wanted_on=wanted_on, reason=reason)
        self.plan(timezone.localdate() + timedelta(days=1), time(9), partial(self.grant, asked, task))

    def grant(self, asked: Extension, task: Task) -> None:
        """The chair agrees."""
        tasks.decide_extension(asked, by=self.users["chair"], granted=True, note="同意，抓紧落实。")
        task.refresh_from_db()

    def urge(self, task: Task) -> None:
        """Two working days overdue: a slip, signed for on the next one."""
        slip = tasks.issue_slip(task, by=self.users["office"], requirement=agenda.SLIP)
        self.plan(self.calendar.working_days_after(timezone.localdate(), 1), time(9), partial(self.sign, slip, task))

    def sign(self, slip: Any, task: Task) -> None:
        """The lead signs for the slip."""
        tasks.sign_slip(slip, by=self.doer_of(task))


def live_the_year(on: date, plans: Iterable[Callable[[Year], None]] = ()) -> None:
    """Twelve months of meetings, tasks and reports, as they stand in the morning of ``on``.

    Each of ``plans`` puts the steps of another app among them.
    """
    year = Year(on)
    for plan in plans:
        plan(year)
    year.live()
