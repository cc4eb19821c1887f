"""The page of the town's month: a draft or an edition, who is in it, figures that lead to reports, and issuing it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Report, TownReport
from committee.services import reports
from committee.tests import town_work
from committee.tests.pages import Node, Page, rows_of
from committee.tests.reporting import JUNE, a_report
from committee.tests.town_work import NAMES, a_town, accepted, changed
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_group
from dayan_safety.tests.markup import inline_faults, markup_of

pytestmark = pytest.mark.usefixtures("midsummer")
MONTH, ISSUE, WORD, BOOK = (
    reverse(f"committee:{name}", args=[2026, 6])
    for name in ("view_town_month", "issue_town_report", "download_town_month", "export_town_month")
)
YEAR = reverse("committee:view_town_year", args=[2026])
MONTHS = YEAR.removesuffix("2026/")
DRAFT = "这是草稿：本月目前的情况，尚未印发，数据还会变化。"
TOWN_WIDE = ["chair", "office", "lead", "member", "supervisor"]
OTHERS = ["liaison", "inspector", "auditor", "administrator", "outsider"]


def month(browser: Any, query: str = "") -> Page:
    """June's page."""
    return Page(browser.get(MONTH + query))


def table(page: Page, section: str) -> dict[str, list[str]]:
    """Figure → its cells in a section."""
    return {row[0]: row[1:] for row in rows_of(page.panels[section])}


def links(node: Node) -> list[str]:
    """Where one may go from there."""
    return [str(link.attributes["href"]) for link in node.all("a")]


def alerts(page: Page) -> list[str]:
    """The sentences above the content."""
    return [node.text for node in page.main.first(kind="stack").all(kind="alert")]


