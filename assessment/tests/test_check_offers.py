"""What the pages of checks offer in each state, whose history they tell, and what a new check begins with."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.models import CheckedUnit
from assessment.services import checks
from assessment.tables.checks import progress
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.check_builders import a_check, a_deduction, an_open_check, checked, self_scored
from assessment.todos import assessment_todos
from committee.tests.pages import Page
from dayan_safety.testing import Cast, an_appointment
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
CHANGES = ["编辑", "移除"]


def offered(browser: Any, record: Any) -> list[str]:
    """What can be pressed on the page."""
    return [button.label for button in browser.get(record.get_absolute_url()).context["buttons"]]


def test_a_check_is_edited_and_dropped_only_while_it_is_prepared(cast: Cast, as_user: Any) -> None:
    browser, check = as_user(cast.supervisor), a_check()
    assert offered(browser, check) == ["抽取受检单位", *CHANGES]
    checks.draw_units(check, by=None)
    assert offered(browser, check) == ["开始定期检查", "受检单位", *CHANGES]
    checks.open_check(check, by=None)
    assert offered(browser, check) == ["结束定期检查", "受检单位"]
    checks.close_check(check, by=None)
    assert offered(browser, check) == ["受检单位"]


def test_a_check_leads_to_its_own_units_and_deductions(cast: Cast, as_user: Any) -> None:
    of = checked(cast.village)
    a_deduction(of)
    pressed = as_user(cast.supervisor).get(of.in_check.get_absolute_url()).context["buttons"]
    urls = {button.label: button.url for button in pressed}
    for label, noun in (("受检单位", "checkedunit"), ("扣分记录", "deduction")):
        assert urls[label] == f"{reverse(f'assessment:list_{noun}')}?check={of.in_check.pk}"


def test_the_history_of_a_unit_in_a_check_tells_its_deductions(cast: Cast, as_user: Any) -> None:
    of = checked(cast.village)
    assert "台账缺页" not in Page(as_user(cast.chair).get(of.get_absolute_url())).text
    a_deduction(of, reason="台账缺页")
    assert "扣2.5分：台账缺页" in Page(as_user(cast.chair).get(of.get_absolute_url())).panels["操作记录"].text


def test_a_new_check_begins_with_the_rules_in_use_of_this_year_and_this_month(cast: Cast, as_user: Any) -> None:
    def begun() -> Any:
        return as_user(cast.supervisor).get(reverse("assessment:create_check")).context["form"].initial

    in_use(rulebook=a_rulebook(year=2025))
    assert begun()["rulebook"] is None
    a_rulebook(year=2026)  # being drawn up
    assert begun()["rulebook"] is None
    own = in_use(rulebook=a_rulebook(year=2026))
    assert begun()["rulebook"] == own.pk
    assert (str(begun()["first"]), str(begun()["last"])) == ("2026-06-01", "2026-06-15")


def test_a_deduction_is_corrected_and_taken_back_only_while_its_check_is_open(cast: Cast, as_user: Any) -> None:
    made = a_deduction(checked(cast.village))
    assert offered(as_user(cast.supervisor), made) == ["改正扣分", "撤回扣分"]
    assert offered(as_user(cast.liaison), made) == []
    checks.close_check(made.checked.in_check, by=None)
    assert offered(as_user(cast.supervisor), made) == []


def test_a_new_deduction_begins_with_today(cast: Cast, as_user: Any) -> None:
    url = f"{reverse('assessment:create_deduction')}?checked={checked(cast.village).pk}"
    assert str(as_user(cast.supervisor).get(url).context["form"].initial["found_on"]) == "2026-06-15"


def test_what_waits_for_a_unit_opens_its_own_alone_also_for_who_sees_all(cast: Cast, as_user: Any) -> None:
    check = an_open_check()
    an_appointment(cast.other_village.liaison_posts.first(), "liaison", cast.supervisor.person)
    [waits] = [todo for todo in assessment_todos(cast.supervisor, today()) if str(todo.label) == "待填自评分"]
    rows = as_user(cast.supervisor).get(waits.url).context["listing"].rows
    assert [row.record for row in rows] == [checked(cast.other_village, check)]
    assert waits.count == 1


def test_who_gives_itself_nothing_has_written_its_scores(cast: Cast) -> None:
    of = checked(cast.village)
    assert str(progress(of).text) == "待填报"
    self_scored(of, 0, 0)
    assert (of.self_score, str(progress(of).text)) == (0, "已填")


def test_a_deduction_that_was_taken_back_is_not_counted(cast: Cast) -> None:
    made = a_deduction(checked(cast.village))
    of = CheckedUnit.objects.filter(pk=made.checked_id)
    assert of.with_counts().get().deducted == 1
    checks.remove_deduction(made, by=None, reason="误扣")
    assert of.with_counts().get().deducted == 0
