"""What the tables of reports themselves refuse, what follows from their fields, and who sees which rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from committee.models import Filing, FormField, Remark, Report, ReportForm, ReportValue, TownReport
from committee.services import reports
from committee.tests.reporting import (
    a_field,
    a_filled,
    a_form,
    a_quarterly,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    an_excused,
    field_of,
    write,
)
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_group, a_person, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
DUE = date(2026, 6, 25)


def taken_back(write_it: Callable[[], Any]) -> None:
    """The table does not take it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write_it()


# What the tables refuse


def test_a_group_has_one_report_a_period_and_so_has_an_enterprise(cast: Cast) -> None:
    a_report(cast), a_quarterly(cast)
    taken_back(lambda: a_report(cast))
    taken_back(lambda: a_quarterly(cast))
    a_report(cast, first=JULY), a_report(cast, group=cast.supervision), a_quarterly(cast, cast.other_village)
    a_quarterly(cast, period="month")


def test_a_report_is_of_a_group_or_of_a_unit_and_closes_on_the_day_it_is_due_or_later(cast: Cast) -> None:
    taken_back(lambda: a_report(cast, unit=cast.village))
    taken_back(lambda: a_report(cast, group=None))
    taken_back(lambda: a_report(cast, lock_on=DUE - timedelta(days=1)))
    assert a_report(cast, lock_on=DUE).lock_on == DUE


def test_a_field_has_one_value_and_a_handing_in_one_number(cast: Cast) -> None:
    report = a_submitted(cast)
    taken_back(lambda: ReportValue.objects.create(report=report, field=field_of(report, "drills")))
    taken_back(lambda: Filing.objects.create(report=report, number=1))
    Filing.objects.create(report=report, number=2)


def test_one_form_a_month_holds_for_all_and_one_for_a_group_until_it_is_removed(cast: Cast) -> None:
    form = a_form({})

    def another(**values: Any) -> ReportForm:
        return ReportForm.objects.create(**{"name": "另一张", "since": form.since, **values})

    taken_back(another)
    another(group=cast.group), another(since=JUNE), another(audience="enterprises", period="quarter")
    taken_back(lambda: another(group=cast.group))
    another(group=cast.supervision)
    remove_record(form, by=None, reason="停用")
    another()


def test_a_form_asks_for_a_code_once_until_it_is_removed(db: Any) -> None:
    form = a_form()
    taken_back(lambda: FormField.objects.create(form=form, section="x", name="x", code="drills"))
    reports.remove_field(FormField.objects.get(code="drills"), by=None, reason="不再统计")
    FormField.objects.create(form=form, section="x", name="x", code="drills")


# Forms and what they ask for


def test_a_form_holds_from_the_first_of_its_month(db: Any) -> None:
    form = a_form({}, since=date(2026, 6, 17))
    assert (form.since, str(form)) == (JUNE, "工作组月报（2026-06）")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, None),
        ({"audience": "enterprises", "period": "quarter"}, None),
        ({"audience": "enterprises", "period": "year"}, None),
        ({"period": "quarter"}, "period"),
        ({"audience": "enterprises"}, "period"),
        ({"audience": "enterprises", "period": "year", "group_id": 1}, "group"),
    ],
)
def test_groups_report_by_the_month_and_enterprises_by_quarter_or_year(values: dict[str, Any], wrong: str) -> None:
    form = ReportForm(name="表", since=JUNE, **values)
    if wrong:
        with pytest.raises(ValidationError) as said:
            form.clean()
        assert set(said.value.message_dict) == {wrong}
    else:
        form.clean()


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"least": 1, "most": 1}, True),
        ({"least": 2, "most": 1}, False),
        ({"kind": "text"}, True),
        ({"kind": "text", "least": 0}, False),
        ({"kind": "text", "most": 0}, False),
        ({"kind": "text", "unit": "次"}, False),
        ({"kind": "text", "source": "committee.tasks_done"}, False),
        ({"source": "committee.tasks_done", "least": 0}, True),
    ],
)
def test_limits_and_sources_are_of_figures_and_in_order(values: dict[str, Any], fits: bool) -> None:
    field = FormField(name="指标", code="x", **values)
    assert field.is_figure is (values.get("kind") != "text")
    if fits:
        field.clean()
    else:
        with pytest.raises(ValidationError):
            field.clean()


