"""However a roster is dressed, it says the same; whatever a file holds, the check ends with a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.models import Appointment, LiaisonPost, UnitAlias
from committee.services import rosters
from committee.services.rosters.columns import FIELDS
from committee.services.rosters.register import load_register
from committee.services.rosters.units import UnitFinder
from committee.tests.roster_builders import (
    HEADER,
    PLACES,
    ROLES,
    TITLES,
    a_holder,
    a_line,
    a_village,
    again,
    an_identity,
    check,
    counts,
    held,
    today,
    waiting,
)
from dayan_safety.importing import desk
from dayan_safety.importing.columns import find_header
from dayan_safety.models import Action
from dayan_safety.tests.crowd import database_for_threads, together
from dayan_safety.workbooks import Cell, Sheet

pytestmark = pytest.mark.django_db
WORDS = {
    "unit": ["单位", "村 名", "单位名称*", "村(居)"],
    "code": ["单位代码", "统计代码："],
    "role": ["岗位", "岗位类别", "角 色"],
    "name": ["姓名", "姓　名", "*姓名"],
    "sex": ["性别"],
    "telephone": ["手机", "联系电话", "电话号码（必填）"],
    "identity_number": ["身份证号", "公民身份号码"],
    "position": ["职务", "现任职务"],
    "since": ["任职日期", "任职时间"],
}


def spread(text: str) -> list[Cell]:
    """A text with spaces of several kinds in and around it."""
    return [text, f" {text}\u3000", "\u00a0".join(text), f"\u200b{text}"]


DRESSES: dict[str, Callable[[str], list[Cell]]] = {
    "telephone": lambda v: [v, int(v), float(v), f"+86 {v[:3]}-{v[3:7]}-{v[7:]}", f"'{v}"],
    "identity_number": lambda v: [v, v.lower(), f"{v[:6]} {v[6:14]} {v[14:]}"],
    "since": lambda v: [date.fromisoformat(v), v, v.replace("-", "."), v.replace("-", "/")],
    "code": lambda v: [v, f" {v}"],
    "position": lambda v: [v, f" {v} "],
}


def forms(name: str, value: str) -> list[Cell]:
    """How people write ``value`` in a column."""
    return DRESSES.get(name, spread)(value) if value else ["", None, " "]


PEOPLE = st.fixed_dictionaries(
    {
        "name": st.text("王李张刘陈伟芳娜敏静", min_size=2, max_size=3),
        "sex": st.sampled_from(["", "男", "女"]),
        "telephone": st.sampled_from(["130", "158", "199"]),
        "identity": st.booleans(),
        "position": st.sampled_from(["", "村委会委员"]),
        "since": st.sampled_from(["", "2024-03-05", "2025-12-31"]),
    }
)


def plain(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of ``people``, three posts a village."""
    lines = []
    for number, person in enumerate(people):
        line = {"unit": f"第{number // 3}村", "code": "", "role": list(ROLES.values())[number % 3], **person}
        line["telephone"] += f"{number:08d}"
        line["identity_number"] = an_identity(number) if line.pop("identity") else ""
        lines.append(line)
    return lines


@settings(max_examples=25, deadline=None)
@given(people=st.lists(PEOPLE, min_size=1, max_size=9), data=st.data())
def test_any_dress_of_a_roster_says_the_same(people: list[dict[str, Any]], data: st.DataObject) -> None:
    lines, order = plain(people), data.draw(st.permutations(list(PLACES)))
    header: list[Cell] = [data.draw(st.sampled_from(WORDS[name])) for name in order]
    dressed = [[data.draw(st.sampled_from(forms(name, line[name]))) for name in order] for line in lines]
    with transaction.atomic():
        for number in range(3):
            a_village(f"第{number}村")
        clean_report, clean = rosters.check_roster(
            [Sheet("a", [*TITLES, HEADER, *([line[name] for name in PLACES] for line in lines)])], today()
        )
        report, plan = rosters.check_roster([Sheet("a", [*TITLES, header, *dressed])], today())
        transaction.set_rollback(True)
    assert report.errors == clean_report.errors == []
    assert report.as_dict() == clean_report.as_dict()
    assert plan.fingerprint() == clean.fingerprint()


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(
        [*HEADER, *ROLES.values(), "东风村", "张三", "13812345678", an_identity(1), "2024-03-05", "138****5678"]
    ),
    st.text(max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)
