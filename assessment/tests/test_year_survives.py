"""The year's end under stress: many press, a statement fails, the process is killed: one whole result or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assessment.models import Objection, Result, RulebookItem, Scorecard
from assessment.services import objections, scores
from assessment.tests.builders import a_card_of_year, a_posted_year, a_rulebook, a_year, an_objection, in_use
from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import leaves_all_or_nothing
from dayan_safety.models import Action, YearlyNumber
from dayan_safety.testing import Cast
from dayan_safety.tests.chaos_town import ROOT
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together
from dayan_safety.workdays import today

transactional = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
CROWD = [8, pytest.param(200, marks=pytest.mark.chaos)]
UNITS = 40


def fresh(thing: Any) -> Any:
    """As one more person has it on the screen."""
    return type(thing).objects.get(pk=thing.pk)


def over(cast: Cast) -> Result:
    """A year to which nobody can object any more."""
    result = a_posted_year(cast)
    Result.objects.filter(pk=result.pk).update(objections_until=today() - timedelta(days=1))
    return fresh(result)


@transactional
@pytest.mark.parametrize("many", CROWD)
def test_it_is_published_once_however_many_press(many: int, cast: Cast, tmp_path: Path) -> None:
    result = over(cast)
    with database_for_threads(tmp_path):
        results = pressed(*[lambda: scores.publish_result(fresh(result), by=cast.chair)] * many)
        assert kinds(results) == {"NoneType": 1, "RuleBroken": many - 1}
        assert apart(lambda: fresh(result).number) == "大安创考〔2026〕1号"
        assert apart(lambda: YearlyNumber.objects.get(kind="score_announcement").last) == 1
        assert apart(Action.objects.filter(verb="assessment.publish_result").count) == 1


@transactional
def test_several_clocks_keep_one_year(cast: Cast, tmp_path: Path) -> None:
    in_use(rulebook=a_rulebook(year=2025), method="computed", figure=RulebookItem.Figure.POSTS)
    with database_for_threads(tmp_path):
        kept = together(*[lambda: scores.score_years(date(2026, 1, 10))] * 8)
        assert sorted(map(str, kept)) == ["0"] * 7 + ["1"]
        assert apart(Result.objects.filter(month=0).count) == 1


@transactional
def test_of_two_objections_at_once_to_one_card_one_is_made(cast: Cast, tmp_path: Path) -> None:
    card = a_card_of_year(cast)

    def say() -> Any:
        return objections.object_to_scorecard(
            Scorecard.objects.with_names().get(pk=card.pk), by=cast.liaison, item="", said="请核实"
        )

    with database_for_threads(tmp_path):
        assert kinds(pressed(*[say] * 6)) == {"Objection": 1, "RuleBroken": 5}
        assert apart(Objection.objects.count) == 1


@transactional
@pytest.mark.parametrize("step", ["kept", "posted", "published", "objected", "answered"])
def test_a_fault_at_any_statement_leaves_all_or_nothing(step: str, cast: Cast) -> None:
    leaves_all_or_nothing(*ACTS[step](cast))


def _keeping(cast: Cast) -> tuple[Any, ...]:
    posts = {"method": "computed", "figure": RulebookItem.Figure.POSTS}
    book = in_use(rulebook=a_rulebook(year=2025), **posts)
    return (lambda: scores.keep_year(book, date(2026, 1, 10)),)


def _posting(cast: Cast) -> tuple[Any, ...]:
    result = a_year(cast)
    return (lambda: scores.post_result(result, by=cast.supervisor),)


def _publishing(cast: Cast) -> tuple[Any, ...]:
    result = over(cast)
    return (lambda: scores.publish_result(result, by=cast.chair),)


def _objecting(cast: Cast) -> tuple[Any, ...]:
    card = a_card_of_year(cast)
    return (lambda: objections.object_to_scorecard(card, by=cast.liaison, item="", said="请核实"),)


def _answering(cast: Cast) -> tuple[Any, ...]:
    made = an_objection(cast)
    return (lambda: objections.answer_objection(made, by=cast.supervisor, is_right=False, answer="维持"),)


ACTS = {
    "kept": _keeping,
    "posted": _posting,
    "published": _publishing,
    "objected": _objecting,
    "answered": _answering,
}


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.chaos)])
def test_a_killed_run_leaves_a_whole_result_or_none(kills: int, own_database: dict[str, str], tmp_path: Path) -> None:
    hidden = ("PYTEST", "DJANGO")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)} | own_database
    env |= {"DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "dayan_safety.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    command = [sys.executable, "-m", "assessment.tests.killed_years", str(UNITS), str(kills)]
    said = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    states = {(seen["results"], seen["cards"], seen["whole"]) for seen in found["after"]}
    assert states <= {(0, 0, True), (1, UNITS, True)}
    assert any(seen["in_time"] for seen in found["after"])
    assert found["end"] == {"results": 1, "cards": UNITS, "whole": True}
