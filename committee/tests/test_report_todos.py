"""Where reports show elsewhere: buckets and strip of the home page, the joint meeting's first topic, figures, pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.figures import committee_figures
from committee.models import Report
from committee.results import results_of_reports
from committee.services import reports
from committee.tests.board_work import MAY, a_report_of, handed_in
from committee.tests.pages import Page
from committee.tests.reporting import JUNE, a_quarterly, a_report, a_returned, a_submitted, an_accepted, an_excused
from committee.todos import month_of_committee, report_todos
from dayan_safety.month import Entry
from dayan_safety.results import ResultLine, all_results
from dayan_safety.testing import Cast, a_group, a_unit
from dayan_safety.todos import Todo

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
TOMORROW = TODAY + timedelta(days=1)


def fresh(user: Any) -> Any:
    """The login as the next request finds it."""
    return type(user).objects.get(pk=user.pk)


def todos(user: Any, on: date = TODAY) -> list[Todo]:
    """What waits for a user, without what is nothing."""
    return [todo for todo in report_todos(fresh(user), on) if todo.count]


def counted(user: Any, on: date = TODAY) -> dict[str, int]:
    """How much of what."""
    return {str(todo.label): todo.count for todo in todos(user, on)}


def some_of_each(cast: Cast) -> None:
    """Of the lead's group: two that are late, one sent back, one to be written, one to be reviewed, one accepted, one
    not needed; another group's is late, too."""
    a_report_of(cast)
    a_report_of(cast, date(2026, 4, 1))
    a_returned(cast, a_report_of(cast, date(2026, 3, 1), lock_on=date(2026, 6, 30)))
    a_report(cast)
    a_submitted(cast, a_report_of(cast, date(2026, 2, 1), lock_on=date(2026, 6, 30)))
    a_report_of(cast, date(2026, 1, 1), 0)
    an_excused(cast, a_report_of(cast, date(2025, 12, 1)))
    a_report_of(cast, group=a_group(cast.committee))


# The home page: what waits for whom


def test_a_writer_is_told_of_what_is_late_sent_back_and_to_be_written(cast: Cast) -> None:
    some_of_each(cast)
    assert counted(cast.lead) == {"我们的报告逾期未报": 2, "退回我们修改的报告": 1, "我们待填的报告": 1}


def test_the_office_is_told_of_what_is_to_be_reviewed_and_missing_the_chair_of_what_is_missing(cast: Cast) -> None:
    some_of_each(cast)
    assert counted(cast.office) == {"待审核的报告": 1, "全镇缺报报告": 3}
    assert counted(cast.chair) == {"全镇缺报报告": 3}


@pytest.mark.parametrize("role", ["member", "supervisor", "liaison", "auditor", "administrator", "outsider"])
def test_nothing_waits_for_others(cast: Cast, role: str) -> None:
    some_of_each(cast)
    assert counted(getattr(cast, role)) == {}


def test_a_liaison_is_told_of_the_enterprise_s_own(cast: Cast) -> None:
    a_quarterly(cast)
    a_quarterly(cast, cast.other_village)
    assert counted(cast.liaison) == {"我们待填的报告": 1}
    Report.objects.update(due_on=TODAY - timedelta(days=1))
    assert counted(cast.liaison) == {"我们的报告逾期未报": 1}


@pytest.mark.parametrize("role", ["lead", "office"])
def test_each_bucket_leads_to_exactly_its_reports(cast: Cast, as_user: Any, role: str) -> None:
    some_of_each(cast)
    browser, found = as_user(getattr(cast, role)), todos(getattr(cast, role))
    assert len(found) == {"lead": 3, "office": 2}[role]
    listed = {todo.label: browser.get(todo.url, follow=True).context["listing"].total for todo in found}
    assert listed == {todo.label: todo.count for todo in found}


def test_a_report_asked_for_after_all_waits_to_be_written_though_it_came_before(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast, a_report_of(cast, lock_on=date(2026, 6, 30)))
    reports.excuse_report(report, by=cast.office, reason="合并")
    assert counted(cast.lead) == {}
    reports.demand_report(report, by=cast.office, reason="还是要报")
    assert counted(cast.lead) == {"我们待填的报告": 1}
    [todo] = todos(cast.lead)
    assert as_user(cast.lead).get(todo.url, follow=True).context["listing"].total == 1


@pytest.mark.parametrize(("days", "tone"), [(4, "info"), (3, "warning"), (0, "warning")])
def test_what_is_due_soon_is_shown_as_urgent(cast: Cast, days: int, tone: str) -> None:
    a_report(cast, due_on=TODAY + timedelta(days=days))
    assert [todo.tone for todo in todos(cast.lead)] == [tone]


