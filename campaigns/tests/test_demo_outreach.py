"""The outreach of the demo town: the figures of the source come out of its records, added up here on their own."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from campaigns.demo.trainings import SHEETS
from campaigns.demo.year import last_june
from campaigns.models import Event, Material, Poll, Project, Questionnaire, Sheet, StockEntry
from campaigns.services.polls import moments_of
from committee.models import User, WorkingGroup
from committee.tests.pages import Page
from dayan_safety.demo import build_demo
from dayan_safety.models import Action
from dayan_safety.testing import demo_of

pytestmark = pytest.mark.any_database

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town, built once for all who only look at it."""
    travel = time_machine.travel("2026-11-24 10:00+08:00", tick=False)
    with django_db_blocker.unblock(), travel, demo_of(months=3), transaction.atomic():
        build_demo(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built_once: None, db: None) -> None:
    """The demo town."""


def test_the_work_safety_month_has_the_contests_drills_and_trainings_of_the_source(demo: None) -> None:
    june = [e for e in Event.objects.select_related("kind") if (e.held_on.year, e.held_on.month) == (2026, 6)]
    counted = Counter(event.kind.counts_as for event in june)
    assert (counted["contest"], counted["drill"], counted["training"]) == (4, 20, 36)
    year = Counter(e.kind.counts_as for e in Event.objects.select_related("kind") if e.held_on.year == 2026)
    assert (year["contest"], year["drill"], year["training"]) == (4, 20, 36)
    assert {event.entry for event in june} - {""} == set(Event.Entry.values)


def test_over_twenty_thousand_handbooks_were_handed_out_and_every_ledger_balances(demo: None) -> None:
    lines = list(StockEntry.objects.select_related("material"))
    handbooks = [line.copies for line in lines if line.material.name == "《安全社区知识手册》"]
    out = -sum(copies for copies in handbooks if copies < 0)
    assert 20_000 < out < sum(copies for copies in handbooks if copies > 0)
    for material in Material.objects.with_stock():
        mine = [line.copies for line in lines if line.material_id == material.pk]
        assert (material.stock, material.handed_out) == (sum(mine), -sum(c for c in mine if c < 0))
        assert material.stock >= 0


def test_groups_hold_events_in_the_other_months_and_their_leads_log_them(demo: None) -> None:
    autumn = Event.objects.filter(held_on__range=(date(2026, 9, 1), DAY)).select_related("group")
    assert {event.group.name for event in autumn if event.group} <= {g.name for g in WorkingGroup.objects.all()}
    assert autumn.count() > 10
    assert all(event.created_at.date() == event.held_on for event in autumn)


def test_some_events_were_for_several_units(demo: None) -> None:
    joined = {event.theme: event.more_units.count() for event in Event.objects.exclude(more_units=None)}
    assert joined == {"安全社区建设专题培训": 8, "安全社区业务培训": 7, "安全宣传咨询日": 6, "全民消防进村宣传": 3}


def test_the_experts_trainings_have_lists_of_known_people_and_guests(demo: None) -> None:
    lists = {event.theme: event for event in Event.objects.exclude(lecturer="")}
    assert set(lists) == {"安全社区建设专题培训", "安全社区业务培训"}
    for theme, event in lists.items():
        rows = list(event.attendees.select_related("person", "unit"))
        known = [row for row in rows if row.person]
        assert all((row.person.name, row.person.unit) == (row.name, row.unit) for row in known)
        assert len(known) > 10
        assert len(rows) - len(known) >= 5
        assert (event.head_count == len(rows)) == (theme == "安全社区业务培训")


