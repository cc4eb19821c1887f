"""The findings of the demo town: in every state, with photos before and after, told as towns tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction

from dayan_safety.attachments import attachments_of
from dayan_safety.demo import build_demo
from dayan_safety.testing import demo_of
from dayan_safety.tests.chains import flaws
from inspections.demo.finding_texts import DANGERS
from inspections.demo.residents import HAPPENED
from inspections.models import (
    Finding,
    FindingExtension,
    HazardReport,
    Incident,
    Inspection,
    InspectionPlan,
    OperatorCertificate,
    PlannedVisit,
    RectificationNotice,
    Reinspection,
    Site,
    SiteDraw,
)
from inspections.services.plans import is_repeatable

pytestmark = pytest.mark.any_database

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The town, built once for all who only look at it."""
    travel = time_machine.travel("2026-11-24 10:00+08:00", tick=False)
    with django_db_blocker.unblock(), travel, demo_of(months=2), transaction.atomic():
        build_demo(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built_once: None, db: None) -> None:
    """The demo town."""


def those_planned() -> Any:
    """The dangers that the town has by themselves; others come of inspections and of what residents report."""
    return Finding.objects.filter(text__in=[danger.text for danger in DANGERS])


def test_there_are_findings_in_every_state_but_the_withdrawn(demo: None) -> None:
    states = Counter(those_planned().values_list("state", flat=True))
    assert set(states) == set(Finding.State.values) - {"withdrawn"}
    assert sum(states.values()) == len(DANGERS)
    assert states["closed"] > len(DANGERS) / 2
    assert Finding.objects.all().overdue(DAY).count() >= 2


def test_three_agencies_found_them_and_the_units_themselves(demo: None) -> None:
    agencies = Counter(str(finding.agency or "") for finding in those_planned().select_related("agency"))
    assert set(agencies) == {"消防大队", "公安局", "交警大队", ""}
    assert all(finding.source == "patrol" for finding in those_planned().filter(agency=None))


def test_what_was_told_has_its_notice_and_what_was_looked_at_its_opinion(demo: None) -> None:
    for finding in Finding.objects.exclude(state="found").exclude(source="patrol"):
        assert finding.notices.exists(), finding
    closed = Finding.objects.filter(state="closed")
    assert Reinspection.objects.filter(has_passed=True).count() == closed.count()
    assert Reinspection.objects.filter(has_passed=False).count() == sum(f.failed for f in Finding.objects.all()) == 2
    assert FindingExtension.objects.undecided().count() == 1


def test_each_has_a_photo_before_and_what_is_put_right_one_after(demo: None) -> None:
    for finding in Finding.objects.all():
        assert attachments_of(finding).count() == 1
        done = finding.steps.filter(is_done=True)
        assert done.exists() == (finding.state in ("asked", "closed"))
        assert all(attachments_of(step).exists() for step in done)


def test_what_was_done_lies_between_the_days_it_says(demo: None) -> None:
    for finding in Finding.objects.exclude(closed_on=None):
        assert finding.found_on <= finding.asked_on <= finding.closed_on <= DAY
    assert all(not finding.unfixed for finding in Finding.objects.filter(level="major", state="closed"))


def test_its_history_is_whole(demo: None) -> None:
    assert flaws() == []


def test_each_month_the_fire_brigade_draws_a_plan_and_inspects_by_it(demo: None) -> None:
    plans = InspectionPlan.objects.with_counts()
    assert {plan.month for plan in plans} == {date(2026, month, 1) for month in range(6, 12)}
    assert all(is_repeatable(draw) for draw in SiteDraw.objects.all())
    assert all(plan.done >= 1 for plan in plans)
    assert all((plan.done < plan.planned) == (plan.month >= date(2026, 10, 1)) for plan in plans)
    made = Inspection.objects.done()
    assert made.count() == PlannedVisit.objects.exclude(inspection=None).count()
    assert made.filter(failed=0).exists()
    for inspection in made.filter(failed__gt=0):
        assert inspection.answers.exclude(finding=None).count() == inspection.failed
        assert RectificationNotice.objects.filter(findings__answer__inspection=inspection).distinct().count() == 1


def test_residents_reported_and_most_of_it_was_put_right(demo: None) -> None:
    assert Counter(HazardReport.objects.values_list("state", flat=True)) == {
        "taken": 5, "answered": 1, "dismissed": 1, "new": 2,
    }  # fmt: skip
    assert HazardReport.objects.filter(finding__state="closed").count() >= 3
    assert all(attachments_of(report).exists() for report in HazardReport.objects.filter(finding=None))


def test_its_people_were_hurt_as_people_are(demo: None) -> None:
    incidents = Incident.objects.with_injured()
    assert (incidents.count(), sum(incident.hurt for incident in incidents)) == (len(HAPPENED), 10)
    assert incidents.filter(is_production=True).count() == 1


def test_some_equipment_must_not_be_used_and_some_certificates_ran_out(demo: None) -> None:
    assert any(site.called != site.name for site in Site.objects.expired(DAY))
    assert any(certificate.is_expired_on(DAY) for certificate in OperatorCertificate.objects.all())
    assert set(Site.objects.filter(kind="small_place").values_list("small_place", flat=True)) == {
        "shop", "restaurant", "hospital", "internet", "hotel",
    }  # fmt: skip
