"""Pages of checks: what each sees, the one next step, lists, files, to-dos."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.deadlines import self_score_dues
from assessment.models import Check, CheckedUnit, Deduction
from assessment.services import checks
from assessment.tests.check_builders import (
    a_check,
    a_deduction,
    a_drawn_check,
    an_open_check,
    checked,
    self_scored,
)
from assessment.tests.walking import door, sent
from assessment.todos import assessment_todos
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.workdays import today
from inspections.tests.finding_builders import a_finding

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
DAY = timedelta(days=1)


def todos(user: Any) -> dict[str, int]:
    """What waits for somebody."""
    return {str(todo.label): todo.count for todo in assessment_todos(user, today()) if todo.count}


def buttons(browser: Any, record: Any) -> list[str]:
    """What can be pressed on the page."""
    return [button.label for button in browser.get(record.get_absolute_url()).context["buttons"]]


def test_a_unit_sees_its_own_part_of_an_open_check_and_nothing_of_others(cast: Cast, as_user: Any) -> None:
    check = an_open_check()
    own, other = checked(cast.village, check), checked(cast.other_village, check)
    for of in (own, other):
        a_deduction(of)
    browser = as_user(cast.liaison)
    seen = Page(browser.get(check.get_absolute_url())).text
    assert (cast.village.name in seen, cast.other_village.name in seen) == (True, False)
    assert Page(browser.get(check.get_absolute_url())).facts["受检单位"] == "1"
    for of, status in ((own, 200), (other, 404)):
        for record in (of, of.deductions.get()):
            assert as_user(cast.chair).get(record.get_absolute_url()).status_code == 200
            assert as_user(cast.liaison).get(record.get_absolute_url()).status_code == status
    for noun in ("checkedunit", "deduction"):
        rows = browser.get(reverse(f"assessment:list_{noun}")).context["listing"].rows
        assert len(rows) == 1


def test_what_is_being_prepared_does_not_exist_for_the_units(cast: Cast, as_user: Any) -> None:
    check = a_drawn_check()
    for record in (check, checked(cast.village, check)):
        assert as_user(cast.supervisor).get(record.get_absolute_url()).status_code == 200
        assert as_user(cast.liaison).get(record.get_absolute_url()).status_code == 404
    checks.open_check(check, by=None)
    assert as_user(cast.liaison).get(check.get_absolute_url()).status_code == 200


def test_each_step_offers_the_next(cast: Cast, as_user: Any) -> None:
    browser, check = as_user(cast.supervisor), a_check()
    assert buttons(browser, check)[0] == "抽取受检单位"
    assert "开始定期检查" not in buttons(browser, check)
    checks.draw_units(check, by=None)
    assert buttons(browser, check)[0] == "开始定期检查"
    checks.open_check(check, by=None)
    of = checked(cast.village, check)
    assert buttons(browser, check)[0] == "结束定期检查"
    assert buttons(browser, of)[0] == "扣分"
    assert buttons(as_user(cast.liaison), of) == ["填写自评分"]
    checks.close_check(check, by=None)
    assert "结束定期检查" not in buttons(browser, check)
    assert "填写自评分" not in buttons(as_user(cast.liaison), of)


def test_the_lot_is_told_with_its_seed(cast: Cast, as_user: Any) -> None:
    check = a_drawn_check(seed="abc")
    told = Page(as_user(cast.chair).get(check.get_absolute_url())).panels["抽取办法"].text
    assert "abc" in told
    assert "SHA-256" in told
    assert "重抽结果一致" in told or "一致" in told


def test_units_are_drawn_through_the_page(cast: Cast, as_user: Any) -> None:
    check = a_check()
    url = reverse("assessment:draw_units", args=[check.pk])
    answer = as_user(cast.supervisor).post(url, {"village": "1", "department": "0", "once": "a"})
    assert answer["Location"] == check.get_absolute_url()
    assert list(check.checked.values_list("unit__kind", flat=True)) == ["village"]


def test_self_scores_are_written_through_the_page_and_kept_for_the_next_time(cast: Cast, as_user: Any) -> None:
    of = checked(cast.village)
    first, second = checks.items_checked(of.in_check.rulebook, "village")
    url, browser = reverse("assessment:write_self_scores", args=[of.pk]), as_user(cast.liaison)
    right = {f"points_{first.pk}": "28.5", f"note_{first.pk}": "台账待补", f"points_{second.pk}": "10"}
    wrong = browser.post(url, right | {f"points_{first.pk}": "31", "once": "a"})
    assert wrong.status_code == 422
    assert browser.post(url, right | {"once": "b"})["Location"] == of.get_absolute_url()
    of.refresh_from_db()
    assert str(of.self_score) == "38.50"
    assert "台账待补" in Page(browser.get(of.get_absolute_url())).text
    assert 'value="28.50"' in browser.get(url).content.decode()


def test_the_only_item_is_chosen_and_of_several_none(cast: Cast, as_user: Any) -> None:
    check, browser = an_open_check(), as_user(cast.supervisor)
    for unit, chosen in ((cast.other_village, []), (cast.member.person.unit, ["1"])):
        url = f"{reverse('assessment:create_deduction')}?checked={checked(unit, check).pk}"
        options = Page(browser.get(url)).main.all("option")
        picked = [option.text for option in options if "selected" in option.attributes and option.attributes["value"]]
        assert [text.split()[0] for text in picked[1:]] == chosen


def test_a_deduction_is_made_with_its_evidence(cast: Cast, as_user: Any) -> None:
    of, finding = checked(cast.village), a_finding(unit=cast.village)
    browser, url = as_user(cast.supervisor), f"{reverse('assessment:create_deduction')}?checked={of.pk}"
    item = checks.items_checked(of.in_check.rulebook)[0]
    given = {"checked": of.pk, "item": item.pk, "points": "1.5", "found_on": "2026-6-15", "reason": "未建台账"}
    link = f"http://testserver{finding.get_absolute_url()}?x=1"
    answer = browser.post(url, given | {"link": link, "once": "a"})
    made = Deduction.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert made.link == finding.get_absolute_url()
    page = Page(browser.get(made.get_absolute_url()))
    assert page.facts["相关记录"] == str(finding)
    upload = {"uploads": files.upload(files.PDF, "现场.pdf"), "once": "b"}
    assert browser.post(reverse("assessment:attach_deduction", args=[made.pk]), upload).status_code == 302
    assert "现场.pdf" in Page(as_user(cast.liaison).get(made.get_absolute_url())).text


@pytest.mark.parametrize("link", ["https://evil.example/x", "/inspections/findings/", "javascript:alert(1)", "x"])
def test_what_is_no_address_of_a_record_is_told(link: str, cast: Cast, as_user: Any) -> None:
    of = checked(cast.village)
    item = checks.items_checked(of.in_check.rulebook)[0]
    given = {"checked": of.pk, "item": item.pk, "points": "1", "found_on": "2026-6-15", "reason": "x", "link": link}
    answer = as_user(cast.supervisor).post(reverse("assessment:create_deduction"), given | {"once": "a"})
    assert "这不是平台记录的地址" in answer.content.decode()
    assert not Deduction.objects.exists()


def test_a_linked_record_that_the_reader_cannot_see_is_not_named(cast: Cast, as_user: Any) -> None:
    finding = a_finding(unit=cast.other_village)
    made = a_deduction(checked(cast.village), link=finding.get_absolute_url())
    shown = Page(as_user(cast.chair).get(made.get_absolute_url())).facts["相关记录"]
    hidden = Page(as_user(cast.liaison).get(made.get_absolute_url())).facts["相关记录"]
    assert (shown, hidden) == (str(finding), "您无权查看")


def test_what_is_closed_is_not_corrected_from_its_page(cast: Cast, as_user: Any) -> None:
    made = a_deduction(checked(cast.village))
    url, browser = reverse("assessment:edit_deduction", args=[made.pk]), as_user(cast.supervisor)
    attach = reverse("assessment:attach_deduction", args=[made.pk])
    assert [browser.get(page).status_code for page in (url, attach)] == [200, 200]
    checks.close_check(made.checked.in_check, by=None)
    assert [browser.get(page).status_code for page in (url, attach)] == [403, 403]


def test_self_scores_wait_for_who_answers_for_the_unit_and_checks_for_who_closes_them(cast: Cast) -> None:
    of = checked(cast.village, an_open_check(first=today() - 9 * DAY, last=today() - DAY))
    a_drawn_check()
    assert (todos(cast.liaison), todos(cast.supervisor)) == ({"待填自评分": 1}, {"待结束的检查": 1})
    assert todos(cast.office) == {}
    self_scored(of)
    checks.close_check(of.in_check, by=None)
    assert (todos(cast.liaison), todos(cast.supervisor)) == ({}, {})


def test_what_waits_is_what_its_list_shows(cast: Cast, as_user: Any) -> None:
    check = an_open_check(first=today() - 9 * DAY, last=today() - DAY)
    self_scored(checked(cast.village))
    for user, expected in ((cast.liaison, checked(cast.village, check)), (cast.supervisor, check)):
        [todo] = [todo for todo in assessment_todos(user, today()) if todo.count]
        rows = as_user(user).get(todo.url).context["listing"].rows
        assert [row.record for row in rows] == [expected]


def test_self_scores_are_due_on_the_last_day_until_they_are_written(cast: Cast) -> None:
    of = checked(cast.village, an_open_check(last=today() + 5 * DAY))
    dues = {due.thing: due for due in self_score_dues(timezone.now())}
    assert (dues[of].due_on, set(dues[of].recipients)) == (today() + 5 * DAY, {cast.liaison.pk})
    self_scored(of)
    assert of not in {due.thing for due in self_score_dues(timezone.now())}
    checks.close_check(Check.objects.get(), by=None)
    assert list(self_score_dues(timezone.now())) == []


def test_lists_and_pages_cost_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, of = as_user(cast.supervisor), checked(cast.village)
    a_deduction(of)
    lists = [reverse(f"assessment:list_{noun}") + "?page=1" for noun in ("check", "checkedunit", "deduction")]
    urls = [*lists, of.get_absolute_url(), of.in_check.get_absolute_url()]
    for url in urls:
        browser.get(url)  # once, so that what memory keeps is there
    few = [query_count(lambda url=url: browser.get(url)) for url in urls]
    for unit in (cast.other_village, a_unit()):
        an_open_check()
        a_deduction(CheckedUnit.objects.with_names().filter(unit=cast.other_village).first())
        a_deduction(of)
        assert unit
    assert [query_count(lambda url=url: browser.get(url)) for url in urls] == few
    assert max(few) <= 12


@pytest.mark.parametrize(
    ("points", "is_kept"), [("30", True), ("0", True), ("30.01", False), ("-0.01", False), ("", False)]
)
def test_self_scores_lie_between_nothing_and_the_full_mark(
    points: str, is_kept: bool, cast: Cast, as_user: Any
) -> None:
    of = checked(cast.village)
    first, second = checks.items_checked(of.in_check.rulebook, "village")
    given = {f"points_{first.pk}": points, f"points_{second.pk}": "10", f"note_{second.pk}": "齐全"}
    page = sent(as_user(cast.liaison), "write_self_scores", of, **given)
    assert (page.status_code == 200) is is_kept
    assert is_kept or (set(page.errors), page.input(f"note_{second.pk}")) == ({f"points_{first.pk}"}, "齐全")
    assert (CheckedUnit.objects.get(pk=of.pk).self_score is not None) is is_kept


def test_self_scores_are_asked_for_the_items_of_the_unit_alone(cast: Cast, as_user: Any) -> None:
    of = checked(cast.village)
    station = of.in_check.checked.with_names().get(unit__kind="department")
    for unit, user, number in ((of, cast.liaison, 2), (station, cast.member, 1)):
        page = Page(as_user(user).get(door("write_self_scores", unit)))
        names = [str(node.attributes.get("name")) for node in page.main.all("input")]
        assert sum(name.startswith("points_") for name in names) == number
    self_scored(station, 30, by=cast.member)
