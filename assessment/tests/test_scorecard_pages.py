"""Pages of results and scorecards: lost points first, each number with its records, the own place among others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from assessment.models import Result, RulebookItem, Scorecard
from assessment.services import rulebooks, scores
from assessment.tests.builders import a_result, a_rulebook, a_scorecard, an_item
from assessment.tests.test_scores import DUE, MAY, a_scored_book, card_of, kept, tasks_of
from campaigns.tests.builders import an_event
from campaigns.tests.project_builders import a_project, a_step
from committee.models import LiaisonPost, Report, Task
from committee.tests import reporting, work
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_group, a_unit, an_appointment
from dayan_safety.workdays import today
from inspections.models import Finding, Incident
from inspections.tests.finding_builders import a_finding
from inspections.tests.incident_builders import an_incident

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026


def counted(card: Scorecard, number: str) -> str:
    """The address of the records behind an item."""
    return reverse("assessment:view_counted", args=[card.pk, number])


def test_a_card_tells_score_rank_and_every_item_with_what_was_lost(cast: Cast, as_user: Any) -> None:
    tasks_of(cast.village, 3, 1)
    tasks_of(a_unit(), 4, 0)
    scores.keep_month(a_scored_book(), MAY, today())
    page = Page(as_user(cast.office).get(card_of(cast.village).get_absolute_url()))
    assert (page.facts["得分"], page.facts["名次"], page.status) == ("76.38", "第2名（共3个单位）", "合格")
    assert page.facts["同类单位中位数"] == "76.38"
    rows = [[cell.text for cell in row.all("td")] for row in page.panels["得分明细"].all("tr")[1:]]
    assert [row[1:] for row in rows] == [
        ["30.00", "4项中3项", "22.50", "7.50"],
        ["10.00", "3项中1项", "3.33", "6.67"],
        ["20.00", "0次", "20.00", "—"],
        ["40.00", "—", "不计分", "—"],
    ]


def test_every_number_opens_exactly_its_records(cast: Cast, as_user: Any) -> None:
    tasks_of(cast.village, 1, 1)
    tasks_of(cast.other_village, 5, 0)
    scores.keep_month(a_scored_book(), MAY, today())
    page = Page(as_user(cast.liaison).get(counted(card_of(cast.village), "1")))
    lines = [item.text for item in page.main.all("li") if "2026-05-20" in item.text]
    own = Task.objects.filter(lead_unit=cast.village).order_by("pk")
    assert [any(str(task) in line for line in lines) for task in own] == [True, True]
    assert [line.rsplit(" ", 1)[1] for line in lines] == ["计入", "失分"]


def test_what_happened_is_listed_and_where_nothing_did_it_says_so(cast: Cast, as_user: Any) -> None:
    Incident.objects.filter(pk=an_incident(unit=cast.village).pk).update(happened_on="2026-05-02")
    scores.keep_month(a_scored_book(), MAY, today())
    browser = as_user(cast.chair)
    card, other = card_of(cast.village), card_of(cast.other_village)
    assert str(Incident.objects.get()) in Page(browser.get(counted(card, "3"))).text
    assert "没有可计入的记录。" in Page(browser.get(counted(other, "3"))).text


def test_a_record_that_does_not_exist_for_the_reader_is_only_counted(cast: Cast, as_user: Any) -> None:
    event = an_event(group=a_group(cast.committee, lead_unit=cast.village), held_on="2026-05-02", theme="秘密活动")
    book = a_rulebook()
    an_item(rulebook=book, number="1", method="computed", figure="events_held")
    rulebooks.adopt_rulebook(book, by=None)
    scores.keep_month(book, MAY, today())
    url = counted(card_of(cast.village), "1")
    assert event.theme in Page(as_user(cast.chair).get(url)).text
    told = Page(as_user(cast.liaison).get(url)).text
    assert (event.theme in told, "其中 1 条您无权查看" in told) == (False, True)


def a_finding_of(unit: Any) -> Any:
    """A major finding of May that was not put right."""
    made = a_finding(unit=unit, level="major")
    Finding.objects.filter(pk=made.pk).update(found_on=DUE, due_on=DUE, state="rectifying")
    return made


def a_report_of(cast: Cast, unit: Any) -> Any:
    """A quarterly report that was due in May, each of its own quarter."""
    first = date(2024 + Report.objects.count(), 1, 1)
    return reporting.a_quarterly(cast, unit, due_on=DUE, first=first, last=date(first.year, 3, 31))


def an_incident_of(unit: Any) -> Any:
    """An incident of May."""
    return an_incident(unit=unit, happened_on=DUE)


# A record of May that belongs to the unit, by the figure that counts it.
OF_FIGURE: dict[str, Callable[[Cast, Any], Any]] = {
    "reports_on_time": a_report_of,
    "meetings_attended": lambda cast, unit: work.a_minuted(cast, held_on=DUE),
    "tasks_on_time": lambda cast, unit: tasks_of(unit, 0, 1),
    "findings_on_time": lambda cast, unit: a_finding_of(unit),
    "steps_on_time": lambda cast, unit: a_step(a_project(group=a_group(lead_unit=unit)), due_on=DUE),
    "posts_held": lambda cast, unit: LiaisonPost.objects.create(unit=unit, role=f"x{LiaisonPost.objects.count()}"),
    "events_held": lambda cast, unit: an_event(unit=unit, held_on=DUE),
    "trainings_held": lambda cast, unit: an_event(unit=unit, held_on=DUE),
    "major_findings": lambda cast, unit: a_finding_of(unit),
    "incidents": lambda cast, unit: an_incident_of(unit),
}


@pytest.mark.parametrize("figure", RulebookItem.Figure.values)
def test_records_of_every_figure_open_and_cost_the_same_for_any_number(
    figure: str, cast: Cast, as_user: Any, query_count: Any
) -> None:
    unit = cast.member.person.unit if figure == "meetings_attended" else cast.village
    step = D(1) if figure in RulebookItem.COUNTED else None
    item = an_item(number="1", method="computed", figure=figure, step=step)
    OF_FIGURE[figure](cast, unit)
    rulebooks.adopt_rulebook(item.rulebook, by=None)
    scores.keep_month(item.rulebook, MAY, today())
    browser, url = as_user(cast.office), counted(card_of(unit), "1")
    links = [str(link.attributes["href"]) for link in Page(browser.get(url)).main.all("a")[1:]]
    assert links
    assert {browser.get(link).status_code for link in links} == {200}
    few = query_count(lambda: browser.get(url))
    for _each in range(2):
        OF_FIGURE[figure](cast, unit)
    assert query_count(lambda: browser.get(url)) == few <= 12


@pytest.mark.parametrize("number", ["4", "9", "5", "x"])
def test_without_records_behind_it_there_is_no_such_page(number: str, cast: Cast, as_user: Any) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    assert as_user(cast.chair).get(counted(card_of(cast.village), number)).status_code == 404


def test_another_units_card_and_records_are_not_there_for_a_liaison(cast: Cast, as_user: Any) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    other = card_of(cast.other_village)
    for address in (other.get_absolute_url(), counted(other, "3")):
        assert as_user(cast.chair).get(address).status_code == 200
        assert as_user(cast.liaison).get(address).status_code == 404


@pytest.mark.parametrize(("before", "after", "said"), [(0, 4, "上升3位"), (4, 0, "下降3位"), (4, 4, "持平")])
def test_how_it_moved_since_the_month_before(before: int, after: int, said: str, cast: Cast, as_user: Any) -> None:
    for other in (a_unit(), a_unit()):
        tasks_of(other, 1, 1)
    tasks_of(cast.village, before, 4 - before)
    Task.objects.filter(lead_unit=cast.village).update(due_on="2026-04-20", done_on="2026-04-20" if before else None)
    Task.objects.exclude(lead_unit=cast.village).update(due_on="2026-04-20", done_on="2026-04-20")
    Task.objects.exclude(lead_unit=cast.village).filter(pk__in=_half()).update(done_on="2026-04-21")
    book = a_scored_book()
    scores.keep_month(book, 4, today())
    Task.objects.update(due_on="2026-05-20", done_on="2026-05-20")
    Task.objects.filter(pk__in=_half()).update(done_on="2026-05-21")
    Task.objects.filter(lead_unit=cast.village).update(done_on="2026-05-20" if after else None)
    scores.keep_month(book, MAY, today())
    page = Page(as_user(cast.office).get(card_of(cast.village).get_absolute_url()))
    assert page.facts["与上月相比"] == said


def _half() -> list[int]:
    return [key for place, key in enumerate(Task.objects.order_by("pk").values_list("pk", flat=True)) if place % 2]


def test_the_first_month_has_nothing_to_be_compared_with(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.liaison).get(a_scorecard(cast).get_absolute_url()))
    assert "与上月相比" not in page.facts


def test_a_result_leads_to_its_cards_by_rank(cast: Cast, as_user: Any) -> None:
    best = a_unit()
    tasks_of(best, 2, 0)
    tasks_of(cast.village, 1, 1)
    scores.keep_month(a_scored_book(), MAY, today())
    url = f"{reverse('assessment:list_scorecard')}?result={kept().pk}&kind=village"
    rows = as_user(cast.chair).get(url).context["listing"].rows
    assert [row.record.unit for row in rows][:1] == [best]
    assert url.partition("&")[0] in as_user(cast.chair).get(kept().get_absolute_url()).content.decode()


def test_a_result_counts_the_grades_of_each_kind_and_each_number_opens_its_cards(cast: Cast, as_user: Any) -> None:
    tasks_of(cast.village, 4, 0)
    tasks_of(a_unit(), 0, 4)
    scores.keep_month(a_scored_book(), MAY, today())
    browser = as_user(cast.chair)
    page = Page(browser.get(kept().get_absolute_url()))
    links = [
        (cell.text, link.attributes["href"])
        for row in page.panels["各类单位等次分布"].all("tr")
        for cell in row.all("td")
        for link in cell.all("a")
    ]
    assert links
    assert sum(int(number) for number, _url in links) == Scorecard.objects.exclude(grade="").count()
    for number, url in links:
        assert browser.get(url).context["listing"].total == int(number)
    assert "各类单位等次分布" not in Page(as_user(cast.liaison).get(kept().get_absolute_url())).panels


def test_a_grade_is_named_as_a_grade(cast: Cast, as_user: Any) -> None:
    tasks_of(cast.village, 0, 4)
    scores.keep_month(a_scored_book(), MAY, today())
    card = card_of(cast.village)
    page = Page(as_user(cast.liaison).get(card.get_absolute_url()))
    assert (page.status, str(card)) == ("不合格", f"{cast.village} 2026年5月考核得分")
    listed = as_user(cast.liaison).get(reverse("assessment:list_scorecard"), {"page": "1"})
    assert "等次" in Page(listed).columns


def test_a_seal_that_is_broken_is_told_on_the_page(cast: Cast, as_user: Any) -> None:
    result = a_result(cast)
    browser = as_user(cast.chair)
    assert Page(browser.get(result.get_absolute_url())).facts["校验码"] == result.seal[:16]
    Result.objects.filter(pk=result.pk).update(as_of=result.as_of + timedelta(days=1))
    told = Page(browser.get(result.get_absolute_url())).facts["校验码"]
    assert told == "校验不符：内容与计算时不一致"


def test_a_correction_asks_why_and_leads_to_the_new_edition(cast: Cast, as_user: Any) -> None:
    result, browser = a_result(cast), as_user(cast.supervisor)
    url = reverse("assessment:correct_result", args=[result.pk])
    assert browser.post(url, {"reason": "", "once": "a"}).status_code == 422
    an_appointment(cast.village.liaison_posts.last(), "liaison", since=date(2025, 1, 1))
    answer = browser.post(url, {"reason": "补录", "once": "b"})
    made = Result.objects.get(edition=2)
    assert answer["Location"] == made.get_absolute_url()
    assert (str(made), made.note) == ("2025年1月考核得分（第2版）", "补录")
    assert url not in browser.get(result.get_absolute_url()).content.decode()
    assert reverse("assessment:correct_result", args=[made.pk]) in browser.get(made.get_absolute_url()).content.decode()


def test_an_export_carries_the_cards_of_the_list(cast: Cast, as_user: Any) -> None:
    result = a_result(cast)
    url = reverse("assessment:export_scorecard", args=["csv"])
    text = as_user(cast.chair).get(url, {"result": result.pk}).content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == result.scorecards.count() + 1
    assert cast.village.name in text
    assert as_user(cast.liaison).get(url).status_code == 403


def test_words_of_a_result_in_both_languages(cast: Cast, as_user: Any) -> None:
    result = a_result(cast)
    browser = as_user(cast.chair)
    assert "2025年1月考核得分" in browser.get(result.get_absolute_url()).content.decode()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "scores of 2025-1" in browser.get(result.get_absolute_url()).content.decode()
