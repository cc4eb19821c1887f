"""The list of units as a file: found by code and names, asked when near, written, taken back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from committee.documents import unit_template
from committee.imports import UNITS
from committee.models import LiaisonPost, Unit, UnitAlias
from committee.services.unit_list import NEW, check_units
from committee.tests.roster_builders import a_village, again, today
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import NOTHING_SAID, Answers, Outcome, Report, desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.records import edit_record
from dayan_safety.workbooks import Sheet

pytestmark = pytest.mark.django_db

HEADER = ["单位名称", "类别", "统计代码", "地址", "办公电话"]
CODE = "370811100201"


def csv(*lines: list[str]) -> bytes:
    """A file of these lines below the header."""
    return "\n".join(",".join(line) for line in [HEADER, *lines]).encode()


def checked(*lines: list[str], answers: Answers = NOTHING_SAID) -> Report:
    """What the check says of these lines."""
    return check_units([Sheet("表", [HEADER, *lines])], today(), answers)[0]


def brought_in(*lines: list[str]) -> ImportBatch:
    """These lines, imported by the clock."""
    batch = desk.upload_list(UNITS, "单位.csv", csv(*lines), by=None)
    return desk.import_list(again(batch), by=None)


def counts(report: Report) -> dict[str, int]:
    """Outcomes that are there."""
    return {str(outcome): number for outcome, number in report.counts.items() if number}


def sentences(report: Report) -> list[str]:
    """What is wrong."""
    return [problem.problem for problem in report.errors]


def test_a_new_village_is_registered_with_its_three_posts() -> None:
    brought_in(["北坡村", "村", CODE, "北坡路 1 号", "0537-2212345"])
    unit = Unit.objects.get(name="北坡村")
    assert (unit.kind, unit.code, unit.address, unit.telephone) == ("village", CODE, "北坡路 1 号", "0537-2212345")
    assert unit.initials == "bpc"
    assert set(unit.liaison_posts.present().values_list("role", flat=True)) == set(LiaisonPost.Role.values)


def test_a_department_gets_no_liaison_posts() -> None:
    brought_in(["应急办", "部门", "", "", ""])
    assert not Unit.objects.get(name="应急办").liaison_posts.exists()


def test_what_stands_already_changes_nothing() -> None:
    village = a_village("北坡村", code=CODE)
    assert counts(checked(["北坡村", "村", CODE, "", ""])) == {"unchanged": 1}
    before = Unit.objects.filter(pk=village.pk).values().get()
    brought_in(["北坡村", "村", CODE, "", ""])
    assert Unit.objects.filter(pk=village.pk).values().get() == before


def test_a_blank_cell_leaves_what_stands_and_an_edit_keeps_the_rest() -> None:
    village = a_village("北坡村", code=CODE, address="老路 1 号")
    brought_in(["北坡村", "", "", "", "0537-2212345"])
    village.refresh_from_db()
    assert (village.address, village.telephone, village.code, village.kind) == (
        "老路 1 号", "0537-2212345", CODE, Unit.Kind.VILLAGE,
    )  # fmt: skip
    assert village.version == 2


def test_another_name_means_the_same_unit_and_does_not_rename_it() -> None:
    village = a_village("北坡村", code=CODE)
    UnitAlias.objects.create(unit=village, name="北坡")
    brought_in(["北坡", "村", "", "新路 2 号", ""])
    village.refresh_from_db()
    assert (village.name, village.address) == ("北坡村", "新路 2 号")


def test_the_code_is_certain_enough_for_a_new_name() -> None:
    village = a_village("北坡村", code=CODE)
    brought_in(["北坡新村", "村", CODE, "", ""])
    village.refresh_from_db()
    assert (village.name, village.initials) == ("北坡新村", "bpxc")


def test_the_code_of_one_unit_and_the_name_of_another_are_refused() -> None:
    a_village("北坡村", code=CODE)
    a_village("南坡村")
    assert sentences(checked(["南坡村", "村", CODE, "", ""])) == ["这个代码是北坡村的，请更正名称或代码。"]


def test_a_near_name_is_asked_about_once_for_all_its_lines_and_never_taken() -> None:
    village = a_village("北坡村")
    line = ["北坡村委会", "村", "", "新路 2 号", ""]
    report = checked(line)
    (choice,) = report.choices
    assert (choice.candidates, report.exit_code) == (["北坡村"], 1)
    taken = checked(line, answers=Answers(choices={choice.key: str(village.pk)}))
    assert counts(taken) == {"changed": 1}
    assert counts(checked(line, answers=Answers(choices={choice.key: NEW}))) == {"new": 1}
    assert counts(checked(line, answers=Answers(choices={choice.key: "999999"}))) == {"conflicts": 1}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["北坡村", "", "", "", ""], "请填写此格：缺少此项不能新登记。"),
        (["北坡村", "村", "123", "", ""], "代码应为12位数字。"),
        (["", "村", CODE, "", ""], "请填写此格：缺少此项不能新登记。"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: list[str], sentence: str) -> None:
    report = checked(line)
    assert sentences(report) == [sentence]
    assert report.exit_code == 1


def test_the_last_day_comes_after_the_first() -> None:
    header = ["单位名称", "类别", "成立日期", "撤销日期"]
    report = check_units([Sheet("表", [header, ["北坡村", "村", "2026-05-01", "2026-04-01"]])], today())[0]
    assert sentences(report) == ["结束日期早于开始日期，请更正。"]


def test_a_line_said_twice_counts_once_and_two_that_differ_are_refused() -> None:
    line = ["北坡村", "村", "", "", ""]
    assert counts(checked(line, line)) == {"new": 1, "duplicates": 1}
    report = checked(line, ["北坡村", "企业", "", "", ""])
    assert sentences(report) == ["第 2 行对同一对象写法不同：请只保留一行。"]


def test_history_keeps_one_row_with_what_changed() -> None:
    a_village("北坡村", address="老路")
    brought_in(["北坡村", "", "", "新路", ""], ["南坡村", "村", "", "", ""])
    told = Action.objects.get(verb="committee.import_unit")
    assert told.before["北坡村"] == "地址 老路"
    assert (told.after["北坡村"], told.after["new"], told.after["changed"]) == ("地址 新路", "1", "1")


def test_an_import_taken_back_leaves_everything_as_it_was() -> None:
    village = a_village("北坡村", address="老路")
    fields = ("name", "kind", "code", "address", "telephone", "initials", "valid_from")
    before = Unit.objects.filter(pk=village.pk).values(*fields).get()
    posts = set(LiaisonPost.objects.present().values_list("pk", flat=True))
    batch = brought_in(["北坡村", "", CODE, "新路", ""], ["南坡村", "村", "", "", ""])
    assert desk.blockers_of(batch) == []
    desk.undo_list(again(batch), by=None)
    assert Unit.objects.filter(pk=village.pk).values(*fields).get() == before
    assert not Unit.objects.present().filter(name="南坡村").exists()
    assert set(LiaisonPost.objects.present().values_list("pk", flat=True)) == posts


def test_a_unit_edited_since_stands_in_the_way_and_is_linked() -> None:
    batch = brought_in(["南坡村", "村", "", "", ""])
    unit = Unit.objects.get(name="南坡村")
    unit.address = "新路"
    edit_record(unit, ["address"], by=None)
    (blocker,) = desk.blockers_of(batch)
    assert str(blocker) == "导入后有改动：南坡村。"
    assert f'href="{unit.get_absolute_url()}"' in blocker.__html__()
    with pytest.raises(RuleBroken):
        desk.undo_list(again(batch), by=None)
    assert Unit.objects.present().filter(name="南坡村").exists()


def test_the_template_brought_back_changes_nothing() -> None:
    a_village("北坡村", code=CODE, address="老路")
    a_village("南坡村")
    content = unit_template(today())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][2]][:3] == ["北坡村", "村", CODE]
    report = desk.check_upload(UNITS, "单位.xlsx", content).report
    assert counts(report) == {str(Outcome.UNCHANGED): Unit.objects.present().count()}


def test_the_number_of_statements_does_not_grow_with_the_list(query_count: Any) -> None:
    brought_in(["先来村", "村", "", "", ""])  # what is looked up once a process is known
    counted = []
    for first, many in ((0, 1), (10, 3), (100, 60)):
        lines = [[f"甲{number}村", "村", "", "", ""] for number in range(first, first + many)]
        batch = desk.upload_list(UNITS, "单位.csv", csv(*lines), by=None)
        counted.append(query_count(lambda batch=batch: desk.import_list(again(batch), by=None)))  # type: ignore[misc]
    assert len(set(counted)) == 1


KINDS = some.sampled_from(["村", "企业", "学校"])
NAMES = some.text("甲乙丙丁", min_size=1, max_size=2).map(lambda name: f"{name}庄村")


@settings(deadline=None, max_examples=30)
@given(
    some.lists(some.tuples(NAMES, some.sampled_from(["村", "企业", "学校"]), some.sampled_from(["", "路一", "路二"])))
)
def test_what_was_imported_is_unchanged_when_it_comes_again(rows: list[tuple[str, str, str]]) -> None:
    Unit.objects.filter(name__endswith="庄村").update(removed_at=None)
    unique: dict[str, Any] = {row[0]: row for row in rows}
    lines = [[name, kind, "", address, ""] for name, kind, address in unique.values()]
    if not lines:
        return
    batch = desk.upload_list(UNITS, "单位.csv", csv(*lines), by=None)
    if again(batch).report["importable"]:
        desk.import_list(again(batch), by=None)
        assert counts(checked(*lines)) == {"unchanged": len(lines)}
