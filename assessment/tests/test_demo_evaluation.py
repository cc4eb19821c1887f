"""The demo town's evaluator: the moments of the plan, and what stands there on the day it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessment.demo import evaluation as plan
from assessment.demo.national import plan_selfassessment
from assessment.models import Evaluation, EvaluationNote, EvidenceDraw, SelfAssessment
from assessment.services.national.sampling import is_repeatable
from committee.demo.year import months_until
from committee.models import User
from dayan_safety.demo import build_demo
from dayan_safety.demo_cast import DEMO_PASSWORD
from dayan_safety.testing import demo_of
from dayan_safety.workdays import today

pytestmark = pytest.mark.any_database
YEAR = timedelta(days=365)


class Plan(SimpleNamespace):
    """The town's year, as far as the plan asks for it."""

    def plan(self, day: date, at: Any, act: Any) -> None:
        """Keep the moment."""
        self.moments.append((day, at))


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_whatever_the_day_it_was_submitted_before_the_next_one_began_and_the_visit(on: date) -> None:
    year = Plan(on=on, months=months_until(on), moments=[], users={})
    plan.plan_evaluation(year)
    plan_selfassessment(year)
    submitted, came, looked, next_begun = year.moments[:4]
    assert submitted < next_begun
    assert submitted < came < looked
    assert year.months[0] < submitted[0] < came[0] == looked[0] == on - timedelta(days=1)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town, built once for all below who only look at it."""
    with django_db_blocker.unblock(), demo_of(months=2), transaction.atomic():
        build_demo(today())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built: None, db: None) -> None:
    """The demo town."""


def test_the_evaluator_comes_from_the_office_for_what_the_chair_submitted(demo: None) -> None:
    evaluation = Evaluation.objects.get()
    assert evaluation.assessment == SelfAssessment.objects.get(state="submitted")
    assert evaluation.is_running_on(today())
    assert evaluation.is_running_on(today() + YEAR - timedelta(days=10))
    assert len(evaluation.assessment.result["seal"]) == 64
    assert User.objects.get(username="evaluator").check_password(DEMO_PASSWORD)


def test_a_sample_was_drawn_and_looked_at_and_two_notes_written(demo: None) -> None:
    draw = EvidenceDraw.objects.get()
    drawn = list(draw.drawn.order_by("pk"))
    assert [each.outcome for each in drawn] == ["in_order", "in_order", "not_in_order", "", ""]
    assert is_repeatable(draw, drawn)
    assert list(EvaluationNote.objects.values_list("kind", flat=True).order_by("pk")) == ["gap", "strength"]


def test_the_evaluator_of_the_demo_opens_every_indicator(demo: None, as_user: Any) -> None:
    browser = as_user(User.objects.get(username="evaluator"))
    assert browser.get("/", follow=True).redirect_chain == [(reverse("assessment:show_on_site"), 302)]
    numbers = range(1, 13)
    pages = [browser.get(reverse("assessment:show_on_site_indicator", args=[number])) for number in numbers]
    assert {page.status_code for page in pages} == {200}
    with_evidence = [page for page in pages if "/assessment/on-site/records/" in page.content.decode()]
    assert len(with_evidence) >= 8
