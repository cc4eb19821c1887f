"""Lists as workbooks, beside django-import-export and XlsxWriter alone in its constant-memory mode."""

from __future__ import annotations

from functools import partial
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.utils import timezone
from import_export import resources
from import_export.formats.base_formats import XLSX

from bench import Row
from bench.measuring import exponent, peak_megabytes, taken
from committee.models import Person, Unit
from committee.tables import PEOPLE
from dayan_safety.exports import export_xlsx

SIZES = (1_000, 10_000, 100_000)
MOST_MEGABYTES = 150


class StockPeople(resources.ModelResource):
    """The list's columns, as django-import-export writes them by itself."""

    unit_name = resources.Field("unit__name")
    posts = resources.Field()

    class Meta:
        model = Person
        fields = ("name", "sex", "unit_name", "position", "posts", "telephone", "left_on")

    def dehydrate_posts(self, person: Any) -> str:
        """Posts of the day."""
        return "、".join(str(held) for held in person.appointments.filter(until=None))


def people() -> Any:
    """The rows as the page asks for them."""
    return Person.objects.select_related("unit").with_posts(timezone.localdate())


def ours() -> None:
    """The page's export."""
    export_xlsx("人员", PEOPLE, people()).close()


def stock() -> None:
    """The library's export."""
    XLSX().export_data(StockPeople().export(Person.objects.all()))


def alone(rows: list[tuple[str, ...]]) -> None:
    """The same texts, already in memory, through XlsxWriter and nothing else."""
    with TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def grow_to(size: int, units: list[Unit]) -> None:
    """People up to ``size``."""
    there = Person.objects.count()
    more = [Person(name=f"人{n}", unit=units[n % 80], order=n, telephone=f"139{n:08d}") for n in range(there, size)]
    Person.objects.bulk_create(more, batch_size=5000)


def measure() -> list[Row]:
    """One row a size: time; then the memory of the largest, and the exponent of growth."""
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}", kind="village", order=n) for n in range(80))
    rows, times = [], []
    for size in SIZES:
        grow_to(size, units)
        texts = [tuple(column.text(person) for column in PEOPLE) for person in people().iterator(2000)]
        limit, time, peer = taken(partial(alone, texts)), taken(ours), taken(stock)
        del texts
        times.append(time)
        met = time <= limit and peer >= 10 * time
        rows.append(
            Row(f"export of {size:,} people", time, peer, limit, "≥ 10× faster than stock, ≤ the limit", met=met)
        )
    memory, grows = peak_megabytes(ours), exponent(SIZES, times)
    goal = f"≤ {MOST_MEGABYTES} MB"
    rows.append(
        Row(f"export of {SIZES[-1]:,} people, memory", memory, goal=goal, unit="MB", met=memory <= MOST_MEGABYTES)
    )
    return [*rows, Row("export, exponent of growth", grows, goal="≤ 1.1", unit="", met=grows <= 1.1)]