def test_a_month_that_was_not_issued_says_plainly_that_it_is_a_draft(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    page = month(as_user(cast.office))
    assert (page.title, page.status) == ("2026年6月全镇月报", "草稿")
    assert "草稿：截至 2026-06-15 的情况" in page.head.text
    assert alerts(page) == [DRAFT, "尚未审核通过、未计入的（1 个组）： 治安组"]
    assert "版本" not in page.panels


def test_groups_stand_there_with_their_standing_and_lead_to_their_reports(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    groups = month(as_user(cast.member)).panels["工作组"]
    assert [line.text for line in groups.all("li")] == [
        "消防安全组 审核通过",
        "交通安全组 审核通过",
        "学校安全组 审核通过",
        "治安组 尚未上报",
        "涉水组 零报告",
        "老年组 免报",
    ]
    assert links(groups) == [town[key].get_absolute_url() for key in NAMES]


@pytest.mark.parametrize(
    ("state", "due", "words"),
    [("draft", "2026-06-10", "缺报"), ("submitted", "2026-06-25", "待审核"), ("returned", "2026-06-25", "退回")],
)
def test_how_far_a_report_has_come_is_told_as_it_is(state: str, due: str, words: str, cast: Cast, as_user: Any) -> None:
    town_work.a_town_form()
    report = a_report(cast)
    Report.objects.filter(pk=report.pk).update(state=state, due_on=due)
    [line] = month(as_user(cast.chair)).panels["工作组"].all("li")
    assert words in line.text


def test_figures_stand_group_by_group_with_their_total_by_rule(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    page = month(as_user(cast.office))
    heads = [cell.text for cell in page.panels["宣教培训"].first("thead").all("th")]
    assert heads == ["指标", "全镇", *NAMES.values()]
    assert table(page, "宣教培训") == {
        "应急演练 次": ["7", "3", "0", "4", "—", "—", "—"],
        "人均学时 学时": ["1.35 平均", "2.5", "1.25", "0.3", "—", "—", "—"],
    }
    assert table(page, "队伍建设") == {
        "志愿者 人": ["22", "10", "12", "—", "—", "—", "—"],
        "自评得分 分": ["不汇总", "88.5", "—", "90.25", "—", "—", "—"],
    }


def test_the_number_of_a_group_leads_to_its_report(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    page = month(as_user(cast.office))
    [drills, _hours] = page.panels["宣教培训"].first("tbody").all("tr")
    assert links(drills) == [town[key].get_absolute_url() for key in ("fire", "traffic", "school")]
    assert as_user(cast.office).get(links(drills)[0]).status_code == 200


def test_texts_stand_field_by_field_and_group_by_group_and_run_nothing(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    answer = as_user(cast.office).get(MONTH)
    told = Page(answer).panels["文字情况"]
    assert [node.text for node in told.all("h3")] == ["主要工作", "存在问题"]
    assert [node.text for node in told.all("h4")] == ["消防安全组", "交通安全组", "消防安全组"]
    texts = told.all(kind="prose")
    assert [line.text for line in texts[0].all("p")] == ["开展消防检查。", "第二段。"]
    assert "<script>alert(1)</script> {{ 7*7 }} {% if %}" in texts[1].text
    assert b"<script>alert" not in answer.content
    assert inline_faults(markup_of(answer)) == []


def test_an_issued_month_shows_what_was_issued_although_reports_change(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    changed(cast, town["fire"], drills="100")
    page = month(as_user(cast.lead))
    assert (page.status, table(page, "宣教培训")["应急演练 次"][:2]) == ("已印发，第 1 版", ["7", "3"])
    assert "大安创报〔2026〕1号，2026-06-15 印发" in page.head.text
    assert DRAFT not in page.text
    assert page.history == ["李文员 印发全镇月报 版次：变更后 1 编号：变更后 大安创报〔2026〕1号"]
    now = month(as_user(cast.lead), "?edition=0")
    assert (now.status, table(now, "宣教培训")["应急演练 次"][:2]) == ("草稿", ["104", "100"])
    assert alerts(now)[0].startswith("这是本月目前的情况，不是已印发的内容；已印发的是第 1 版。")
    assert "印发以来没有变化。" not in now.text


def test_every_edition_is_listed_with_its_reason_and_opens(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    changed(cast, town["fire"], drills="9")
    reports.issue_town_report(JUNE, by=cast.chair, reason="消防组更正")
    browser = as_user(cast.member)
    editions = month(browser).panels["版本"]
    assert [line.text for line in editions.all("li")] == [
        "第 2 版 大安创报〔2026〕2号 2026-06-15 印发 · 王主任 原因：消防组更正",
        "第 1 版 大安创报〔2026〕1号 2026-06-15 印发 · 李文员",
    ]
    assert links(editions) == ["?edition=0", "?edition=2", "?edition=1"]
    shown = {query: table(month(browser, query), "宣教培训")["应急演练 次"][0] for query in links(editions)}
    assert shown == {"?edition=0": "13", "?edition=2": "13", "?edition=1": "7"}
    old = month(browser, "?edition=1")
    assert (old.status, alerts(old)[0]) == ("已被替代，第 1 版", "本版已被第 2 版替代。 查看现行版")
    assert "印发以来没有变化。" in month(browser, "?edition=0").text


def test_a_month_without_reports_says_so(cast: Cast, as_user: Any) -> None:
    page = month(as_user(cast.office))
    assert "本月没有应报月报的工作组。" in page.panels["工作组"].text
    assert "还没有可汇总的内容" in page.text
    assert "印发全镇月报" not in page.buttons


def test_one_goes_to_the_months_beside_from_the_first_that_has_reports_to_this_one(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    a_report(cast, first=date(2025, 12, 1))

    def beside(year: int, number: int) -> list[str]:
        page = Page(browser.get(reverse("committee:view_town_month", args=[year, number])))
        return [link.text for link in page.main.first("nav", "turn").all("a")]

    assert beside(2026, 6) == ["2026年5月"]
    assert beside(2026, 1) == ["2025年12月", "2026年2月"]
    assert beside(2025, 12) == ["2026年1月"]
    assert beside(1990, 1) == ["1990年2月"]
    assert YEAR in links(Page(browser.get(MONTH)).main)


@pytest.mark.parametrize("place", ["2026/0/", "2026/13/", "1989/6/", "2200/6/", "99999999999/6/", "2026/99999999999/"])
@pytest.mark.parametrize("name", ["", "word/", "workbook/", "issue/"])
def test_what_is_no_month_does_not_exist(place: str, name: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert browser.get(f"{MONTHS}{place}{name}").status_code == 404
    assert browser.get(f"{MONTHS}2026/6/{name}").status_code == 200


@pytest.mark.parametrize("query", ["?edition=2", "?edition=-1", "?edition=x", "?edition=１", "?edition=1.0"])
def test_what_is_no_edition_does_not_exist(query: str, cast: Cast, as_user: Any) -> None:
    a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    browser = as_user(cast.office)
    assert [browser.get(url + query).status_code for url in (MONTH, WORD, BOOK)] == [404] * 3
    assert browser.get(MONTH + "?edition=1").status_code == 200


@pytest.mark.parametrize("role", [*TOWN_WIDE, *OTHERS])
def test_the_committee_reads_and_takes_it_along_chair_and_office_issue_it(role: str, cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = as_user(getattr(cast, role))
    codes = [browser.get(url).status_code for url in (MONTH, WORD, BOOK, ISSUE)]
    reads, issues = (200 if role in roles else 403 for roles in (TOWN_WIDE, ["chair", "office"]))
    assert codes == [reads, reads, reads, issues]
    assert browser.post(ISSUE, {}).status_code == (302 if issues == 200 else 403)
    assert TownReport.objects.count() == (1 if issues == 200 else 0)


def test_strangers_are_led_to_the_door_and_other_methods_refused(cast: Cast, as_user: Any, client: Any) -> None:
    assert {client.get(url).status_code for url in (MONTH, WORD, BOOK, ISSUE)} == {302}
    browser = as_user(cast.office)
    assert {browser.post(url, {}).status_code for url in (MONTH, WORD, BOOK)} == {405}
    assert browser.put(ISSUE).status_code == 405


def test_buttons_are_those_of_the_reader_and_keep_to_the_edition(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    assert month(as_user(cast.office)).buttons == ["印发全镇月报", "Word", "Excel"]
    assert month(as_user(cast.member)).buttons == ["Word", "Excel"]
    head = month(as_user(cast.chair)).head
    assert [link.text for link in head.all("a", "btn-primary")] == ["印发全镇月报"]
    assert links(head) == [ISSUE, f"{WORD}?edition=0", f"{BOOK}?edition=0"]
    reports.issue_town_report(JUNE, by=cast.office)
    page = month(as_user(cast.chair))
    assert (page.buttons, page.head.all("a", "btn-primary")) == (["印发新版", "Word", "Excel"], [])
    assert links(page.head) == [ISSUE, f"{WORD}?edition=1", f"{BOOK}?edition=1"]
    assert month(as_user(cast.supervisor)).buttons == ["Word", "Excel"]


# The door to issuing it


def test_before_it_is_issued_one_reads_what_is_lacking_and_needs_no_reason(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = as_user(cast.office)
    page = Page(browser.get(ISSUE))
    assert page.main.all(kind="alert")[-1].text == (
        "应报 5 份，已审核通过 4 份，均计入全镇月报。 尚未审核通过、不计入的：治安组。 "
        "印发后编文号、内容固定不变，并通知委员会成员和各组组长。"
    )
    assert page.main.all("textarea") == []
    answer = browser.post(ISSUE, {"once": "a1"}, follow=True)
    assert answer.redirect_chain == [(MONTH, 302)]
    assert "完成：印发全镇月报" in Page(answer).text
    kept = TownReport.objects.get()
    assert (kept.edition, kept.by, kept.reason) == (1, cast.office, "")


def test_another_edition_asks_for_its_reason(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    browser = as_user(cast.chair)
    page = Page(browser.get(ISSUE))
    assert "2026-06-15 印发的第 1 版仍可查阅，由新版替代。 与该版相比内容没有变化。" in page.text
    refused = browser.post(ISSUE, {"reason": " "})
    assert (refused.status_code, list(Page(refused).errors)) == (422, ["reason"])
    assert TownReport.objects.count() == 1
    assert browser.post(ISSUE, {"reason": "漏报补入"}).status_code == 302
    assert TownReport.objects.latest_of(JUNE).reason == "漏报补入"


def test_a_form_sent_twice_issues_once(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = as_user(cast.office)
    answers = [browser.post(ISSUE, {"once": "same", "reason": "x"}) for _each in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, MONTH)] * 3
    assert TownReport.objects.count() == 1
    assert Action.objects.filter(verb="committee.issue_town_report").count() == 1


def test_a_month_of_which_nothing_was_accepted_is_not_issued(cast: Cast, as_user: Any) -> None:
    town_work.a_town_form()
    a_report(cast)
    answer = as_user(cast.office).post(ISSUE, {})
    assert (answer.status_code, Page(answer).errors) == (422, {"": "本月还没有审核通过的月报。"})
    assert TownReport.objects.count() == 0


@pytest.mark.parametrize("is_issued", [False, True])
def test_three_groups_cost_the_queries_of_one(is_issued: bool, cast: Cast, as_user: Any, query_count: Any) -> None:
    town_work.a_town_form()
    browser, costs = as_user(cast.office), []
    for number in (1, 2):
        for _each in range(number):
            accepted(cast, a_group(cast.committee), {"drills": "1", "work": "好"})
        if is_issued:
            reports.issue_town_report(JUNE, by=cast.office, reason="再版")
        browser.get(MONTH)
        costs.append([query_count(lambda url=url: browser.get(url)) for url in (MONTH, BOOK, WORD, ISSUE)])
    assert costs[0] == costs[1]
    assert costs[0][0] <= 12