@pytest.mark.parametrize(
    ("on", "june"),
    [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_the_month_is_the_last_one_that_is_over(on: date, june: int) -> None:
    assert last_june(on) == date(june, 6, 1)


def records_behind(browser: Any, url: str) -> list[dict[str, str]]:
    """The lines of the list at ``url``, as its export hands them out."""
    page, _mark, query = url.partition("?")
    answer = browser.get(f"{page}export/csv/?{query}")
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def added_up(name: str, lines: list[dict[str, str]]) -> int:
    """What the lines come to, by hand."""
    if name == "参加人数":
        return sum(int(line["参加人数"] or 0) for line in lines)
    return -sum(int(line["数量"]) for line in lines) if name == "宣传资料发放数" else len(lines)


def test_each_number_of_the_year_opens_exactly_its_records(demo: None, as_user: Any) -> None:
    browser = as_user(User.objects.get(username="office"))
    page = Page(browser.get(reverse("campaigns:view_outreach"), {"year": "2026"}))
    whole = {}
    for row in page.panels["逐月指标"].all("tr"):
        name = row.first("th").text
        for link in row.all("a"):
            assert added_up(name, records_behind(browser, link.attributes["href"])) == int(link.text), name
        if cells := row.all("td"):
            whole[name] = int(cells[-1].text)
            assert whole[name] == sum(int(cell.text) for cell in cells[:-1] if cell.text != "—")
    assert {name: whole[name] for name in ("知识竞赛", "应急演练", "安全培训")} == {
        "知识竞赛": 4,
        "应急演练": 20,
        "安全培训": 36,
    }
    assert whole["宣传资料发放数"] > 20_000
    assert min(whole[name] for name in ("进企业", "进学校", "进乡村", "进社区", "进家庭")) > 0
    assert "“五进”已覆盖 5 项" in page.text


def test_the_home_page_tells_the_same_and_leads_there(demo: None, as_user: Any) -> None:
    browser = as_user(User.objects.get(username="chair"))
    tiles = {tile.first("a").text: tile for tile in Page(browser.get(reverse("home"))).main.all("li", "tile")}
    for name, told in {"知识竞赛": 4, "应急演练": 20, "安全培训": 36, "宣传资料发放数": None}.items():
        value = int(tiles[name].first("p", "value").text)
        assert value == added_up(name, records_behind(browser, tiles[name].first("a").attributes["href"]))
        assert told in (None, value)
    entered = records_behind(browser, tiles["“五进”覆盖"].first("a").attributes["href"])
    assert {line["五进"] for line in entered} == {"进企业", "进学校", "进乡村", "进社区", "进家庭"}
    assert tiles["“五进”覆盖"].first("p", "value").text == "5"


def test_people_knew_more_after_the_trainings_than_before(demo: None) -> None:
    polls = list(Poll.objects.with_figures().filter(moment__in=("before", "after")))
    assert len(polls) == 4
    for poll in polls:
        marks = [sheet.mark for sheet in poll.sheets.all()]
        assert poll.filled_in == len(marks) == SHEETS
        assert round(poll.figure, 6) == round(sum(marks) / len(marks), 6)
    for questionnaire in Questionnaire.objects.filter(polls__in=polls).distinct():
        moments = moments_of([questionnaire.pk])[questionnaire.pk]
        assert moments.change is not None and moments.change > 10


def test_no_answer_of_the_demo_says_who_gave_it(demo: None) -> None:
    fields = {field.name for field in Sheet._meta.get_fields() if field.concrete}
    assert fields == {"id", "poll", "on", "mark", "once"}
    assert not Action.objects.filter(verb__in=("campaigns.answer_poll", "campaigns.fill_in")).exists()


def test_the_projects_stand_in_each_of_their_places_with_figures_against_a_baseline(demo: None) -> None:
    projects = list(Project.objects.prefetch_related("steps", "figures"))
    assert len(projects) == len({project.group_id for project in projects}) == 8
    assert {project.standing(DAY) for project in projects} >= {"under_way", "reviewed"}
    kinds = {step.kind for project in projects for step in project.steps.all()}
    assert kinds >= {"policy", "management", "service", "publicity", "environment", "facility", "product"}
    for project in projects:
        assert all(figure.measured_on > project.baseline_on for figure in project.figures.all())
        assert all(step.done_on is None or step.done_on <= DAY for step in project.steps.all())
    reviewed = [project for project in projects if project.review]
    assert reviewed and all(project.improvement and project.last_on < DAY for project in reviewed)
