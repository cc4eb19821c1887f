"""Pictures of findings: what was found in a year and what became of it; every number opens exactly its records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from inspections.models import Finding
from inspections.services import findings as services
from inspections.services import pictures
from inspections.tests.finding_builders import (
    a_finding,
    a_kind_of_danger,
    a_photo,
    asked,
    closed,
    notified,
    rectifying,
    withdrawn,
)
from inspections.tests.inspection_builders import finished

pytestmark = pytest.mark.usefixtures("storage")
PICTURE = reverse("inspections:view_picture")


def on(day: str) -> Any:
    """Ten in the morning of a day of 2026."""
    return time_machine.travel(f"2026-{day} 10:00+08:00", tick=False)


@pytest.fixture
def year(cast: Cast) -> dict[str, Finding]:
    """Found in March and June: closed in time, closed late, overdue, being put right, none at all; one of 2025."""
    fire, power = a_kind_of_danger(name="消防安全"), a_kind_of_danger(name="用电安全")
    made: dict[str, Finding] = {}
    with time_machine.travel("2025-12-30 10:00+08:00", tick=False):
        a_finding(cast.inspector, unit=cast.village, kind=fire)
    with on("03-01"):
        made["in_time"] = asked(cast, kind=fire)
        made["late"] = rectifying(cast, kind=power, level="urgent")
        made["overdue"] = notified(cast, kind=fire, unit=cast.other_village)
    with on("03-05"):
        services.close_finding(made["in_time"], by=cast.inspector)
    with on("03-21"):
        services.ask_reinspection(made["late"], by=cast.liaison, text="已整改", uploads=[a_photo()])
        services.close_finding(made["late"], by=cast.inspector)
    with on("06-15"):
        made["open"] = notified(cast, kind=power)
        withdrawn(cast, kind=power)
    return made


def picture_of(cast: Cast, title: str) -> dict[str, pictures.Line]:
    """The lines of one picture of 2026, by what they are about."""
    rows = Finding.objects.all().visible_to(cast.office).exclude(state="withdrawn").filter(found_on__year=2026)
    drawn = pictures.pictures_of(rows, date(2026, 6, 15), with_agencies=True)
    [found] = [picture for picture in drawn if str(picture.title) == title]
    return {str(line.label): line for line in found.lines}


def test_the_sums_are_those_of_the_records(year: dict[str, Finding], cast: Cast) -> None:
    lines = picture_of(cast, "按隐患类别")
    fire, power = lines["消防安全"].sums, lines["用电安全"].sums
    assert (fire.found, fire.open, fire.overdue, fire.closed, fire.in_time) == (2, 1, 1, 1, 1)
    assert (power.found, power.open, power.overdue, power.closed, power.in_time) == (2, 1, 0, 1, 0)
    assert (fire.days, power.days) == (Decimal("4.0"), Decimal("20.0"))
    whole = pictures.together(line.sums for line in lines.values())
    assert (whole.found, whole.share, whole.days) == (4, Decimal("50.0"), Decimal("12.0"))


def test_of_nothing_there_is_no_share_and_no_mean() -> None:
    nothing = pictures.together([])
    assert (nothing.found, nothing.share, nothing.days) == (0, None, None)


def test_hot_spots_come_first(year: dict[str, Finding], cast: Cast) -> None:
    assert list(picture_of(cast, "隐患多发单位")) == ["东风村", "西河村"]
    assert list(picture_of(cast, "按检查机构")) == ["消防大队"]
    assert {name: line.sums.found for name, line in picture_of(cast, "按隐患等级").items()} == {
        "一般隐患": 3,
        "一般隐患（立即整改）": 1,
    }


def test_the_months_count_by_the_day(year: dict[str, Finding], cast: Cast) -> None:
    rows = Finding.objects.exclude(state="withdrawn")
    assert pictures.months_of(rows, 2026, "found_on") == [0, 0, 3, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert pictures.months_of(rows, 2026, "closed_on") == [0, 0, 2, *[0] * 9]


def test_taken_up_again_it_counts_as_open(year: dict[str, Finding], cast: Cast) -> None:
    with on("06-15"):
        services.reopen_finding(year["in_time"], by=cast.inspector, reason="复发", due_on=date(2026, 6, 20))
    fire = picture_of(cast, "按隐患类别")["消防安全"].sums
    assert (fire.open, fire.closed, fire.days) == (2, 0, None)


def test_every_number_opens_exactly_its_records(year: dict[str, Finding], cast: Cast, as_user: Any) -> None:
    with on("06-15"):
        browser = as_user(cast.office)
        page = Page(browser.get(PICTURE, {"year": "2026"}))
        links = [link for link in page.main.all("a") if reverse("inspections:list_finding") in link.attributes["href"]]
        counted = [(link.text, str(link.attributes["href"])) for link in links if link.text.isdigit()]
        assert len(counted) > 10
        for number, url in counted:
            assert len(Page(browser.get(url, follow=True)).rows) == int(number), url


def test_a_liaison_sees_the_own_unit_alone(year: dict[str, Finding], cast: Cast, as_user: Any) -> None:
    with on("06-15"):
        page = Page(as_user(cast.liaison).get(PICTURE))
    assert page.facts["发现"] == "3"
    assert "西河村" not in page.text


def test_an_agency_has_a_page_of_what_it_found_and_inspected(
    year: dict[str, Finding], cast: Cast, as_user: Any
) -> None:
    with on("06-15"):
        finished(cast)
        a_finding(cast.office, unit=cast.village)
        page = Page(as_user(cast.chair).get(reverse("inspections:view_agency", args=[cast.inspector.person.unit_id])))
    assert page.title == "消防大队：2026年隐患情况"
    assert (page.facts["现场检查"], page.facts["发现"], page.facts["已销号"]) == ("1", "4", "2")
    assert (page.facts["按期整改率"], page.facts["平均销号天数"]) == ("50.0 %", "12.0")


def test_only_agencies_have_one(cast: Cast, as_user: Any) -> None:
    url = reverse("inspections:view_agency", args=[cast.village.pk])
    assert as_user(cast.office).get(url).status_code == 404


def test_the_picture_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    closed(cast)
    browser.get(PICTURE)
    few = query_count(lambda: browser.get(PICTURE))
    for _each in range(3):
        closed(cast)
        notified(cast, unit=a_unit())
    assert query_count(lambda: browser.get(PICTURE)) == few <= 12


def test_a_year_without_findings_says_so(cast: Cast, as_user: Any) -> None:
    assert "该年没有发现隐患。" in Page(as_user(cast.office).get(PICTURE, {"year": "2019"})).text
