"""The red list, the leagues and what comes: the order, who is named, what everybody may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from campaigns.tests.builders import a_safety_day, an_event
from committee.models import Meeting
from committee.tests import work as meeting_work
from committee.tests.reporting import a_report
from dayan_safety.overview.asking import Asked, Town
from dayan_safety.overview.coming import MOST, coming
from dayan_safety.overview.leagues import leagues
from dayan_safety.overview.red_list import WORST, RedList, red_list
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests import overview_town
from dayan_safety.tests.overview_town import MAY, TODAY
from inspections.models import Finding

pytestmark = pytest.mark.usefixtures("midsummer")


def listed(cast: Cast) -> RedList:
    """The red list as the chair reads it."""
    return red_list(Asked.by(cast.chair))


def test_dangers_stand_before_tasks_before_reports_before_what_was_put_off(cast: Cast) -> None:
    a_report(cast, first=MAY)
    overview_town.put_off(a_task(title="延期的事", lead_unit=cast.village), 300)
    overview_town.an_overdue_task(9, title="旧事", lead_group=cast.group)
    overview_town.an_overdue_task(2, title="新事", lead_unit=cast.other_village)
    overview_town.an_overdue_finding(cast, 30, text="小隐患")
    major = overview_town.an_overdue_finding(cast, 1, text="重大的")
    Finding.objects.filter(pk=major.pk).update(level=Finding.Level.MAJOR)
    told = [(str(late.kind), late.name, late.owner, late.days) for late in listed(cast).worst]
    assert told == [
        ("重大隐患", "重大的", "东风村", 1),
        ("隐患", "小隐患", "东风村", 30),
        ("督办", "旧事", "消防安全组", 9),
        ("督办", "新事", "西河村", 2),
        ("报告", "2026年5月", "消防安全组", 21),
        ("督办", "延期的事", "东风村", 300),
    ]


def test_what_is_not_late_is_not_on_it(cast: Cast) -> None:
    overview_town.an_overdue_finding(cast, 0)
    overview_town.an_overdue_task(0)
    a_task()
    a_report(cast)
    told = listed(cast)
    assert (told.worst, [number for _label, number, _url in told.counts]) == ([], [0, 0, 0])


def test_ten_are_shown_and_all_are_counted_each_with_its_records(cast: Cast, as_user: Any) -> None:
    for days in range(1, 13):
        overview_town.an_overdue_finding(cast, days)
    overview_town.an_overdue_task(3)
    a_report(cast, first=MAY)
    told, browser = listed(cast), as_user(cast.chair)
    assert [late.days for late in told.worst] == list(range(12, 12 - WORST, -1))
    totals = [browser.get(url, follow=True).context["listing"].total for _label, _number, url in told.counts]
    assert totals == [number for _label, number, _url in told.counts] == [12, 1, 1]


def test_each_line_leads_to_its_record(cast: Cast, as_user: Any) -> None:
    overview_town.full_town(cast)
    browser = as_user(cast.chair)
    for late in listed(cast).worst:
        assert late.name in browser.get(late.url).content.decode()


def test_everybody_reads_kinds_and_numbers_instead_of_what_people_typed(cast: Cast) -> None:
    finding = overview_town.an_overdue_finding(cast, 3, text="找张三")
    task = overview_town.an_overdue_task(2, title="找李四")
    told = {late.name: late.public for late in red_list(Asked.by(Town())).worst}
    assert told == {"找张三": str(finding.kind), "找李四": task.number}


# Leagues


def test_a_league_is_ranked_as_it_was_kept_with_how_each_moved(cast: Cast) -> None:
    result = overview_town.scored_months(cast)
    shown, found = leagues(Asked.by(cast.chair))
    assert shown == result
    [villages] = [each for each in found if each.league.kind == "village"]
    told = [(str(line.card.unit), line.card.rank, line.moved, str(badge)) for line, badge in villages.first]
    assert told == [("西河村", 1, 1, "上升1位"), ("东风村", 2, -1, "下降1位")]
    assert [badge.icon for _line, badge in villages.first if badge] == ["arrow-up", "arrow-down"]


def test_no_month_before_no_arrow(cast: Cast) -> None:
    overview_town.scored_months(cast)
    before = overview_town.Result.objects.get(month=4)
    overview_town.Result.objects.filter(pk=before.pk).update(state="replaced")
    _result, found = leagues(Asked.by(cast.chair))
    assert {badge for each in found for _line, badge in each.first} == {None}


def test_without_scores_there_are_no_leagues(cast: Cast) -> None:
    assert leagues(Asked.by(cast.chair)) == (None, [])


# What comes


def test_what_comes_are_kinds_and_units_on_their_days(cast: Cast) -> None:
    meeting = meeting_work.a_notified(cast)
    Meeting.objects.filter(pk=meeting.pk).update(title="找张三", held_on=TODAY + timedelta(days=3))
    event = an_event(unit=cast.village, theme="找李四", held_on=TODAY + timedelta(days=1))
    an_event(unit=cast.village, held_on=TODAY - timedelta(days=1))
    an_event(unit=cast.village, held_on=TODAY + timedelta(days=60))
    day = a_safety_day(month=6, day=16)
    told = [(entry.day.day, entry.label) for entry in coming(Asked.by(Town()))]
    assert told == [*sorted([(16, str(day)), (16, f"{event.kind} · 东风村")]), (18, "联席会议")]


def test_a_full_month_shows_so_many(cast: Cast) -> None:
    for _each in range(MOST + 3):
        an_event(unit=cast.village, held_on=TODAY + timedelta(days=1))
    assert len(coming(Asked.by(Town()))) == MOST
