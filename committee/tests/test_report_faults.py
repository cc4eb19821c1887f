"""A fault at any statement of a verb on reports: everything it does has happened, or nothing of it."""

from collections.abc import Callable
from datetime import date

import pytest

from committee.services import reports
from committee.services.reports.opening import _open as open_period
from committee.tests.faulty import Act, leaves_all_or_nothing, would_be_noticed_in_halves
from committee.tests.reporting import a_filled, a_form, a_report, a_submitted, an_accepted, field_of, write
from dayan_safety.testing import Cast
from dayan_safety.tests.faults import Fault, failing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def submitting(cast: Cast) -> Act:
    report = a_report(cast)
    write(report, "drills", "3"), write(report, "text", "检查")
    return lambda: reports.submit_report(report, by=cast.lead)


def returning(cast: Cast) -> Act:
    report = a_submitted(cast)
    words = {field_of(report, "drills"): "与台账不符"}
    return lambda: reports.return_report(report, by=cast.office, reason="请核实", of_fields=words)


def accepting(cast: Cast) -> Act:
    report = a_submitted(cast)
    return lambda: reports.accept_report(report, by=cast.office, note="齐全")


def reopening(cast: Cast) -> Act:
    report = an_accepted(cast)
    return lambda: reports.reopen_report(report, by=cast.chair, reason="有误")


def writing(cast: Cast) -> Act:
    report = a_filled(cast)
    return lambda: write(report, "drills", "4", by=cast.lead)


def beginning(cast: Cast) -> Act:
    report = a_report(cast)
    return lambda: reports.begin_report(report, by=cast.lead)


def moving(cast: Cast) -> Act:
    report, day = a_report(cast), date(2026, 7, 10)
    return lambda: reports.move_report(report, by=cast.office, due_on=day, lock_on=day, reason="汛期")


def opening(cast: Cast) -> Act:
    a_form()
    return lambda: open_period(reports.span_of("month", date(2026, 6, 15)), None)


ACTS = [submitting, returning, accepting, reopening, writing, beginning, moving, opening]


@pytest.mark.parametrize("build", ACTS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast))


def test_what_a_fault_left_in_the_object_at_hand_does_no_harm(cast: Cast) -> None:
    """A page that tries again with the same object goes by what stands in the database."""
    report = a_filled(cast)
    with pytest.raises(Fault), failing_at(12):
        reports.submit_report(report, by=cast.lead)
    assert reports.submit_report(report, by=cast.lead).number == 1
    assert (report.state, report.was_on_time) == ("submitted", True)


def test_the_tool_would_notice_a_verb_in_two_halves(cast: Cast) -> None:
    would_be_noticed_in_halves(a_submitted(cast), "accepted")
