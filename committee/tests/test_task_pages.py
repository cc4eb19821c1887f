"""The page of a task in each of its states and for each role: its light, facts, panels, and what can be pressed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from committee.models import Task
from committee.services import meetings, tasks
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.models import Attachment
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
RECEIVE, DONE, PROGRESS, LONGER, DECLINE = "签收", "申请复核", "反馈进展", "申请延期", "申请退办"
SLIP, MOVE, EDIT, CANCEL, CLOSE, RETURN, REOPEN = (
    "发督办单", "调整办理期限", "编辑", "撤销督办事项", "复核销号", "退回重办", "重新办理",
)  # fmt: skip


def a_village_task(cast: Cast, **values: Any) -> Task:
    """A task of the liaison's village, with which the lead's group helps."""
    return a_task(**{"lead_unit": cast.village, "helper_groups": [cast.group], **values})


def received(cast: Cast) -> Task:
    """The same, signed for."""
    task = a_village_task(cast)
    tasks.receive_task(task, by=cast.liaison)
    return task


def declined(cast: Cast) -> Task:
    """The same, said to be impossible."""
    task = a_village_task(cast)
    tasks.decline_task(task, by=cast.liaison, reason="无权")
    return task


def called_off(cast: Cast) -> Task:
    """The same, called off."""
    task = a_village_task(cast)
    tasks.cancel_task(task, by=None, reason="并案")
    return task


STATES: dict[str, Any] = {
    "assigned": a_village_task,
    "received": received,
    "overdue": lambda cast: work.made_overdue(a_village_task(cast)),
    "reported": lambda cast: work.a_reported(cast, helper_groups=[cast.group]),
    "declined": declined,
    "closed": lambda cast: work.a_closed(cast, helper_groups=[cast.group]),
    "cancelled": called_off,
}
CHAIR_S, OFFICE_S = [MOVE, CANCEL], [SLIP, MOVE, EDIT, CANCEL]
BUTTONS: dict[str, dict[str, list[str]]] = {
    "assigned": {"liaison": [RECEIVE, DONE, PROGRESS, LONGER, DECLINE], "lead": [PROGRESS], "office": OFFICE_S},
    "received": {"liaison": [DONE, PROGRESS, LONGER, DECLINE], "lead": [PROGRESS], "chair": CHAIR_S, "member": []},
    "overdue": {"liaison": [RECEIVE, DONE, PROGRESS, DECLINE], "lead": [PROGRESS], "office": OFFICE_S},
    "reported": {
        "liaison": [PROGRESS],
        "office": [CLOSE, RETURN, *OFFICE_S],
        "chair": [CLOSE, RETURN, *CHAIR_S],
        "member": [],
    },
    "declined": {"liaison": [], "office": [RETURN, *OFFICE_S], "chair": [RETURN, *CHAIR_S]},
    "closed": {"liaison": [], "office": [REOPEN], "chair": [REOPEN], "lead": []},
    "cancelled": {"liaison": [], "office": [], "chair": []},
}


def page_of(browser: Any, task: Task) -> Page:
    """The task's page."""
    return Page(browser.get(task.get_absolute_url()))


@pytest.mark.parametrize("state", STATES)
def test_each_role_is_offered_what_it_can_do_now(state: str, cast: Cast, as_user: Any) -> None:
    task = STATES[state](cast)
    offered = {role: page_of(as_user(getattr(cast, role)), task).buttons for role in BUTTONS[state]}
    assert offered == BUTTONS[state]


@pytest.mark.parametrize(
    ("days", "light"),
    [
        (10, "正常"),
        (4, "正常"),
        (3, "还剩 3 天"),
        (1, "还剩 1 天"),
        (0, "今天到期"),
        (-1, "逾期 1 天"),
        (-30, "逾期 30 天"),
    ],
)
def test_the_light_says_how_many_days_are_left(days: int, light: str, cast: Cast, as_user: Any) -> None:
    task = work.due(a_village_task(cast), TODAY + timedelta(days=days))
    page = page_of(as_user(cast.lead), task)
    assert page.status == light
    tone = "danger" if days < 0 else "warning" if days <= 3 else "success"
    assert f"bg-{tone}-subtle" in str(page.head.first("span", "badge").attributes["class"])


