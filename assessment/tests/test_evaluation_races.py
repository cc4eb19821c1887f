"""An evaluator's form is sent several times at once, or the evaluation is ended meanwhile: one effect, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assessment.models import DrawnEvidence, Evaluation, EvidenceDraw
from assessment.services.national import evaluations, sampling
from assessment.tests.evaluation_builders import a_drawn, an_evaluation
from campaigns.tests.test_stock_races import kinds
from dayan_safety.models import Action
from dayan_safety.once import carry_out_once
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together

CROWD = [8, pytest.param(100, marks=pytest.mark.chaos)]
pytestmark = [pytest.mark.django_db(transaction=True)]


def fresh(evaluation: Evaluation) -> Evaluation:
    """As one more window has it."""
    return Evaluation.objects.select_related("login").get(pk=evaluation.pk)


def drawn_once(evaluation: Evaluation) -> str:
    """What one press of the button does."""

    def act() -> str:
        return sampling.draw_evidence(fresh(evaluation), by=evaluation.login, number=2).get_absolute_url()

    return carry_out_once("same", evaluation.login, act)


@pytest.mark.parametrize("many", CROWD)
def test_of_many_presses_at_once_one_draws(many: int, cast: Cast, tmp_path: Path) -> None:
    evaluation = an_evaluation()
    with database_for_threads(tmp_path):
        assert kinds(pressed(*[lambda: drawn_once(evaluation)] * many)) == {"str": many}
        assert apart(EvidenceDraw.objects.count) == 1
        assert apart(DrawnEvidence.objects.count) == 2


@pytest.mark.parametrize("many", CROWD)
def test_an_evaluation_is_ended_once(many: int, cast: Cast, tmp_path: Path) -> None:
    evaluation = an_evaluation()
    with database_for_threads(tmp_path):
        acts = [lambda: evaluations.end_evaluation(fresh(evaluation), by=cast.office, reason="x")] * many
        assert kinds(pressed(*acts)) == {"NoneType": 1, "RuleBroken": many - 1}
        assert apart(Action.objects.filter(verb="assessment.end_evaluation").count) == 1
        assert apart(Action.objects.filter(verb="committee.deactivate_user").count) == 1


def test_what_is_drawn_while_it_is_ended_was_drawn_before_or_not_at_all(cast: Cast, tmp_path: Path) -> None:
    evaluation = an_evaluation()
    drawn = a_drawn(evaluation)

    def mark() -> Any:
        return sampling.mark_drawn(DrawnEvidence.objects.get(pk=drawn.pk), by=None, outcome="in_order")

    with database_for_threads(tmp_path):
        acts: list[Any] = [lambda: evaluations.end_evaluation(fresh(evaluation), by=cast.office, reason="x"), mark]
        found = kinds(together(*acts))
        assert found in ({"NoneType": 2}, {"NoneType": 1, "RuleBroken": 1})
        kept = apart(lambda: DrawnEvidence.objects.get(pk=drawn.pk).outcome)
        assert kept == ("in_order" if found == {"NoneType": 2} else "")
        numbers = {
            action.verb: action.number
            for action in apart(lambda: list(Action.objects.filter(verb__startswith="assessment.")))
        }
        assert numbers.get("assessment.mark_drawn", 0) < numbers["assessment.end_evaluation"]
