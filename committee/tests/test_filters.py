"""How each list is narrowed: every filter, every choice, both sides of a day; what makes no sense narrows nothing."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import WorkingGroup
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit, an_appointment

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
YESTERDAY, TODAY = date(2026, 6, 14), date(2026, 6, 15)


@pytest.fixture
def town(cast: Cast) -> Cast:
    """The cast with something on each side of every filter."""
    a_unit(name="划出村", valid_to=YESTERDAY)
    a_unit(name="安泰公司", kind="enterprise", valid_from=TODAY)
    a_group(cast.committee, name="老年人安全组", to_be_confirmed=True)
    a_person(name="已走", left_on=YESTERDAY, unit=cast.village)
    a_person(name="明走", left_on=TODAY, telephone="")
    a_person(name="无号", telephone="", unit=cast.village)
    an_appointment(cast.group, "deputy_lead", a_person(name="前副组长"), until=YESTERDAY)
    return cast


def shown(browser: Any, name: str, query: dict[str, Any]) -> set[str]:
    """The first cells of the rows on the list, as read on the page."""
    return {row[0] for row in Page(browser.get(reverse(f"committee:list_{name}"), query)).rows}


VILLAGES = {"东风村", "西河村", "划出村"}
UNITS = VILLAGES | {"安监站", "消防大队", "安泰公司"}
CASES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("unit", {}, UNITS),
    ("unit", {"kind": "village"}, VILLAGES),
    ("unit", {"kind": "enterprise"}, {"安泰公司"}),
    ("unit", {"kind": "school"}, set()),
    ("unit", {"kind": "empire"}, UNITS),
    ("unit", {"valid_on": f"{TODAY:%Y.%m.%d}"}, UNITS - {"划出村"}),
    ("unit", {"valid_on": YESTERDAY.isoformat()}, UNITS - {"安泰公司"}),
    ("unit", {"valid_on": "someday"}, UNITS),
    ("unit", {"kind": "village", "valid_on": TODAY.isoformat(), "q": "xhc"}, {"西河村"}),
    ("person", {"unit_kind": "village"}, {"孙信息", "已走", "无号"}),
    ("person", {"unit_kind": "agency"}, {"周警官"}),
    ("person", {"gone": "yes"}, {"已走"}),
    ("person", {"gone": "no", "unit_kind": "village"}, {"孙信息", "无号"}),
    ("person", {"telephone": "none"}, {"无号"}),
    ("person", {"telephone": "none", "gone": "yes"}, set()),
    ("appointment", {"post": "lead"}, {"赵组长"}),
    ("appointment", {"post": "deputy_lead"}, {"前副组长"}),
    ("appointment", {"post": "deputy_lead", "on": TODAY.isoformat()}, set()),
    ("appointment", {"post": "deputy_lead", "on": f"{YESTERDAY:%Y年%m月%d日}"}, {"前副组长"}),
    ("appointment", {"role": "information_officer"}, {"孙信息"}),
    ("appointment", {"role": "coordinator"}, set()),
    ("appointment", {"on": "2023-12-31"}, set()),
    ("liaisonpost", {}, {"东风村", "西河村", "安泰公司"}),
    ("liaisonpost", {"kind": "enterprise"}, {"安泰公司"}),
    ("liaisonpost", {"state": "filled"}, {"东风村"}),
    ("liaisonpost", {"state": "filled", "role": "coordinator"}, set()),
    ("liaisonpost", {"state": "vacant", "role": "information_officer"}, {"西河村", "安泰公司"}),
]


@pytest.mark.parametrize(("name", "query", "expected"), CASES)
def test_a_filter_leaves_what_it_says(
    name: str, query: dict[str, Any], expected: set[str], town: Cast, as_user: Any
) -> None:
    assert shown(as_user(town.office), name, query) == expected


@pytest.mark.parametrize(("state", "expected"), [("True", {"老年人安全组"}), ("False", {"消防安全组", "督查考核组"})])
def test_groups_are_narrowed_by_whether_they_are_confirmed(
    state: str, expected: set[str], town: Cast, as_user: Any
) -> None:
    answer = as_user(town.office).get(reverse("committee:list_workinggroup"), {"to_be_confirmed": state})
    assert {row[1] for row in Page(answer).rows} == expected


def test_who_was_in_which_group_on_a_day_is_one_question(town: Cast, as_user: Any) -> None:
    browser, group = as_user(town.office), town.group.pk
    assert shown(browser, "appointment", {"group": group}) == {"赵组长", "前副组长"}
    assert shown(browser, "appointment", {"group": group, "on": TODAY.isoformat()}) == {"赵组长"}


def test_only_groups_that_exist_for_the_reader_can_be_chosen(town: Cast, as_user: Any) -> None:
    removed = a_group(a_committee(), removed_at="2026-01-01T00:00Z")
    listing = as_user(town.office).get(reverse("committee:list_appointment")).context["listing"]
    offered = listing.filters.form.fields["group"].queryset
    assert set(offered) == set(WorkingGroup.objects.present())
    assert removed not in offered


def test_the_day_a_filter_asks_for_is_on_its_chip_and_in_the_next_address(town: Cast, as_user: Any) -> None:
    answer = as_user(town.office).get(reverse("committee:list_appointment"), {"on": "2025.6.1", "post": "lead"})
    chips = [(chip.label, chip.text, chip.url) for chip in answer.context["listing"].chips]
    assert chips == [("在任日期", "2025.6.1", "?post=lead"), ("职务", "组长", "?on=2025.6.1")]


def test_a_liaison_s_filters_reach_no_further_than_the_own_unit(town: Cast, as_user: Any) -> None:
    vacant = {"state": "vacant", "role": "coordinator"}
    assert shown(as_user(town.office), "liaisonpost", vacant) == {"东风村", "西河村", "安泰公司"}
    assert shown(as_user(town.liaison), "liaisonpost", vacant) == {"东风村"}
    assert shown(as_user(town.liaison), "unit", {"kind": "village"}) == {"东风村"}


def test_the_vacant_and_the_filled_are_all_posts_and_no_post_is_both(town: Cast, as_user: Any) -> None:
    an_appointment(town.other_village.liaison_posts.first(), "liaison", since=date(2020, 1, 1), until=YESTERDAY)
    browser, url = as_user(town.office), reverse("committee:list_liaisonpost")
    keys = {
        state: {row.record.pk for row in browser.get(url, {"state": state}).context["listing"].rows}
        for state in ("vacant", "filled", "nonsense")
    }
    assert keys["vacant"] | keys["filled"] == keys["nonsense"]
    assert keys["vacant"] & keys["filled"] == set()
