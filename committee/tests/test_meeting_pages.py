"""The page of a meeting in each of its states: what stands there, and what each role may press."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import AgendaItem, Meeting
from committee.services import meetings, tasks
from committee.tests import work
from committee.tests.pages import Node, Page
from dayan_safety.testing import Cast, a_meeting, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
AT_NINE = {"held_on": TODAY, "begins_at": time(9)}
LATER = {"held_on": TODAY, "begins_at": time(16)}

REMIND = "催办未回复的 5 人"
NOTIFY, AGENDA, BEGIN, CIRCULATE, FINALIZE = "发出会议通知", "发送议程", "开始会议", "纪要征求意见", "纪要定稿"
RECORD, WALL, COMMENT, REOPEN, EDIT, CANCEL = (
    "登记出席情况", "投屏", "对纪要提意见", "重新打开纪要", "编辑", "取消会议",
)  # fmt: skip


def fresh(meeting: Meeting, **values: Any) -> Meeting:
    """The meeting with values that no verb would set, as the database has it."""
    Meeting.objects.filter(pk=meeting.pk).update(**values)
    return Meeting.objects.get(pk=meeting.pk)


def a_cancelled(cast: Cast) -> Meeting:
    """A meeting that was called off."""
    meeting = work.a_notified(cast)
    meetings.cancel_meeting(meeting, by=None, reason="大雨")
    return meeting


STATES: dict[str, Any] = {
    "draft": work.a_draft,
    "draft of today, before it begins": lambda cast: work.a_draft(cast, **LATER),
    "draft of today, after it was to begin": lambda cast: work.a_draft(cast, **AT_NINE),
    "notified": work.a_notified,
    "notified, today": lambda cast: fresh(work.a_notified(cast), **AT_NINE),
    "under way": work.an_open,
    "for comment": work.a_minuted,
    "final": work.a_final,
    "cancelled": a_cancelled,
}
BUTTONS: dict[str, dict[str, list[str]]] = {
    "draft": {"office": [NOTIFY, EDIT, CANCEL], "chair": [CANCEL], "lead": [], "member": []},
    "draft of today, before it begins": {"office": [NOTIFY, BEGIN, EDIT, CANCEL], "chair": [CANCEL], "lead": []},
    "draft of today, after it was to begin": {"office": [BEGIN, EDIT, CANCEL], "chair": [CANCEL]},
    "notified": {
        "office": [WALL, AGENDA, REMIND, EDIT, CANCEL],
        "chair": [WALL, REMIND, CANCEL],
        "lead": [],
        "liaison": [],
    },
    "notified, today": {"office": [BEGIN, RECORD, WALL, AGENDA, EDIT, CANCEL], "chair": [WALL, CANCEL], "liaison": []},
    "under way": {"office": [CIRCULATE, RECORD, WALL], "chair": [WALL], "lead": [], "member": [], "liaison": []},
    "for comment": {"office": [FINALIZE, RECORD, COMMENT], "chair": [FINALIZE, COMMENT], "liaison": [COMMENT]},
    "final": {"office": [REOPEN], "chair": [REOPEN], "lead": [], "member": [], "liaison": []},
    "cancelled": {"office": [], "chair": [], "lead": [], "liaison": []},
}
PRIMARY = {
    "draft": NOTIFY,
    "draft of today, before it begins": NOTIFY,
    "draft of today, after it was to begin": BEGIN,
    "notified, today": BEGIN,
    "under way": CIRCULATE,
    "for comment": FINALIZE,
}


def page_of(browser: Any, meeting: Meeting) -> Page:
    """The meeting's page."""
    return Page(browser.get(meeting.get_absolute_url()))


def agenda(page: Page) -> list[Node]:
    """The topics on the agenda."""
    return [line for line in page.main.first("ol", "agenda").children if isinstance(line, Node)]


