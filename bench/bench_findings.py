"""The register of findings and its picture at three sizes, beside the Django admin's changelist of the same rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import Row
from bench.measuring import browser, exponent, medians
from committee.models import Unit
from dayan_safety.testing import build_cast
from inspections.models import Finding, FindingKind

SIZES = (2_000, 20_000, 200_000)
MOST_QUERIES = 12
STATES = (Finding.State.CLOSED,) * 7 + (Finding.State.RECTIFYING, Finding.State.ASKED, Finding.State.NOTIFIED)
TEN_YEARS = 3_650


def grow_to(size: int, units: list[Unit], kinds: list[FindingKind], agency: Unit) -> None:
    """Findings of ten years up to ``size``, most of them closed, and what the database notes about them soon after."""
    today, there = timezone.localdate(), Finding.objects.count()
    made = []
    for n in range(there, size):
        found, state = today - timedelta(days=n * 7 % TEN_YEARS), STATES[n % len(STATES)]
        due = found + timedelta(days=7)
        is_closed = state == Finding.State.CLOSED
        about = {"closed_on": due, "asked_on": due, "took": 7} if is_closed else {}
        where = {"unit": units[n % len(units)], "kind": kinds[n % len(kinds)], "agency": agency}
        days = {"found_on": found, "due_on": due, "first_due_on": due}
        made.append(Finding(number=f"隐患{n}", text=f"线路裸露{n}", state=state, **where, **days, **about))
    Finding.objects.bulk_create(made, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries(act: Any) -> int:
    """How many a page asks, once what is asked once a process has been."""
    act()
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    return len(asked)


def measure() -> list[Row]:
    """Two rows a size, the exponents of growth, and the list narrowed."""
    cast = build_cast()
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}", kind="village", order=n) for n in range(80))
    kinds = FindingKind.objects.bulk_create(FindingKind(name=f"类别{n}", order=n) for n in range(17))
    office, administrator = browser(cast.office), browser(get_user_model().objects.get(pk=cast.administrator.pk))
    listed, narrowed = reverse("inspections:list_finding"), {"standing": "overdue", "kind": str(kinds[0].pk)}
    pictured, peer_url = reverse("inspections:view_picture"), reverse("admin:inspections_finding_changelist")
    rows: list[Row] = []
    times: dict[str, list[float]] = {"list": [], "picture": []}
    for size in SIZES:
        grow_to(size, units, kinds, cast.inspector.person.unit)
        works = {
            "list": lambda: office.get(listed, {"page": "1"}),  # without a query it would lead to the last one
            "narrowed": lambda: office.get(listed, narrowed),
            "picture": lambda: office.get(pictured),
        }
        asked = {name: queries(work) for name, work in works.items()}
        *ours, peer = medians(*works.values(), lambda: administrator.get(peer_url), rounds=9)
        for name, time in zip(works, ours, strict=True):
            if name in times:
                times[name].append(time)
            told = f"findings, {name} of {size:,}, {asked[name]} queries"
            is_list, few = name != "picture", asked[name] <= MOST_QUERIES
            goal = "≤ the admin's" if is_list else f"≤ {MOST_QUERIES} queries"
            met = few and (time <= peer or not is_list)
            rows.append(Row(told, time * 1000, peer * 1000 if is_list else None, None, goal, "ms", met))
    for name, column in times.items():
        grows = exponent(SIZES, column)
        rows.append(Row(f"findings, {name}, exponent of growth", grows, goal="≤ 0.5", unit="", met=grows <= 0.5))
    return rows
