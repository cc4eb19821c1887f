"""Pages of incidents as people read and fill them in: facts, clocks, who was hurt, forms, filters, a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast
from inspections.models import Incident, Injury
from inspections.services import incidents as services
from inspections.services.injury_counts import AGES, age_group, injured_in, tables_of
from inspections.tests.incident_builders import an_incident, an_injury

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is ten in the morning of 15 June 2026
LIST, COUNTS = reverse("inspections:list_incident"), reverse("inspections:view_injuries")
CREATE = reverse("inspections:create_incident")
NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
GIVEN = {"happened_on": "2026-06-15", "place_kind": "road", "cause": "traffic", "intent": "unintended", "text": "侧翻"}
PERSON = st.fixed_dictionaries(
    {
        "month": st.integers(1, 12),
        "place_kind": st.sampled_from(Incident.Place.values),
        "cause": st.sampled_from(Incident.Cause.values),
        "age": st.none() | st.integers(0, 120),
        "sex": st.sampled_from(["", *Injury.Sex.values]),
        "severity": st.sampled_from(Injury.Severity.values),
    }
)


def page_of(incident: Incident, browser: Any) -> Page:
    """Its page."""
    return Page(browser.get(incident.get_absolute_url()))


# What it says


def test_its_facts_are_those_that_are_known(cast: Cast, as_user: Any) -> None:
    about = {"happened_time": time(8, 5), "loss": "2.50", "lesson": "戴头盔", "activity": "送货", "place": "东路"}
    full = page_of(an_incident(cast.liaison, unit=cast.village, **about), as_user(cast.office)).facts
    told = {"发生时间": "2026-06-15 08:05", "直接经济损失": "2.50万元", "教训与改进": "戴头盔", "当时活动": "送货"}
    assert full | told == full
    bare = page_of(an_incident(unit=cast.village), as_user(cast.office)).facts
    assert bare["发生时间"] == "2026-06-15"
    assert not set(bare) & {"直接经济损失", "教训与改进", "当时活动", "其中重伤", "其中死亡"}


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"is_production": True}, "一般事故"),
        ({"is_production": True, "loss": "1000"}, "较大事故"),
        ({"is_production": True, "loss": "5000"}, "重大事故"),
        ({"is_production": True, "loss": "10000"}, "特别重大事故"),
        ({"loss": "10000"}, ""),
    ],
)
def test_only_an_accident_at_work_has_a_grade(about: dict[str, Any], status: str, cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village, **about)
    assert page_of(incident, as_user(cast.office)).status == status
    assert Page(as_user(cast.office).get(LIST)).rows[0][-1] == status


@pytest.mark.parametrize(("minutes", "words"), [(59, "计时中"), (60, "计时中"), (61, "已逾期")])
def test_a_unit_has_an_hour_to_report(minutes: int, words: str, cast: Cast, as_user: Any) -> None:
    known = NOW - timedelta(minutes=minutes)
    clocks = page_of(an_incident(is_production=True, known_at=known), as_user(cast.office)).panels["上报时限"]
    assert [badge.text for badge in clocks.all(kind="badge")] == [words]


@pytest.mark.parametrize(("minutes", "words"), [(119, "计时中"), (120, "计时中"), (121, "已逾期")])
def test_the_town_has_two_hours_to_pass_it_on(minutes: int, words: str, cast: Cast, as_user: Any) -> None:
    reported = NOW - timedelta(minutes=minutes)
    clocks = page_of(an_incident(is_production=True, reported_at=reported), as_user(cast.office)).panels["上报时限"]
    assert [badge.text for badge in clocks.all(kind="badge")] == [words]


def test_a_clock_tells_until_when_and_when_it_was_done_in_the_town_s_time(cast: Cast, as_user: Any) -> None:
    incident = an_incident(is_production=True, known_at=NOW - 3 * HOUR, reported_at=NOW - HOUR)
    told = page_of(incident, as_user(cast.office)).panels["上报时限"].text
    assert "2026-06-15 08:00" in told
    assert "2026-06-15 09:00" in told
    assert "2026-06-15 11:00" in told


# Who was hurt


def test_who_was_taken_off_stands_on_the_page_no_more_and_history_says_why(cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village)
    an_injury(incident, nature="burn")
    services.remove_injury(an_injury(incident, nature="wound"), by=cast.office, reason="重复登记")
    page = page_of(incident, as_user(cast.office))
    assert "烧烫伤" in page.panels["伤亡人数"].text
    assert "割伤刺伤" not in page.panels["伤亡人数"].text


def test_history_of_an_incident_tells_of_those_hurt_in_it(cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village)
    before = len(page_of(incident, as_user(cast.office)).history)
    an_injury(incident)
    an_injury(an_incident(unit=cast.village))
    assert len(page_of(incident, as_user(cast.office)).history) == before + 1


@pytest.mark.parametrize(("age", "words"), [(0, "0岁"), (1, "1岁"), (None, "")])
def test_a_baby_has_an_age(age: int | None, words: str, cast: Cast, as_user: Any) -> None:
    injury = an_injury(an_incident(unit=cast.village), age=age, sex="")
    line = page_of(injury.incident, as_user(cast.office)).panels["伤亡人数"].first("li")
    assert line.first(kind="muted").text == f"{words} · 住院中".strip()


@pytest.mark.parametrize(
    ("role", "buttons"),
    [("office", ["编辑", "移除"]), ("liaison", ["编辑", "移除"]), ("chair", []), ("inspector", [])],
)
def test_who_may_correct_an_injury_finds_how(role: str, buttons: list[str], cast: Cast, as_user: Any) -> None:
    injury = an_injury(an_incident(unit=cast.village))
    page = page_of(injury.incident, as_user(getattr(cast, role)))
    assert [link.text[:2] for link in page.panels["伤亡人数"].all("a")] == buttons
    assert ("添加伤亡人员" in page.buttons) is bool(buttons)


def test_the_page_costs_the_same_for_any_number_of_people(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, injury = as_user(cast.office), an_injury(an_incident(unit=cast.village))
    browser.get(injury.get_absolute_url())
    few = query_count(lambda: browser.get(injury.get_absolute_url()))
    for _each in range(2):
        an_injury(injury.incident)
    assert query_count(lambda: browser.get(injury.get_absolute_url())) == few


@pytest.mark.parametrize("age", ["0", "120", ""])
def test_an_age_goes_from_nought_to_a_hundred_and_twenty_or_is_not_known(age: str, cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village)
    person = {"age": age, "nature": "burn", "part": "arm", "severity": "slight", "outcome": "treated", "once": "a"}
    as_user(cast.office).post(reverse("inspections:create_injury", args=[incident.pk]), person)
    injury = incident.injuries.get()
    assert injury.age == (int(age) if age else None)
    injury.full_clean()


def test_a_correction_begins_with_what_is_there(cast: Cast, as_user: Any) -> None:
    injury = an_injury(an_incident(unit=cast.village), age=7, severity="death")
    page = Page(as_user(cast.office).get(reverse("inspections:edit_injury", args=[injury.pk])))
    assert page.input("age") == "7"
    chosen = {str(node.attributes["value"]) for node in page.main.all() if "selected" in node.attributes}
    assert chosen == {"male", "fracture", "leg", "in_hospital"}
    assert [node.attributes["value"] for node in page.main.all("input") if "checked" in node.attributes] == ["death"]


# Writing down


def test_a_new_one_begins_today_at_the_own_unit(cast: Cast, as_user: Any) -> None:
    own = Page(as_user(cast.liaison).get(CREATE))
    assert own.input("happened_on") == "2026-06-15"
    assert next(node.text for node in own.main.all("option") if "selected" in node.attributes) == "东风村"
    anywhere = Page(as_user(cast.office).get(CREATE))
    assert not [node for node in anywhere.main.all("option") if "selected" in node.attributes and "村" in node.text]


def test_what_was_typed_is_written_down(cast: Cast, as_user: Any) -> None:
    given = GIVEN | {"unit": cast.village.pk, "happened_time": "08:05", "is_production": "on", "loss": "3.20"}
    as_user(cast.liaison).post(CREATE, given | {"known_at": "2026-06-15T09:30", "once": "a"})
    incident = Incident.objects.get()
    assert (incident.unit, incident.happened_time, str(incident.loss)) == (cast.village, time(8, 5), "3.20")
    assert (incident.is_production, incident.known_at, incident.by) == (True, NOW - HOUR / 2, cast.liaison)


def test_a_moment_comes_back_into_the_form_as_it_was_and_sent_again_changes_nothing(cast: Cast, as_user: Any) -> None:
    incident = an_incident(unit=cast.village, is_production=True, known_at=NOW - HOUR / 2)
    url = reverse("inspections:edit_incident", args=[incident.pk])
    assert Page(as_user(cast.office).get(url)).input("known_at") == "2026-06-15T09:30"
    given = GIVEN | {"unit": cast.village.pk, "text": "电动车侧翻", "is_production": "on", "version": incident.version}
    as_user(cast.office).post(url, given | {"known_at": "2026-06-15T09:30", "once": "a"})
    incident.refresh_from_db()
    assert incident.version == 1


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"loss": "-0.01"}, "loss", "0"),
        (
            {"known_at": "2026-06-15T09:30", "reported_at": "2026-06-15T09:29"},
            "reported_at",
            "报告时间不能早于知悉时间",
        ),
        ({"happened_on": ""}, "happened_on", "必填"),
        ({"cause": "x"}, "cause", "x"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    given: dict[str, str], field: str, sentence: str, cast: Cast, as_user: Any
) -> None:
    page = Page(as_user(cast.office).post(CREATE, GIVEN | {"unit": cast.village.pk, "once": "a"} | given))
    assert (page.status_code, list(page.errors)) == (422, [field])
    assert sentence in page.errors[field]
    assert not Incident.objects.exists()


# The list


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"since": "2026-06-10", "until": "2026-06-10"}, {"跌倒"}),
        ({"until": "2026-06-09"}, set()),
        ({"since": "2026-06-11"}, {"侧翻"}),
        ({"q": "大安事件〔2026〕1"}, {"跌倒"}),
        ({"q": "东路"}, {"跌倒"}),
        ({"q": "西河"}, {"侧翻"}),
        ({"severity": "serious"}, {"跌倒"}),
    ],
)
def test_the_list_is_searched_and_bounded_by_days(
    query: dict[str, str], texts: set[str], cast: Cast, as_user: Any
) -> None:
    fall = an_incident(text="跌倒", unit=cast.village, place="东路", happened_on=date(2026, 6, 10))
    other = an_incident(text="侧翻", unit=cast.other_village)
    an_injury(fall, severity="serious")
    services.remove_injury(an_injury(other, severity="serious"), by=None, reason="x")
    assert {row[0] for row in Page(as_user(cast.office).get(LIST, query)).rows} == texts


def test_the_list_is_narrowed_to_a_unit(cast: Cast, as_user: Any) -> None:
    an_incident(text="跌倒", unit=cast.village)
    an_incident(text="侧翻", unit=cast.other_village)
    assert [row[0] for row in Page(as_user(cast.office).get(LIST, {"unit": cast.village.pk})).rows] == ["跌倒"]


# A year


@given(st.lists(PERSON, max_size=8))
def test_every_table_counts_each_person_once_in_their_month(people: list[dict[str, Any]]) -> None:
    for table in tables_of(people):
        by_month = [sum(line.months[month] for line in table.lines) for month in range(12)]
        assert by_month == [sum(person["month"] == month + 1 for person in people) for month in range(12)]
        assert all(line.total == sum(line.months) > 0 for line in table.lines)


@pytest.mark.parametrize(
    ("last", "group", "following"),
    [
        (14, "7～14岁", "15～24岁"),
        (24, "15～24岁", "25～44岁"),
        (44, "25～44岁", "45～59岁"),
        (120, "60岁以上", "60岁以上"),
    ],
)
def test_a_group_of_ages_ends_with_its_last_year(last: int, group: str, following: str) -> None:
    assert (str(age_group(last)), str(age_group(last + 1))) == (group, following)
    assert [str(words) for words in dict(AGES).values()].count(group) == 1


@pytest.mark.parametrize(("word", "column"), [("place_kind=road", 0), ("cause=traffic", 1), ("severity=moderate", 4)])
def test_each_number_opens_the_incidents_of_its_year(word: str, column: int, cast: Cast, as_user: Any) -> None:
    an_injury(an_incident(text="今年"))
    an_injury(an_incident(text="去年", happened_on=date(2025, 12, 31)))
    page = Page(as_user(cast.office).get(COUNTS, {"year": 2025}))
    [url] = [str(link.attributes["href"]) for link in page.main.all("a") if word in str(link.attributes["href"])]
    assert [row[0] for row in Page(as_user(cast.office).get(url)).rows] == ["去年"]
    assert rows_of(page.main.all("section", "card")[column])[0][-2:] == ["1", "1"]


@pytest.mark.parametrize(("year", "turns"), [(2026, ["2025"]), (2025, ["2024", "2026"])])
def test_the_years_are_turned_but_not_into_the_future(year: int, turns: list[str], cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(COUNTS, {"year": year}))
    assert [text for text in page.buttons if text.isdigit()] == turns
    assert f"{year}年：0人" in page.text
    assert "无人受伤。" in page.text


def test_who_hurts_in_january_and_december_stands_in_the_first_and_the_last_column(cast: Cast) -> None:
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        an_injury(an_incident(happened_on=day))
    [line] = tables_of(injured_in(2025, cast.office))[0].lines
    assert line.months == (1, *[0] * 10, 1)
