"""The office's queue: in which order, where one goes on; and what a reviewer is shown beside the report."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from committee.models import Report
from committee.services import reports
from committee.tests import reporting
from committee.tests.pages import Page
from committee.tests.report_pages import STILL_OPEN, a_past, page_of
from committee.tests.reporting import a_filled, a_form, a_report, a_returned, a_submitted, field_of
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
REVIEW = reverse("committee:review_reports")
TODAY = date(2026, 6, 15)


@pytest.fixture
def queue(cast: Cast) -> list[Report]:
    """Three reports that wait, the one of April the longest, and one that does not."""
    form = a_form()
    a_report(cast, form, date(2026, 1, 1))
    found = []
    for month, hour in ((4, 8), (2, 9), (3, 10)):
        report = a_submitted(cast, a_report(cast, form, date(2026, month, 1), **STILL_OPEN))
        at = timezone.make_aware(datetime(2026, 6, 15, hour))
        Report.objects.filter(pk=report.pk).update(submitted_at=at)
        report.refresh_from_db()
        found.append(report)
    return found


def place(page: Page) -> tuple[str, list[Any]]:
    """What the bar of the queue says, and where it leads."""
    bar = page.main.first("nav", "queue")
    return bar.first("strong").text, [(link.attributes["rel"], link.attributes["href"]) for link in bar.all("a")]


def decide(browser: Any, verb: str, report: Report, **typed: Any) -> Any:
    """Send a door's form."""
    return browser.post(reverse(f"committee:{verb}_report", args=[report.pk]), typed)


# The queue


def test_the_review_begins_with_what_waits_longest(queue: list[Report], cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).get(REVIEW)
    assert (answer.status_code, answer["Location"]) == (302, queue[0].get_absolute_url())


def test_without_anything_to_review_one_reads_so_on_the_list(cast: Cast, as_user: Any) -> None:
    a_returned(cast)
    answer = as_user(cast.office).get(REVIEW, follow=True)
    assert answer.redirect_chain == [(reverse("committee:list_report"), 302)]
    assert Page(answer).main.first("div", "alert-info").text == "目前没有待审核的报告。"


def test_only_the_office_reviews(queue: list[Report], cast: Cast, as_user: Any) -> None:
    codes = {role: as_user(getattr(cast, role)).get(REVIEW).status_code for role in Cast.ROLES}
    assert [role for role, code in codes.items() if code == 302] == ["office"]
    assert {code for role, code in codes.items() if role != "office"} == {403}
    assert as_user(cast.office).post(REVIEW).status_code == 405


def test_each_page_tells_the_place_and_leads_to_its_neighbours(queue: list[Report], cast: Cast, as_user: Any) -> None:
    first, second, third = (report.get_absolute_url() for report in queue)
    shown = [place(page_of(as_user(cast.office), report)) for report in queue]
    assert shown == [
        ("待审核第 1 份，共 3 份", [("next", second)]),
        ("待审核第 2 份，共 3 份", [("prev", first), ("next", third)]),
        ("待审核第 3 份，共 3 份", [("prev", second)]),
    ]


def test_others_and_what_does_not_wait_have_no_place(queue: list[Report], cast: Cast, as_user: Any) -> None:
    for role in ("chair", "lead", "member"):
        assert page_of(as_user(getattr(cast, role)), queue[0]).main.all("nav", "queue") == [], role
    assert page_of(as_user(cast.office), a_report(cast)).main.all("nav", "queue") == []


@pytest.mark.parametrize(("verb", "typed"), [("accept", {"note": ""}), ("return", {"reason": "核对"})])
def test_a_decision_leads_to_the_next_one_and_from_the_last_to_the_first(
    verb: str, typed: dict[str, str], queue: list[Report], cast: Cast, as_user: Any
) -> None:
    browser = as_user(cast.office)
    led = [decide(browser, verb, report, **typed)["Location"] for report in (queue[1], queue[2], queue[0])]
    assert led == [report.get_absolute_url() for report in (queue[2], queue[0], queue[0])]


