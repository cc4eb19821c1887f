"""What a meeting comes to: decisions, notes and tasks; what a task lacks; what stands once it was handed out."""

from datetime import date
from typing import Any

import pytest

from committee.forms.meetings import OutcomeForm
from committee.models import Outcome
from committee.services import meetings, tasks
from committee.tests.refusals import history, refused
from committee.tests.work import (
    a_draft,
    a_final,
    a_minuted,
    a_notified,
    a_task_outcome,
    an_item,
    an_open,
    an_outcome,
    called_off,
)
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")
DUE = date(2026, 6, 25)


def final_with_task(cast: Cast) -> Outcome:
    """A task of final minutes that were opened again."""
    meeting = an_open(cast)
    outcome = a_task_outcome(meeting.items.first(), cast.village)
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    return Outcome.objects.get(pk=outcome.pk)


@pytest.mark.parametrize("kind", ["decision", "note"])
@pytest.mark.parametrize("build", [an_open, a_minuted])
def test_decisions_and_notes_are_written_while_the_minutes_are_open(cast: Cast, build: Any, kind: str) -> None:
    item = build(cast).items.first()
    outcome = meetings.add_outcome(item, by=cast.office, kind=kind, text="同意拨款。")
    outcome.refresh_from_db()
    assert (outcome.kind, outcome.text, outcome.lead, outcome.due_on) == (kind, "同意拨款。", None, None)
    assert (outcome.can_be_handed_out, str(outcome)) == (False, "同意拨款。")
    told = {"topic": item.title, "outcome": "同意拨款。"}
    assert history(item.meeting)[-1] == ("add_outcome", "李文员", {}, told, "")


def test_a_task_has_a_lead_helpers_and_a_last_day(cast: Cast) -> None:
    outcome = meetings.add_outcome(
        an_open(cast).items.first(), by=cast.office, kind="task", text="清淤", lead_group=cast.group, due_on=DUE,
        helper_units=[cast.village, cast.other_village], helper_groups=[cast.supervision],
    )  # fmt: skip
    outcome.refresh_from_db()
    assert (outcome.lead, outcome.due_on, outcome.can_be_handed_out) == (cast.group, DUE, True)
    assert set(outcome.helper_units.all()) == {cast.village, cast.other_village}
    assert set(outcome.helper_groups.all()) == {cast.supervision}


@pytest.mark.parametrize("lacking", ["lead_unit", "due_on"])
def test_a_task_may_lack_its_lead_or_last_day_for_now(cast: Cast, lacking: str) -> None:
    given = {"kind": "task", "text": "清淤", "lead_unit": cast.village, "due_on": DUE} | {lacking: None}
    assert not meetings.add_outcome(an_open(cast).items.first(), by=None, **given).can_be_handed_out


@pytest.mark.parametrize("given", ["lead_unit", "lead_group", "due_on", "helper_units"])
def test_only_a_task_has_a_lead_and_a_last_day(cast: Cast, given: str) -> None:
    values = {"lead_unit": cast.village, "lead_group": cast.group, "due_on": DUE, "helper_units": [cast.village]}
    item = an_open(cast).items.first()
    with refused("只有任务才填写主办和期限。"):
        meetings.add_outcome(item, by=cast.office, kind="decision", text="x", **{given: values[given]})


def test_a_unit_or_a_group_leads_and_the_lead_does_not_help(cast: Cast) -> None:
    item = an_open(cast).items.first()
    both = {"lead_unit": cast.village, "lead_group": cast.group}
    with refused("请在主办单位和主办工作组中选择一项。"):
        meetings.add_outcome(item, by=cast.office, kind="task", text="x", **both)
    for given in (
        {"lead_unit": cast.village, "helper_units": [cast.village]},
        {"lead_group": cast.group, "helper_groups": [cast.supervision, cast.group]},
    ):
        with refused("主办方不再列为协办，请从协办中去掉。"):
            meetings.add_outcome(item, by=cast.office, kind="task", text="x", **given)


@pytest.mark.parametrize("build", [a_draft, a_notified, a_final, called_off])
def test_nothing_comes_of_a_meeting_before_it_or_once_its_minutes_are_final(cast: Cast, build: Any) -> None:
    item = build(cast).items.first()
    sentence = f"目前状态为“{item.meeting.get_state_display()}”，不能进行此操作。"
    with refused(sentence):
        an_outcome(item)
    standing = Outcome.objects.create(item=item, kind="note", text="x")
    for act in (
        lambda: meetings.edit_outcome(standing, by=cast.office, kind="note", text="y"),
        lambda: meetings.remove_outcome(standing, by=cast.office, reason="y"),
    ):
        with refused(sentence):
            act()


