"""Many press the same button of an inspection, a report or a plan; a fault at any statement leaves all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import Act, leaves_all_or_nothing
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together
from inspections.models import Answer, Finding, HazardReport, Incident, Inspection, PlannedVisit, RectificationNotice
from inspections.services import incidents, inspecting, plans, residents
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_kind_of_danger
from inspections.tests.incident_builders import a_new_incident, an_incident
from inspections.tests.inspection_builders import FAIL, PASS, an_inspection, answer, at_the_village, failed, questions
from inspections.tests.plan_builders import a_plan
from inspections.tests.resident_builders import a_report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer", "storage")]
CROWD = [8, pytest.param(200, marks=pytest.mark.chaos)]


def fresh(thing: Any) -> Any:
    """As one more person has it on the screen."""
    return type(thing).objects.get(pk=thing.pk)


def ready(cast: Cast) -> Inspection:
    """One with a danger that only waits for its end."""
    inspection = at_the_village(cast)
    failed(inspection, 0, by=cast.inspector)
    answer(inspection, 1, PASS, by=cast.inspector)
    return inspection


# At once


@pytest.mark.parametrize("many", CROWD)
def test_it_is_finished_once_however_many_press(many: int, cast: Cast, tmp_path: Path) -> None:
    inspection = ready(cast)

    def finish() -> Any:
        return inspecting.finish_inspection(fresh(inspection), by=cast.inspector, met="孙信息")

    with database_for_threads(tmp_path):
        assert kinds(pressed(*[finish] * many)) == {"list": 1, "RuleBroken": many - 1}
        assert apart(Finding.objects.count) == 1
        assert apart(RectificationNotice.objects.count) == 1
        assert apart(Notice.objects.filter(user=cast.liaison).count) == 1
        assert apart(Action.objects.filter(verb="inspections.finish_inspection").count) == 1


def test_of_answers_that_arrive_together_the_last_said_one_stays(cast: Cast, tmp_path: Path) -> None:
    inspection = at_the_village(cast)
    item = questions(inspection)[0]

    def say(moment: int) -> Any:
        verdict = FAIL if moment == 8 else PASS
        about = {"item": item, "verdict": verdict, "said_at": moment, "text": str(moment)}
        return inspecting.answer_item(fresh(inspection), by=cast.inspector, **about)

    with database_for_threads(tmp_path):
        results = together(*[lambda moment=moment: say(moment) for moment in range(1, 9)])
        assert kinds(results) == {"Answer": 8}
        kept = apart(Answer.objects.get)
        assert (kept.verdict, kept.text, kept.said_at) == (FAIL, "8", 8)


def test_finished_and_called_off_at_once_it_is_one_of_both(cast: Cast, tmp_path: Path) -> None:
    inspection = ready(cast)
    with database_for_threads(tmp_path):
        acts: list[Callable[[], Any]] = [
            lambda: inspecting.finish_inspection(fresh(inspection), by=cast.inspector, met="x") for _each in range(4)
        ]
        acts += [
            lambda: inspecting.cancel_inspection(fresh(inspection), by=cast.office, reason="x") for _each in range(4)
        ]
        counted = kinds(together(*acts))
        assert counted["RuleBroken"] == 7
        state = apart(lambda: fresh(inspection).state)
        assert apart(Finding.objects.count) == (1 if state == "done" else 0)


def test_a_report_becomes_one_finding_however_many_sort_it(cast: Cast, tmp_path: Path) -> None:
    report, kind = a_report(unit=cast.village), a_kind_of_danger()

    def take() -> Any:
        return residents.take_report(fresh(report), by=cast.office, kind=kind, level="general")

    with database_for_threads(tmp_path):
        assert kinds(together(*[take] * 8)) == {"Finding": 1, "RuleBroken": 7}
        assert apart(Finding.objects.count) == 1
        assert apart(lambda: fresh(report).finding_id) == apart(lambda: Finding.objects.get().pk)


def test_a_form_that_arrives_eight_times_is_one_report(cast: Cast, tmp_path: Path) -> None:
    once = uuid4()

    def send() -> Any:
        return residents.send_report(HazardReport(place="村口", text="井盖"), by=None, once=once)

    with database_for_threads(tmp_path):
        results = together(*[send] * 8)
        assert {type(result).__name__ for result in results} <= {"HazardReport", "IntegrityError"}
        assert apart(HazardReport.objects.count) == 1


def test_numbers_of_the_year_are_given_once_each(cast: Cast, tmp_path: Path) -> None:
    checklist = at_the_village(cast).checklist

    def begin() -> Any:
        return an_inspection(cast.office, unit=cast.village, checklist=checklist).number

    with database_for_threads(tmp_path):
        numbers = together(*[begin] * 8)
        assert len(set(map(str, numbers))) == 8


# Faults


def beginning(cast: Cast) -> Act:
    checklist = at_the_village(cast).checklist
    return lambda: at_the_village(cast, checklist=checklist)


def finishing(cast: Cast) -> Act:
    inspection = ready(cast)
    return lambda: inspecting.finish_inspection(inspection, by=cast.inspector, met="孙信息")


def calling_off(cast: Cast) -> Act:
    inspection = ready(cast)
    return lambda: inspecting.cancel_inspection(inspection, by=cast.inspector, reason="误建")


def reporting(cast: Cast) -> Act:
    return lambda: residents.send_report(HazardReport(place="村口", text="井盖"), by=None)


def taking(cast: Cast) -> Act:
    report, kind = a_report(unit=cast.village), a_kind_of_danger()
    return lambda: residents.take_report(report, by=cast.office, kind=kind, level="general")


def drawing(cast: Cast) -> Act:
    plan = a_plan()
    a_site(unit=cast.village)
    return lambda: plans.draw_sites(plan, by=cast.office, per_unit=1)


def writing_down(cast: Cast) -> Act:
    return lambda: incidents.create_incident(a_new_incident(unit=cast.village, is_production=True), by=cast.liaison)


def adding(cast: Cast) -> Act:
    incident = an_incident(unit=cast.village)
    person = {"nature": "burn", "part": "arm", "severity": "slight", "outcome": "treated"}
    return lambda: incidents.create_injury(incident, by=cast.liaison, **person)


VERBS = [beginning, finishing, calling_off, reporting, taking, drawing, writing_down, adding]


@pytest.mark.parametrize("build", VERBS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast), least=3)


def test_what_halves_would_be_is_nothing_here(cast: Cast) -> None:
    finishing(cast)()
    assert Inspection.objects.done().count() == Finding.objects.count() == 1
    assert not PlannedVisit.objects.exists()
    assert not Incident.objects.exists()
