"""Forms of reports as the office keeps them: drawn up, changed until a report comes in, copied, taken away."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.models import FormField, ReportForm
from committee.services import reports
from committee.services.reports.forms import proposed_code
from committee.tests.refusals import forbidden, history, refused
from committee.tests.reporting import SINCE, a_field, a_form, a_quarterly, a_report, a_returned, a_submitted, field_of
from dayan_safety.models import Action
from dayan_safety.reading_history import history_of, sentences
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
SETTLED = "已有报告按此表式上报：请复制一份，从以后月份起启用，再修改新表。"
TWICE = "自该月起已有这样的表式：请直接修改那一份。"
NAMESAKE = "已有同名表式自该月起启用：请换一个名称。"
UNKNOWN = "没有这个取数来源：请从列表中选择。"


def a_new_form(**values: Any) -> ReportForm:
    """A form that is not kept yet."""
    return ReportForm(**{"name": "月报", "since": date(2026, 3, 1), **values})


def asked(form: ReportForm) -> list[tuple[int, str, str, str]]:
    """What a form asks for: order, section, name, code."""
    return list(form.fields.present().order_by("order").values_list("order", "section", "name", "code"))


# Drawn up


def test_a_form_holds_from_the_first_of_its_month(cast: Cast) -> None:
    form = reports.create_form(a_new_form(since=date(2026, 3, 17)), by=cast.office)
    form.refresh_from_db()
    assert (form.since, str(form)) == (date(2026, 3, 1), "月报（2026-03）")
    assert history(form)[0][:2] == ("create_reportform", "李文员")


def test_for_the_same_from_the_same_month_on_there_is_one_form(cast: Cast) -> None:
    a_form()
    with refused(TWICE):
        reports.create_form(a_new_form(since=date(2026, 1, 20)), by=cast.office)
    others = (
        a_new_form(since=date(2026, 2, 1)),
        a_new_form(name="消防组月报", since=SINCE, group=cast.group),
        a_new_form(name="季报", since=SINCE, audience="enterprises", period="quarter"),
        a_new_form(name="年报", since=SINCE, audience="enterprises", period="year"),
    )
    for form in others:
        assert reports.create_form(form, by=cast.office).pk
    with refused(TWICE):
        reports.create_form(a_new_form(name="消防组第二月报", since=SINCE, group=cast.group), by=cast.office)


def test_two_forms_that_read_alike_would_be_taken_for_each_other(cast: Cast) -> None:
    form = a_form()
    with refused(NAMESAKE):
        reports.create_form(a_new_form(name=form.name, since=SINCE, group=cast.group), by=cast.office)
    assert reports.create_form(a_new_form(name=form.name, group=cast.group), by=cast.office).pk


def test_a_form_that_was_taken_away_makes_room_for_another(cast: Cast) -> None:
    reports.remove_form(a_form(), by=cast.office, reason="重定")
    assert reports.create_form(a_new_form(name="工作组月报", since=SINCE), by=cast.office).pk


@pytest.mark.parametrize("role", ["chair", "lead", "member", "supervisor", "liaison", "administrator"])
def test_forms_are_the_office_s_business(role: str, cast: Cast) -> None:
    form, user = a_form(), getattr(cast, role)
    field = form.fields.first()
    form.name = field.name = "新名"
    acts = (
        lambda: reports.create_form(a_new_form(), by=user),
        lambda: reports.edit_form(form, ["name"], by=user),
        lambda: reports.remove_form(form, by=user, reason="x"),
        lambda: reports.copy_form(form, by=user, since=date(2027, 1, 1)),
        lambda: reports.create_field(FormField(form=form, section="其他", name="新增"), by=user),
        lambda: reports.edit_field(field, ["name"], by=user),
        lambda: reports.remove_field(field, by=user, reason="x"),
    )
    for act in acts:
        with forbidden():
            act()


# Changed


def changed(form: ReportForm, cast: Cast) -> list[Any]:
    """A change of each thing that says what is asked, of whom and from when."""
    return [("group", cast.supervision), ("since", date(2026, 2, 1)), ("audience", "enterprises"), ("period", "year")]


def test_as_long_as_no_report_came_a_form_changes_whatever_is_being_written(cast: Cast) -> None:
    form = a_form()
    a_report(cast, form)
    for name, value in changed(form, cast)[:2]:
        setattr(form, name, value)
        reports.edit_form(form, [name], by=cast.office)
    form.refresh_from_db()
    assert (form.group, form.since) == (cast.supervision, date(2026, 2, 1))


def test_once_a_report_was_handed_in_only_its_words_change(cast: Cast) -> None:
    report = a_submitted(cast)
    for name, value in changed(report.form, cast):
        form = ReportForm.objects.get(pk=report.form_id)
        setattr(form, name, value)
        with refused(SETTLED):
            reports.edit_form(form, [name], by=cast.office)
    form = ReportForm.objects.get(pk=report.form_id)
    form.name, form.note = "各组月报", "月底前填"
    reports.edit_form(form, ["name", "audience", "period", "group", "since", "note"], by=cast.office)
    form.refresh_from_db()
    assert (form.name, form.note) == ("各组月报", "月底前填")
    assert history(form)[-1][3] == {"name": "各组月报", "note": "月底前填"}


def test_a_report_that_was_sent_back_had_come_all_the_same(cast: Cast) -> None:
    report = a_returned(cast)
    with refused(SETTLED):
        reports.remove_field(field_of(report, "drills"), by=cast.office, reason="多余")


def test_what_another_form_asks_for_is_not_settled_by_it(cast: Cast) -> None:
    a_submitted(cast)
    other = a_quarterly(cast).form
    assert [reports.is_settled(form) for form in ReportForm.objects.order_by("pk")] == [True, False]
    assert a_field(other, "fires").pk


def test_a_form_is_not_moved_onto_another_one(cast: Cast) -> None:
    a_form()
    form = a_form(fields={}, since=date(2026, 3, 1), name="三月起月报")
    form.since = date(2026, 1, 9)
    with refused(TWICE):
        reports.edit_form(form, ["since"], by=cast.office)


def test_a_form_with_reports_stays_and_one_without_goes(cast: Cast) -> None:
    form = a_report(cast).form
    with refused("已有报告使用此表式，不能移除；可以复制一份，从以后月份起启用。"):
        reports.remove_form(form, by=cast.office, reason="重定")
    spare = a_form(fields={}, since=date(2027, 1, 1), name="明年月报")
    reports.remove_form(spare, by=cast.office, reason="重定")
    assert list(ReportForm.objects.present()) == [form]
    assert history(spare)[-1][::4] == ("remove_reportform", "重定")


# What it asks for


def test_a_field_without_an_order_comes_last(cast: Cast) -> None:
    form = a_form()
    assert reports.next_order(form) == 40
    for order in (None, 5, None):
        field = FormField(form=form, section="其他", name=f"第{order}项", code=f"f{order}{form.fields.count()}")
        field.order = order  # type: ignore[assignment]  # as a blank cell of the page leaves it
        reports.create_field(field, by=cast.office)
    assert [row[0] for row in asked(form)] == [5, 10, 20, 30, 40, 50]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("隐患排查", "yhpc"),
        ("隐患排查（处）", "yhpcc"),
        ("Wi-Fi 覆盖", "wififg"),
        ("24小时值班", "xszb"),
        ("１２３", "f1"),
        ("检" * 80, "j" * 24),
    ],
)
def test_a_blank_code_is_made_of_the_pinyin_initials(name: str, code: str, cast: Cast) -> None:
    field = reports.create_field(FormField(form=a_form(), section="其他", name=name), by=cast.office)
    assert field.code == code


def test_things_of_the_same_initials_are_not_the_same_figure(cast: Cast) -> None:
    form, other = a_form(fields={}), a_form(fields={}, name="季报", audience="enterprises", period="quarter")
    names = [
        (form, "检查"),
        (form, "奖惩"),
        (other, "检测"),
        (form, "、"),
        (form, "，"),
        (other, "检查"),
        (form, "检查"),
    ]
    made = [reports.create_field(FormField(form=of, section="其他", name=name), by=None).code for of, name in names]
    assert made == ["jc", "jc2", "jc3", "f1", "f2", "jc", "jc4"]


@given(st.text(min_size=1, max_size=100), st.lists(st.sampled_from(["a", "jc", "jc2", "f1", "f2"]), max_size=5))
def test_a_proposed_code_is_always_a_code_and_always_free(name: str, taken: list[str]) -> None:
    code = proposed_code(name, 1, [(1, "别的", each) for each in taken])
    assert re.fullmatch("[a-z][a-z0-9_]{0,29}", code)
    assert code not in taken


def test_a_code_is_kept_when_the_name_changes_and_given_anew_when_it_is_emptied(cast: Cast) -> None:
    field = field_of(a_report(cast), "drills")
    field.name = "消防演练"
    assert reports.edit_field(field, ["name", "code"], by=cast.office).code == "drills"
    field.code = ""
    assert reports.edit_field(field, ["code"], by=cast.office).code == "xfyl"


def test_a_code_stands_in_a_form_once(cast: Cast) -> None:
    form = a_form()
    with refused("已有相同的记录，请在列表中查找。"):
        a_field(form, "drills")
    assert a_field(a_quarterly(cast).form, "fires").code == "fires"


def test_what_a_settled_form_asks_for_stays(cast: Cast) -> None:
    report = a_submitted(cast)
    field = field_of(report, "drills")
    field.name = "演练"
    with refused(SETTLED):
        a_field(report.form, "fires")
    with refused(SETTLED):
        reports.edit_field(field, ["name"], by=cast.office)
    with refused(SETTLED):
        reports.remove_field(field, by=cast.office, reason="多余")


def test_a_field_moves_neither_from_nor_to_a_settled_form(cast: Cast) -> None:
    settled, open_form = a_submitted(cast).form, a_quarterly(cast).form
    for at, to in ((settled, open_form), (open_form, settled)):
        field = at.fields.get(code="drills")
        field.form = to
        with refused(SETTLED):
            reports.edit_field(field, ["form"], by=cast.office)


def test_a_figure_is_filled_in_from_what_is_counted_alone(cast: Cast) -> None:
    form = a_form()
    with refused(UNKNOWN):
        a_field(form, "fires", source="committee.fires")
    assert a_field(form, "left", source="committee.tasks_left").get_source_display() == "期末在办督办事项"


def test_what_no_app_counts_yet_is_kept_until_one_does(cast: Cast) -> None:
    field = a_form().fields.get(code="drills")
    FormField.objects.filter(pk=field.pk).update(source="campaigns.no_such")
    field.refresh_from_db()
    field.name = "演练"
    reports.edit_field(field, ["name", "source"], by=cast.office)
    field.refresh_from_db()
    assert (field.name, field.source, field.get_source_display()) == ("演练", "campaigns.no_such", "尚未接入")
    field.source = "campaigns.neither"
    with refused(UNKNOWN):
        reports.edit_field(field, ["source"], by=cast.office)
    field.source = ""
    assert reports.edit_field(field, ["source"], by=cast.office).get_source_display() == ""


# Copied


def test_a_copy_asks_for_the_same_and_can_be_changed(cast: Cast) -> None:
    form = a_submitted(cast).form
    FormField.objects.filter(form=form, code="drills").update(least=Decimal("1.5"), note="含桌面推演", total="mean")
    gone = FormField.objects.create(form=form, section="其他", name="旧", code="old", removed_at="2026-02-01T00:00Z")
    copy = reports.copy_form(form, by=cast.office, since=date(2026, 7, 9))
    assert (copy.name, copy.since, copy.audience, copy.period) == ("工作组月报", date(2026, 7, 1), "groups", "month")
    assert asked(copy) == asked(form)
    assert gone.code not in {row[3] for row in asked(copy)}
    drills = copy.fields.get(code="drills")
    assert (drills.least, drills.note, drills.total, drills.required) == (Decimal("1.5"), "含桌面推演", "mean", True)
    assert a_field(copy, "fires").order == 40
    assert len(asked(form)) == 3
    assert [row[:2] for row in history(copy)] == [("create_reportform", "李文员"), ("copy_form", "李文员")]


def test_a_copy_keeps_whose_form_it_is(cast: Cast) -> None:
    form = a_form(group=cast.group, note="消防")
    copy = reports.copy_form(form, by=cast.office, since=date(2026, 7, 1))
    assert (copy.group, copy.note) == (cast.group, "消防")


@pytest.mark.parametrize("since", [date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 31)])
def test_a_copy_is_for_later_months(since: date, cast: Cast) -> None:
    form = a_form()
    with refused("请选择晚于本表启用月份的月份。"):
        reports.copy_form(form, by=cast.office, since=since)


def test_a_month_has_one_copy(cast: Cast) -> None:
    form = a_form()
    reports.copy_form(form, by=cast.office, since=date(2026, 7, 1))
    with refused(TWICE):
        reports.copy_form(form, by=cast.office, since=date(2026, 7, 15))


def test_from_its_month_on_reports_stand_on_the_copy(cast: Cast) -> None:
    form = a_form()
    copy = reports.copy_form(form, by=cast.office, since=date(2026, 6, 1))
    assert reports.open_reports(date(2026, 5, 31)) == 2
    assert {report.form for report in form.reports.all()} == {form}
    assert reports.open_reports(date(2026, 6, 1)) == 2
    assert copy.reports.count() == 2
    assert Action.objects.filter(verb="committee.open_reports").count() == 2


def test_history_tells_a_source_by_its_label(cast: Cast) -> None:
    field = field_of(a_report(cast), "drills")
    field.source = "committee.tasks_left"
    reports.edit_field(field, ["source"], by=cast.office)
    assert history(field)[-1][3] == {"source": "committee.tasks_left"}
    told = sentences(history_of(field))[0]
    assert [(str(change.label), change.after) for change in told.changes] == [("自动取数来源", "期末在办督办事项")]
