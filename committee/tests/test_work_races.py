"""Many at once: a task closes once, minutes become final once, a month has one meeting, numbers have no gaps."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from committee.models import Attendance, Extension, Meeting, Outcome, Task
from committee.services import meetings, tasks
from committee.services.meetings import open_joint_meetings
from committee.tests.work import a_minuted, a_notified, a_reported, a_slip, a_task_outcome, an_invitation, an_open
from dayan_safety.history import change, record_action, verify_history
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast, a_person, a_task, an_appointment
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together
from dayan_safety.workdays import today

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = [20, pytest.param(200, marks=pytest.mark.chaos)]


def outcomes(results: list[Any]) -> dict[str, int]:
    """How many of each kind of result."""
    return dict(Counter(type(result).__name__ for result in results))


def once(number: int, kind: str = "NoneType") -> dict[str, int]:
    """One went through, the others were told so."""
    return {kind: 1, "RuleBroken": number - 1}


def written(verb: str) -> int:
    """How many rows of history a verb has."""
    return Action.objects.filter(verb=f"committee.{verb}").count()


def fresh(thing: Any) -> Any:
    """The row as each of the crowd reads it."""
    return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize("number", CROWD)
def test_a_task_closed_by_many_at_once_closes_once(cast: Cast, number: int, tmp_path: Path) -> None:
    task = a_reported(cast)
    closers = [cast.office, cast.chair] * (number // 2)
    with database_for_threads(tmp_path):
        results = pressed(*[lambda by=by: tasks.close_task(fresh(task), by=by) for by in closers])
        assert outcomes(results) == once(number)
        assert apart(lambda: (fresh(task).state, fresh(task).version)) == ("closed", task.version + 1)
        assert apart(lambda: written("close_task")) == 1
        assert apart(lambda: Notice.objects.filter(key__endswith=":closed").count()) == 1
        assert apart(lambda: list(verify_history())) == []


def closed_by_looking_first(task: Task, looked: Callable[[], Any]) -> None:
    """Closing as one should not: look at the state, then set it."""
    row = Task.objects.get(pk=task.pk)
    looked()
    if row.state == "reported":
        with change():
            Task.objects.filter(pk=task.pk).update(state="closed", closed_on=today())
            record_action("committee.close_task", row)


def test_without_compare_and_set_many_close_it_and_history_says_so_many_times(cast: Cast, tmp_path: Path) -> None:
    """The negative control: the crowd does meet, and only the guard makes it one effect."""
    task, all_looked = a_reported(cast), Barrier(5)
    with database_for_threads(tmp_path):
        results = together(*[lambda: closed_by_looking_first(task, lambda: all_looked.wait(20))] * 5)
        assert outcomes(results) == {"NoneType": 5}
        assert apart(lambda: written("close_task")) == 5


@pytest.mark.parametrize("number", CROWD)
def test_minutes_made_final_by_many_at_once_hand_their_tasks_out_once(cast: Cast, number: int, tmp_path: Path) -> None:
    meeting = an_open(cast)
    for _each in range(3):
        a_task_outcome(meeting.items.first(), cast.village)
    meetings.circulate_minutes(meeting, by=None)
    with database_for_threads(tmp_path):
        results = pressed(*[lambda: meetings.finalize_minutes(fresh(meeting), by=cast.office)] * number)
        assert outcomes(results) == once(number, "int")
        assert apart(lambda: sorted(Task.objects.values_list("number", flat=True))) == [
            f"大安督〔{today().year}〕{n}号" for n in (1, 2, 3)
        ]
        assert apart(lambda: fresh(meeting).minutes_number) == f"大安创纪〔{today().year}〕1号"
        assert apart(lambda: written("finalize_minutes")) == 1
        assert apart(lambda: list(verify_history())) == []


def test_without_compare_and_set_the_tasks_are_handed_out_more_than_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: minutes that do not look whether they are final already."""
    meeting = an_open(cast)
    a_task_outcome(meeting.items.first(), cast.village)
    meetings.circulate_minutes(meeting, by=None)
    monkeypatch.setattr(meetings.minutes, "move_state", lambda record, **_values: None)
    monkeypatch.setattr(meetings.outcomes, "outcomes_of", lambda of: Outcome.objects.filter(item__meeting=of))
    as_read = [fresh(meeting) for _each in range(4)]
    waiting = list(Outcome.objects.select_related("lead_unit"))

    def hand_out(of: Meeting, *, by: Any) -> list[Task]:
        return [meetings.outcomes._hand_out(outcome, of, by=by) for outcome in waiting]

    monkeypatch.setattr(meetings.minutes, "hand_out_tasks", hand_out)
    with database_for_threads(tmp_path):
        together(*[lambda each=each: meetings.finalize_minutes(each, by=None) for each in as_read])
        assert apart(Task.objects.count) == 4


