"""Many press at once: the year is carried over once; the others are told that something changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.tests.national_builders import a_selfassessment
from campaigns.models import Campaign
from campaigns.tests.builders import a_campaign
from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import leaves_all_or_nothing
from dayan_safety.models import Action
from dayan_safety.rollover import ROLL, plan_of, roll_over
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed
from dayan_safety.tests.turns import autumn, turn

CROWD = [6, pytest.param(100, marks=pytest.mark.chaos)]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("autumn")]
__all__ = ["autumn"]


@pytest.mark.parametrize("many", CROWD)
def test_a_year_is_carried_over_once_however_many_press(many: int, cast: Cast, tmp_path: Path) -> None:
    a_campaign(name="2026年专项")
    plan = plan_of(turn(), cast.office)
    chosen, fingerprint = plan.proposed(), plan.fingerprint
    with database_for_threads(tmp_path):
        acts = [
            lambda: roll_over(turn(), by=cast.office, chosen=chosen, fingerprint=fingerprint) for _each in range(many)
        ]
        assert kinds(pressed(*acts)) == {"dict": 1, "PlanChanged": many - 1}
        assert apart(Campaign.objects.count) == 2
        assert apart(Action.objects.filter(verb=ROLL).count) == 1


def test_office_and_supervision_begin_one_national_file(cast: Cast, tmp_path: Path) -> None:
    a_selfassessment(year=2026)
    plans = [(user, plan_of(turn(), user)) for user in (cast.office, cast.supervisor)]
    with database_for_threads(tmp_path):
        acts = [
            lambda user=user, plan=plan: roll_over(turn(), by=user, chosen=plan.choices(), fingerprint=plan.fingerprint)
            for user, plan in plans
        ]
        assert kinds(pressed(*acts)) == {"dict": 1, "PlanChanged": 1}


def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast) -> None:
    a_campaign(name="2026年专项")
    plan, near, office = plan_of(turn(), cast.office), turn(), cast.office
    chosen, fingerprint = plan.proposed(), plan.fingerprint
    leaves_all_or_nothing(lambda: roll_over(near, by=office, chosen=chosen, fingerprint=fingerprint))
