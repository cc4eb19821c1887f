"""Many at once: what a form asks for and what is handed in on it stay in step; no code and no month is given twice."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from committee.models import Filing, FormField, Report, ReportForm
from committee.services import reports
from committee.tests.reporting import FAR, a_filled, a_form, a_report
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.workdays import today

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = [8, pytest.param(40, marks=pytest.mark.chaos)]


def outcomes(results: list[Any]) -> dict[str, int]:
    """How many of each kind of result."""
    return dict(Counter(type(result).__name__ for result in results))


def ask(form: ReportForm, cast: Cast, name: str) -> FormField:
    """Ask for one compulsory thing more."""
    given = {"section": "其他", "name": name, "required": True}
    field = FormField(form=ReportForm.objects.get(pk=form.pk), **given)
    field.order = None  # type: ignore[assignment]  # as a blank field of the page leaves it
    return reports.create_field(field, by=cast.office)


@pytest.mark.parametrize("number", CROWD)
def test_asked_for_at_once_things_of_the_same_initials_get_codes_and_places_of_their_own(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    form = a_form()
    with database_for_threads(tmp_path):
        results = together(*[lambda: ask(form, cast, "检查")] * number)
        rows = apart(lambda: list(form.fields.filter(name="检查").values_list("code", "order")))
    assert outcomes(results) == {"FormField": number}
    assert sorted(code for code, _order in rows) == sorted(["jc", *(f"jc{n}" for n in range(2, number + 1))])
    assert sorted(order for _code, order in rows) == list(range(40, 40 + 10 * number, 10))


def one_copy() -> None:
    """A copy with all its fields, told once."""
    assert (ReportForm.objects.count(), FormField.objects.count()) == (2, 6)
    assert Action.objects.filter(verb="committee.copy_form").count() == 1
    assert list(verify_history()) == []


@pytest.mark.parametrize("number", CROWD)
def test_copied_by_many_at_once_there_is_one_copy(cast: Cast, number: int, tmp_path: Path) -> None:
    form = a_form()
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.copy_form(form, by=cast.office, since=date(2040, 1, 1))] * number)
        apart(one_copy)
    assert outcomes(results) == {"ReportForm": 1, "RuleBroken": number - 1}


def came_and_asked(report: Report) -> tuple[bool, bool]:
    """Whether the report was handed in, and whether its form asks for fires."""
    fires = FormField.objects.filter(form=report.form_id, name="火灾")
    return Filing.objects.filter(report=report).exists(), fires.exists()


def test_nothing_is_handed_in_without_what_was_asked_by_then(cast: Cast, tmp_path: Path) -> None:
    report = a_filled(cast, a_report(cast, first=today().replace(day=1), due_on=FAR, lock_on=FAR))
    for turn in ("a", "b", "c"):
        (tmp_path / turn).mkdir()
        with database_for_threads(tmp_path / turn):
            together(
                lambda: reports.submit_report(Report.objects.get(pk=report.pk), by=cast.lead),
                lambda: ask(report.form, cast, "火灾"),
            )
            assert apart(lambda: came_and_asked(report)) in ((True, False), (False, True))
