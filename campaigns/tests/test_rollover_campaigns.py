"""What the campaigns hand on: campaigns by the safety days of the new year, programmes a year later, open projects."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Programme
from campaigns.tests.builders import a_campaign, a_programme, a_safety_day, an_audience
from committee.tests.pages import Page
from dayan_safety.records import edit_record, remove_record
from dayan_safety.testing import Cast, a_committee, a_group
from dayan_safety.tests.turns import autumn, found, labels, moved, press, reasons, there

pytestmark = pytest.mark.usefixtures("autumn")
CAMPAIGN, PROGRAMME = "campaigns.campaign", "campaigns.programme"
__all__ = ["autumn"]


def test_a_campaign_without_a_safety_day_comes_a_year_later(cast: Cast) -> None:
    about = {"group": cast.group, "text": "2026年6月起", "theme": "今年的主题", "summary": "总结", "planned_events": 4}
    old = a_campaign(name="2026年防溺水专项", **about)
    (told,) = moved(CAMPAIGN, cast.office)
    assert told == {
        "名称": ("2026年防溺水专项", "2027年防溺水专项"),
        "起止日期": ("2026-06-01 – 2026-06-30", "2027-06-01 – 2027-06-30"),
        "工作安排": ("文中的2026", "2027"),
    }
    assert press(cast.office) == {CAMPAIGN: 1}
    made = Campaign.objects.get(name="2027年防溺水专项")
    assert (made.first_on, made.last_on) == (date(2027, 6, 1), date(2027, 6, 30))
    assert (made.group, made.text, made.planned_events) == (cast.group, "2027年6月起", 4)
    assert (made.theme, made.summary, made.planned_copies) == ("", "", None)
    old.refresh_from_db()
    assert (old.name, old.version) == ("2026年防溺水专项", 1)


def test_a_name_without_a_year_gets_the_new_one(cast: Cast) -> None:
    a_campaign(name="防溺水专项")
    press(cast.office)
    assert Campaign.objects.filter(name="防溺水专项（2027年）").exists()


def test_a_name_as_long_as_can_be_stays_one(cast: Cast) -> None:
    a_campaign(name="防" * 60)
    press(cast.office)
    assert Campaign.objects.filter(name="防" * 53 + "（2027年）").exists()


def test_a_campaign_of_a_safety_day_is_on_the_day_of_the_new_year(cast: Cast) -> None:
    monday = a_safety_day(name="全国中小学生安全教育日", month=3, day=None, week=5, weekday=1)
    a_campaign(
        name="2026年全国中小学生安全教育日", safety_day=monday, first_on=date(2026, 3, 30), last_on=date(2026, 3, 30)
    )
    assert moved(CAMPAIGN, cast.office)[0]["起止日期"] == ("2026-03-30 – 2026-03-30", "2027-03-29 – 2027-03-29")


def test_a_day_that_is_set_for_one_year_waits_for_the_next(cast: Cast) -> None:
    week = a_safety_day(name="安全宣传周", year=2026)
    a_campaign(name="2026年安全宣传周", safety_day=week)
    assert labels(CAMPAIGN, cast.office) == []
    assert reasons(CAMPAIGN, cast.office) == {"2026年安全宣传周": "尚未登记2027年“安全宣传周”的日期：请先登记。"}
    assert not found(CAMPAIGN, cast.office).is_settled
    a_safety_day(name="安全宣传周", year=2027, month=5, day=10)
    assert labels(CAMPAIGN, cast.office) == ["2026年安全宣传周"]


def test_a_safety_day_that_has_its_campaign_gets_no_second_one(cast: Cast) -> None:
    day = a_safety_day()
    a_campaign(name="2026年的", safety_day=day, first_on=date(2026, 11, 9), last_on=date(2026, 11, 9))
    assert labels(CAMPAIGN, cast.office) == ["2026年的"]
    a_campaign(name="另一个名字", safety_day=day, first_on=date(2027, 11, 9), last_on=date(2027, 11, 9))
    assert labels(CAMPAIGN, cast.office) == []
    assert there(CAMPAIGN, cast.office) == 1


@pytest.mark.parametrize("make", [a_campaign, a_programme])
def test_what_a_group_ran_that_is_gone_is_left_out(make: Any, cast: Cast) -> None:
    group = a_group(cast.committee, name="临时组")
    old, kind = make(group=group), CAMPAIGN if make is a_campaign else PROGRAMME
    assert labels(kind, cast.office) == [old.name]
    remove_record(group, by=None, reason="撤销")
    assert reasons(kind, cast.office) == {old.name: "“临时组”到2027年已不存在：须由其他工作组承接。"}
    assert press(cast.office) == {}


def test_a_group_whose_committee_is_over_by_then_runs_nothing(cast: Cast) -> None:
    ended = a_committee(name="上届委员会", term_to=date(2026, 12, 31))
    old = a_campaign(group=a_group(ended))
    assert list(reasons(CAMPAIGN, cast.office)) == [old.name]


def test_a_programme_comes_with_its_audiences_that_are_still_there(cast: Cast) -> None:
    stays, goes = an_audience(), an_audience()
    about = {"audiences": [stays, goes], "group": cast.group, "planned_sessions": 3, "planned_people": 90}
    a_programme(name="2026年全员培训", first_on=date(2026, 2, 1), last_on=date(2026, 2, 28), **about)
    remove_record(goes, by=None, reason="不再使用")
    assert press(cast.office) == {PROGRAMME: 1}
    made = Programme.objects.get(name="2027年全员培训")
    assert (made.first_on, made.last_on) == (date(2027, 2, 1), date(2027, 2, 28))
    assert (list(made.audiences.all()), made.group) == ([stays], cast.group)
    assert (made.planned_sessions, made.planned_people) == (3, 90)


def test_what_begins_in_another_year_is_not_of_this_one(cast: Cast) -> None:
    for year in (2025, 2027):
        a_campaign(first_on=date(year, 6, 1), last_on=date(year, 6, 2))
        a_programme(first_on=date(year, 6, 1), last_on=date(year, 6, 2))
    assert labels(CAMPAIGN, cast.office) == labels(PROGRAMME, cast.office) == []


def test_what_lasts_over_the_turn_keeps_its_length(cast: Cast) -> None:
    a_campaign(name="春运", first_on=date(2026, 12, 20), last_on=date(2027, 2, 10))
    assert moved(CAMPAIGN, cast.office)[0]["起止日期"][1] == "2027-12-20 – 2028-02-10"


def test_pressing_twice_makes_nothing_twice(cast: Cast) -> None:
    a_campaign()
    a_programme()
    assert press(cast.office) == {CAMPAIGN: 1, PROGRAMME: 1}
    assert press(cast.office) == {}
    assert (Campaign.objects.count(), Programme.objects.count()) == (2, 2)


def test_what_was_made_and_taken_away_can_be_made_again(cast: Cast) -> None:
    a_campaign(name="2026年的")
    press(cast.office)
    remove_record(Campaign.objects.get(name="2027年的"), by=cast.office, reason="重来")
    assert press(cast.office) == {CAMPAIGN: 1}


def test_an_edit_of_the_old_one_is_another_plan(cast: Cast) -> None:
    old = a_campaign(text="甲")
    (before,) = found(CAMPAIGN, cast.office).lines
    old.text = "乙"
    edit_record(old, ["text"], by=None)
    (after,) = found(CAMPAIGN, cast.office).lines
    assert before.moved == after.moved
    assert before.seal != after.seal


@pytest.mark.parametrize("kind", [CAMPAIGN, PROGRAMME])
def test_three_cost_the_queries_of_one(kind: str, cast: Cast, query_count: Any) -> None:
    def grow() -> None:
        a_campaign(group=cast.group, safety_day=a_safety_day())
        a_programme(group=a_group(cast.committee), audiences=[an_audience()])

    grow()
    assert labels(kind, cast.office) != []  # by then it is known who the office is
    few = query_count(lambda: list(found(kind, cast.office).lines))
    grow()
    grow()
    assert query_count(lambda: list(found(kind, cast.office).lines)) == few


def test_the_page_leads_to_what_stands_there(cast: Cast, as_user: Any) -> None:
    a_programme(first_on=date(2027, 6, 1), last_on=date(2027, 6, 2))
    waiting = found(PROGRAMME, cast.office).there
    assert waiting is not None
    assert waiting.url == f"{reverse('campaigns:list_programme')}?since=2027-01-01&until=2027-12-31"
    assert len(Page(as_user(cast.office).get(waiting.url)).rows) == waiting.rows.count() == 1
