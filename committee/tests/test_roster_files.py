"""Roster workbooks: the template, the export, and that an export read again changes nothing."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.documents import roster_template, roster_workbook
from committee.imports import ROSTER as LIAISONS
from committee.models import LiaisonPost, Unit
from committee.services import rosters
from committee.tests.roster_builders import (
    a_holder,
    a_line,
    a_village,
    again,
    an_identity,
    counts,
    held,
    today,
    yesterday,
)
from committee.tests.roster_towns import TOWNS, Town, build
from dayan_safety.importing import Report, batches, desk
from dayan_safety.testing import a_unit
from dayan_safety.workbooks import Sheet, read_workbook

pytestmark = pytest.mark.django_db
HEADER_ROW = 3


def sheets_of(workbook: bytes) -> list[Sheet]:
    """The workbook as the importer reads it."""
    return read_workbook(workbook, "名册.xlsx")


def checked(workbook: bytes) -> Report:
    """The check of a workbook."""
    return desk.check_upload(LIAISONS, "名册.xlsx", workbook).report


def export(*, masked: bool = False) -> bytes:
    """The roster of today."""
    posts = LiaisonPost.objects.present().of_valid_units(today())
    return roster_workbook(rosters.roster_rows(posts, today(), masked=masked))


def cells_of(workbook: bytes) -> list[list[Any]]:
    """The lines below the header, blank cells as ``None``."""
    return [row + [None] * (9 - len(row)) for row in sheets_of(workbook)[0].rows[HEADER_ROW:]]


def test_the_template_names_every_post_of_the_day_and_nobody() -> None:
    a_holder(a_village("东风村", code="370811100201", order=1), name="张三", telephone="13812345678")
    a_unit(name="大安酒厂", kind=Unit.Kind.ENTERPRISE, order=2)
    a_village("撤并村", order=3, valid_to=yesterday())
    a_unit(name="安监站", kind=Unit.Kind.DEPARTMENT)
    lines = cells_of(roster_template(today()))
    assert [line[:2] for line in lines] == [["东风村", "370811100201"]] * 3 + [["大安酒厂", None]] * 3
    assert [line[2] for line in lines] == [str(label) for label in LiaisonPost.Role.labels] * 2
    assert all(cell is None for line in lines for cell in line[3:])


def test_the_template_filled_with_nothing_imports_nothing() -> None:
    a_holder(a_village("东风村"), name="张三")
    assert counts(checked(roster_template(today()))) == {"skipped": 3}


def test_the_template_has_the_columns_of_the_list_below_a_title() -> None:
    a_village("东风村")
    sheet, units = sheets_of(roster_template(today()))
    assert sheet.rows[HEADER_ROW - 1] == [str(field.label) for field in rosters.FIELDS]
    assert [len(row) for row in sheet.rows[: HEADER_ROW - 1]] == [1, 1]
    assert (units.hidden, units.rows) == (True, [["东风村"]])


def test_units_roles_and_sexes_are_chosen_from_lists() -> None:
    a_village("东风村")
    sheet = openpyxl.load_workbook(io.BytesIO(roster_template(today()))).worksheets[0]
    lists = {str(rule.sqref)[:2]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(lists) == {"A4", "C4", "E4"}
    assert lists["A4"].endswith("$A$1:$A$1")
    assert all(str(label) in lists["C4"] for label in LiaisonPost.Role.labels)
    assert sheet.freeze_panes == "B4"


def test_the_export_holds_who_is_in_the_post_today() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678", identity_number=an_identity(1), position="支书", sex="male")
    gone = a_holder(village, "coordinator", name="李四")
    gone.until = yesterday()
    gone.save()
    a_holder(village, "patrol_inspector", name="王五", since=today() + timedelta(days=1))
    first, *others = cells_of(export())
    assert first[3:] == ["张三", first[4], "13812345678", an_identity(1), "支书", date(2024, 1, 1)]
    assert [line[3] for line in others] == [None, None]
    hidden = cells_of(export(masked=True))[0]
    assert hidden[5:7] == ["138****5678", "*" * 14 + an_identity(1)[-4:]]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "http://example.org/", "007", '=HYPERLINK("x")'])
def test_text_stays_text(text: str) -> None:
    a_holder(a_village("东风村"), name="张三", position=text)
    workbook = export()
    cell = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]["H4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert counts(checked(workbook)) == {"unchanged": 1, "skipped": 2}


def test_numbers_stay_text() -> None:
    a_holder(a_village("东风村", code="000000000012"), name="张三", telephone="05371234567")
    sheet = openpyxl.load_workbook(io.BytesIO(export())).worksheets[0]
    assert [(sheet[name].value, sheet[name].number_format) for name in ("B4", "F4")] == [
        ("000000000012", "@"),
        ("05371234567", "@"),
    ]


@settings(max_examples=15, deadline=None)
@given(town=TOWNS, masked=st.booleans())
def test_an_export_read_again_changes_nothing(town: Town, masked: bool) -> None:
    with transaction.atomic():
        filled, posts = build(town), 3 * len(town)
        report = checked(export(masked=masked))
        assert (report.errors, report.changes, report.notes) == ([], [], [])
        assert counts(report) == {k: n for k, n in {"unchanged": filled, "skipped": posts - filled}.items() if n}
        transaction.set_rollback(True)


def test_an_export_of_one_town_fills_an_empty_one() -> None:
    villages = [a_village(name) for name in ("东风村", "西河村")]
    for number, role in enumerate(LiaisonPost.Role.values):
        a_holder(villages[0], role, name=f"张{'一二三'[number]}", identity_number=an_identity(number))
    workbook = export()
    moved = sheets_of(workbook)[0].rows
    for line in moved[HEADER_ROW : HEADER_ROW + 3]:
        line[0], line[3], line[6] = "西河村", f"王{line[3][1:]}", None
    lines = [a_line(*line[:1], str(line[2]), line[3], telephone=line[5], since=line[8]) for line in moved[3:6]]
    sheets = [Sheet("名册", [list(moved[2]), *lines])]
    report, plan = rosters.check_roster(sheets, today())
    batch = desk.keep_upload(LIAISONS, batches.Upload("名册.xlsx", b"", sheets, report, plan), by=None)
    desk.import_list(batch, by=None, sheets=sheets)
    assert [held(villages[1], role) for role in LiaisonPost.Role.values] == [
        [(f"王{number}", date(2024, 1, 1), None)] for number in "一二三"
    ]


@pytest.mark.parametrize(("written", "read"), [("zh-hans", "en"), ("en", "zh-hans"), ("en", "en")])
def test_a_roster_of_one_language_is_read_in_the_other(written: str, read: str) -> None:
    a_holder(a_village("东风村"), name="张三", sex="female", telephone="13812345678", position="支书")
    with override(written):
        workbook = export()
    with override(read):
        report = checked(workbook)
    assert (report.errors, report.notes) == ([], [])
    assert counts(report) == {"unchanged": 1, "skipped": 2}


ROSTER = "单位,岗位,姓名,手机,任职日期\n东风村,信息员,张三,13812345678,2024/3/5\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名册.csv", ROSTER.encode("utf-8")),
        ("名册.csv", ROSTER.encode("utf-8-sig")),
        ("名册.csv", ROSTER.encode("gb18030")),
        ("名册.csv", ROSTER.replace(",", ";").encode("utf-8-sig")),
        ("名册.txt", ROSTER.replace(",", "\t").encode("utf-16")),
    ],
)
def test_text_files_of_every_kind_are_rosters(name: str, content: bytes) -> None:
    village = a_village("东风村")
    batch = desk.upload_list(LIAISONS, name, content, by=None)
    desk.import_list(again(batch), by=None)
    assert held(village) == [("张三", date(2024, 3, 5), None)]


def test_a_workbook_as_people_make_it() -> None:
    """Telephones as numbers, a day as a day, titles above, a numbered blank tail below."""
    village, book = a_village("东风村"), openpyxl.Workbook()
    sheet = book.active
    sheet.append(["大安镇安全社区联络员名册"])
    sheet.merge_cells("A1:F1")
    sheet.append(["填报单位：大安镇", None, None, None, None, "2026年3月"])
    sheet.append(["序号", "村 名", "岗位", "姓　名", "联系电话", "任职时间"])
    sheet.append([1, "东风村", "信息员", "张　三", 13812345678, date(2024, 3, 5)])
    sheet.append([2, "东风村", "协管员", "李四", 13912345678.0, "2024年4月"])
    sheet.append([3])
    out = io.BytesIO()
    book.save(out)
    batch = desk.upload_list(LIAISONS, "名册.xlsx", out.getvalue(), by=None)
    assert (batch.report["rows"], batch.report["new"], batch.report["errors"]) == (2, 2, [])
    desk.import_list(batch, by=None)
    assert held(village) == [("张三", date(2024, 3, 5), None)]
    assert held(village, "coordinator") == [("李四", date(2024, 4, 1), None)]
