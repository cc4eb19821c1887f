"""Tasks enter the register with a number and tell their doers; they are corrected, moved and called off."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from committee.models import Task
from committee.services import tasks
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_closed, a_reported, due
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_task, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
LATER = date(2026, 6, 30)


def told() -> list[tuple[str, str]]:
    """Whose inboxes got what, the last thing done only."""
    keys = list(Notice.objects.order_by("pk").values_list("key", flat=True))
    rows = Notice.objects.filter(key=keys[-1]) if keys else Notice.objects.none()
    return sorted((row.user.person.name, row.title) for row in rows.select_related("user__person"))


def names() -> list[str]:
    """Who heard of the last thing done."""
    return [name for name, _title in told()]


# Assigned


def test_a_task_has_a_number_of_the_year_a_lead_and_a_last_day(cast: Cast) -> None:
    task = Task(title="清淤", text="东沟", lead_unit=cast.village, due_on=LATER, source="order", source_note="镇发3号")
    tasks.assign_task(task, by=cast.office, helper_units=[cast.other_village], helper_groups=[cast.group])
    task = Task.objects.get()
    assert (task.number, task.lead, task.state) == ("大安督〔2026〕1号", cast.village, "assigned")
    assert (task.assigned_on, task.due_on, task.first_due_on) == (TODAY, LATER, LATER)
    assert (list(task.helper_units.all()), list(task.helper_groups.all())) == ([cast.other_village], [cast.group])
    assert (task.source_record, str(task)) == (None, "大安督〔2026〕1号 清淤")
    assert history(task)[0][:2] == ("create_task", "李文员")
    assert told() == [(name, "新交办：大安督〔2026〕1号 清淤，2026-06-30 前办结") for name in ("孙信息", "赵组长")]


def test_numbers_run_within_the_year_and_what_was_refused_used_none(cast: Cast) -> None:
    assert [a_task().number for _each in range(2)] == ["大安督〔2026〕1号", "大安督〔2026〕2号"]
    with refused("期限已过，请选择今天或之后的日期。"):
        a_task(lead_unit=cast.village, due_on=TODAY - timedelta(days=1))
    set_parameters({"committee.task_prefix": "安督"}, by=None)
    assert a_task(due_on=TODAY).number == "安督〔2026〕3号"
    with time_machine.travel("2026-12-31 16:00+00:00", tick=False):
        assert a_task().number == "安督〔2027〕1号"


def test_the_lead_does_not_help(cast: Cast) -> None:
    for given in (
        {"lead_unit": cast.village, "helper_units": [cast.village]},
        {"lead_group": cast.group, "helper_groups": [cast.group]},
    ):
        with refused("主办方不再列为协办，请从协办中去掉。"):
            a_task(**given)


@pytest.mark.parametrize("both", [True, False])
def test_one_unit_or_one_group_leads(cast: Cast, both: bool) -> None:
    leads = {"lead_unit": cast.village, "lead_group": cast.group} if both else {"lead_unit": None}
    with refused("请在主办单位和主办工作组中选择一项。"):
        a_task(**leads)


def test_who_hears_of_it_answers_for_a_unit_or_leads_a_group(cast: Cast) -> None:
    an_appointment(cast.group, "group_member", cast.outsider.person)
    a_task(lead_unit=cast.member.person.unit, helper_groups=[cast.group], helper_units=[cast.inspector.person.unit])
    assert names() == ["周警官", "赵组长", "钱所长"]
    assert not Notice.objects.filter(user=cast.outsider).exists()


def test_what_a_task_came_from_is_kept(cast: Cast) -> None:
    before = a_task(lead_unit=cast.village)
    assert a_task(lead_unit=cast.village, source_record=before).source_record == before


# Corrected


def test_an_open_task_is_corrected_with_its_history(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village, title="清於")
    task.title = "清淤"
    tasks.edit_task(task, ["title"], by=cast.office, version=1, helper_units=[cast.other_village])
    task.refresh_from_db()
    assert (task.title, task.version, list(task.helper_units.all())) == ("清淤", 2, [cast.other_village])
    assert history(task)[1:] == [
        (
            "edit_task",
            "李文员",
            {"title": "清於", "helper_units": ""},
            {"title": "清淤", "helper_units": "西河村"},
            "",
        )
    ]
    tasks.edit_task(task, ["title"], by=cast.office, helper_units=[cast.other_village], helper_groups=[])
    assert len(history(task)) == 2


def test_a_correction_does_not_move_the_last_day(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    before, task.due_on, task.title = task.due_on, LATER, "新"
    tasks.edit_task(task, ["title", "due_on"], by=cast.office)
    task.refresh_from_db()
    assert (task.title, task.due_on) == ("新", before)


def test_a_lead_put_among_the_helpers_by_a_correction_is_refused(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village, helper_units=[cast.other_village])
    with refused("主办方不再列为协办，请从协办中去掉。"):
        tasks.edit_task(task, [], by=cast.office, helper_units=[cast.village])
    task.lead_unit = cast.other_village
    with refused("主办方不再列为协办，请从协办中去掉。"):
        tasks.edit_task(task, ["lead_unit"], by=cast.office)
    tasks.edit_task(task, ["lead_unit"], by=cast.office, helper_units=[cast.village])
    assert Task.objects.get().lead == cast.other_village


def test_two_editors_see_each_other_and_what_is_closed_is_not_corrected(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    as_read = Task.objects.get(pk=task.pk)
    task.title = "第一"
    tasks.edit_task(task, ["title"], by=cast.office, version=1)
    as_read.title = "第二"
    with pytest.raises(EditedMeanwhile):
        tasks.edit_task(as_read, ["title"], by=cast.office, version=1)
    tasks.cancel_task(task, by=cast.office, reason="x")
    with refused("目前状态为“已撤销”，不能进行此操作。"):
        tasks.edit_task(as_read, ["title"], by=cast.office)


# Moved


def test_the_last_day_moves_with_the_reason_and_the_first_one_stays(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    first = task.due_on
    tasks.move_task(task, by=cast.office, due_on=LATER, reason="汛期")
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on, task.version) == (LATER, first, 2)
    assert history(task)[-1] == ("move_task", "李文员", {"due_on": str(first)}, {"due_on": str(LATER)}, "汛期")
    assert told() == [("孙信息", f"{task} 期限改为 2026-06-30")]


def test_not_to_a_day_gone_by_and_not_over_somebody_else_s_day(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    as_read = Task.objects.get(pk=task.pk)
    with refused("期限已过，请选择今天或之后的日期。"):
        tasks.move_task(task, by=cast.office, due_on=TODAY - timedelta(days=1), reason="x")
    tasks.move_task(task, by=cast.office, due_on=LATER, reason="x")
    with refused("此事项刚被他人调整期限或销号，请重新查看。"):
        tasks.move_task(as_read, by=cast.chair, due_on=TODAY, reason="y")


def test_what_is_closed_does_not_move(cast: Cast) -> None:
    task = a_closed(cast)
    with refused("此事项刚被他人调整期限或销号，请重新查看。"):
        tasks.move_task(task, by=cast.office, due_on=LATER, reason="x")


# Called off


def test_a_task_is_called_off_with_the_reason_and_its_doers_hear_of_it(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    tasks.cancel_task(task, by=cast.chair, reason="重复")
    task.refresh_from_db()
    assert (task.state, task.is_open) == ("cancelled", False)
    assert history(task)[-1] == ("cancel_task", "王主任", {"state": "assigned"}, {"state": "cancelled"}, "重复")
    assert told() == [("孙信息", f"{task} 已撤销")]
    with refused("目前状态为“已撤销”，不能进行此操作。"):
        tasks.cancel_task(task, by=cast.chair, reason="再来")


@pytest.mark.parametrize("role", ["chair", "lead", "liaison", "administrator", "outsider"])
def test_only_the_office_assigns_and_corrects(cast: Cast, role: str) -> None:
    user, task = getattr(cast, role), a_task(lead_unit=cast.village)
    with forbidden():
        tasks.assign_task(Task(title="x", lead_unit=cast.village, due_on=LATER), by=user)
    task.title = "y"
    with forbidden():
        tasks.edit_task(task, ["title"], by=user)


# Lights


@pytest.mark.parametrize(
    ("days", "overdue", "soon"),
    [(-1, True, False), (0, False, True), (1, False, True), (3, False, True), (4, False, False)],
)
@pytest.mark.parametrize("state", Task.State.values)
def test_lights_change_on_the_day(state: str, days: int, overdue: bool, soon: bool, db: Any) -> None:
    task = due(a_task(lead_unit=a_unit()), TODAY + timedelta(days=days))
    Task.objects.filter(pk=task.pk).update(state=state)
    task.refresh_from_db()
    waits_for_doers = state in ("assigned", "received")
    assert task.is_overdue_on(TODAY) is (overdue and (waits_for_doers or state == "declined"))
    assert task.is_due_soon_on(TODAY) is (soon and waits_for_doers)
    assert Task.objects.overdue(TODAY).exists() is task.is_overdue_on(TODAY)
    assert Task.objects.due_within(TODAY, 3).exists() is task.is_due_soon_on(TODAY)
    assert Task.objects.open().exists() is task.is_open is (state not in ("closed", "cancelled"))


@pytest.mark.parametrize(("done", "on_time"), [(None, False), (-1, True), (0, True), (1, False)])
def test_on_time_is_reported_done_on_the_last_day_or_before(done: int | None, on_time: bool, cast: Cast) -> None:
    task = due(a_reported(cast), TODAY)
    Task.objects.filter(pk=task.pk).update(done_on=None if done is None else TODAY + timedelta(days=done))
    task.refresh_from_db()
    assert task.was_on_time is on_time
    assert Task.objects.all().on_time().exists() is on_time


def test_what_is_open_comes_first_by_its_day_and_then_what_is_over_the_newest_first(cast: Cast) -> None:
    rows = [
        ("四", 4, "closed"),
        ("五", 1, "cancelled"),
        ("一", 2, "received"),
        ("三", 9, "reported"),
        ("二", 3, "assigned"),
    ]
    for title, days, state in rows:
        task = due(a_task(lead_unit=cast.village, title=title), TODAY + timedelta(days=days))
        Task.objects.filter(pk=task.pk).update(state=state)
    assert list(Task.objects.all().open_first().values_list("title", flat=True)) == ["一", "二", "三", "四", "五"]