@pytest.mark.parametrize(
    ("code", "fits"), [("drills", True), ("a1_b", True), ("1a", False), ("A", False), ("演练", False)]
)
def test_codes_are_small_letters_digits_and_lines(db: Any, code: str, fits: bool) -> None:
    field = FormField(form=a_form({}), section="x", name="x", code=code)
    if fits:
        field.full_clean()
    else:
        with pytest.raises(ValidationError) as said:
            field.full_clean()
        assert set(said.value.message_dict) == {"code"}


# What follows


def test_reports_are_said_by_who_and_when(cast: Cast) -> None:
    year = a_quarterly(cast, cast.other_village, period="year", last=date(2026, 12, 31))
    fourth = a_quarterly(cast, first=date(2026, 10, 1), last=date(2026, 12, 31))
    assert [str(each) for each in (a_report(cast), a_quarterly(cast), fourth, year)] == [
        "消防安全组 2026年6月", "东风村 2026年第1季度", "东风村 2026年第4季度", "西河村 2026年",
    ]  # fmt: skip
    assert [each.reporter for each in (a_report(cast, first=JULY), year)] == [cast.group, cast.other_village]


@pytest.mark.parametrize(("day", "locked"), [(28, False), (29, False), (30, True)])
def test_it_is_closed_after_its_last_day(day: int, locked: bool) -> None:
    assert Report(lock_on=date(2026, 6, 29)).is_locked_on(date(2026, 6, day)) is locked


@pytest.mark.parametrize("build", [a_report, a_submitted, a_returned, an_accepted, an_excused])
@pytest.mark.parametrize(("days", "due"), [(0, False), (1, True)])
def test_what_was_due_and_never_came_is_missing(cast: Cast, build: Any, days: int, due: bool) -> None:
    report, day = build(cast), DUE + timedelta(days=days)
    assert report.is_missing_on(day) is (due and build is a_report)
    assert Report.objects.all().missing(day).exists() is report.is_missing_on(day)


@pytest.mark.parametrize(
    ("number", "filled", "text", "empty", "overridden"),
    [
        (None, None, "", True, False),
        (None, None, " \n", True, False),
        (0, None, "", False, False),
        (None, None, "字", False, False),
        (2, 2, "", False, False),
        (3, 2, "", False, True),
        (None, 2, "", True, True),
    ],
)
def test_a_value_is_empty_or_written_over(number: Any, filled: Any, text: str, empty: bool, overridden: bool) -> None:
    value = ReportValue(number=number, filled=filled, text=text)
    assert (value.is_empty, value.is_overridden) == (empty, overridden)


def test_what_belongs_to_a_report_is_said_and_found_with_it(cast: Cast) -> None:
    report = a_returned(cast)
    value = report.values.get(field__code="drills")
    assert (str(value), value.get_absolute_url()) == ("应急演练", report.get_absolute_url())
    assert str(report.filings.get()) == "消防安全组 2026年6月 1"
    assert str(Remark(text="长" * 99)) == "长" * 60


# Who sees what


def test_the_committee_sees_all_and_others_their_own(cast: Cast) -> None:
    own, others, village = a_report(cast), a_report(cast, group=cast.supervision), a_quarterly(cast)
    plain = a_user(a_person(name="冯组员"))
    an_appointment(cast.group, "group_member", plain.person)
    town = {own, others, village}
    seen = {role: set(Report.objects.all().visible_to(getattr(cast, role))) for role in Cast.ROLES}
    assert {role for role in seen if seen[role] == town} == {"chair", "office", "lead", "member", "supervisor"}
    assert seen["liaison"] == {village}
    assert seen["inspector"] == seen["auditor"] == seen["administrator"] == seen["outsider"] == set()
    assert set(Report.objects.all().visible_to(plain)) == {own}


