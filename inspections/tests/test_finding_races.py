"""Many press the same button of a finding at once; a fault at any statement leaves all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import Act, leaves_all_or_nothing
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together
from inspections.models import Finding, Reinspection
from inspections.services import findings as services
from inspections.tests.finding_builders import (
    a_finding,
    a_kind_of_danger,
    a_new_finding,
    an_asked_extension,
    asked,
    notified,
)

CROWD = [8, pytest.param(200, marks=pytest.mark.chaos)]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer", "storage")]


def fresh(finding: Finding) -> Finding:
    """As one more person has it on the screen."""
    return Finding.objects.get(pk=finding.pk)


@pytest.mark.parametrize("many", CROWD)
def test_it_is_closed_once_however_many_press(many: int, cast: Cast, tmp_path: Path) -> None:
    finding = asked(cast)
    with database_for_threads(tmp_path):
        acts = [lambda: services.close_finding(fresh(finding), by=cast.inspector, text="合格") for _each in range(many)]
        assert kinds(pressed(*acts)) == {"Reinspection": 1, "RuleBroken": many - 1}
        assert apart(Reinspection.objects.count) == 1
        assert apart(Action.objects.filter(verb="inspections.close_finding").count) == 1
        assert apart(Notice.objects.filter(key__contains=":closed", user=cast.liaison).count) == 1


def test_closed_and_failed_at_once_it_is_one_of_both(cast: Cast, tmp_path: Path) -> None:
    finding = asked(cast)
    with database_for_threads(tmp_path):
        acts = [lambda: services.close_finding(fresh(finding), by=cast.office) for _each in range(4)]
        acts += [lambda: services.fail_finding(fresh(finding), by=cast.inspector, text="x") for _each in range(4)]
        assert kinds(together(*acts)) == {"Reinspection": 1, "RuleBroken": 7}
        kept = apart(lambda: fresh(finding))
        passed = apart(lambda: Reinspection.objects.get().has_passed)
        assert (kept.state, kept.failed) == (("closed", 0) if passed else ("rectifying", 1))


def test_many_who_notify_at_once_issue_one_notice(cast: Cast, tmp_path: Path) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    with database_for_threads(tmp_path):
        acts = [lambda: services.notify_finding(fresh(finding), by=cast.office) for _each in range(6)]
        assert kinds(together(*acts)) == {"RectificationNotice": 1, "RuleBroken": 5}
        assert apart(lambda: finding.notices.get().number) == "大安安整〔2026〕1号"


def writing(cast: Cast) -> Act:
    kind = a_kind_of_danger()
    return lambda: services.create_finding(a_new_finding(unit=cast.village, kind=kind), by=cast.inspector)


def notifying(cast: Cast) -> Act:
    finding = a_finding(cast.inspector, unit=cast.village)
    return lambda: services.notify_finding(finding, by=cast.inspector)


def receiving(cast: Cast) -> Act:
    finding = notified(cast)
    return lambda: services.report_step(finding, by=cast.liaison, text="已停用")


def closing(cast: Cast) -> Act:
    finding = asked(cast)
    return lambda: services.close_finding(finding, by=cast.inspector, text="合格")


def failing(cast: Cast) -> Act:
    finding = asked(cast)
    return lambda: services.fail_finding(finding, by=cast.inspector, text="仍有裸露")


def deciding(cast: Cast) -> Act:
    extension = an_asked_extension(cast)
    return lambda: services.decide_finding_extension(extension, by=cast.chair, granted=True)


VERBS = [writing, notifying, receiving, closing, failing, deciding]


@pytest.mark.parametrize("build", VERBS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast), least=5)
