"""Scores of 80, 8,000 and 80,000 units for a month by 20 items, beside one statement that counts and keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.models import Result, Rulebook, RulebookItem
from assessment.services import rulebooks, scores
from assessment.services.indicators import INDICATORS
from bench import Row
from bench.measuring import exponent, medians
from campaigns.models import Event, EventKind
from committee.models import LiaisonPost, Task, Unit
from dayan_safety.records import create_record
from dayan_safety.testing import build_cast
from inspections.models import Finding, FindingKind

SIZES = (80, 8_000, 80_000)
YEAR, MONTH = 2025, 5
FIRST, LAST = date(YEAR, MONTH, 1), date(YEAR, MONTH, 31)
ON = LAST + timedelta(days=5)
EACH = 2  # each unit's tasks, findings and events of the month
Figure = RulebookItem.Figure


def grow_to(size: int) -> None:
    """So many villages with their posts, and what fell due at them in the month."""
    there = Unit.objects.filter(kind="village").count()
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}", kind="village") for n in range(there, size))
    posts = [LiaisonPost(unit=unit, role=role) for unit in units for role in LiaisonPost.Role.values]
    LiaisonPost.objects.bulk_create(posts, batch_size=5000)
    fallen = [(unit, n, FIRST + timedelta(days=(unit.pk + n) % 30)) for unit in units for n in range(EACH)]
    in_time = {"assigned_on": FIRST}
    Task.objects.bulk_create(
        (Task(number=f"{unit.pk}-{n}", title="x", lead_unit=unit, due_on=due, first_due_on=due,
              done_on=due + timedelta(days=n), **in_time) for unit, n, due in fallen), batch_size=5000,
    )  # fmt: skip
    kind, event = FindingKind.objects.first(), EventKind.objects.first()
    Finding.objects.bulk_create(
        (Finding(number=f"{unit.pk}-{n}", text="x", unit=unit, kind=kind, found_on=FIRST, due_on=due, first_due_on=due,
                 asked_on=due + timedelta(days=n), state=Finding.State.CLOSED) for unit, n, due in fallen),
        batch_size=5000,
    )  # fmt: skip
    Event.objects.bulk_create(
        (Event(theme="x", kind=event, held_on=due, place="x", unit=unit) for unit, _n, due in fallen), batch_size=5000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def a_rulebook() -> Rulebook:
    """Every figure twice."""
    book = create_record(Rulebook(name="细则", year=YEAR), by=None)
    for number, figure in enumerate([*Figure, *Figure]):
        step = Decimal(2) if figure in RulebookItem.COUNTED else None
        about = {"section": "progress", "method": "computed", "figure": figure, "full_mark": 5, "step": step}
        create_record(RulebookItem(rulebook=book, number=str(number), name=str(figure), **about), by=None)
    rulebooks.adopt_rulebook(book, by=None)
    return book


def shares() -> tuple[list[str], list[Any]]:
    """What the records say of each figure as one statement each, and the values these ask for."""
    found: list[str] = []
    values: list[Any] = []
    for figure in [*Figure, *Figure]:
        rows, *_others = INDICATORS[figure].ways(FIRST, LAST, ON)
        asked, given = rows.order_by().values_list("of_unit", "went_well").query.sql_with_params()
        well = "SUM(CASE WHEN went_well THEN 1.0 ELSE 0 END)"
        counts = f"{well} AS well, COUNT(*) AS whole"
        found.append(f"SELECT of_unit, {counts} FROM ({asked}) AS asked GROUP BY of_unit")  # noqa: S608
        values += given
    return found, values


def in_sql(book: Rulebook) -> None:
    """The share of each figure for each unit, their points, sum and rank, kept as scorecards: one statement."""
    found, values = shares()
    points = [f"ROUND(5.0 * f{n}.well / f{n}.whole, 2)" for n in range(len(found))]
    joins = " ".join(f"LEFT JOIN ({sql}) AS f{n} ON f{n}.of_unit = u.id" for n, sql in enumerate(found))
    score = " + ".join(f"COALESCE({each}, 0)" for each in points)
    pg = connection.vendor == "postgresql"
    line, array = ("jsonb_build_object", "jsonb_build_array") if pg else ("json_object", "json_array")
    told = ", ".join(
        f"{line}('item', {n}, 'part', f{n}.well, 'whole', f{n}.whole, 'points', {each})"
        for n, each in enumerate(points)
    )
    summed = f"SELECT u.id, u.kind, {score} AS score, {array}({told}) AS lines FROM committee_unit u {joins}"  # noqa: S608
    place = "RANK() OVER (PARTITION BY kind ORDER BY score DESC)"
    names = "unit_id, kind, score, lines, rank, result_id, grade, is_vetoed, parts, version, created_at, updated_at"
    rest = "%s, '', FALSE, '{}', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP"
    ranked = f"SELECT id, kind, score, lines, {place}, {rest} FROM ({summed}) AS s"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        made = Result.objects.create(rulebook=book, year=YEAR, month=MONTH, as_of=ON, state=Result.State.REPLACED)
        cursor.execute(f"INSERT INTO assessment_scorecard ({names}) {ranked}", [made.pk, *values])
        transaction.set_rollback(True)


def keep(book: Rulebook) -> None:
    """Compute and keep, and take it back: the same month is measured again."""
    with transaction.atomic():
        assert scores.keep_month(book, MONTH, ON)
        transaction.set_rollback(True)


def measure() -> list[Row]:
    """Computing and keeping at three sizes, the exponent of growth."""
    build_cast()
    create_record(FindingKind(name="x"), by=None)
    create_record(EventKind(name="x", counts_as="training"), by=None)
    book, rows, times = a_rulebook(), [], []
    for size in SIZES:
        grow_to(size)
        with CaptureQueriesContext(connection) as asked:
            keep(book)
        ours, alone = medians(lambda: keep(book), lambda: in_sql(book), rounds=3)
        times.append(ours)
        told = f"scores of {size:,} units by {2 * len(Figure)} items, {len(asked)} queries"
        is_fast = ours <= 2 * alone and (size > SIZES[0] or ours <= 1)
        rows.append(Row(told, ours * 1000, None, alone * 1000, "≤ 2× the limit; 80 units ≤ 1 s", "ms", is_fast))
    grows = exponent(SIZES, times)
    return [*rows, Row("scores, exponent of growth", grows, goal="≤ 1.1", unit="", met=grows <= 1.1)]