def test_a_report_is_late_from_the_day_after_it_was_due(cast: Cast) -> None:
    a_report(cast, due_on=TODAY)
    assert [list(counted(cast.office, on)) for on in (TODAY, TOMORROW)] == [[], ["全镇缺报报告"]]
    assert [list(counted(cast.lead, on)) for on in (TODAY, TOMORROW)] == [["我们待填的报告"], ["我们的报告逾期未报"]]


def test_what_waits_stands_on_the_home_page(cast: Cast, as_user: Any) -> None:
    some_of_each(cast)
    shown = Page(as_user(cast.office).get("/")).main.first("ul", "todos").all("a")
    links = {link.first("span").text: (link.first("strong").text, link.attributes["href"]) for link in shown}
    assert links["待审核的报告"] == ("1", "/committee/reports/?standing=review")


@pytest.mark.parametrize("role", ["lead", "office", "chair"])
def test_what_waits_is_one_question_for_any_number(cast: Cast, role: str, query_count: Any) -> None:
    costs = []
    for number in (1, 3):
        for _each in range(number):
            a_report_of(cast, date(2025, 1 + Report.objects.count(), 1))
        user = fresh(getattr(cast, role))
        assert user.standing  # who one is is asked once
        costs.append(query_count(lambda user=user: report_todos(user, TODAY)))
    assert costs == [1, 1]


# The home page: the month


def strip(user: Any, first: date = JUNE, last: date = date(2026, 6, 30)) -> list[Entry]:
    """What stands on the strip."""
    return sorted(month_of_committee(fresh(user), first, last))


def test_a_writer_reads_the_days_on_which_reports_are_due(cast: Cast) -> None:
    report = a_report(cast)
    a_report(cast, group=cast.supervision)
    a_report_of(cast)
    assert strip(cast.lead) == [
        Entry(date(2026, 6, 25), "报告：消防安全组 2026年6月", report.get_absolute_url(), "journal-text")
    ]
    assert strip(cast.lead, date(2026, 6, 26)) == strip(cast.chair) == []
    reports.excuse_report(report, by=None, reason="x")
    assert strip(cast.lead) == []


def test_of_a_report_sent_back_the_last_day_for_writing_counts(cast: Cast) -> None:
    a_returned(cast, a_report_of(cast, lock_on=date(2026, 6, 29)))
    assert [entry.day for entry in strip(cast.lead)] == [date(2026, 6, 29)]


@pytest.mark.parametrize("role", ["lead", "liaison", "office", "chair", "member"])
def test_reports_do_not_make_the_home_page_dearer(cast: Cast, as_user: Any, role: str, query_count: Any) -> None:
    browser, costs = as_user(getattr(cast, role)), []
    for number in (1, 3):
        for _each in range(number):
            a_report_of(cast, date(2025, 1 + Report.objects.count(), 1))
            a_report(cast, group=a_group(cast.committee), due_on=TOMORROW)
            a_quarterly(cast, a_unit(kind="enterprise"))
        browser.get("/")
        costs.append(query_count(lambda: browser.get("/")))
    assert costs[0] == costs[1] <= 29


# The joint meeting's first topic


def told(since: date | None = None, on: date = TODAY) -> Any:
    """What the meeting is told."""
    return results_of_reports(since, on)


def a_month_told(cast: Cast) -> Iterator[Report]:
    """May: missing of two groups, late of two, in time, not needed; the groups made last stand first."""
    groups = [a_group(cast.committee, name=f"第{number}组", number=900 - number) for number in range(6)]
    for group, days in zip(groups, (None, 3, None, 8, 0, None), strict=True):
        yield a_report_of(cast, group=group, days=days)
    an_excused(cast, Report.objects.get(group=groups[5]))


def test_the_missing_stand_first_then_the_late_each_in_protocol_order(cast: Cast) -> None:
    made = list(a_month_told(cast))
    found = told()
    assert (found.title, found.summary) == ("定期报告", "应报 5 份，已报 3 份（其中逾期 2 份），缺报 2 份")
    assert found.lines == [
        ResultLine("第2组 2026年5月：缺报，应报日 2026-05-25", made[2].get_absolute_url(), "danger"),
        ResultLine("第0组 2026年5月：缺报，应报日 2026-05-25", made[0].get_absolute_url(), "danger"),
        ResultLine("第3组 2026年5月：逾期 8 天上报", made[3].get_absolute_url(), "warning"),
        ResultLine("第1组 2026年5月：逾期 3 天上报", made[1].get_absolute_url(), "warning"),
    ]


