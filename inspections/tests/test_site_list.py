"""The register of sites as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dayan_safety.importing import desk
from dayan_safety.testing import a_unit
from dayan_safety.tests.list_desk import ListDesk
from inspections.models import Site
from inspections.tests.builders import a_site

pytestmark = pytest.mark.django_db
SITES = ListDesk("site", ["设备名称", "类别", "设备种类", "注册代码", "单位", "责任人", "检验日期", "下次检验日期"])


@pytest.fixture
def works() -> Any:
    """An enterprise."""
    return a_unit(name="大安宏远纺织有限公司", kind="enterprise")


def a_line(**cells: Any) -> list[Any]:
    """A lift of the enterprise."""
    told = {
        "name": "1号电梯", "kind": "特种设备", "equipment": "电梯", "number": "鲁H00001", "unit": "宏远纺织",
        "keeper": "张 三", "last": "2026/1/5", "next": "2027.1.5", **cells,
    }  # fmt: skip
    cells_of = list(told.values())
    cells_of[4] = {"宏远纺织": "大安宏远纺织有限公司"}.get(cells_of[4], cells_of[4])
    return cells_of


def test_a_line_becomes_a_site(works: Any) -> None:
    SITES.bring_in(a_line())
    site = Site.objects.get()
    assert (site.kind, site.equipment, site.number, site.unit, site.keeper) == (
        "special_equipment", "lift", "鲁H00001", works, "张三",
    )  # fmt: skip
    assert (site.inspected_on, site.next_inspection_on) == (date(2026, 1, 5), date(2027, 1, 5))
    assert site.initials == "1hdt"


def test_the_number_finds_a_site_that_was_renamed(works: Any) -> None:
    SITES.bring_in(a_line())
    SITES.bring_in(a_line(name="客梯"))
    site = Site.objects.get()
    assert (site.name, site.initials, site.version) == ("客梯", "kt", 2)


def test_a_number_is_given_to_the_site_that_had_none(works: Any) -> None:
    SITES.bring_in(a_line(number=""))
    assert SITES.counts(a_line()) == {"changed": 1}
    SITES.bring_in(a_line())
    assert Site.objects.get().number == "鲁H00001"


def test_two_lifts_of_one_name_are_told_apart_by_number_and_never_guessed(works: Any) -> None:
    SITES.bring_in(a_line(name="电梯"), a_line(name="电梯", number="鲁H00002"))
    assert Site.objects.count() == 2
    assert SITES.counts(a_line(name="电梯", number="鲁H00003")) == {"new": 1}
    assert SITES.counts(a_line(name="电梯", number="")) == {"conflicts": 1}


def test_a_line_between_two_sites_is_a_conflict(works: Any) -> None:
    SITES.bring_in(a_line(), a_line(name="2号电梯", number=""))
    report = SITES.check(a_line(name="2号电梯"))
    assert [problem.problem for problem in report.errors] == [
        "这一行与两条记录相符：鲁H00001、大安宏远纺织有限公司 2号电梯。请更正其中一格。"
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"equipment": ""}, "特种设备须填写设备种类。"),
        ({"kind": "九小场所"}, "只有特种设备才有设备种类，请留空。"),
        ({"next": "2025-1-5"}, "下次检验日期应晚于上次检验日期。"),
        ({"unit": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"kind": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"unit": "没有这家"}, "没有这个名称的单位：请更正名称，或先登记该单位。"),
    ],
)
def test_what_cannot_be_taken_says_why(cells: dict[str, str], sentence: str, works: Any) -> None:
    assert SITES.sentences(a_line(**cells)) == [sentence]


def test_what_the_list_and_the_record_say_together_is_judged(works: Any) -> None:
    SITES.bring_in(a_line())
    assert SITES.sentences(a_line(last="", next="2025-1-5")) == ["下次检验日期应晚于上次检验日期。"]


def test_taken_back_a_new_site_is_gone_and_an_old_one_as_it_was(works: Any) -> None:
    old = a_site(name="锅炉房", unit=works, keeper="李四")
    blank = dict.fromkeys(("kind", "equipment", "number", "last", "next"), "")
    batch = SITES.bring_in(a_line(), a_line(name="锅炉房", keeper="王五", **blank))
    old.refresh_from_db()
    assert old.keeper == "王五"
    desk.undo_list(batch, by=None)
    old.refresh_from_db()
    assert (old.keeper, old.next_inspection_on) == ("李四", None)
    assert [site.name for site in Site.objects.present()] == ["锅炉房"]