def test_on_the_next_page_one_reads_what_was_done_to_which(queue: list[Report], cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    page = Page(browser.get(decide(browser, "accept", queue[0])["Location"]))
    assert page.title == "消防安全组 2026年2月"
    told = "已完成：审核通过报告（消防安全组 2026年4月）。已通知：赵组长。"
    assert (page.main.first(kind="alert-success").text, place(page)[0]) == (told, "待审核第 1 份，共 2 份")


def test_a_decision_sent_again_leads_where_it_led_before(queue: list[Report], cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    url = reverse("committee:accept_report", args=[queue[0].pk])
    form = {"note": "", "once": Page(browser.get(url)).input("once")}
    answers = [browser.post(url, form)["Location"] for _time in range(3)]
    assert answers == [queue[1].get_absolute_url()] * 3
    assert sorted(Report.objects.filter(state="accepted").values_list("pk", flat=True)) == [queue[0].pk]


def test_what_is_handed_in_again_waits_at_the_end(queue: list[Report], cast: Cast) -> None:
    with time_machine.travel("2026-06-15 15:00+08:00", tick=False):
        reports.return_report(queue[0], by=cast.office, reason="核对")
        reports.submit_report(queue[0], by=cast.lead)
    waiting = list(Report.objects.all().to_review())
    assert waiting == [queue[1], queue[2], queue[0]]


def test_a_place_among_several(queue: list[Report], cast: Cast) -> None:
    places = [reports.place_in_queue(report, cast.office) for report in queue]
    assert places == [
        reports.Place(1, 3, None, queue[1]),
        reports.Place(2, 3, queue[0], queue[2]),
        reports.Place(3, 3, queue[1], None),
    ]


def test_what_left_the_queue_is_followed_by_what_came_after_it(queue: list[Report], cast: Cast) -> None:
    draft = Report.objects.get(state="draft")
    assert reports.place_in_queue(draft, cast.office) == reports.Place(0, 3, None, queue[0])
    Report.objects.filter(pk=queue[1].pk).update(state="accepted")
    assert reports.place_in_queue(queue[1], cast.office) == reports.Place(0, 2, None, queue[2])
    Report.objects.exclude(pk=draft.pk).update(state="accepted")
    assert reports.place_in_queue(queue[1], cast.office) == reports.Place(0, 0)


def test_the_queue_costs_one_query_however_long(queue: list[Report], cast: Cast, query_count: Any) -> None:
    office = type(cast.office).objects.get(pk=cast.office.pk)
    assert office.standing
    costs = [query_count(lambda: str(reports.place_in_queue(queue[1], office).after))]
    Report.objects.exclude(pk__in=[queue[1].pk, queue[2].pk]).update(state="accepted")
    costs.append(query_count(lambda: str(reports.place_in_queue(queue[1], office).after)))
    assert costs == [1, 1]


# What a reviewer is shown


def found_differences(report: Report) -> list[str]:
    """The differences in words."""
    return [str(each) for each in reports.differences(report, reports.lines_of(report))]


def done_task(cast: Cast) -> None:
    """A task of the group, done today."""
    task = a_task(lead_group=cast.group)
    type(task).objects.filter(pk=task.pk).update(done_on=TODAY, state="closed")


def test_report_and_records_that_agree_make_no_difference(cast: Cast) -> None:
    done_task(cast)
    report = a_submitted(cast)
    assert field_value(report, "tasks_done") == 1
    assert found_differences(report) == []


def field_value(report: Report, code: str) -> Decimal | None:
    """The number in a field."""
    return report.values.get(field__code=code).number


def test_what_was_recorded_since_makes_a_difference(cast: Cast) -> None:
    report = a_submitted(cast)
    done_task(cast)
    assert found_differences(report) == ["办结督办事项：报告写 0件，系统记录 1件。"]


def test_a_nil_report_says_nought(cast: Cast) -> None:
    done_task(cast)
    report = a_report(cast)
    reports.submit_report(report, by=cast.lead, is_nil=True)
    assert found_differences(report) == ["办结督办事项：报告写 0件，系统记录 1件。"]


def test_an_empty_figure_differs_from_a_counted_nought(cast: Cast) -> None:
    assert found_differences(a_report(cast)) == ["办结督办事项：报告写 —，系统记录 0件。"]


def test_what_nobody_counts_cannot_differ(cast: Cast) -> None:
    form = a_form({"drills": reporting.FIELDS["drills"]})
    report = a_report(cast, form)
    reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text="900")
    assert found_differences(report) == []


@pytest.mark.parametrize(
    ("past", "now", "usual"),
    [
        ((2, 3, 4, 5), "40", "2–5次"),
        ((3, 3, 3, 3), "40", "3次"),
        ((2, 3, 4, 5), "5", None),
        ((2, 3, 4), "40", None),
        ((), "40", None),
    ],
)
def test_unusual_is_told_with_what_was_usual(past: tuple[int, ...], now: str, usual: str | None, cast: Cast) -> None:
    a_past(cast, *past)
    report = a_filled(cast, drills=now)
    expected = {field_of(report, "drills").pk: usual} if usual else {}
    assert reports.unusual_of(report, reports.lines_of(report)) == expected


def test_of_a_nil_report_nothing_is_unusual(cast: Cast) -> None:
    a_past(cast, 2, 3, 4, 5)
    report = a_filled(cast, drills="40")
    assert reports.what_stands_out(report) == ["应急演练：40次，与以往（2–5次）相差较大，请核对。"]
    reports.submit_report(report, by=cast.lead, is_nil=True)
    assert reports.what_stands_out(report) == []


def test_remarks_are_found_by_field_and_those_taken_back_are_not(cast: Cast) -> None:
    report = a_submitted(cast)
    field = field_of(report, "drills")
    reports.return_report(report, by=cast.office, reason="核对", of_fields={field: "几次？"})
    reports.comment_report(report, by=cast.lead, text="两次", field=field)
    gone = reports.comment_report(report, by=cast.lead, text="误发")
    type(gone).objects.filter(pk=gone.pk).update(removed_at=timezone.now() - timedelta(minutes=1))
    found = {key: [remark.text for remark in remarks] for key, remarks in reports.remarks_of(report).items()}
    assert found == {None: ["核对"], field.pk: ["几次？", "两次"]}