@pytest.mark.parametrize("state", STATES)
def test_each_role_is_offered_what_it_can_do_now(state: str, cast: Cast, as_user: Any) -> None:
    meeting = STATES[state](cast)
    offered = {role: page_of(as_user(getattr(cast, role)), meeting).buttons for role in BUTTONS[state]}
    without_papers = {role: [text for text in texts if "Word" not in text] for role, texts in offered.items()}
    assert without_papers == BUTTONS[state]


@pytest.mark.parametrize("state", STATES)
def test_one_button_alone_is_the_primary_one(state: str, cast: Cast, as_user: Any) -> None:
    head = page_of(as_user(cast.office), STATES[state](cast)).head
    assert [button.text for button in head.all("a", "btn-primary")] == list(filter(None, [PRIMARY.get(state)]))


@pytest.mark.parametrize("state", STATES)
def test_no_button_leads_to_a_refusal_for_the_state(state: str, cast: Cast, as_user: Any) -> None:
    """What is offered can be done: a POST is answered by the form's own errors at most, never by the state's."""
    meeting = STATES[state](cast)
    for link in page_of(as_user(cast.office), meeting).head.all("a"):
        if link.text not in (WALL, EDIT):
            answer = as_user(cast.office).post(str(link.attributes["href"]), {})
            assert answer.status_code == 302 or "" not in Page(answer).errors, link.text
            meeting = fresh(meeting, state=meeting.state)


def test_a_draft_exists_for_the_committee_and_not_for_who_is_only_invited(cast: Cast, as_user: Any) -> None:
    meeting = work.a_draft(cast)
    seen = {role: as_user(getattr(cast, role)).get(meeting.get_absolute_url()).status_code for role in Cast.ROLES}
    assert [role for role, code in seen.items() if code == 200] == ["chair", "office", "lead", "member", "supervisor"]
    assert {code for role, code in seen.items() if role in ("liaison", "outsider", "auditor")} == {404}
    meetings.notify_meeting(meeting, by=None)
    assert as_user(cast.liaison).get(meeting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("state", "done", "now"),
    [("draft", 0, "草稿"), ("notified", 1, "已通知"), ("under way", 2, "进行中"), ("final", 4, "纪要定稿")],
)
def test_the_bar_says_where_it_stands(state: str, done: int, now: str, cast: Cast, as_user: Any) -> None:
    bar = page_of(as_user(cast.lead), STATES[state](cast)).main.first("ol", "steps")
    assert [step.first("span").text for step in bar.all("li")] == ["草稿", "已通知", "进行中", "征求意见", "纪要定稿"]
    assert len(bar.all("li", "is-done")) == done
    assert [step.first("span").text for step in bar.all("li") if step.attributes.get("aria-current")] == [now]


def test_a_meeting_that_was_called_off_has_no_bar(cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.lead), a_cancelled(cast))
    assert (page.status, page.main.all("ol", "steps")) == ("已取消", [])


def test_its_facts_are_day_place_people_and_numbers(cast: Cast, as_user: Any) -> None:
    given = {
        "place": "三楼会议室",
        "chair": cast.chair.person,
        "recorder": cast.office.person,
        "begins_at": time(14, 30),
    }
    meeting = work.a_notified(cast, **given)
    assert page_of(as_user(cast.lead), meeting).facts == {
        "日期": "2026-06-25", "开始时间": "14:30", "地点": "三楼会议室", "主持人": "王主任", "记录人": "李文员",
        "通知文号": "大安创办〔2026〕1号",
    }  # fmt: skip
    final = work.a_final(cast)
    assert page_of(as_user(cast.lead), final).facts["纪要文号"] == "大安创纪〔2026〕1号"


def test_until_when_one_may_comment_stands_there_only_while_one_may(cast: Cast, as_user: Any) -> None:
    meeting = work.a_minuted(cast)
    assert page_of(as_user(cast.lead), meeting).facts["意见截止"] == "2026-06-17"
    meetings.finalize_minutes(meeting, by=None)
    assert "意见截止" not in page_of(as_user(cast.lead), meeting).facts


