"""The page of a report in each of its states: what stands there, and what each role may press."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from committee.services import reports
from committee.tests import reporting
from committee.tests.pages import Page
from committee.tests.report_pages import CLOSED, fresh, notes, page_of
from committee.tests.reporting import a_filled, a_report, a_returned, a_submitted, an_accepted
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
WRITE, SUBMIT, COMMENT, MOVE, EXCUSE = "填写报告", "上报报告", "对报告提出意见", "调整报告期限", "准予报告免报"
ACCEPT, RETURN, REOPEN, DEMAND = "审核通过报告", "退回报告", "重新打开报告", "取消报告免报"

STATES: dict[str, Any] = {
    "draft": a_report,
    "filled": a_filled,
    "closed": lambda cast: a_report(cast, **CLOSED),
    "submitted": a_submitted,
    "returned": a_returned,
    "returned, closed": lambda cast: fresh(a_returned(cast), **CLOSED),
    "accepted": an_accepted,
    "excused": reporting.an_excused,
}
WRITER_S, OFFICE_S, CHAIR_S = [WRITE, SUBMIT, COMMENT], [COMMENT, MOVE, EXCUSE], [COMMENT, EXCUSE]
BUTTONS: dict[str, dict[str, list[str]]] = {
    "draft": {"lead": WRITER_S, "office": OFFICE_S, "chair": CHAIR_S, "member": [], "supervisor": []},
    "filled": {"lead": WRITER_S, "office": OFFICE_S, "chair": CHAIR_S, "member": [], "supervisor": []},
    "closed": {"lead": [COMMENT], "office": OFFICE_S, "chair": CHAIR_S, "member": []},
    "submitted": {"lead": [COMMENT], "office": [ACCEPT, RETURN, COMMENT], "chair": [COMMENT], "supervisor": []},
    "returned": {"lead": WRITER_S, "office": OFFICE_S, "chair": CHAIR_S, "member": []},
    "returned, closed": {"lead": [COMMENT], "office": OFFICE_S, "chair": CHAIR_S},
    "accepted": {"lead": [COMMENT], "office": [COMMENT, REOPEN], "chair": [COMMENT, REOPEN], "member": []},
    "excused": {"lead": [], "office": [DEMAND], "chair": [DEMAND], "member": []},
}
PRIMARY = {
    ("draft", "lead"): WRITE,
    ("returned", "lead"): WRITE,
    ("submitted", "office"): ACCEPT,
    ("draft", "office"): None,
    ("submitted", "lead"): None,
    ("accepted", "office"): None,
}


# What can be pressed


@pytest.mark.parametrize("state", STATES)
def test_each_role_is_offered_what_it_can_do_now(state: str, cast: Cast, as_user: Any) -> None:
    report = STATES[state](cast)
    offered = {role: page_of(as_user(getattr(cast, role)), report).buttons for role in BUTTONS[state]}
    assert offered == BUTTONS[state]


@pytest.mark.parametrize(("state", "role"), PRIMARY)
def test_one_button_at_most_is_the_primary_one(state: str, role: str, cast: Cast, as_user: Any) -> None:
    head = page_of(as_user(getattr(cast, role)), STATES[state](cast)).head
    assert [button.text for button in head.all("a", "btn-primary")] == list(filter(None, [PRIMARY[state, role]]))


@pytest.mark.parametrize("role", ["lead", "office", "chair"])
@pytest.mark.parametrize("state", [state for state in STATES if state != "draft"])
def test_no_button_leads_to_a_refusal_for_the_state(state: str, role: str, cast: Cast, as_user: Any) -> None:
    """What is offered can be done: a POST is answered by the form's own errors at most, never by the state's."""
    report, browser = STATES[state](cast), as_user(getattr(cast, role))
    links = {link.text: str(link.attributes["href"]) for link in page_of(browser, report).head.all("a")}
    for text, url in links.items():
        answer = browser.get(url) if text == WRITE else browser.post(url, {})
        assert answer.status_code in (200, 302) or "" not in Page(answer).errors, text
        fresh(report, state=report.state, submitted_by=report.submitted_by)


def test_who_handed_a_report_in_is_not_offered_to_accept_it(cast: Cast, as_user: Any) -> None:
    report = fresh(a_submitted(cast), submitted_by=cast.office)
    assert page_of(as_user(cast.office), report).buttons == [RETURN, COMMENT]


def test_the_last_day_for_writing_counts_to_its_end(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    for moment, offered in (("2026-06-29 23:59+08:00", True), ("2026-06-30 00:00+08:00", False)):
        with time_machine.travel(moment, tick=False):
            assert (WRITE in page_of(as_user(cast.lead), report).buttons) is offered


def test_a_liaison_writes_the_report_of_the_own_unit_and_sees_no_other(cast: Cast, as_user: Any) -> None:
    own, other = reporting.a_quarterly(cast), reporting.a_quarterly(cast, cast.other_village)
    assert page_of(as_user(cast.liaison), own).buttons == WRITER_S
    assert page_of(as_user(cast.liaison), own).facts["填报单位"] == "东风村"
    codes = [as_user(cast.liaison).get(report.get_absolute_url()).status_code for report in (other, a_report(cast))]
    assert codes == [404, 404]
    assert as_user(cast.lead).get(other.get_absolute_url()).status_code == 200


def test_a_report_of_others_is_no_different_from_none(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    missing = as_user(cast.outsider).get(reverse("committee:view_report", args=[10**9]))
    hidden = as_user(cast.outsider).get(report.get_absolute_url())
    assert hidden.status_code == missing.status_code == 404
    assert Page(hidden).text == Page(missing).text


# Facts, and what to know first


def test_its_facts_tell_who_which_period_and_until_when(cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.member), a_report(cast))
    assert (page.title, page.status) == ("消防安全组 2026年6月", "填报中")
    assert page.facts == {
        "填报单位": "消防安全组",
        "报告期": "2026年6月",
        "表式": "工作组月报（2026-01）",
        "应报日": "2026-06-25（还有 10 天）",
        "截止日": "2026-06-29",
    }


def test_its_facts_tell_what_has_happened(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast)
    with time_machine.travel("2026-06-16 09:30+08:00", tick=False):
        reports.submit_report(report, by=cast.lead)
        reports.accept_report(report, by=cast.office)
    page = page_of(as_user(cast.member), report)
    told = {name: text for name, text in page.facts.items() if name not in ("填报单位", "报告期", "表式")}
    assert page.status == "审核通过"
    assert told == {
        "应报日": "2026-06-25",
        "截止日": "2026-06-29",
        "上报时间": "2026-06-15 10:00 · 按时",
        "最近上报": "2026-06-16 09:30",
        "上报人": "赵组长",
        "退回次数": "1",
        "审核通过": "2026-06-16 09:30 · 李文员",
    }


@pytest.mark.parametrize(
    ("days", "told"), [(1, "2026-06-16（还有 1 天）"), (0, "2026-06-15（今天）"), (-3, "2026-06-12（已逾期 3 天）")]
)
def test_how_far_the_day_is_stands_beside_it(days: int, told: str, cast: Cast, as_user: Any) -> None:
    report = a_report(cast, due_on=date(2026, 6, 15) + timedelta(days=days))
    assert page_of(as_user(cast.lead), report).facts["应报日"] == told


def test_the_day_is_told_plainly_once_it_is_no_longer_waited_for(cast: Cast, as_user: Any) -> None:
    for month, make in ((4, a_submitted), (5, reporting.an_excused)):
        report = make(cast, a_report(cast, first=date(2026, month, 1), lock_on=date(2026, 6, 20)))
        assert page_of(as_user(cast.lead), report).facts["应报日"] == str(report.due_on)


def test_a_report_that_came_late_says_so(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast, a_report(cast, due_on=date(2026, 6, 12)))
    assert page_of(as_user(cast.lead), report).facts["上报时间"] == "2026-06-15 10:00 · 逾期"


def test_who_reports_and_the_form_are_linked_for_those_who_may_go_there(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    links = [link.attributes["href"] for link in page_of(as_user(cast.lead), report).main.first("dl", "facts").all("a")]
    assert links == [cast.group.get_absolute_url(), report.form.get_absolute_url()]


def test_under_review_its_writers_read_that_it_is_locked_and_others_do_not(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    told = notes(page_of(as_user(cast.lead), report))
    assert told == ["已上报，等待办公室审核 审核期间不能修改。如发现填错，请提出意见说明，由办公室退回后修改。"]
    assert notes(page_of(as_user(cast.member), report)) == []


def test_sent_back_the_reason_stands_on_top(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast)
    reports.comment_report(report, by=cast.office, text="电话联系过")
    assert notes(page_of(as_user(cast.lead), report)) == ["已被李文员退回，请修改后重新上报 请补充"]
    reports.submit_report(report, by=cast.lead)
    assert "请补充" not in " ".join(notes(page_of(as_user(cast.lead), report)))


def test_closed_it_says_who_can_open_it(cast: Cast, as_user: Any) -> None:
    report = a_report(cast, **CLOSED)
    told = "2026-06-12 已截止，不能再填写"
    assert notes(page_of(as_user(cast.lead), report)) == [f"{told} 如需补报，请联系办公室延长：李文员。"]
    page = page_of(as_user(cast.office), report)
    assert notes(page) == [f"{told} 您可以为它另定日期。 调整报送日期"]
    [link] = page.main.first("div", "note").all("a")
    assert link.attributes["href"] == reverse("committee:move_report", args=[report.pk])
    assert page.facts["截止日"] == "2026-06-12（已截止）"
    assert notes(page_of(as_user(cast.lead), fresh(report, state="excused"))) == []


# Files


def test_writers_attach_files_while_the_report_can_be_written(
    cast: Cast, as_user: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    report = a_filled(cast)
    url = reverse("committee:attach_report", args=[report.pk])
    file = SimpleUploadedFile("签到表.txt", "名单".encode(), "text/plain")
    page = Page(as_user(cast.lead).post(url, {"uploads": [file]}, follow=True))
    assert "签到表.txt" in page.panels["附件"].text
    assert as_user(cast.member).get(url).status_code == 403
    codes = [as_user(cast.lead).get(url).status_code]
    codes.append(
        as_user(cast.lead).get(reverse("committee:attach_report", args=[fresh(report, **CLOSED).pk])).status_code
    )
    fresh(report, state="submitted", lock_on=date(2026, 6, 29))
    codes.append(as_user(cast.lead).get(url).status_code)
    assert codes == [200, 403, 403]
    assert as_user(cast.office).get(url).status_code == 200
