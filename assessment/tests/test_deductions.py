"""Deductions: the rules each of which keeps one from being made or corrected, the form, and what shows why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from assessment.models import CheckedUnit, Deduction
from assessment.services import checks
from assessment.tests.builders import an_item
from assessment.tests.check_builders import a_deduction, an_open_check, checked
from assessment.tests.walking import door, read, sent
from committee.tests.pages import Page, rows_of
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.workdays import today
from inspections.tests.finding_builders import a_finding

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
NO_RECORD = "这不是平台记录的地址：请打开该记录，从浏览器地址栏复制。"


@pytest.fixture
def of(cast: Cast) -> CheckedUnit:
    """The liaison's village in an open check that goes on until the twentieth."""
    return checked(cast.village, an_open_check(last=today() + 5 * DAY))


def left(of: CheckedUnit) -> D:
    """As it is kept."""
    found: D = CheckedUnit.objects.values_list("left", flat=True).get(pk=of.pk)
    return found


def typed(of: CheckedUnit, **given: Any) -> dict[str, Any]:
    """What the supervision group types."""
    item = checks.items_checked(of.in_check.rulebook, of.unit.kind)[0]
    about = {"checked": of.pk, "item": item.pk, "points": "1", "found_on": "2026-06-15", "reason": "台账不全"}
    return about | given


# Making one


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 6, 15)])
def test_the_first_day_of_the_check_and_today_are_days_of_it(day: date, of: CheckedUnit) -> None:
    assert a_deduction(of, 1, found_on=day).pk


def test_once_the_check_is_over_its_last_day_is_the_last(cast: Cast) -> None:
    of = checked(cast.village, an_open_check(first=date(2026, 6, 1), last=date(2026, 6, 10)))
    a_deduction(of, 1, found_on=date(2026, 6, 10))
    with refused("发现日期应在检查时段之内：2026-06-01至2026-06-10。"):
        a_deduction(of, 1, found_on=date(2026, 6, 11))


@pytest.mark.parametrize("points", ["0", "-1", "-0.01"])
def test_nothing_and_less_is_not_deducted(points: str, of: CheckedUnit) -> None:
    with refused("扣分应大于0。"):
        a_deduction(of, points)
    a_deduction(of, "0.01")
    assert left(of) == D("39.99")


def test_an_item_is_used_up_and_what_goes_beyond_it_takes_nothing_of_others(of: CheckedUnit) -> None:
    a_deduction(of, 1000, number="2")
    assert left(of) == D(30)
    a_deduction(of, "29.99", number="1")
    assert left(of) == D("0.01")
    a_deduction(of, "0.02", number="1")
    assert left(of) == D(0)


def test_it_is_kept_with_its_history(cast: Cast, of: CheckedUnit) -> None:
    made = a_deduction(of, "3.00", by=cast.supervisor)
    verb, by, _before, after, _reason = history(made)[0]
    assert (verb, by) == ("assessment.create_deduction", str(cast.supervisor))
    assert (after["points"], after["reason"]) == ("3.00", "台账不全")


# Correcting and taking back


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("points", D(0), "扣分应大于0。"),
        ("found_on", date(2026, 6, 16), "发现日期应在检查时段之内：2026-06-01至2026-06-15。"),
        ("found_on", date(2026, 5, 31), "发现日期应在检查时段之内：2026-06-01至2026-06-15。"),
    ],
)
def test_it_is_not_corrected_into_what_could_not_be_made(
    name: str, value: Any, sentence: str, cast: Cast, of: CheckedUnit
) -> None:
    made = a_deduction(of, 3)
    setattr(made, name, value)
    with refused(sentence):
        checks.edit_deduction(made, [name], by=cast.supervisor)
    assert left(of) == D(37)


def test_it_is_not_moved_to_an_item_of_other_units(cast: Cast, of: CheckedUnit) -> None:
    station = of.in_check.checked.with_names().get(unit__kind="department")
    made = a_deduction(station, 1)
    made.item = of.in_check.rulebook.items.get(number="2")
    with refused("该单位不按此项检查，请另选项目。"):
        checks.edit_deduction(made, ["item"], by=cast.supervisor)


