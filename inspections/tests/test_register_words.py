"""The register of sites in the words of those who send it: kinds, equipment, and what stands above a column."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dayan_safety.errors import RuleBroken
from dayan_safety.importing.lines import read_lines
from dayan_safety.workbooks import Sheet
from inspections.models import Site
from inspections.services.lists import SITES

FIELDS = {field.name: field for field in SITES.fields}
KINDS = [
    ("重点企业", "key_enterprise"), ("重要部门", "important_department"), ("重要部位", "important_department"),
    ("特种设备", "special_equipment"), ("特殊设备", "special_equipment"), ("消防重点单位", "fire_key_unit"),
    ("消防安全重点单位", "fire_key_unit"), ("九小场所", "small_place"), (" 九 小 ", "small_place"),
]  # fmt: skip
EQUIPMENT = [
    ("锅炉", "boiler"), ("压力容器", "pressure_vessel"), ("储罐", "pressure_vessel"), ("压力管道", "pressure_pipe"),
    ("电梯", "lift"), ("起重机械", "hoist"), ("起重机", "hoist"), ("行车", "hoist"), ("客运索道", "ropeway"),
    ("索道", "ropeway"), ("大型游乐设施", "amusement_ride"), ("游乐设施", "amusement_ride"),
    ("场内专用机动车辆", "on_site_vehicle"), ("场（厂）内专用机动车辆", "on_site_vehicle"),
    ("叉车", "on_site_vehicle"), ("厂车", "on_site_vehicle"),
]  # fmt: skip
HEADERS = [
    ("设备名称", "name"), ("监管对象", "name"), ("场所名称", "name"), ("对象名称", "name"), ("场所类别", "kind"),
    ("监管类别", "kind"), ("对象类别", "kind"), ("特种设备种类", "equipment"), ("设备类别", "equipment"),
    ("九小种类", "small_place"), ("场所种类", "small_place"), ("使用登记证编号", "number"), ("设备代码", "number"),
    ("登记证编号", "number"), ("编号", "number"), ("使用地点", "place"), ("地址", "place"), ("位置", "place"),
    ("安全管理员", "keeper"), ("负责人", "keeper"), ("管理人", "keeper"), ("启用日期", "used_since"),
    ("投入使用日期", "used_since"), ("上次检验日期", "inspected_on"), ("上次检查日期", "inspected_on"),
    ("检验有效期", "next_inspection_on"), ("有效期至", "next_inspection_on"), ("检验到期日", "next_inspection_on"),
]  # fmt: skip
VALUES: dict[str, tuple[str, Any]] = {
    "name": ("1号电梯", "1号电梯"), "kind": ("特种设备", "special_equipment"), "equipment": ("电梯", "lift"),
    "small_place": ("小诊所", "hospital"), "number": ("鲁H1", "鲁H1"), "place": ("东路", "东路"),
    "keeper": ("张 三", "张三"), "used_since": ("2026.1.5", date(2026, 1, 5)),
    "inspected_on": ("2026年1月5日", date(2026, 1, 5)), "next_inspection_on": ("2027/1/5", date(2027, 1, 5)),
}  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_a_kind_of_site_is_known_by_its_words(word: str, kind: str) -> None:
    assert FIELDS["kind"].clean(word) == kind


@pytest.mark.parametrize(("word", "equipment"), EQUIPMENT)
def test_a_class_of_equipment_is_known_by_its_words(word: str, equipment: str) -> None:
    assert FIELDS["equipment"].clean(word) == equipment


@pytest.mark.parametrize(("name", "model"), [("kind", Site.Kind), ("equipment", Site.Equipment)])
def test_none_is_without_words_of_its_own(name: str, model: Any) -> None:
    told = {value for _word, value in (KINDS if name == "kind" else EQUIPMENT)}
    assert told == set(model.values)


@pytest.mark.parametrize("name", ["kind", "equipment"])
def test_what_is_none_of_them_names_those_there_are(name: str) -> None:
    with pytest.raises(RuleBroken, match=r"特种设备|电梯"):
        FIELDS[name].clean("其他")


@pytest.mark.parametrize(("header", "name"), HEADERS)
def test_a_column_is_known_by_what_stands_above_it(header: str, name: str) -> None:
    typed, value = VALUES[name]
    others = {} if name == "name" else {"名称": "对象"}
    sheet = Sheet("表", [[*others, "单位", header], [*others.values(), "东风村", typed]])
    [line] = read_lines([sheet], SITES.fields).lines
    assert line.values[name] == value