def test_where_all_reported_in_time_the_sum_alone_is_told(cast: Cast) -> None:
    a_report_of(cast, days=0)
    a_quarterly(cast, due_on=MAY, **handed_in(MAY))
    found = told()
    assert (found.summary, found.lines) == ("应报 2 份，已报 2 份（其中逾期 0 份），缺报 0 份", [])


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (None, TODAY, [1, 2, 3, 4, 5]),
        (date(2026, 4, 25), TODAY, [4, 5]),
        (date(2026, 4, 26), TODAY, [5]),
        (date(2026, 4, 26), date(2026, 5, 25), []),
        (date(2026, 4, 26), date(2026, 5, 26), [5]),
        (None, date(2026, 1, 10), []),
    ],
)
def test_what_fell_due_since_the_last_meeting_is_told_once(
    cast: Cast, since: date | None, on: date, months: list[int]
) -> None:
    for first in (date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 7))):
        a_report_of(cast, first)
    lines = found.lines if (found := told(since, on)) else []
    assert [line.text.partition("：")[0] for line in lines] == [f"消防安全组 2026年{month}月" for month in months]


def test_where_nothing_was_owed_nothing_is_told(cast: Cast) -> None:
    a_report(cast)
    an_excused(cast, a_report_of(cast))
    assert told() is None
    assert [result["title"] for result in all_results(None, date(2026, 7, 1))] == ["定期报告"]


def test_what_is_told_is_one_question_for_any_number(cast: Cast, query_count: Any) -> None:
    costs = []
    for number in (1, 3):
        for _each in range(number):
            a_report_of(cast, group=a_group(cast.committee))
            a_quarterly(cast, a_unit(kind="enterprise"), due_on=MAY)
        costs.append(query_count(told))
    assert costs == [1, 1]


# Figures


def figures(on: date = TODAY) -> dict[str, int]:
    """Those of reports."""
    return {each.key: each.value for each in committee_figures(on.year, on) if each.key.startswith("reports")}


def test_the_month_s_reports_and_all_that_are_missing_are_counted(cast: Cast) -> None:
    assert set(figures().values()) == {0}
    some_of_each(cast)
    a_quarterly(cast, due_on=MAY)
    assert figures() == {"reports_owed": 1, "reports_handed_in": 0, "reports_missing": 4}
    an_accepted(cast, Report.objects.get(first=JUNE))
    assert figures() == {"reports_owed": 1, "reports_handed_in": 1, "reports_missing": 4}
    assert figures(date(2026, 5, 20))["reports_owed"] == 2
    Report.objects.update(removed_at=timezone.now())
    assert set(figures().values()) == {0}


# The pages of groups and units


def facts(browser: Any, record: Any) -> dict[str, str]:
    """How it reported."""
    found = Page(browser.get(record.get_absolute_url())).facts
    return {label: found[label] for label in ("本年上报率", "本年及时率") if label in found}


def test_a_group_s_page_tells_its_rates_to_those_who_see_the_board(cast: Cast, as_user: Any) -> None:
    for month, days in ((1, 0), (2, 4), (3, None)):
        a_report_of(cast, date(2026, month, 1), days)
    a_report(cast)
    expected = {"本年上报率": "67% (2/3)", "本年及时率": "33% (1/3)"}
    assert facts(as_user(cast.office), cast.group) == facts(as_user(cast.lead), cast.group) == expected
    assert facts(as_user(cast.liaison), cast.group) == {}
    assert facts(as_user(cast.office), cast.supervision) == {}


def test_an_enterprise_s_page_tells_its_rates(cast: Cast, as_user: Any) -> None:
    unit = a_unit(kind="enterprise")
    a_quarterly(cast, unit, due_on=date(2026, 4, 15), **handed_in(date(2026, 4, 15)))
    assert facts(as_user(cast.chair), unit) == {"本年上报率": "100% (1/1)", "本年及时率": "100% (1/1)"}
    assert facts(as_user(cast.inspector), unit) == {}


def test_rates_on_pages_cost_no_question_of_their_own(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    for record in (cast.group, cast.village):
        browser.get(record.get_absolute_url())
        without = query_count(lambda record=record: browser.get(record.get_absolute_url()))
        a_report_of(cast, days=0) if record == cast.group else a_quarterly(cast, **handed_in(TODAY))
        assert query_count(lambda record=record: browser.get(record.get_absolute_url())) == without
