"""The forms that come with the portal: entered once, filled in by the portal for the most part, the office's since."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from committee.models import Committee, FormField, Report, ReportForm
from committee.services import reports
from committee.services.reports.shipped import load_shipped
from committee.services.reports.shipped_forms import FORMS, MONTHLY, QUARTERLY, YEARLY, Shipped
from committee.tests.refusals import history
from committee.tests.reporting import a_form
from dayan_safety.errors import RuleBroken
from dayan_safety.records import edit_record, remove_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midsummer")]


def kept() -> dict[str, tuple[str, str, date, int]]:
    """The forms there are: name, with who reports, how often, since when, how much is asked."""
    rows = ReportForm.objects.present().with_counts()
    return {row.name: (row.audience, row.period, row.since, row.number_of_fields) for row in rows}


def test_they_are_entered_once_with_all_they_ask_for() -> None:
    assert [load_shipped(), load_shipped()] == [3, 0]
    assert kept() == {
        "工作组月报": ("groups", "month", date(2026, 1, 1), 19),
        "企业安全季报": ("enterprises", "quarter", date(2026, 4, 1), 8),
        "企业安全年报": ("enterprises", "year", date(2026, 1, 1), 9),
    }


def test_what_is_entered_is_what_is_declared_and_what_the_pages_would_take() -> None:
    load_shipped()
    for shipped in FORMS:
        form = ReportForm.objects.get(name=shipped.name)
        form.full_clean()
        fields = list(form.fields.order_by("order"))
        assert [field.code for field in fields] == [asked["code"] for asked in shipped.fields()]
        assert [field.order for field in fields] == list(range(10, 10 * len(fields) + 1, 10))
        for field in fields:
            field.full_clean()


def test_history_keeps_that_nobody_drew_them_up() -> None:
    load_shipped()
    told = [history(form) for form in ReportForm.objects.all()]
    assert [[row[:2] for row in rows] for rows in told] == [[("create_reportform", "")]] * 3


def test_months_are_reported_since_the_term_began(cast: Cast) -> None:
    committee = Committee.objects.get()
    committee.term_from = date(2026, 3, 20)
    edit_record(committee, ["term_from"], by=None)
    load_shipped()
    assert ReportForm.objects.get(period="month").since == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("today", "quarter", "year"),
    [
        ("2026-01-01", date(2026, 1, 1), 2026),
        ("2026-12-31", date(2026, 10, 1), 2026),
        ("2027-05-09", date(2027, 4, 1), 2027),
    ],
)
def test_nobody_is_late_from_the_beginning(today: str, quarter: date, year: int, cast: Cast) -> None:
    a_unit(name="砖厂", kind="enterprise")
    with time_machine.travel(f"{today} 10:00+08:00", tick=False):
        load_shipped()
        reports.open_reports(date.fromisoformat(today))
    forms = {form.period: form.since for form in ReportForm.objects.all()}
    assert (forms["quarter"], forms["year"]) == (quarter, date(year, 1, 1))
    assert set(Report.objects.values_list("period", flat=True)) == {"month"}
    after = date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)
    reports.open_reports(after)
    assert Report.objects.filter(period="quarter").values_list("first", flat=True).get() == quarter


@pytest.mark.parametrize("shipped", FORMS, ids=lambda shipped: str(shipped.period))
def test_where_there_is_a_form_already_none_is_entered(shipped: Shipped) -> None:
    a_form(fields={}, name="自己的表", audience=shipped.audience, period=shipped.period)
    assert load_shipped() == 2
    assert shipped.name not in kept()
    assert "自己的表" in kept()


def test_what_the_office_removed_stays_away_and_what_it_renamed_stays_so() -> None:
    load_shipped()
    monthly, quarterly, _yearly = (ReportForm.objects.get(period=period) for period in ("month", "quarter", "year"))
    remove_record(quarterly, by=None, reason="另有系统")
    monthly.name = "月度报告"
    reports.edit_form(monthly, ["name"], by=None)
    assert load_shipped() == 0
    assert set(kept()) == {"月度报告", "企业安全年报"}


def test_the_portal_fills_in_most_of_what_is_compulsory() -> None:
    figures = [asked for asked in MONTHLY.fields() if asked["required"] and asked.get("kind") != "text"]
    counted = [asked for asked in figures if asked["source"]]
    assert len(figures) >= 14
    assert len(counted) >= 0.7 * sum(asked["required"] for asked in MONTHLY.fields())


def test_what_the_committee_counts_is_counted_by_names_that_are_there() -> None:
    named = [asked["source"] for asked in MONTHLY.fields() if asked.get("source")]
    assert {name for name in named if name.startswith("committee.")} == {
        name for name in all_sources() if name.startswith("committee.")
    }
    assert {name.split(".")[0] for name in named} == {"committee", "campaigns", "inspections"}


def test_a_figure_whose_source_is_not_there_yet_is_typed_by_hand(cast: Cast) -> None:
    load_shipped()
    reports.open_reports(date(2026, 6, 1))
    report = Report.objects.get(group=cast.group)
    reports.begin_report(report, by=cast.lead)
    filled = {line.field.code for line in reports.lines_of(report) if line.value.filled is not None}
    there = {asked["code"] for asked in MONTHLY.fields() if asked.get("source") in all_sources()}
    assert filled == there
    later = FormField.objects.filter(form=report.form).exclude(source__in=all_sources()).exclude(source="").first()
    if later is not None:
        assert reports.save_value(report, by=cast.lead, field=later, text="3").number == 3


def test_the_law_s_figures_are_in_both_forms_of_enterprises() -> None:
    quarterly, yearly = ({asked["code"]: asked for asked in form.fields()} for form in (QUARTERLY, YEARLY))
    assert set(quarterly) == {
        "checks", "general_found", "general_fixed", "major_found", "major_fixed", "unfixed", "money", "situation",
    }  # fmt: skip
    assert set(yearly) - set(quarterly) == {"summary"}
    assert (quarterly["money"]["kind"], quarterly["money"]["unit"]) == ("decimal", "万元")
    assert (yearly["summary"]["kind"], yearly["summary"]["required"]) == ("text", True)


def test_stocks_are_not_added_up_over_the_months() -> None:
    stocks = {asked["code"] for form in FORMS for asked in form.fields() if asked.get("total") == "stock"}
    assert stocks == {"tasks_left", "tasks_overdue", "unfixed"}


@pytest.mark.parametrize("typed", ["-1", "1.5"])
def test_no_figure_of_the_months_is_negative_or_broken(typed: str, cast: Cast) -> None:
    load_shipped()
    reports.open_reports(date(2026, 6, 1))
    report = Report.objects.get(group=cast.group)
    with pytest.raises(RuleBroken):
        reports.save_value(report, by=cast.lead, field=report.form.fields.get(code="drills"), text=typed)


def test_the_command_loads_them_with_the_other_words(capsys: Any) -> None:
    call_command("load_dictionaries")
    assert len(kept()) == 3
    assert "62" in capsys.readouterr().out  # beside the forms 35 words of outreach and safety days
    call_command("load_dictionaries")
    assert (len(kept()), capsys.readouterr().out) == (3, "新载入0条。\n")
