"""Roster import with all checking and history, at three sizes, beside the stock import and the least it can cost.

That is the same file, read with a fast reader, and its rows written in bulk.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tablib
import xlsxwriter
from django.db import transaction
from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook

from bench import Row
from bench.bench_town import HERE, environment
from bench.measuring import exponent, taken
from committee.imports import ROSTER
from committee.models import Appointment, LiaisonPost, Person, Unit
from committee.services import rosters
from dayan_safety.bulk import insert_all
from dayan_safety.importing import desk
from dayan_safety.names import pinyin_initials
from dayan_safety.workbooks import read_workbook

SIZES = (999, 9_999, 99_999)
GOALS = {9_999: 40}
MOST_MEGABYTES = {9_999: 200, 99_999: 350}
STOCK_UP_TO = 10_000  # rows: beyond, the library takes half an hour
TIMES_LIMIT = 4
ROLES = len(LiaisonPost.Role)
ROLE_OF = {str(role.label): role.value for role in LiaisonPost.Role}
LETTERS = "建国志强秀英桂兰海燕文斌春梅立新晓东玉珍"


def workbook(size: int) -> bytes:
    """A roster of ``size`` new people, for units registered for it."""
    units = [Unit(name=f"{size}号{number}村", kind="village", order=number) for number in range(size // ROLES)]
    kept = Unit.objects.bulk_create(units)
    LiaisonPost.objects.bulk_create(LiaisonPost(unit=u, role=r) for u in kept for r in LiaisonPost.Role.values)
    blank = [row for row in rosters.blank_rows(date.today()) if row.unit.startswith(f"{size}号")]
    return written(filled(size, number, row) for number, row in enumerate(blank))


def written(rows: Iterable[rosters.RosterRow]) -> bytes:
    """A header and ``rows``: with a title, and a sheet for drop-downs, the largest would pass the limit of lines."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [str(field.label) for field in rosters.FIELDS])
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def filled(size: int, number: int, row: rosters.RosterRow) -> rosters.RosterRow:
    """The row with somebody new."""
    name = "赵" + LETTERS[number % 20] + LETTERS[number // 20 % 20]
    return row._replace(name=name, telephone=f"13{size % 7}{number:08d}")


class StockRoster(resources.ModelResource):
    """The same people as django-import-export brings them in by itself: no history, few checks."""

    unit = fields.Field("unit", column_name="unit", widget=ForeignKeyWidget(Unit, "name"))
    name = fields.Field("name", column_name="name")
    telephone = fields.Field("telephone", column_name="telephone")

    class Meta:
        model = Person
        import_id_fields = ("unit", "name", "telephone")
        fields = ("unit", "name", "telephone")


class PostOfLine(ForeignKeyWidget):
    """The post a line names by unit and role."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> LiaisonPost:
        """One query a line, as the library does it."""
        return LiaisonPost.objects.get(unit__name=row["unit"], role=ROLE_OF[row["role"]])


class StockPosts(resources.ModelResource):
    """Who holds which post from today on."""

    person = fields.Field("person", column_name="telephone", widget=ForeignKeyWidget(Person, "telephone"))
    liaison_post = fields.Field("liaison_post", column_name="role", widget=PostOfLine(LiaisonPost))

    class Meta:
        model = Appointment
        import_id_fields = ("person", "liaison_post")
        fields = ("person", "liaison_post")

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """What the file does not say."""
        instance.post, instance.since = Appointment.Post.LIAISON, date.today()


def plain(content: bytes) -> bytes:
    """The same lines as the library wants them: the header first, nothing above it."""
    lines = read_workbook(content, "roster.xlsx")[0].rows
    header = rosters.RosterRow._fields
    whole = [[*line, *[None] * (len(header) - len(line))] for line in lines[1:]]
    return bytes(tablib.Dataset(*whole, headers=header).export("xlsx"))


def import_as_stock(content: bytes) -> None:
    """People, then their posts: each in the two passes of the library's admin, a rehearsal and the import."""
    for resource in (StockRoster(), StockPosts()):
        for rehearsal in (True, False):
            dataset = XLSX().create_dataset(content)
            result = resource.import_data(dataset, dry_run=rehearsal, raise_errors=True)
            assert result.totals["new"] == len(dataset)


def import_as_ours(content: bytes) -> None:
    """Check, then confirm."""
    desk.import_list(desk.upload_list(ROSTER, "roster.xlsx", content, by=None), by=None)


def import_at_least(content: bytes) -> None:
    """Read, and write people and posts in bulk: no check, no history, no way back."""
    rows: list[Any] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    posts = {(unit, role): pk for unit, role, pk in LiaisonPost.objects.values_list("unit__name", "role", "pk")}
    units = dict(Unit.objects.values_list("name", "pk"))
    people = insert_all(Person, ("name", "unit_id", "telephone"), [(row[3], units[row[0]], row[5]) for row in rows])
    held = [(person, posts[row[0], ROLE_OF[row[2]]]) for person, row in zip(people, rows, strict=True)]
    lines = [(person, Appointment.Post.LIAISON.value, post, date.today()) for person, post in held]
    insert_all(Appointment, ("person", "post", "liaison_post", "since"), lines)


def apart(work: Any, content: bytes) -> Any:
    """``work`` on ``content``, undone afterwards, so that the next one finds the same town."""

    def undone() -> None:
        with transaction.atomic():
            work(content)
            transaction.set_rollback(True)

    return undone


def measure() -> list[Row]:
    """One row a size, and the exponent of growth; a process that serves has its dictionaries at hand."""
    rows, times = [], []
    pinyin_initials("重庆")
    for size in SIZES:
        content = workbook(size)
        limit = taken(apart(import_at_least, content))
        ours = taken(apart(import_as_ours, content))
        peer = taken(apart(import_as_stock, plain(content))) if size <= STOCK_UP_TO else None
        times.append(ours)
        memory = memory_alone(size)
        rows += [in_time(size, ours, peer, limit), in_memory(size, memory)]
    grows = exponent(SIZES, times)
    return [*rows, Row("roster import, exponent of growth", grows, goal="≤ 1.1", unit="", met=grows <= 1.1)]


def memory_alone(size: int) -> float:
    """Megabytes of a process that starts, brings in such a roster, and ends; in a town of its own."""
    with TemporaryDirectory() as folder:
        file, own = Path(folder) / "roster.xlsx", environment(folder)
        for command in (["manage.py", "migrate", "--verbosity=0"], ["-m", "bench.roster_town", str(size), str(file)]):
            subprocess.run([sys.executable, *command], cwd=HERE, env=own, check=True, capture_output=True)
        alone = [sys.executable, "-m", "bench.roster_alone", str(file)]
        said = subprocess.run(alone, cwd=HERE, env=own, check=True, capture_output=True, text=True).stdout
    return float(said.splitlines()[-1])


def in_time(size: int, ours: float, peer: float | None, limit: float) -> Row:
    """How long a list of ``size`` lines takes."""
    name = f"roster of {size:,} new people, checked and imported"
    if size < min(GOALS):  # the reader's own process takes most of it
        return Row(name, ours, peer, limit)
    if peer is None or size not in GOALS:
        return Row(name, ours, peer, limit, f"≤ {TIMES_LIMIT}× the limit", met=ours <= TIMES_LIMIT * limit)
    met = peer >= GOALS[size] * ours and ours <= TIMES_LIMIT * limit
    return Row(name, ours, peer, limit, f"≥ {GOALS[size]}× faster, ≤ {TIMES_LIMIT}× the limit", met=met)


def in_memory(size: int, memory: float) -> Row:
    """How much memory it takes at most."""
    name, most = f"roster of {size:,} new people, whole process", MOST_MEGABYTES.get(size)
    if most is None:
        return Row(name, memory, unit="MB")
    return Row(name, memory, goal=f"≤ {most} MB", unit="MB", met=memory <= most)
