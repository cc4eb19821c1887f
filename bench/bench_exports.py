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


def people(size: int) -> Any:
    """So many people as the page asks for them."""
    return Person.objects.filter(order__lt=size).select_related("unit").with_posts(timezone.localdate())


def ours(size: int) -> None:
    """The page's export."""
    export_xlsx("人员", PEOPLE, people(size)).close()


def stock(size: int) -> None:
    """The library's export."""
    XLSX().export_data(StockPeople().export(Person.objects.filter(order__lt=size)))


def alone(size: int) -> None:
    """The columns of the same people, but for their posts, through XlsxWriter and nothing else."""
    names = ("name", "sex", "unit__name", "position", "telephone", "left_on")
    rows = Person.objects.filter(order__lt=size).values_list(*names).iterator(2000)
    with TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def fill(size: int) -> None:
    """So many people of 80 units."""
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}", kind="village", order=n) for n in range(80))
    rows = [Person(name=f"人{n}", unit=units[n % 80], order=n, telephone=f"139{n:08d}") for n in range(size)]
    Person.objects.bulk_create(rows, batch_size=5000)


def measure() -> list[Row]:
    """One row a size: time; then the memory of the largest, and the exponent of growth."""
    largest = SIZES[-1]
    fill(largest)
    memory = peak_megabytes(partial(ours, largest))  # before anything else has taken memory
    rows, times = [], []
    for size in SIZES:
        limit, time, peer = (taken(partial(work, size)) for work in (alone, ours, stock))
        times.append(time)
        rows.append(Row(f"export of {size:,} people", time, peer, limit))
    rows[-1] = rows[-1]._replace(goal="≥ 10× faster than stock, ≤ the limit", met=peer >= 10 * time and time <= limit)
    told = f"export of {largest:,} people, memory"
    rows.append(Row(told, memory, goal=f"≤ {MOST_MEGABYTES} MB", unit="MB", met=memory <= MOST_MEGABYTES))
    grows = exponent(SIZES, times)
    return [*rows, Row("export, exponent of growth", grows, goal="≤ 1.1", unit="", met=grows <= 1.1)]