@pytest.mark.parametrize("gone", ["removed", "proposed", "declined"])
def test_nothing_comes_of_a_topic_that_is_not_on_the_agenda(cast: Cast, gone: str) -> None:
    meeting = an_open(cast)
    item = an_item(meeting, title="去")
    if gone == "removed":
        meetings.remove_item(item, by=None, reason="x")
        item.refresh_from_db()
    else:
        item.state = gone
    with refused("该议题不在议程中。"):
        a_task_outcome(item, cast.village)


def test_an_outcome_is_changed_with_all_that_was_known_of_it(cast: Cast) -> None:
    outcome = a_task_outcome(an_open(cast).items.first(), cast.village, helper_units=[cast.other_village])
    meetings.edit_outcome(
        outcome, by=cast.office, kind="task", text="疏浚", lead_unit=None, lead_group=cast.group, due_on=DUE
    )
    outcome.refresh_from_db()
    assert (outcome.text, outcome.lead, outcome.version) == ("疏浚", cast.group, 2)
    assert list(outcome.helper_units.all()) == []
    verb, _by, before, after, _reason = history(outcome.item.meeting)[-1]
    assert (verb, before["outcome"], after["outcome"]) == ("edit_outcome", "清理通道", "疏浚")


def test_an_outcome_is_taken_out_once_with_the_reason(cast: Cast) -> None:
    outcome = an_outcome(an_open(cast).items.first())
    meeting = outcome.item.meeting
    for _turn in range(2):
        meetings.remove_outcome(outcome, by=cast.office, reason="误记")
    assert not Outcome.objects.present().exists()
    removals = [row for row in history(meeting) if row[0] == "remove_outcome"]
    assert removals == [("remove_outcome", "李文员", {"outcome": "同意。"}, {}, "误记")]


def test_what_was_handed_out_is_changed_and_called_off_in_the_register(cast: Cast) -> None:
    outcome = final_with_task(cast)
    number = outcome.task.number
    with refused(f"督办事项 {number} 已交办，请到督办台账中修改。"):
        meetings.edit_outcome(outcome, by=cast.office, kind="note", text="x")
    with refused(f"督办事项 {number} 已交办，请先撤销。"):
        meetings.remove_outcome(outcome, by=cast.office, reason="x")
    tasks.cancel_task(outcome.task, by=cast.office, reason="重复")
    meetings.remove_outcome(Outcome.objects.get(pk=outcome.pk), by=cast.office, reason="重复")
    assert not Outcome.objects.present().exists()


def test_the_lead_of_an_outcome_is_whoever_is_set(cast: Cast) -> None:
    unit = a_unit()
    assert (Outcome(lead_unit=unit).lead, Outcome(lead_group=cast.group).lead, Outcome().lead) == (
        unit, cast.group, None,
    )  # fmt: skip


def test_an_outcome_s_page_is_its_topic_s_place(cast: Cast) -> None:
    outcome = an_outcome(an_open(cast).items.first())
    assert outcome.get_absolute_url() == f"{outcome.item.meeting.get_absolute_url()}#item-{outcome.item_id}"


# The form


@pytest.mark.parametrize("kind", ["decision", "note", "task"])
def test_lead_and_last_day_left_from_a_task_go_when_it_becomes_something_else(kind: str, cast: Cast) -> None:
    given = {
        "kind": kind, "text": "清理", "lead_unit": cast.village.pk, "lead_group": cast.group.pk,
        "helper_units": [cast.other_village.pk], "helper_groups": [cast.group.pk], "due_on": "2026-06-25",
    }  # fmt: skip
    form = OutcomeForm(given, user=cast.office)
    assert form.is_valid(), form.errors
    left = {name for name in given if form.cleaned_data[name]}
    assert left == (set(given) if kind == "task" else {"kind", "text"})


@pytest.mark.parametrize(("kind", "sentences"), [("note", 0), ("task", 1)])
def test_what_is_out_of_sight_can_be_wrong_without_being_in_the_way(kind: str, sentences: int, cast: Cast) -> None:
    form = OutcomeForm({"kind": kind, "text": "记录", "due_on": "明天"}, user=cast.office)
    assert len(form.errors) == sentences
