"""Sites: who sees them, and what their inspection says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.records import create_record, remove_record
from dayan_safety.testing import Cast
from inspections.models import Site
from inspections.tests.builders import a_site

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)


def a_lift(**given: Any) -> Site:
    """Special equipment."""
    return a_site(kind=Site.Kind.SPECIAL_EQUIPMENT, equipment=Site.Equipment.LIFT, **given)


def test_a_liaison_sees_the_own_units_sites_alone(cast: Cast) -> None:
    mine, other = a_site(unit=cast.village), a_site(unit=cast.other_village)
    assert set(Site.objects.all().visible_to(cast.inspector)) == {mine, other}
    assert list(Site.objects.all().visible_to(cast.liaison)) == [mine]


@pytest.mark.parametrize(
    ("due", "make", "badge"),
    [
        (-1, a_lift, "禁止使用"),
        (-1, a_site, "已逾期"),
        (0, a_lift, "即将到期"),
        (30, a_lift, "即将到期"),
        (31, a_lift, "已检验"),
        (None, a_lift, "未登记日期"),
        (None, a_site, ""),
    ],
)
@time_machine.travel(f"{TODAY} 09:00:00+08:00")
def test_what_its_inspection_says(due: int | None, make: Any, badge: str, cast: Cast, as_user: Any) -> None:
    site = make(unit=cast.village, next_inspection_on=None if due is None else TODAY + due * DAY)
    assert Page(as_user(cast.liaison).get(site.get_absolute_url())).status == badge


@time_machine.travel(f"{TODAY} 09:00:00+08:00")
def test_the_list_shows_what_is_overdue_and_what_is_due_soon(cast: Cast, as_user: Any) -> None:
    names = {"过期": -1, "今天": 0, "月底": 30, "明年": 90}
    for name, due in names.items():
        a_lift(name=name, next_inspection_on=TODAY + due * DAY)
    browser, url = as_user(cast.office), reverse("inspections:list_site")
    assert {row[0] for row in Page(browser.get(url, {"due": "expired"})).rows} == {"过期"}
    assert {row[0] for row in Page(browser.get(url, {"due": "soon"})).rows} == {"今天", "月底"}


def test_a_number_and_a_name_are_one_sites_alone(cast: Cast) -> None:
    a_lift(number="鲁H1", unit=cast.village)
    with pytest.raises(RuleBroken):
        a_lift(number="鲁H1", unit=cast.other_village)
    site = a_site(name="小超市", unit=cast.village)
    with pytest.raises(RuleBroken):
        a_site(name="小超市", unit=cast.village)
    remove_record(site, by=None, reason="x")
    a_site(name="小超市", unit=cast.village)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"kind": "special_equipment"}, "equipment"),
        ({"kind": "small_place", "equipment": "lift"}, "equipment"),
        ({"kind": "small_place", "inspected_on": TODAY, "next_inspection_on": TODAY}, "next_inspection_on"),
    ],
)
def test_what_contradicts_itself_is_refused(about: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Site(name="x", **about).clean()
    assert list(refused.value.message_dict) == [field]


def test_the_form_names_the_field_that_contradicts(cast: Cast, as_user: Any) -> None:
    typed = {"name": "电梯", "kind": "special_equipment", "unit": cast.village.pk}
    browser, url = as_user(cast.office), reverse("inspections:create_site")
    assert Page(browser.post(url, typed)).errors == {"equipment": "特种设备须填写设备种类。"}
    assert browser.post(url, typed | {"equipment": "lift"}).status_code == 302
    assert Site.objects.get().equipment == "lift"


def test_search_finds_name_initials_place_and_number(cast: Cast) -> None:
    site = a_site(name="老街小超市", place="老街12号", number="KH-7")
    for text in ("老街小", "ljxcs", "12号", "KH"):
        assert list(Site.objects.all().search(text)) == [site], text
    assert not Site.objects.all().search("H-7").exists()


def test_a_new_site_is_in_the_history(cast: Cast) -> None:
    site = create_record(Site(name="锅炉房", kind="important_department", unit=cast.village), by=cast.office)
    assert site.initials == "glf"
