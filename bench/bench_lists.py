"""List pages beside the Django admin's changelist and the bare limit, at three sizes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from bench import Row
from bench.measuring import browser, exponent, medians
from committee.models import Person, Unit
from dayan_safety.testing import build_cast

SIZES = (1_000, 10_000, 100_000)
BARE = 'SELECT id, name, position, telephone FROM committee_person ORDER BY "order", initials, id LIMIT 50'


def grow_to(size: int, units: list[Unit]) -> None:
    """People up to ``size``, and what the database notes about them by itself soon after."""
    there = Person.objects.count()
    people = [Person(name=f"人{n}", unit=units[n % 80], order=n, telephone=f"139{n:08d}") for n in range(there, size)]
    Person.objects.bulk_create(people, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bare_rows() -> list[Any]:
    """The page's rows by raw SQL: the least that any page costs."""
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        return cursor.fetchall()


def measure() -> list[Row]:
    """One row a size, and the exponent of growth."""
    cast = build_cast()
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}", kind="village", order=n) for n in range(80))
    office, administrator = browser(cast.office), browser(get_user_model().objects.get(pk=cast.administrator.pk))
    ours_url, peer_url = reverse("committee:list_person"), reverse("admin:committee_person_changelist")
    rows, times = [], []
    for size in SIZES:
        grow_to(size, units)
        ours, peer, limit = medians(lambda: office.get(ours_url), lambda: administrator.get(peer_url), bare_rows)
        times.append(ours)
        name = f"list page, 50 of {size:,} people"
        rows.append(Row(name, ours * 1000, peer * 1000, limit * 1000, "≤ the admin's", "ms", ours <= peer))
    grows = exponent(SIZES, times)
    return [*rows, Row("list page, exponent of growth", grows, goal="≤ 0.1", unit="", met=grows <= 0.1)]
