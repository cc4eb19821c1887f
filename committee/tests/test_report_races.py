"""Many at once: a report is handed in once, accepted once, or sent back once; what is written is in it or refused."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Filing, Report, ReportValue
from committee.services import reports
from committee.services.reports import opening
from committee.tests.reporting import a_filled, a_form, a_report, a_submitted, field_of, write
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.history import change, record_action, verify_history
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.workdays import today

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = [8, pytest.param(40, marks=pytest.mark.chaos)]


def an_open(cast: Cast, **values: Any) -> Report:
    """A report of this month that is open for long."""
    return a_report(cast, first=today().replace(day=1), due_on=today(), lock_on=today(), **values)


def fresh(report: Report) -> Report:
    """The report as each of the crowd reads it."""
    return Report.objects.get(pk=report.pk)


def outcomes(results: list[Any]) -> dict[str, int]:
    """How many of each kind of result."""
    return dict(Counter(type(result).__name__ for result in results))


def written(verb: str) -> int:
    """How many rows of history a verb has."""
    return Action.objects.filter(verb=f"committee.{verb}").count()


def whole(report: Report) -> None:
    """Facts and history are in step."""
    row = fresh(report)
    assert row.filings.count() == written("submit_report")
    assert (row.accepted_at is not None) is (row.state == "accepted")
    assert row.returned == written("return_report")
    assert list(verify_history()) == []


@pytest.mark.parametrize("number", CROWD)
def test_handed_in_by_many_at_once_it_is_handed_in_once(cast: Cast, number: int, tmp_path: Path) -> None:
    report = a_filled(cast, an_open(cast))
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.submit_report(fresh(report), by=cast.lead)] * number)
        assert outcomes(results) == {"Filing": 1, "RuleBroken": number - 1}
        assert apart(lambda: (fresh(report).state, written("submit_report"))) == ("submitted", 1)
        assert apart(lambda: list(Filing.objects.values_list("number", flat=True))) == [1]
        assert apart(lambda: Notice.objects.filter(key__endswith=":submitted").count()) == 1
        apart(lambda: whole(report))


@pytest.mark.parametrize("number", CROWD)
def test_accepted_by_many_at_once_it_is_accepted_once(cast: Cast, number: int, tmp_path: Path) -> None:
    report = a_submitted(cast, an_open(cast))
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.accept_report(fresh(report), by=cast.office)] * number)
        assert outcomes(results) == {"NoneType": 1, "RuleBroken": number - 1}
        assert apart(lambda: (fresh(report).state, written("accept_report"))) == ("accepted", 1)
        assert apart(lambda: Notice.objects.filter(key__endswith=":accepted").count()) == 1
        apart(lambda: whole(report))


def accepted_by_looking_first(report: Report, looked: Callable[[], Any]) -> None:
    """Accepting as one should not: look at the state, then set it."""
    row = fresh(report)
    looked()
    if row.state == "submitted":
        with change():
            Report.objects.filter(pk=report.pk).update(state="accepted", accepted_at=timezone.now())
            record_action("committee.accept_report", row)


def test_without_the_guard_many_accept_it_and_history_says_so_many_times(cast: Cast, tmp_path: Path) -> None:
    """The negative control: the crowd does meet, and only the guard makes it one effect."""
    report, all_looked = a_submitted(cast, an_open(cast)), Barrier(4)
    with database_for_threads(tmp_path):
        results = together(*[lambda: accepted_by_looking_first(report, lambda: all_looked.wait(20))] * 4)
        assert outcomes(results) == {"NoneType": 4}
        assert apart(lambda: written("accept_report")) == 4


def test_accepted_and_sent_back_at_once_only_one_of_both_happens(cast: Cast, tmp_path: Path) -> None:
    report = a_submitted(cast, an_open(cast))

    def back() -> None:
        reports.return_report(fresh(report), by=cast.office, reason="请补充")

    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.accept_report(fresh(report), by=cast.office), back] * 4)
        assert outcomes(results) == {"NoneType": 1, "RuleBroken": 7}
        state, accepted, returned = apart(
            lambda: (fresh(report).state, written("accept_report"), written("return_report"))
        )
        assert {"accepted": (1, 0), "returned": (0, 1)}[state] == (accepted, returned)
        apart(lambda: whole(report))


def test_what_is_written_while_it_is_handed_in_is_in_it_or_refused(cast: Cast, tmp_path: Path) -> None:
    report = a_filled(cast, an_open(cast))

    def write_number(number: int) -> Callable[[], Any]:
        return lambda: write(fresh(report), "drills", str(number), by=cast.lead)

    with database_for_threads(tmp_path):
        acts = [write_number(number) for number in range(10, 16)]
        results = together(*acts, lambda: reports.submit_report(fresh(report), by=cast.lead))
        assert isinstance(results[-1], Filing)
        assert set(outcomes(results[:-1])) <= {"ReportValue", "RuleBroken"}
        stands = apart(lambda: ReportValue.objects.get(field__code="drills").number)
        assert results[-1].values["drills"] == reports.plain(stands)
        verbs = apart(lambda: list(Action.objects.order_by("number").values_list("verb", flat=True)))
        assert verbs[-1] == "committee.submit_report"
        assert verbs.count("committee.write_report") == 2 + outcomes(results).get("ReportValue", 0)


@pytest.mark.parametrize("number", CROWD)
def test_many_who_found_a_field_empty_write_it_once_and_the_others_see_it(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    report = an_open(cast)
    field = field_of(report, "text")

    def write_text(text: str) -> Callable[[], Any]:
        return lambda: reports.save_value(fresh(report), by=cast.lead, field=field, text=text, version=0)

    with database_for_threads(tmp_path):
        results = together(*[write_text(f"第{turn}稿") for turn in range(number)])
        assert outcomes(results) == {"ReportValue": 1, "EditedMeanwhile": number - 1}
        stands = apart(lambda: ReportValue.objects.get(field=field).text)
        assert {result.current.text for result in results if isinstance(result, EditedMeanwhile)} == {stands}


def test_opened_for_writing_by_many_at_once_it_is_filled_in_once(cast: Cast, tmp_path: Path) -> None:
    report = an_open(cast)
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.begin_report(fresh(report), by=cast.lead)] * 8)
        assert outcomes(results) == {"NoneType": 8}
        assert apart(lambda: list(ReportValue.objects.values_list("field__code", "version"))) == [("tasks_done", 1)]
        assert apart(lambda: written("fill_in_report")) == 1


# Opening


@pytest.mark.parametrize("number", CROWD)
def test_a_clock_that_strikes_many_times_at_once_opens_each_report_once(
    cast: Cast, number: int, tmp_path: Path
) -> None:
    a_form()
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.open_reports(today())] * number)
        assert sorted(results) == [0] * (number - 1) + [2]
        assert apart(lambda: (Report.objects.count(), written("open_reports"))) == (2, 1)
        assert apart(lambda: list(verify_history())) == []


def test_clocks_that_have_looked_already_do_not_open_it_twice(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: openers that looked before the others wrote run into the table, which takes each once."""
    form, all_looked = a_form(), Barrier(4)
    stale = [({"group": cast.group}, form), ({"group": cast.supervision}, form)]
    monkeypatch.setattr(opening, "_owing", lambda span, _came_by: stale if span.kind == "month" else [])

    def opened() -> int:
        all_looked.wait(20)
        return reports.open_reports(today())

    with database_for_threads(tmp_path):
        results = together(*[opened] * 4)
        assert outcomes(results) == {"int": 1, "IntegrityError": 3}
        assert apart(lambda: (Report.objects.count(), written("open_reports"))) == (2, 1)
