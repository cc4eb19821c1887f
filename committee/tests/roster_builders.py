"""Rosters for tests: lines as people type them, sheets of them, and what the town says afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from committee.imports import ROSTER
from committee.models import Appointment, LiaisonPost, Person, Unit
from committee.services import rosters
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Report, batches, desk
from dayan_safety.models import ImportBatch
from dayan_safety.personal import check_character
from dayan_safety.testing import SINCE, a_person, a_unit, an_appointment
from dayan_safety.workbooks import Cell, Sheet

HEADER = ["单位", "单位代码", "岗位", "姓名", "性别", "手机", "身份证号", "职务", "任职日期"]
PLACES = dict(zip(rosters.RosterRow._fields, range(len(HEADER)), strict=True))
ROLES = {"information_officer": "信息员", "coordinator": "协管员", "patrol_inspector": "巡查员"}
TITLES: list[list[Cell]] = [["大安镇安全社区联络员名册"], []]
TABLES = ("committee_person", "committee_liaisonpost", "committee_appointment", "dayan_safety_importbatch")
HISTORY = ("dayan_safety_action", "dayan_safety_chainhead")
FIRST = len(TITLES) + 2  # the row of the first line, as Excel shows it
DONE = "该名单已导入或已放弃，不能重复办理。"
STALE = "检查之后数据有变动，没有导入任何内容。请重新核对后再导入。"
FAULTY = "名单有错误，没有导入任何内容。请查看问题，更正后重新上传。"
DAY = timedelta(days=1)
STATE = ImportBatch.State
TEXT = "单位,岗位,姓名\n东风村,信息员,张三\n".encode()  # the shortest roster there is


def an_identity(number: int) -> str:
    """An identity number nobody has, a different one for each ``number``."""
    digits = f"370811{1950 + number % 50}0{1 + number // 50 % 9}{10 + number // 450 % 18}{number // 8100 % 1000:03d}"
    return digits + check_character(digits)


def a_line(unit: Any = "", role: str = "信息员", name: Cell = "", **cells: Cell) -> list[Cell]:
    """One line of a roster; ``cells`` by field: ``telephone``, ``since`` …"""
    line: list[Cell] = [""] * len(HEADER)
    for field, cell in {"unit": str(unit), "role": role, "name": name, **cells}.items():
        line[PLACES[field]] = cell
    return line


def a_sheet(*lines: Sequence[Cell], header: Sequence[Cell] = HEADER, **about: Any) -> Sheet:
    """A sheet with titles, the header and ``lines``."""
    return Sheet(about.pop("name", "名册"), [*TITLES, list(header), *map(list, lines)], **about)


def today() -> date:
    """The day of the town."""
    return timezone.localdate()


def yesterday() -> date:
    """The day before."""
    return today() - DAY


def checked(*lines: Sequence[Cell], **about: Any) -> tuple[Report, rosters.Plan]:
    """The report of a check of ``lines``, and what an import would write."""
    return rosters.check_roster([a_sheet(*lines, **about)], today())


def check(*lines: Sequence[Cell], **about: Any) -> Report:
    """The report of a check of ``lines``."""
    return checked(*lines, **about)[0]


def counts(report: Report) -> dict[str, int]:
    """What was counted, without zeros."""
    return {str(outcome): number for outcome, number in report.counts.items() if number}


def problems(report: Report) -> list[tuple[int, str, str]]:
    """Row, column and value of every error."""
    return [(error.row, error.column, error.value) for error in report.errors]


def only_problem(report: Report) -> str:
    """The sentence of the one error."""
    (error,) = report.errors
    return error.problem


def waiting(*lines: Sequence[Cell], by: Any = None, **about: Any) -> tuple[ImportBatch, list[Sheet]]:
    """A checked roster that waits for its confirmation, and its sheets."""
    sheets = [a_sheet(*lines, **about)]
    report, plan = rosters.check_roster(sheets, today())
    upload = batches.Upload("名册.xlsx", b"kept", sheets, report, plan)
    return desk.keep_upload(ROSTER, upload, by=by), sheets


def uploaded(content: bytes = TEXT, name: str = "名册.csv", *, by: Any = None) -> ImportBatch:
    """A file that was uploaded and checked."""
    return desk.upload_list(ROSTER, name, content, by=by)


def again(batch: ImportBatch) -> ImportBatch:
    """The batch as the database has it."""
    return ImportBatch.objects.get(pk=batch.pk)


def refusal(batch: ImportBatch, sheets: list[Sheet] | None = None, *, act: Any = desk.import_list) -> str:
    """The sentence with which the confirmation of a batch, or another act, is refused."""
    given = {"sheets": sheets} if sheets else {}
    with pytest.raises(RuleBroken) as refused:
        act(batch, by=None, **given)
    return str(refused.value)


def imported(*lines: Sequence[Cell], by: Any = None, **about: Any) -> ImportBatch:
    """``lines`` imported, confirmed by ``by``."""
    batch, sheets = waiting(*lines, by=by, **about)
    return desk.import_list(batch, by=by, sheets=sheets)


def a_village(name: str, **given: Any) -> Unit:
    """A village with three vacant posts."""
    return a_unit(name=name, **given)


def a_holder(unit: Unit, role: str = "information_officer", since: date = SINCE, **person: Any) -> Appointment:
    """Somebody in a post of ``unit``."""
    return an_appointment(post_of(unit, role), "liaison", a_person(unit=unit, **person), since=since)


def post_of(unit: Unit, role: str = "information_officer") -> LiaisonPost:
    """The post of a role."""
    return unit.liaison_posts.get(role=role)


def held(unit: Unit, role: str = "information_officer") -> list[tuple[str, date, date | None]]:
    """Everyone in a post: name, first day, last day, the oldest first."""
    rows = Appointment.objects.filter(liaison_post=post_of(unit, role)).order_by("since", "pk")
    return [(row.person.name, row.since, row.until) for row in rows]


def the_person(name: str) -> Person:
    """The one person of a name."""
    return Person.objects.get(name=name)


def export_lines(on: date | None = None, *, masked: bool = False) -> list[list[Cell]]:
    """The roster of today as lines of a file."""
    posts = LiaisonPost.objects.present().of_valid_units(on or today())
    return [list(row) for row in rosters.roster_rows(posts, on or today(), masked=masked)]


def contents() -> dict[str, list[Any]]:
    """Every row of the tables an import touches."""
    return {table: query(f"SELECT * FROM {table} ORDER BY id") for table in (*TABLES, *HISTORY)}  # noqa: S608


def everything() -> dict[str, list[str]]:
    """Every row of every table."""
    tables = connection.introspection.table_names()
    return {table: sorted(map(repr, query(f'SELECT * FROM "{table}"'))) for table in tables}  # noqa: S608


def query(sql: str) -> list[Any]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
