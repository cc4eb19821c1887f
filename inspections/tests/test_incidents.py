"""Incidents: written down without names, graded, told at once where somebody was hurt at work, counted by year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Notice
from dayan_safety.records import remove_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast
from dayan_safety.workdays import today
from inspections.models import Incident, Injury
from inspections.services import incidents as services
from inspections.services.grades import Grade, grade_of
from inspections.services.injury_counts import age_group, injured_in, tables_of
from inspections.tests.incident_builders import a_new_incident, an_incident, an_injury

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is ten in the morning of 15 June 2026
LIST, COUNTS = reverse("inspections:list_incident"), reverse("inspections:view_injuries")
NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


# The grade


@pytest.mark.parametrize(
    ("dead", "serious", "loss", "grade"),
    [
        (0, 0, None, Grade.ORDINARY),
        (2, 9, "999.99", Grade.ORDINARY),
        (3, 0, None, Grade.LARGER),
        (0, 10, None, Grade.LARGER),
        (0, 0, "1000", Grade.LARGER),
        (9, 49, "4999.99", Grade.LARGER),
        (10, 0, None, Grade.MAJOR),
        (0, 50, None, Grade.MAJOR),
        (0, 0, "5000", Grade.MAJOR),
        (29, 99, "9999.99", Grade.MAJOR),
        (30, 0, None, Grade.ESPECIALLY_SERIOUS),
        (0, 100, None, Grade.ESPECIALLY_SERIOUS),
        (0, 0, "10000", Grade.ESPECIALLY_SERIOUS),
    ],
)
def test_the_bounds_of_the_decree_belong_to_the_higher_grade(
    dead: int, serious: int, loss: str | None, grade: Grade
) -> None:
    assert grade_of(dead, serious, Decimal(loss) if loss else None) == grade


@given(st.integers(0, 200), st.integers(0, 300), st.decimals(0, 20_000, places=2))
def test_a_grade_never_falls_when_more_is_lost(dead: int, serious: int, loss: Decimal) -> None:
    here = grade_of(dead, serious, loss)
    assert here <= min(
        grade_of(dead + 1, serious, loss), grade_of(dead, serious + 1, loss), grade_of(dead, serious, loss + 1)
    )
    assert here == max(grade_of(dead, 0), grade_of(0, serious), grade_of(0, 0, loss))


# Writing down


def test_it_gets_its_number_and_says_who_wrote_it_down(cast: Cast) -> None:
    incident = an_incident(cast.liaison, unit=cast.village)
    assert (incident.number, incident.by) == ("大安事件〔2026〕1号", cast.liaison)
    assert [verb for verb, *_rest in history(incident)] == ["inspections.create_incident"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"happened_on": date(2026, 6, 16)}, "发生日期不能晚于今天，请更正。"),
        ({"known_at": NOW + HOUR}, "有时间晚于现在，请更正。"),
        ({"passed_on_at": NOW + HOUR}, "有时间晚于现在，请更正。"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], sentence: str, cast: Cast) -> None:
    incident = a_new_incident(unit=cast.village, **given)
    with refused(sentence):
        services.create_incident(incident, by=cast.office)


def test_one_clock_runs_after_the_other() -> None:
    with pytest.raises(ValidationError, match="报告时间不能早于知悉时间"):
        Incident(known_at=NOW, reported_at=NOW - HOUR).clean()
    with pytest.raises(ValidationError, match="上报时间不能早于报告时间"):
        Incident(reported_at=NOW, passed_on_at=NOW - HOUR).clean()


def test_a_unit_writes_down_its_own_and_nobody_else_s(cast: Cast) -> None:
    incident = a_new_incident(unit=cast.other_village)
    with refused("请选择本单位：其他单位的事件由其自行登记。"):
        services.create_incident(incident, by=cast.liaison)
    with pytest.raises((PermissionDenied, RuleBroken)):
        services.create_incident(a_new_incident(unit=cast.village), by=cast.auditor)
    assert not Incident.objects.exists()


def test_of_an_accident_at_work_chair_and_office_hear_at_once(cast: Cast) -> None:
    an_incident(cast.liaison, unit=cast.village)
    assert not Notice.objects.exists()
    incident = an_incident(cast.liaison, unit=cast.village, is_production=True)
    told = {notice.user: notice for notice in Notice.objects.all()}
    assert set(told) == {cast.chair, cast.office}
    assert told[cast.chair].title == f"生产安全事故：{incident}"
    assert all(notice.urgent for notice in told.values())


# Clocks


@pytest.mark.parametrize(
    ("given", "badges"),
    [
        ({}, []),
        ({"known_at": NOW - HOUR / 2}, ["计时中"]),
        ({"known_at": NOW - 2 * HOUR}, ["已逾期"]),
        ({"known_at": NOW - 5 * HOUR, "reported_at": NOW - 4 * HOUR}, ["正常", "已逾期"]),
        ({"known_at": NOW - 5 * HOUR, "reported_at": NOW - 3 * HOUR, "passed_on_at": NOW - HOUR}, ["超时", "正常"]),
    ],
)
def test_the_clocks_say_how_they_stand(given: dict[str, Any], badges: list[str], cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village, is_production=True, **given)
    page = Page(as_user(cast.office).get(incident.get_absolute_url()))
    shown = [badge.text for badge in page.panels["上报时限"].all(kind="badge")] if badges else []
    assert shown == badges
    assert ("上报时限" in page.panels) is bool(badges)


def test_no_clock_runs_where_nobody_was_at_work(cast: Cast) -> None:
    incident = an_incident(known_at=NOW - 5 * HOUR)
    assert (incident.report_by, incident.pass_on_by) == (None, None)
    assert not Incident.objects.late_on(NOW).exists()


def test_what_is_late_is_found(cast: Cast) -> None:
    late = an_incident(is_production=True, known_at=NOW - 2 * HOUR)
    kept = an_incident(is_production=True, known_at=NOW - 9 * HOUR, reported_at=NOW - 8 * HOUR)
    an_incident(is_production=True, known_at=NOW - HOUR / 2)
    assert set(Incident.objects.late_on(NOW)) == {late, kept}


# Who was hurt


def test_people_are_added_without_a_name_and_counted(cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village, is_production=True)
    url = reverse("inspections:create_injury", args=[incident.pk])
    person = {
        "age": "45",
        "sex": "female",
        "nature": "burn",
        "part": "arm",
        "severity": "serious",
        "outcome": "treated",
    }
    answer = as_user(cast.liaison).post(url, person | {"once": "a"})
    assert answer["Location"] == incident.get_absolute_url()
    an_injury(incident, severity="death", outcome="died")
    page = Page(as_user(cast.liaison).get(incident.get_absolute_url()))
    assert (page.facts["伤亡人数"], page.facts["其中重伤"], page.facts["其中死亡"]) == ("2", "1", "1")
    assert "女 45岁" in page.panels["伤亡人数"].text
    assert page.status == "一般事故"
    assert "name" not in {field.name for field in Injury._meta.get_fields()}


@pytest.mark.parametrize("wrong", [{"age": "121"}, {"age": "-1"}, {"sex": "x"}, {"nature": ""}, {"severity": "worst"}])
def test_what_is_wrong_with_a_person_is_told(wrong: dict[str, str], cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village)
    right = {"age": "45", "sex": "male", "nature": "burn", "part": "arm", "severity": "slight", "outcome": "treated"}
    answer = as_user(cast.office).post(reverse("inspections:create_injury", args=[incident.pk]), right | wrong)
    assert (answer.status_code, set(Page(answer).errors)) == (422, set(wrong))
    assert not Injury.objects.exists()


def test_an_injury_is_corrected_and_taken_off(cast: Cast, as_user: Any) -> None:
    injury = an_injury(an_incident(unit=cast.village))
    services.edit_injury(injury, by=cast.liaison, outcome="recovered", age=None)
    injury.refresh_from_db()
    assert (injury.outcome, injury.age) == ("recovered", None)
    services.remove_injury(injury, by=cast.liaison, reason="重复")
    assert not injury.incident.injuries.present().exists()
    page = Page(as_user(cast.office).get(injury.incident.get_absolute_url()))
    assert page.facts["伤亡人数"] == "0"


def test_there_are_not_more_people_than_anybody_writes_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_HURT", 1)
    incident = an_incident()
    an_injury(incident)
    with refused("每起事件最多1人。"):
        an_injury(incident)


# Counting


@pytest.mark.parametrize(
    ("age", "group"), [(0, "0～6岁"), (6, "0～6岁"), (7, "7～14岁"), (59, "45～59岁"), (60, "60岁以上"), (None, "不详")]
)
def test_an_age_belongs_to_its_group(age: int | None, group: str) -> None:
    assert str(age_group(age)) == group


def test_the_year_counts_people_by_month_and_property(cast: Cast) -> None:
    drowned = an_incident(happened_on=date(2026, 3, 1), place_kind="water", cause="drowning")
    an_injury(drowned, age=8, severity="death")
    an_injury(drowned, age=None, sex="")
    an_injury(an_incident(happened_on=date(2026, 5, 31)))
    an_injury(an_incident(happened_on=date(2025, 12, 31)))
    gone = an_injury(an_incident(happened_on=date(2026, 4, 1))).incident
    remove_record(gone, by=None, reason="x")
    tables = {str(table.title): table for table in tables_of(injured_in(2026, cast.office))}
    lines = {str(line.label): line for line in tables["按场所"].lines}
    assert {name: line.total for name, line in lines.items()} == {"水域": 2, "道路": 1}
    assert (lines["水域"].months[2], lines["道路"].months[4]) == (2, 1)
    ages = {str(line.label): line.total for line in tables["按年龄"].lines}
    assert ages == {"7～14岁": 1, "60岁以上": 1, "不详": 1}
    assert {str(line.label): line.total for line in tables["按性别"].lines} == {"男": 2, "不详": 1}


def test_each_table_holds_everybody(cast: Cast) -> None:
    for number in range(4):
        an_injury(an_incident(), age=20 * number)
    assert {sum(line.total for line in table.lines) for table in tables_of(injured_in(2026, cast.office))} == {4}


def test_a_liaison_counts_the_own_unit_alone(cast: Cast, as_user: Any) -> None:
    an_injury(an_incident(unit=cast.village))
    an_injury(an_incident(unit=cast.other_village))
    assert "2026年：1人" in Page(as_user(cast.liaison).get(COUNTS)).text
    assert "2026年：2人" in Page(as_user(cast.office).get(COUNTS)).text


def test_each_number_opens_its_records(cast: Cast, as_user: Any) -> None:
    an_injury(an_incident(place_kind="water", text="落水"))
    an_injury(an_incident())
    links = [link.attributes["href"] for link in Page(as_user(cast.office).get(COUNTS)).main.all("a")]
    [url] = [str(link) for link in links if "place_kind=water" in str(link)]
    assert [row[0] for row in Page(as_user(cast.office).get(url)).rows] == ["落水"]


def test_the_year_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    an_injury()
    browser.get(COUNTS)
    few = query_count(lambda: browser.get(COUNTS))
    for _each in range(3):
        an_injury()
    assert query_count(lambda: browser.get(COUNTS)) == few <= 12


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"cause": "fall"}, {"跌倒"}),
        ({"place_kind": "road"}, {"侧翻"}),
        ({"severity": "death"}, {"跌倒"}),
        ({"standing": "production"}, {"烫伤"}),
        ({"standing": "late"}, {"烫伤"}),
        ({"since": "2026-06-15"}, {"侧翻", "烫伤"}),
        ({"q": "跌"}, {"跌倒"}),
    ],
)
def test_the_list_is_narrowed(query: dict[str, str], texts: set[str], cast: Cast, as_user: Any) -> None:
    an_injury(an_incident(text="跌倒", cause="fall", place_kind="home", happened_on=date(2026, 6, 1)), severity="death")
    an_incident(text="侧翻")
    an_incident(text="烫伤", place_kind="work", cause="fire", is_production=True, known_at=NOW - 3 * HOUR)
    assert {row[0] for row in Page(as_user(cast.office).get(LIST, query)).rows} == texts


def test_reports_count_incidents_and_people(cast: Cast) -> None:
    incident = an_incident(unit=cast.village)
    an_injury(incident)
    an_injury(incident)
    an_incident(unit=cast.other_village)
    month = (date(2026, 6, 1), date(2026, 6, 30))
    sources = all_sources()
    assert sources["inspections.incidents"].count(cast.village, *month) == 1
    assert sources["inspections.hurt"].count(cast.village, *month) == 2
    assert sources["inspections.incidents"].count(cast.group, *month) == 2
    assert sources["inspections.hurt"].count(cast.village, today() + timedelta(days=1), today()) == 0
