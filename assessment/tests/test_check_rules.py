"""The rules of drawing, editing, opening and dropping a check, one by one; what is told; the bounds of forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessment.models import Check, CheckedUnit, SelfScore
from assessment.services import checks
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.check_builders import (
    a_check,
    a_checking_book,
    a_deduction,
    a_drawn_check,
    an_open_check,
    checked,
    self_scored,
)
from assessment.tests.ledger_builders import who_answers_too
from assessment.tests.walking import door, read, sent, told
from committee.models import Unit
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.models import Notice
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
NEWS = "assessment.check_news"


def pool_of(check: Check) -> set[int]:
    """Keys of the units that it was drawn from."""
    check.refresh_from_db()
    return {key for _kind, key in check.pool}


# The pool


def test_the_pool_is_the_units_of_the_last_day_for_whom_there_is_something_to_check(cast: Cast) -> None:
    check = a_check(last=today() + 5 * DAY)
    on_the_day = [a_unit(valid_to=check.last), a_unit(valid_from=check.last)]
    not_any_more, not_yet = a_unit(valid_to=check.last - DAY), a_unit(valid_from=check.last + DAY)
    removed, agency = a_unit(), Unit.objects.get(kind="agency")
    remove_record(removed, by=None, reason="并村")
    checks.draw_units(check, by=None)
    assert {unit.pk for unit in on_the_day} <= pool_of(check)
    assert not pool_of(check) & {not_any_more.pk, not_yet.pk, removed.pk, agency.pk}


def test_units_of_kinds_that_no_item_is_for_are_not_drawn_from(cast: Cast) -> None:
    enterprise = a_unit(kind="enterprise")
    check = a_check(rulebook=in_use(applies_to="village"))
    checks.draw_units(check, by=None)
    assert pool_of(check) == {cast.village.pk, cast.other_village.pk}
    assert not check.checked.filter(unit=enterprise).exists()


def test_more_than_there_are_is_all_of_them(cast: Cast) -> None:
    check = a_check()
    assert checks.draw_units(check, by=cast.supervisor, village=9, department=0, enterprise=0) == 2
    assert set(check.checked.values_list("unit", flat=True)) == {cast.village.pk, cast.other_village.pk}
    assert checks.is_repeatable(Check.objects.get(pk=check.pk))


def test_the_history_keeps_the_seed_and_how_many_were_drawn(cast: Cast) -> None:
    check = a_check()
    checks.draw_units(check, by=cast.supervisor, seed="abc", village=1, department=0)
    verb, by, _before, after, _reason = history(check)[-1]
    assert (verb, by, after) == ("assessment.draw_units", str(cast.supervisor), {"seed": "abc", "drawn": "1"})
    assert Check.objects.get(pk=check.pk).wanted == {"village": 1, "department": 0}


def test_the_page_says_of_each_kind_how_many_of_how_many_were_drawn(cast: Cast, as_user: Any) -> None:
    check = a_check()
    checks.draw_units(check, by=None, seed="abc", village=1)
    panel = read(as_user(cast.chair), check).panels["抽取办法"]
    lines = [line.text for line in panel.all("li")]
    stations = Unit.objects.filter(kind="department").count()
    assert "村 2个中抽取1个" in lines
    assert any(line.endswith(f"全部{stations}个") for line in lines)
    assert "重新抽取结果一致" in lines[-1]
    drawn = check.checked.get(unit__kind="village")
    other = cast.village if drawn.unit_id == cast.other_village.pk else cast.other_village
    CheckedUnit.objects.filter(pk=drawn.pk).update(unit=other)
    assert "重新抽取结果不一致" in read(as_user(cast.chair), check).panels["抽取办法"].text


@pytest.mark.parametrize("number", ["-1", "1001", "1.5", "全部"])
def test_how_many_are_drawn_is_a_number_up_to_a_thousand(number: str, cast: Cast, as_user: Any) -> None:
    check = a_check()
    page = sent(as_user(cast.supervisor), "draw_units", check, village=number)
    assert (page.status_code, set(page.errors)) == (422, {"village"})
    assert page.input("village") == number
    assert not check.checked.exists()


def test_the_form_draws_up_to_a_thousand_and_sent_twice_it_draws_once(cast: Cast, as_user: Any) -> None:
    check, browser = a_check(), as_user(cast.supervisor)
    typed = {"village": "1000", "department": "0", "enterprise": "0", "once": "lot"}
    places = {browser.post(door("draw_units", check), typed)["Location"] for _each in range(2)}
    assert places == {check.get_absolute_url()}
    assert check.checked.count() == 2
    assert [verb for verb, *_told in history(check)].count("assessment.draw_units") == 1


def test_drawing_nobody_is_told_on_the_page_and_what_was_typed_stays(cast: Cast, as_user: Any) -> None:
    check = a_check()
    page = sent(as_user(cast.supervisor), "draw_units", check, village="0", department="0", enterprise="0")
    assert page.errors == {"": "一个单位也抽不到，请至少抽取一个。"}
    assert page.input("department") == "0"


# Editing and dropping


@pytest.mark.parametrize("name", ["first", "last", "rulebook"])
def test_neither_days_nor_rules_change_once_units_are_drawn(name: str, cast: Cast) -> None:
    check = a_drawn_check()
    changed = {"first": check.first + DAY, "last": check.last - DAY, "rulebook": a_checking_book(2025)}[name]
    setattr(check, name, changed)
    with refused("已按这个时段抽取受检单位；要改时段，请另建一次检查。"):
        checks.edit_check(check, [name], by=cast.supervisor)


def test_before_the_lot_every_field_is_open(cast: Cast) -> None:
    check = a_check()
    check.first, check.last, check.name = today() - 5 * DAY, today() - 2 * DAY, "新名"
    checks.edit_check(check, ["first", "last", "name"], by=cast.supervisor)
    kept = Check.objects.get()
    assert (kept.first, kept.last, kept.name) == (today() - 5 * DAY, today() - 2 * DAY, "新名")


def test_a_check_is_not_moved_to_rules_that_are_not_in_use_or_check_nothing(cast: Cast) -> None:
    check = a_check()
    check.rulebook = a_rulebook()
    with refused("检查须依据正在执行的实施细则。"):
        checks.edit_check(check, ["rulebook"], by=cast.supervisor)
    check.rulebook = in_use(method="peers")
    with refused("这份实施细则里没有以“定期检查”考核的项目。"):
        checks.edit_check(check, ["rulebook"], by=cast.supervisor)


def test_what_was_never_opened_is_dropped_with_the_reason(cast: Cast, as_user: Any) -> None:
    check, browser = a_drawn_check(), as_user(cast.supervisor)
    without = sent(browser, "remove_check", check, reason=" ")
    assert (without.status_code, set(without.errors)) == (422, {"reason"})
    page = sent(browser, "remove_check", check, reason="改期")
    assert check.name not in page.text
    assert history(check)[-1][::4] == ("assessment.remove_check", "改期")
    for noun in (check, checked(cast.village, check)):
        assert browser.get(noun.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["chair", "office", "lead", "liaison", "member", "administrator"])
def test_nobody_else_edits_or_drops_it(role: str, cast: Cast) -> None:
    check, by = a_check(), getattr(cast, role)
    check.name = "x"
    with forbidden():
        checks.edit_check(check, ["name"], by=by)
    with forbidden():
        checks.remove_check(check, by=by, reason="x")
    checks.edit_check(check, ["name"], by=cast.supervisor)
    checks.remove_check(check, by=cast.supervisor, reason="x")


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        (("2026-06-02", "2026-06-01"), "last", "截止日早于起始日，请改正其中一个。"),
        (("2026-12-20", "2027-01-10"), "last", "截止日应在实施细则的年度内。"),
        (("", "2026-06-01"), "first", "这个字段是必填项。"),
    ],
)
def test_days_that_make_no_sense_are_told_beside_them(
    days: tuple[str, str], field: str, sentence: str, cast: Cast, as_user: Any
) -> None:
    typed = {"name": "检查", "rulebook": a_checking_book().pk, "first": days[0], "last": days[1]}
    page = sent(as_user(cast.supervisor), "create_check", **typed)
    assert (page.status_code, page.errors) == (422, {field: sentence})
    assert page.input("name") == "检查"
    assert not Check.objects.exists()


def test_a_check_of_one_day_and_one_that_began_last_year_are_checks(cast: Cast, as_user: Any) -> None:
    browser, book = as_user(cast.supervisor), a_checking_book().pk
    for name, first, last in (("一天", "2026-06-15", "2026-06-15"), ("跨年", "2025-12-20", "2026-01-10")):
        assert sent(browser, "create_check", name=name, rulebook=book, first=first, last=last).title == name


def test_rules_that_are_not_in_use_are_not_offered(cast: Cast, as_user: Any) -> None:
    draft, book = a_rulebook(), a_checking_book()
    browser = as_user(cast.supervisor)
    form = browser.get(door("create_check")).context["form"]
    assert set(form.fields["rulebook"].queryset) == {book}
    assert (form.initial["rulebook"], form.initial["first"], form.initial["last"]) == (
        book.pk,
        today().replace(day=1),
        today(),
    )
    typed = {"name": "检查", "rulebook": draft.pk, "first": "2026-06-01", "last": "2026-06-15"}
    assert set(sent(browser, "create_check", **typed).errors) == {"rulebook"}


# Opening and closing


def test_the_days_of_opening_and_closing_are_kept_and_said(cast: Cast, as_user: Any) -> None:
    check, browser = a_drawn_check(), as_user(cast.supervisor)
    assert not {"开始日期", "结束日期"} & set(read(browser, check).facts)
    checks.open_check(check, by=cast.supervisor)
    assert read(browser, check).facts["开始日期"] == "2026-06-15"
    checks.close_check(check, by=cast.supervisor)
    assert read(browser, check).facts["结束日期"] == "2026-06-15"
    assert [verb for verb, *_told in history(check)][-2:] == ["assessment.open_check", "assessment.close_check"]


def test_who_opens_it_is_not_told_what_they_did(cast: Cast) -> None:
    both = who_answers_too(cast)
    check = a_drawn_check()
    checks.open_check(check, by=both)
    assert told(both, NEWS) == []
    assert len(told(cast.liaison, NEWS)) == 1
    checks.close_check(check, by=None)
    assert len(told(both, NEWS)) == 1


def test_who_answers_for_two_units_is_told_of_each(cast: Cast) -> None:
    an_appointment(cast.other_village.liaison_posts.get(role="coordinator"), "liaison", cast.liaison.person)
    check = an_open_check()
    rows = Notice.objects.filter(user=cast.liaison, kind=NEWS).order_by("pk")
    assert {row.text for row in rows} == {str(cast.village), str(cast.other_village)}
    assert {row.url for row in rows} == {
        checked(unit, check).get_absolute_url() for unit in (cast.village, cast.other_village)
    }


def test_what_is_said_at_the_end_is_what_the_unit_is_left_with(cast: Cast) -> None:
    of = checked(cast.village)
    a_deduction(of, "2.5")
    checks.close_check(of.in_check, by=cast.supervisor)
    row = Notice.objects.filter(user=cast.liaison, kind=NEWS).latest("pk")
    assert (row.title, row.text) == (f"定期检查已结束：{of.in_check}", "东风村：得37.50分（满分40.00分）。")


def test_before_closing_one_is_told_how_many_have_not_answered(cast: Cast, as_user: Any) -> None:
    check, browser = an_open_check(), as_user(cast.supervisor)
    units = list(check.checked.with_names())
    for of in units[:-1]:
        self_scored(of)
    assert "还有1个单位没有填写自评分" in Page(browser.get(door("close_check", check))).text
    self_scored(units[-1])
    page = Page(browser.get(door("close_check", check)))
    assert ("没有填写自评分" in page.text, "计入2026-06的得分" in page.text) == (False, True)


# What the database keeps itself


def test_the_database_refuses_what_makes_no_check(cast: Cast) -> None:
    of = self_scored(checked(cast.village))
    made = a_deduction(of)
    own = of.self_scores.first()
    assert own is not None
    tries = (
        lambda: Check.objects.filter(pk=of.in_check_id).update(last=of.in_check.first - DAY),
        lambda: CheckedUnit.objects.create(in_check=of.in_check, unit=of.unit, full=1, left=1),
        lambda: CheckedUnit.objects.filter(pk=of.pk).update(left=of.full + 1),
        lambda: CheckedUnit.objects.filter(pk=of.pk).update(left=-1),
        lambda: SelfScore.objects.create(checked=of, item=own.item, points=1),
        lambda: type(made).objects.filter(pk=made.pk).update(points=0),
    )
    for attempt in tries:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