def test_values_filings_remarks_forms_and_fields_are_seen_with_the_report(cast: Cast) -> None:
    a_returned(cast), a_quarterly(cast)
    TownReport.objects.create(first=JUNE, number="1", issued_on=JUNE)
    rows = (ReportValue, Filing, Remark, ReportForm, FormField, TownReport)
    seen = {
        role: [model.objects.all().visible_to(getattr(cast, role)).count() for model in rows]
        for role in ("office", "liaison", "outsider")
    }
    assert seen == {"office": [3, 1, 1, 2, 6, 1], "liaison": [0, 0, 0, 1, 3, 0], "outsider": [0] * 6}
    write(Report.objects.get(unit=cast.village), "drills", "3")
    assert ReportValue.objects.all().visible_to(cast.liaison).count() == 1


def test_to_write_is_what_one_s_group_or_unit_owes(cast: Cast) -> None:
    own, village = a_report(cast), a_quarterly(cast)
    plain = a_user(a_person(name="冯组员"))
    an_appointment(cast.group, "group_member", plain.person)
    found = {role: list(Report.objects.all().of_writer(getattr(cast, role))) for role in Cast.ROLES}
    assert {role: rows for role, rows in found.items() if rows} == {"lead": [own], "liaison": [village]}
    assert not Report.objects.all().of_writer(plain).exists()


def test_each_question_finds_its_reports(cast: Cast) -> None:
    groups = [cast.group, *(a_group(cast.committee) for _each in range(4))]
    builds = (a_filled, a_submitted, a_returned, an_accepted, an_excused)
    for group in groups[1:]:
        an_appointment(group, "deputy_lead", cast.lead.person)
    for build, group in zip(builds, groups, strict=True):
        build(cast, a_report(cast, group=group))
    village = a_quarterly(cast)

    def found(rows: Any) -> set[str]:
        return {row.state for row in rows.filter(group__isnull=False)}

    every = Report.objects.all()
    assert found(every.counted()) == {"draft", "submitted", "returned", "accepted"}
    assert found(every.writable()) == {"draft", "returned"}
    assert found(every.to_review()) == {"submitted"}
    assert found(every.handed_in()) == found(every.on_time()) == {"submitted", "returned", "accepted"}
    assert found(every.late()) == set()
    assert set(every) - set(every.of_groups()) == {village}


def test_who_came_first_is_reviewed_first(cast: Cast) -> None:
    rows = [a_report(cast), a_report(cast, group=cast.supervision), a_quarterly(cast)]
    for row, minutes in zip(rows, (3, 1, 2), strict=True):
        moment = timezone.now() + timedelta(minutes=minutes)
        Report.objects.filter(pk=row.pk).update(state="submitted", submitted_at=moment)
    assert list(Report.objects.all().to_review()) == [rows[1], rows[2], rows[0]]


@pytest.mark.parametrize(("text", "number"), [("消防", 1), ("东风", 1), ("dfc", 1), ("DFC", 1), ("组", 2), ("无此", 0)])
def test_reports_are_found_by_who_reports(cast: Cast, text: str, number: int) -> None:
    a_report(cast), a_report(cast, group=cast.supervision), a_quarterly(cast)
    assert Report.objects.all().search(text).count() == number


def test_fields_are_found_by_name_section_or_code_and_figures_are_no_texts(db: Any) -> None:
    form = a_form()
    a_field(form, "fund", name="投入资金", section="保障")
    counts = {text: FormField.objects.all().search(text).count() for text in ("演练", "保障", "fund", "无此")}
    assert counts == {"演练": 1, "保障": 1, "fund": 1, "无此": 0}
    assert set(FormField.objects.all().figures().values_list("code", flat=True)) == {"drills", "tasks_done", "fund"}
    assert [ReportForm.objects.all().search(text).count() for text in ("月报", "季报")] == [1, 0]