GRIDS = st.lists(st.lists(CELLS, max_size=11), max_size=8)


@settings(max_examples=60, deadline=None)
@given(rows=GRIDS, with_header=st.booleans())
def test_whatever_a_file_holds_the_check_ends_with_a_report(rows: list[list[Cell]], with_header: bool) -> None:
    with transaction.atomic():
        a_holder(a_village("东风村"), name="李四", telephone="13812345678")
        sheets = [Sheet("a", [HEADER, *rows] if with_header else rows)]
        report, plan = rosters.check_roster(sheets, today())
        transaction.set_rollback(True)
    told = report.as_dict()
    assert len(plan.fingerprint()) == 64
    assert report.exit_code in (0, 1, 2)
    counted = sum(report.counts.values())
    assert told["refused"] or counted >= report.rows
    assert all(error["row"] >= 1 and error["problem"] for error in told["errors"])


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in WORDS.items() for word in words])
def test_other_peoples_headers_are_understood(name: str, word: str) -> None:
    row: list[Cell] = [word if field == name else words[0] for field, words in WORDS.items()]
    header = find_header(Sheet("a", [row]), FIELDS)
    assert header is not None
    assert header.places[name] == list(WORDS).index(name)
    assert header.unknown == []


@pytest.mark.parametrize(
    "word", ["信息员", " 信 息 员 ", "安全信息员", "information officer", "Information Officer", "information_officer"]
)
def test_other_peoples_words_for_a_role_are_understood(word: str) -> None:
    report = check(a_line(a_village("东风村"), word, "张三"))
    assert counts(report) == {"new": 1}
    assert report.changes[0].thing == str(LiaisonPost.objects.get(role="information_officer"))


def test_a_name_of_its_own_goes_before_another_units_other_name() -> None:
    east, west = a_village("东风村"), a_village("西河村")
    UnitAlias.objects.create(unit=west, name="东风村")
    assert check(a_line("东风村", name="张三")).changes[0].thing.startswith(east.name)


def test_near_names_are_looked_for_within_a_budget() -> None:
    a_village("东风村")
    near = UnitFinder(load_register()).near
    near.left = 1
    assert near.of("东凤村") == ["东风村"]
    assert near.of("东丰村") == []
    assert near.of("东凤村") == ["东风村"]


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_import_once(tmp_path: Path) -> None:
    village = a_village("东风村")
    a_holder(village, name="李四")
    batch, sheets = waiting(a_line(village, name="张三"))

    def confirm() -> None:
        desk.import_list(again(batch), by=None, sheets=sheets)

    def told() -> tuple[list[str], int]:
        return [name for name, _, _ in held(village)], Action.objects.filter(verb="committee.import_roster").count()

    with database_for_threads(tmp_path):
        ended = together(*[confirm] * 4)
        (result,) = together(told)
    assert sorted(type(end).__name__ for end in ended) == ["NoneType", *["RuleBroken"] * 3]
    assert result == (["李四", "张三"], 1)


@pytest.mark.django_db(transaction=True)
def test_two_rosters_for_one_post_at_once_leave_one_holder(tmp_path: Path) -> None:
    village = a_village("东风村")
    batches = [waiting(a_line(village, name=name)) for name in ("张三", "王五")]

    def confirm(number: int) -> None:
        batch, sheets = batches[number]
        desk.import_list(again(batch), by=None, sheets=sheets)

    with database_for_threads(tmp_path):
        ended = together(lambda: confirm(0), lambda: confirm(1))
        (open_ones,) = together(lambda: Appointment.objects.filter(until__isnull=True).count())
    assert sorted(type(end).__name__ for end in ended) == ["NoneType", "RuleBroken"]
    assert open_ones == 1