@pytest.mark.parametrize("number", [8, pytest.param(40, marks=pytest.mark.chaos)])
def test_a_clock_that_strikes_many_times_at_once_opens_one_meeting_a_month(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    with database_for_threads(tmp_path):
        results = together(*[lambda: len(open_joint_meetings(today()))] * number)
        assert sorted(results) == [0] * (number - 1) + [1]
        assert apart(lambda: Meeting.objects.filter(month__isnull=False).count()) == 1
        assert apart(lambda: Attendance.objects.count()) == 4
        assert apart(lambda: list(verify_history())) == []


@pytest.mark.parametrize("number", [8, pytest.param(40, marks=pytest.mark.chaos)])
def test_a_notice_sent_by_many_at_once_goes_out_once_also_when_posts_were_filled_since(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    (meeting,) = open_joint_meetings(today())
    meeting.held_on = today() + timedelta(days=9)
    meetings.edit_meeting(meeting, ["held_on"], by=None)
    an_appointment(cast.committee, "member", a_person(name="新委员"))
    with database_for_threads(tmp_path):
        results = together(*[lambda: meetings.notify_meeting(fresh(meeting), by=cast.office)] * number)
        assert outcomes(results) == once(number, "int")
        assert apart(lambda: fresh(meeting).attendances.present().count()) == 5
        assert apart(lambda: Notice.objects.filter(key__contains=":agenda:").count()) == 3


@pytest.mark.parametrize("number", [8, pytest.param(40, marks=pytest.mark.chaos)])
def test_tasks_assigned_and_slips_issued_by_many_at_once_are_numbered_without_gaps(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    task, year = a_task(lead_unit=cast.village), today().year

    def assign() -> str:
        due_on = today() + timedelta(days=3)
        new = Task(title="同时", lead_unit=cast.village, due_on=due_on)
        return tasks.assign_task(new, by=cast.office).number

    with database_for_threads(tmp_path):
        numbers = together(*[assign, lambda: a_slip(fresh(task)).number] * (number // 2))
        assert set(numbers) == {f"大安督〔{year}〕{n + 2}号" for n in range(number // 2)} | {
            f"大安督单〔{year}〕{n + 1}号" for n in range(number // 2)
        }


def test_an_extension_decided_by_many_at_once_is_decided_once(cast: Cast, tmp_path: Path) -> None:
    task = a_task(lead_unit=cast.village)
    extension = tasks.ask_extension(task, by=cast.liaison, wanted_on=task.due_on + timedelta(days=9), reason="汛期")
    acts = [
        lambda granted=granted: tasks.decide_extension(fresh(extension), by=cast.chair, granted=granted)
        for granted in (True, False) * 4
    ]
    with database_for_threads(tmp_path):
        assert outcomes(together(*acts)) == once(8)
        state, due_on = apart(lambda: (fresh(extension).state, fresh(task).due_on))
        assert (due_on > task.due_on) is (state == "granted")
        assert apart(lambda: written("decide_extension")) == 1


def test_an_extension_asked_for_by_many_at_once_is_asked_once(cast: Cast, tmp_path: Path) -> None:
    task = a_task(lead_unit=cast.village)

    def ask() -> None:
        wanted_on = task.due_on + timedelta(days=9)
        tasks.ask_extension(fresh(task), by=cast.liaison, wanted_on=wanted_on, reason="汛期")

    with database_for_threads(tmp_path):
        assert outcomes(together(*[ask] * 8)) == once(8)
        assert apart(Extension.objects.count) == 1


def test_signing_in_on_many_devices_at_once_counts_once(cast: Cast, tmp_path: Path) -> None:
    row = an_invitation(an_open(cast), cast.lead)
    with database_for_threads(tmp_path):
        results = together(*[lambda: meetings.sign_in(fresh(row), by=cast.lead)] * 8)
        assert len(set(results)) == 1
        assert apart(lambda: written("sign_in_to_meeting")) == 1


def test_what_is_written_while_minutes_become_final_is_in_them_or_refused(cast: Cast, tmp_path: Path) -> None:
    """A task entered at that moment is handed out, or its writer is told that it came too late."""
    meeting = a_minuted(cast)
    item = meeting.items.first()

    def enter() -> None:
        here = fresh(item)
        a_task_outcome(here, cast.village)

    with database_for_threads(tmp_path):
        results = together(*[enter] * 6, lambda: meetings.finalize_minutes(fresh(meeting), by=None))
        entered = results[:6].count(None)
        assert all(result is None or type(result).__name__ == "RuleBroken" for result in results[:6])
        assert apart(lambda: Outcome.objects.filter(kind="task").count()) == entered
        assert apart(lambda: Outcome.objects.filter(kind="task", task=None).count()) == 0


def test_a_meeting_called_off_while_it_is_answered_has_the_answer_or_refused_it(cast: Cast, tmp_path: Path) -> None:
    row = an_invitation(a_notified(cast), cast.lead)
    with database_for_threads(tmp_path):
        together(
            lambda: meetings.answer_invitation(fresh(row), by=cast.lead, answer="coming"),
            lambda: meetings.cancel_meeting(fresh(row.meeting), by=cast.office, reason="防汛"),
        )
        assert apart(lambda: fresh(row.meeting).state) == "cancelled"
        answered = apart(lambda: fresh(row).answer) == "coming"
        assert apart(lambda: written("answer_invitation")) == int(answered)
        verbs = apart(lambda: list(Action.objects.order_by("number").values_list("verb", flat=True)))
        if answered:
            assert verbs.index("committee.answer_invitation") < verbs.index("committee.cancel_meeting")