@pytest.mark.parametrize(
    ("state", "light"),
    [("reported", "待复核"), ("declined", "申请退办"), ("closed", "按期销号"), ("cancelled", "已撤销")],
)
def test_what_waits_for_others_or_is_over_has_a_word_of_its_own(
    state: str, light: str, cast: Cast, as_user: Any
) -> None:
    assert page_of(as_user(cast.chair), STATES[state](cast)).status == light


def test_a_task_that_was_closed_late_says_so(cast: Cast, as_user: Any) -> None:
    task = work.due(work.a_closed(cast), TODAY - timedelta(days=1))
    assert page_of(as_user(cast.chair), task).status == "逾期销号"


def test_its_facts_tell_who_until_when_and_from_where(cast: Cast, as_user: Any) -> None:
    given = {"helper_units": [cast.other_village], "source_note": "市安委办〔2026〕9号", "text": "逐户排查\n建台账"}
    task = a_village_task(cast, **given)
    tasks.move_task(task, by=None, due_on=date(2026, 7, 1), reason="顺延")
    tasks.receive_task(task, by=cast.liaison)
    page = page_of(as_user(cast.lead), task)
    assert page.title == f"大安督〔2026〕1号 {task.title}"
    assert page.facts == {
        "主办": "东风村",
        "协办": "西河村、消防安全组",
        "状态": "办理中",
        "办理期限": "2026-07-01",
        "原定期限": "2026-06-25",
        "交办日期": "2026-06-15",
        "签收时间": "2026-06-15 10:00",
        "来源": "上级交办 市安委办〔2026〕9号",
    }
    assert page.panels["办理要求"].first(kind="prose").text == "逐户排查 建台账"


def test_the_task_of_a_meeting_leads_back_to_its_topic_for_who_may_go_there(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    meetings.uninvite(work.an_invitation(meeting, cast.liaison), by=None, reason="x")
    item = meeting.items.get()
    outcome = work.a_task_outcome(item, cast.village)
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    outcome.refresh_from_db()

    def source(login: Any) -> tuple[str, list[Any]]:
        page = page_of(as_user(login), outcome.task)
        links = [link.attributes["href"] for link in page.main.first("dl", "facts").all("a")]
        return page.facts["来源"], [link for link in links if "meeting" in str(link)]

    assert source(cast.lead) == (f"联席会议 {meeting}", [f"{meeting.get_absolute_url()}#item-{item.pk}"])
    assert source(cast.liaison) == (f"联席会议 {meeting}", [])


def test_progress_stands_newest_first_with_who_told_it(cast: Cast, as_user: Any) -> None:
    task = a_village_task(cast)
    tasks.report_progress(task, by=cast.liaison, text="过半\n顺利")
    tasks.report_progress(task, by=cast.lead, text="已配合")
    lines = [line.text for line in page_of(as_user(cast.member), task).panels["办理进展"].all("li")]
    assert lines == ["已配合 赵组长 · 2026-06-15 10:00", "过半 顺利 孙信息 · 2026-06-15 10:00"]


def test_an_extension_is_decided_by_the_chair_alone(cast: Cast, as_user: Any) -> None:
    task = a_village_task(cast)
    extension = tasks.ask_extension(task, by=cast.liaison, wanted_on=date(2026, 7, 1), reason="待料")
    url = reverse("committee:decide_extension", args=[extension.pk])
    shown = {
        role: [
            link.attributes["href"] for link in page_of(as_user(getattr(cast, role)), task).panels["延期申请"].all("a")
        ]
        for role in ("chair", "office", "liaison", "lead")
    }
    assert shown == {"chair": [url], "office": [], "liaison": [], "lead": []}
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("office", "liaison", "outsider")}
    assert codes == {"office": 403, "liaison": 403, "outsider": 404}
    page = Page(as_user(cast.chair).post(url, {"granted": "yes", "note": "抓紧"}, follow=True))
    assert (page.facts["办理期限"], page.facts["原定期限"]) == ("2026-07-01", "2026-06-25")
    assert page.panels["延期申请"].first("li").text == (
        "2026-06-25 → 2026-07-01 已同意 待料 孙信息 · 2026-06-15 10:00 → 王主任 · 2026-06-15 10:00：抓紧"
    )
    assert page.panels["延期申请"].all("a") == []
    assert page.history[0] == (
        "王主任 审批延期 办理期限：变更前 2026-06-25 → 变更后 2026-07-01 决定：变更后 已同意 原因：抓紧"
    )


