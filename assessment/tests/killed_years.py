"""A program that scores a year again and again and is killed in the middle of it: ``test_year_survives``.

Says in a line of JSON what was found after each kill: how many results and scorecards, and whether they are whole.
"""
# ruff: noqa: E402 Django is set up before anything of it is there

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.db import connection, connections

from assessment.models import Result, RulebookItem, Scorecard
from assessment.services.scores import is_unchanged, score_years
from assessment.tests.builders import a_rulebook, in_use
from dayan_safety.testing import a_unit

SCORED = date(2026, 1, 10)


def build(units: int) -> None:
    """A town with a rulebook of last year."""
    for _number in range(units):
        a_unit(valid_from=date(2025, 1, 1))
    posts = {"method": RulebookItem.Method.COMPUTED, "figure": RulebookItem.Figure.POSTS}
    in_use(rulebook=a_rulebook(year=2025), full_mark=Decimal(10), **posts)


def begun() -> int:
    """A process that scores the year."""
    connections.close_all()
    if not (child := os.fork()):
        score_years(SCORED)
        os._exit(0)
    return child


def seconds_it_takes() -> float:
    """From the beginning to the end, nobody disturbing it."""
    at = time.monotonic()
    os.waitpid(begun(), 0)
    return time.monotonic() - at


def found() -> dict[str, Any]:
    """What there is now."""
    results = list(Result.objects.all())
    whole = all(is_unchanged(result) for result in results)
    return {"results": len(results), "cards": Scorecard.objects.count(), "whole": whole}


def forget() -> None:
    """As if the year had never been scored; the portal itself has no way to do that."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessment_scorecard")
        cursor.execute("DELETE FROM assessment_result")


def killed(seconds: float) -> dict[str, Any]:
    """Score the year, ended after so long; what was there then."""
    child = begun()
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    seen = found() | {"in_time": os.WIFSIGNALED(status)}
    forget()
    return seen


def main(units: int, kills: int) -> None:
    """Build, kill so often at random moments, and score it to the end."""
    build(units)
    chance, whole = random.Random(kills), seconds_it_takes()
    forget()
    after = [killed(chance.random() * whole) for _kill in range(kills)]
    os.waitpid(begun(), 0)
    os.waitpid(begun(), 0)
    sys.stdout.write(json.dumps({"after": after, "end": found()}) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