def test_what_to_prepare_is_read_by_those_invited(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast, requirements="带上月台账\n着正装")
    assert page_of(as_user(cast.liaison), meeting).panels["参会准备"].first(kind="prose").text == "带上月台账 着正装"
    assert "参会准备" not in page_of(as_user(cast.liaison), work.a_notified(cast)).panels


def test_a_topic_says_its_kind_presenter_and_minutes(cast: Cast, as_user: Any) -> None:
    meeting = work.a_draft(cast)
    work.an_item(meeting, kind="convey", title="传达", owner=cast.lead.person, planned_minutes=25)
    page = page_of(as_user(cast.member), meeting)
    assert [line.text for line in agenda(page)] == [
        "消防通道 协调解决问题 · 10 分钟",
        "传达 传达要求 · 赵组长 · 25 分钟",
    ]
    assert "预计共 35 分钟" in page.panels["议程"].text


@pytest.mark.parametrize(("times", "told"), [(0, None), (1, "已结转 1 次"), (3, "已结转 3 次")])
def test_a_topic_says_how_often_it_came_over(times: int, told: str | None, cast: Cast, as_user: Any) -> None:
    meeting = work.a_draft(cast)
    AgendaItem.objects.update(carried=times)
    badges = [badge.text for badge in agenda(page_of(as_user(cast.member), meeting))[0].all("span", "badge")]
    assert badges == [told] * bool(told)


