"""Roster import with all checking and history, at three sizes, beside the stock import and reading the file alone."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import tablib
from django.db import transaction
from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from import_export.widgets import ForeignKeyWidget

from bench import Row
from bench.measuring import exponent, taken
from committee.documents import roster_workbook
from committee.models import Appointment, LiaisonPost, Person, Unit
from committee.services import rosters
from dayan_safety.workbooks import read_workbook

SIZES = (240, 2_400, 9_600)
GOALS = {9_600: 40}
ROLES = len(LiaisonPost.Role)
ROLE_OF = {str(role.label): role.value for role in LiaisonPost.Role}
LETTERS = "建国志强秀英桂兰海燕文斌春梅立新晓东玉珍"


def workbook(size: int) -> bytes:
    """A roster of ``size`` new people, for units registered for it."""
    units = [Unit(name=f"{size}号{number}村", kind="village", order=number) for number in range(size // ROLES)]
    kept = Unit.objects.bulk_create(units)
    LiaisonPost.objects.bulk_create(LiaisonPost(unit=u, role=r) for u in kept for r in LiaisonPost.Role.values)
    blank = [row for row in rosters.blank_rows(date.today()) if row.unit.startswith(f"{size}号")]
    return roster_workbook(filled(size, number, row) for number, row in enumerate(blank))


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
    start = next(number for number, line in enumerate(lines, start=1) if "姓名" in line)
    header = rosters.RosterRow._fields
    whole = [[*line, *[None] * (len(header) - len(line))] for line in lines[start:]]
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
    rosters.import_roster(rosters.upload_roster("roster.xlsx", content, by=None), by=None)


def apart(work: Any, content: bytes) -> Any:
    """``work`` on ``content``, undone afterwards, so that the next one finds the same town."""

    def undone() -> None:
        with transaction.atomic():
            work(content)
            transaction.set_rollback(True)

    return undone


def measure() -> list[Row]:
    """One row a size, and the exponent of growth."""
    rows, times = [], []
    for size in SIZES:
        content = workbook(size)
        limit = taken(partial(read_workbook, content, "roster.xlsx"))
        ours = taken(apart(import_as_ours, content))
        peer = taken(apart(import_as_stock, plain(content)))
        times.append(ours)
        goal, met = ("", None) if size not in GOALS else (f"≥ {GOALS[size]}× faster", peer >= GOALS[size] * ours)
        rows.append(Row(f"roster of {size:,} new people, checked and imported", ours, peer, limit, goal, met=met))
    grows = exponent(SIZES, times)
    return [*rows, Row("roster import, exponent of growth", grows, goal="≤ 1.1", unit="", met=grows <= 1.1)]