def test_moved_to_another_item_each_item_is_left_with_its_own(cast: Cast, of: CheckedUnit) -> None:
    made = a_deduction(of, 15)
    made.item = of.in_check.rulebook.items.get(number="2")
    checks.edit_deduction(made, ["item"], by=cast.supervisor)
    assert left(of) == D(30)  # an item of ten points has no fifteen


def test_of_two_who_correct_it_the_second_is_shown_both(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    made, browser = a_deduction(of, 3), as_user(cast.supervisor)
    seen = made.version
    first = sent(browser, "edit_deduction", made, **typed(of, points="5"), version=seen)
    assert first.facts["扣分"] == "5.00"
    second = sent(browser, "edit_deduction", made, **typed(of, points="9"), version=seen)
    assert (second.status_code, "5.00" in second.text, second.input("points")) == (409, True, "9")
    assert (left(of), Deduction.objects.get().points) == (D(35), D(5))


def test_taken_back_the_page_of_the_unit_says_what_it_was_and_why(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    made = a_deduction(of, 3)
    sent(as_user(cast.supervisor), "remove_deduction", made, reason="已当场整改")
    verb, by, before, _after, reason = history(of)[-1]
    assert (verb, by, reason) == ("assessment.remove_deduction", str(cast.supervisor), "已当场整改")
    assert before == {"item": str(made.item), "points": "3.00"}
    for role in ("liaison", "chair"):
        page = read(as_user(getattr(cast, role)), of)
        assert "已当场整改" in page.text
        assert page.facts["剩余分"] == "40.00（满分40.00）"
    assert as_user(cast.chair).get(made.get_absolute_url()).status_code == 404


def test_without_a_reason_it_is_not_taken_back(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    made = a_deduction(of, 3)
    assert set(sent(as_user(cast.supervisor), "remove_deduction", made, reason="").errors) == {"reason"}
    assert left(of) == D(37)


@pytest.mark.parametrize("role", ["chair", "office", "lead", "liaison", "member", "administrator"])
def test_the_supervision_group_alone_takes_off_corrects_and_takes_back(role: str, cast: Cast, of: CheckedUnit) -> None:
    made, by = a_deduction(of, 3), getattr(cast, role)
    made.reason = "改"
    for act in (
        lambda: a_deduction(of, 1, by=by),
        lambda: checks.edit_deduction(made, ["reason"], by=by),
        lambda: checks.remove_deduction(made, by=by, reason="x"),
    ):
        with forbidden():
            act()
    checks.edit_deduction(made, ["reason"], by=cast.supervisor)


def test_on_the_page_of_the_unit_they_stand_by_day_beside_their_item(of: CheckedUnit, cast: Cast, as_user: Any) -> None:
    for day, reason in ((9, "丙"), (2, "甲"), (5, "乙")):
        a_deduction(of, 1, found_on=date(2026, 6, day), reason=reason)
    a_deduction(of, 2, number="2", reason="丁")
    first, second = rows_of(read(as_user(cast.liaison), of).panels["检查项目"])
    assert [first[3].index(reason) for reason in "甲乙丙"] == sorted(first[3].index(reason) for reason in "甲乙丙")
    assert ("丁" in first[3], "丁" in second[3]) == (False, True)
    assert (first[-1], second[-1]) == ("27.00", "8.00")


# The form


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"points": "0"}, "points"),
        ({"points": "0.001"}, "points"),
        ({"points": "1000.01"}, "points"),
        ({"points": "一分"}, "points"),
        ({"reason": "  "}, "reason"),
        ({"found_on": "2026-02-30"}, "found_on"),
        ({"item": "999999"}, "item"),
        ({"checked": "999999"}, "checked"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    given: dict[str, str], field: str, cast: Cast, of: CheckedUnit, as_user: Any
) -> None:
    page = sent(as_user(cast.supervisor), "create_deduction", **typed(of, **given))
    assert (page.status_code, field in page.errors) == (422, True)
    assert not Deduction.objects.exists()


def test_a_rule_is_told_above_the_form_and_what_was_typed_stays(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    page = sent(as_user(cast.supervisor), "create_deduction", **typed(of, found_on="2026-06-16", points="2.5"))
    assert page.errors == {"": "发现日期应在检查时段之内：2026-06-01至2026-06-15。"}
    assert (page.input("points"), page.input("reason")) == ("2.5", "台账不全")


def test_sent_three_times_it_is_taken_off_once(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    browser = as_user(cast.supervisor)
    places = {browser.post(door("create_deduction"), typed(of, once="a"))["Location"] for _each in range(3)}
    assert places == {Deduction.objects.get().get_absolute_url()}
    assert left(of) == D(39)


def test_units_of_checks_that_are_not_open_and_items_of_other_methods_are_not_offered(
    cast: Cast, of: CheckedUnit, as_user: Any
) -> None:
    closed = checked(cast.village)
    checks.close_check(closed.in_check, by=None)
    an_item(rulebook=of.in_check.rulebook, method="bonus")
    form = as_user(cast.supervisor).get(door("create_deduction")).context["form"]
    assert set(form.fields["checked"].queryset) == set(of.in_check.checked.all())
    assert set(form.fields["item"].queryset) == set(checks.items_checked(of.in_check.rulebook))
    assert "checked" in sent(as_user(cast.supervisor), "create_deduction", **typed(closed)).errors


def test_on_the_page_it_stays_with_its_unit(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    made = a_deduction(of, 3)
    other = checked(cast.other_village, of.in_check)
    browser = as_user(cast.supervisor)
    form = browser.get(door("edit_deduction", made)).context["form"]
    assert list(form.fields["checked"].queryset) == [of]
    page = sent(browser, "edit_deduction", made, **typed(of, checked=other.pk), version=made.version)
    assert "checked" in page.errors
    assert (left(of), left(other)) == (D(37), D(40))


def test_only_the_supervision_group_is_led_to_correct_it_and_only_while_the_check_is_open(
    cast: Cast, of: CheckedUnit, as_user: Any
) -> None:
    made = a_deduction(of, 3)
    edit = door("edit_deduction", made)
    pages = {role: read(as_user(getattr(cast, role)), made) for role in ("supervisor", "chair", "liaison")}
    assert [role for role, page in pages.items() if edit in hrefs(page)] == ["supervisor"]
    checks.close_check(of.in_check, by=None)
    assert edit not in hrefs(read(as_user(cast.supervisor), made))


def hrefs(page: Page) -> set[str]:
    """Where its head leads to."""
    return {str(link.attributes["href"]) for link in page.head.all("a")}


# The record that shows it


@pytest.mark.parametrize(
    "link",
    [
        "/inspections/findings/999999/",
        "/inspections/findings/99999999999999999999999/",
        "/assessment/scorecards/1/items/1/",
        "/assessment/ledger/totals/",
        "/inspections/findings/1/edit/",
        "/",
        "//",
    ],
)
def test_an_address_that_no_record_has_is_not_kept(link: str, cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    page = sent(as_user(cast.supervisor), "create_deduction", **typed(of, link=link))
    assert (page.errors, page.input("link")) == ({"link": NO_RECORD}, link)
    assert not Deduction.objects.exists()


def test_a_record_that_was_removed_since_is_not_named_any_more(cast: Cast, of: CheckedUnit, as_user: Any) -> None:
    finding = a_finding(unit=cast.village)
    made = a_deduction(of, 1, link=finding.get_absolute_url())
    browser = as_user(cast.chair)
    assert read(browser, made).facts["相关记录"] == str(finding)
    remove_record(finding, by=None, reason="重复登记")
    assert checks.linked_record(made) is None
    assert "相关记录" not in read(browser, made).facts
    page = sent(as_user(cast.supervisor), "create_deduction", **typed(of, link=made.link))
    assert page.errors == {"link": NO_RECORD}