def test_outcomes_stand_under_their_topic(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    item = meeting.items.get()
    work.an_outcome(item, kind="note", text="记下")
    work.a_task_outcome(item, cast.village, helper_units=[cast.other_village], helper_groups=[cast.group])
    work.an_outcome(item, kind="task", text="没有主办")
    lines = [line.first("div").text for line in agenda(page_of(as_user(cast.lead), meeting))[0].all("li", "outcome")]
    assert lines == [
        "备注 记下",
        "任务 清理通道 东风村 · 协办：西河村、消防安全组 · 2026-06-25 止",
        "任务 没有主办 缺少主办或期限",
    ]


def test_a_task_that_was_handed_out_is_linked_and_no_longer_edited_here(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    outcome = work.a_task_outcome(meeting.items.get(), cast.village)
    meetings.circulate_minutes(meeting, by=None)
    before = agenda(page_of(as_user(cast.office), meeting))[0].first("li", "outcome").text
    meetings.finalize_minutes(meeting, by=None)
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    outcome.refresh_from_db()
    line = agenda(page_of(as_user(cast.office), meeting))[0].first("li", "outcome")
    assert "修改议定事项" in before
    assert "修改议定事项" not in line.text
    assert line.first("a").text == outcome.task.number == "大安督〔2026〕1号"


def test_the_first_topic_fills_itself_with_what_became_of_tasks(cast: Cast, as_user: Any) -> None:
    overdue, closed = (
        work.made_overdue(a_task(title="逾期的", lead_unit=cast.village)),
        work.a_closed(cast, title="好了"),
    )
    meeting = meetings.create_meeting(a_meeting_of(cast), by=None)
    results = agenda(page_of(as_user(cast.lead), meeting))[0]
    assert results.first("summary").text == "任务 ：已销号 1 项，在办 0 项，逾期 1 项"
    assert [line.text for line in results.first("details").all("li")] == [
        "逾期的（东风村）：逾期 1 天",
        "好了（东风村）：按期销号",
    ]
    links = [link.attributes["href"] for link in results.first("details").all("a")]
    assert links == [overdue.get_absolute_url(), closed.get_absolute_url()]


def a_meeting_of(cast: Cast) -> Meeting:
    """A meeting that was not called yet."""
    return Meeting(committee=cast.committee, title="例会", held_on=TODAY + timedelta(days=5))


def test_what_the_first_topic_told_is_kept_once_the_meeting_began(cast: Cast, as_user: Any) -> None:
    task = work.made_overdue(a_task(title="逾期的", lead_unit=cast.village))
    meeting = meetings.create_meeting(a_meeting_of(cast), by=None)
    fresh(meeting, held_on=TODAY)
    meetings.begin_meeting(Meeting.objects.get(pk=meeting.pk), by=None)
    tasks.report_done(task, by=cast.liaison, text="完成")
    tasks.close_task(task, by=cast.office)
    told = agenda(page_of(as_user(cast.lead), meeting))[0].first("details")
    assert told.all("li")[0].text == "逾期的（东风村）：逾期 1 天"


def test_without_topics_the_agenda_says_so(cast: Cast, as_user: Any) -> None:
    assert (
        page_of(as_user(cast.lead), a_meeting(cast.committee)).panels["议程"].first(kind="muted").text == "暂无议题。"
    )


@pytest.mark.parametrize(
    ("role", "draft", "under_way", "final"),
    [
        ("office", ["添加议题"], ["添加议题"], []),
        ("chair", ["提出议题"], [], []),
        ("member", ["提出议题"], [], []),
    ],
)
def test_topics_are_added_by_the_office_and_proposed_by_others(
    role: str, draft: list[str], under_way: list[str], final: list[str], cast: Cast, as_user: Any
) -> None:
    browser = as_user(getattr(cast, role))
    for make, shown in ((work.a_draft, draft), (work.an_open, under_way), (work.a_final, final)):
        head = page_of(browser, make(cast)).panels["议程"].first(kind="card-header")
        assert [link.text for link in head.all("a")] == shown


def test_only_the_office_has_tools_on_topics_and_people(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    work.an_outcome(meeting.items.get())
    for role, shown in (("office", True), ("chair", False), ("lead", False), ("member", False), ("liaison", False)):
        page = page_of(as_user(getattr(cast, role)), meeting)
        tools = page.main.all(kind="line-tools") + page.panels["人员"].first("ul").all("a")
        assert bool(tools) == shown, role


def test_proposed_topics_wait_apart_until_the_office_decides(cast: Cast, as_user: Any) -> None:
    meeting = work.a_draft(cast)
    item = meetings.propose_item(meeting, by=cast.lead, kind="solve", title="配手电", owner=cast.member.person)
    page = page_of(as_user(cast.office), meeting)
    panel = page.panels["所提议题"]
    assert panel.first("li").first(kind="flex-fill").text == "配手电 协调解决问题 · 赵组长 提出 · 汇报人：钱所长"
    assert [link.attributes["href"] for link in panel.all("a")] == [reverse("committee:decide_item", args=[item.pk])]
    assert "配手电" not in page.panels["议程"].text
    assert page_of(as_user(cast.lead), meeting).panels["所提议题"].all("a") == []
    meetings.decide_item(item, by=cast.office, accepted=True)
    page = page_of(as_user(cast.office), meeting)
    assert "所提议题" not in page.panels
    assert "配手电" in page.panels["议程"].text


def test_a_meeting_that_does_not_exist_for_the_reader_is_not_there_at_all(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    missing = as_user(cast.outsider).get(reverse("committee:view_meeting", args=[10**9]))
    hidden = as_user(cast.outsider).get(meeting.get_absolute_url())
    assert hidden.status_code == missing.status_code == 404
    assert Page(hidden).text == Page(missing).text


def test_the_day_in_the_town_decides_when_a_meeting_may_begin(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast, held_on=TODAY + timedelta(days=1))
    for moment, offered in (("2026-06-15 23:59+08:00", False), ("2026-06-16 00:00+08:00", True)):
        with time_machine.travel(moment, tick=False):
            assert (BEGIN in page_of(as_user(cast.office), meeting).buttons) is offered
