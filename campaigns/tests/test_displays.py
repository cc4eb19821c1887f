"""Displays: who enters them, from when until when they are there, and how the year counts them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import Display
from campaigns.services.owning import create_own, edit_own
from campaigns.tests.builders import DAY, a_channel, a_display
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("campaigns:list_display"), reverse("campaigns:create_display")
YEAR = reverse("campaigns:view_outreach")
OWN = "请选择本单位或本工作组"


def a_new_display(**given: Any) -> Display:
    """A display that is not entered yet."""
    return Display(**{"title": "墙报", "channel": a_channel(), "place": "村口", "first_on": DAY, **given})


def test_everybody_enters_the_own_and_the_office_any(cast: Cast) -> None:
    create_own(a_new_display(unit=cast.village), by=cast.liaison)
    create_own(a_new_display(group=cast.group), by=cast.lead)
    create_own(a_new_display(), by=cast.office)
    assert Display.objects.count() == 3


def test_somebody_elses_is_refused_and_an_own_one_not_given_away(cast: Cast) -> None:
    for role, about in (("liaison", {"unit": cast.other_village}), ("lead", {"group": cast.supervision}), ("lead", {})):
        with pytest.raises(RuleBroken, match=OWN):
            create_own(a_new_display(**about), by=getattr(cast, role))
    for role in ("member", "supervisor", "chair", "inspector", "outsider"):
        with pytest.raises((PermissionDenied, RuleBroken)):
            create_own(a_new_display(unit=cast.village), by=getattr(cast, role))
    assert not Display.objects.exists()
    mine = a_display(unit=cast.village)
    mine.unit = cast.other_village
    with pytest.raises(RuleBroken, match=OWN):
        edit_own(mine, ["unit"], by=cast.liaison)
    assert Display.objects.get().unit == cast.village


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (date(2026, 6, 15), None, "展示中"),
        (date(2026, 6, 1), date(2026, 6, 15), "展示中"),
        (date(2026, 6, 1), date(2026, 6, 14), "已撤下"),
        (date(2026, 6, 16), None, "计划中"),
    ],
)
@pytest.mark.every_database
def test_it_says_whether_it_is_there(first: date, last: date | None, word: str, cast: Cast, as_user: Any) -> None:
    display = a_display(first_on=first, last_on=last)
    browser = as_user(cast.office)
    assert Page(browser.get(display.get_absolute_url())).status == word
    standings = {"up": "展示中", "down": "已撤下"}
    for standing, told in standings.items():
        assert len(Page(browser.get(LIST, {"standing": standing})).rows) == (told == word)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"last_on": "2026-06-01"}, "last_on", "结束日期早于开始日期"),
        ({"channel": ""}, "channel", "必填"),
        ({"title": ""}, "title", "必填"),
        ({"first_on": "昨天"}, "first_on", "日期"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    typed: dict[str, str], field: str, said: str, cast: Cast, as_user: Any
) -> None:
    right = {"title": "墙报", "channel": str(a_channel().pk), "place": "村口", "first_on": "2026-06-10"}
    answer = as_user(cast.office).post(NEW, right | typed)
    assert answer.status_code == 422
    assert said in Page(answer).errors[field]
    assert not Display.objects.exists()


def test_a_new_one_begins_with_what_is_known_and_is_entered_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    begun = browser.get(NEW).context["form"].instance
    assert (begun.first_on, begun.unit, begun.place) == (date(2026, 6, 15), cast.village, "东风村")
    posted = {"title": "墙报", "channel": str(a_channel().pk), "place": "村口", "first_on": "2026-06-10"}
    for _time in range(2):
        assert browser.post(NEW, posted | {"unit": str(cast.village.pk), "once": "d" * 32}).status_code == 302
    assert Display.objects.get().unit == cast.village


def test_the_year_counts_those_put_up_and_opens_them(cast: Cast, as_user: Any) -> None:
    a_display(first_on=date(2026, 3, 5), unit=cast.village, title="三月")
    a_display(first_on=DAY, unit=cast.other_village, title="六月")
    a_display(first_on=date(2026, 6, 20), title="还没有")
    a_display(first_on=date(2025, 12, 31), title="去年")
    for role, told, themes in (("office", ["1", "1", "2"], {"六月", "三月"}), ("liaison", ["1", "—", "1"], {"三月"})):
        browser = as_user(getattr(cast, role))
        rows = Page(browser.get(YEAR)).panels["逐月指标"].all("tr")
        row = next(row for row in rows if row.first("th").text == "设置宣传阵地")
        cells = [cell.text for cell in row.all("td")]
        assert [cells[2], cells[5], cells[12]] == told
        opened = Page(browser.get(row.all("a")[-1].attributes["href"])).rows
        assert {line[0] for line in opened} == themes


def test_a_liaison_sees_the_own_units_alone(cast: Cast, as_user: Any) -> None:
    mine, other = a_display(unit=cast.village, title="本村"), a_display(unit=cast.other_village)
    browser = as_user(cast.liaison)
    assert [row[0] for row in Page(browser.get(LIST)).rows] == ["本村"]
    assert browser.get(mine.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