def test_a_refused_extension_leaves_the_last_day(cast: Cast, as_user: Any) -> None:
    task = a_village_task(cast)
    extension = tasks.ask_extension(task, by=cast.liaison, wanted_on=date(2026, 7, 1), reason="待料")
    url = reverse("committee:decide_extension", args=[extension.pk])
    page = Page(as_user(cast.chair).post(url, {"granted": "no"}, follow=True))
    assert page.facts["办理期限"] == "2026-06-25"
    again = Page(as_user(cast.chair).post(url, {"granted": "yes"}))
    assert (again.status_code, again.errors) == (422, {"": "此项已经决定。"})


def test_a_slip_is_signed_for_by_who_leads_and_then_says_so(cast: Cast, as_user: Any) -> None:
    task = a_village_task(cast)
    url = reverse("committee:sign_slip", args=[work.a_slip(task).pk])

    def doors(page: Page) -> list[Any]:
        return [link.attributes["href"] for link in page.panels["督办单"].all("a") if link.attributes["href"] == url]

    page = page_of(as_user(cast.liaison), task)
    told = page.panels["督办单"].first("li").first(kind="flex-fill").text
    assert told == "蓝色督办单 大安督单〔2026〕1号 限期办结。 2026-06-15 · 未签收"
    assert (doors(page), doors(page_of(as_user(cast.lead), task))) == ([url], [])
    page = Page(as_user(cast.liaison).post(url, {}, follow=True))
    assert page.panels["督办单"].first("p", "muted").text == "2026-06-15 · 已于 2026-06-15 10:00 签收 · 孙信息"
    assert doors(page) == []


def test_doers_attach_files_and_readers_open_them(cast: Cast, as_user: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    task = a_village_task(cast)
    url = reverse("committee:attach_task", args=[task.pk])
    file = SimpleUploadedFile("台账.txt", "一户一档".encode(), "text/plain")
    page = Page(as_user(cast.lead).post(url, {"uploads": [file]}, follow=True))
    assert "台账.txt" in page.panels["附件"].text
    kept = reverse("download_attachment", args=[Attachment.objects.get().pk])
    codes = {role: as_user(getattr(cast, role)).get(kept).status_code for role in ("liaison", "member", "outsider")}
    assert codes == {"liaison": 200, "member": 200, "outsider": 404}
    assert as_user(cast.member).get(url).status_code == 403


def test_a_village_sees_its_own_tasks_and_those_it_helps_with(cast: Cast, as_user: Any) -> None:
    own, helped = a_village_task(cast), a_task(helper_units=[cast.village])
    others = a_task(lead_unit=cast.other_village)
    codes = [as_user(cast.liaison).get(task.get_absolute_url()).status_code for task in (own, helped, others)]
    assert codes == [200, 200, 404]
    assert page_of(as_user(cast.liaison), helped).buttons == [PROGRESS]


def test_the_title_of_a_task_is_the_first_line_as_a_browser_sends_it(cast: Cast) -> None:
    meeting = work.an_open(cast)
    outcome = work.a_task_outcome(meeting.items.get(), cast.village, text="排查通道\r\n逐户建台账\r\n拍照")
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    outcome.refresh_from_db()
    assert (outcome.task.title, outcome.task.text) == ("排查通道", "逐户建台账\n拍照")
