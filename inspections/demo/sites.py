"""What is under supervision in the demo town: enterprises, departments, equipment, small places [S: the kinds]."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from committee.models import Unit
from dayan_safety.demo_lists import bring_in
from inspections.models import Site
from inspections.services.certificates import create_operatorcertificate

EQUIPMENT = ("锅炉", "压力容器", "电梯", "起重机械", "场（厂）内专用机动车辆")
SMALL_PLACES = ("小超市", "小餐馆", "小诊所", "小网吧", "小旅馆")
# Days until the next inspection: most are in order, one is overdue, one is due soon.
DUE_IN = (-20, 12, 90, 150, 200, 260, 300, 340)
OPERATORS = ("孙师傅", "周师傅", "吴师傅", "郑师傅", "王师傅")
CERTIFIED_FOR = (400, 250, -15, 700)  # one in four ran out
Line = tuple[Any, ...]


def build_inspections(on: date) -> None:
    """The register of sites, and who may operate the equipment."""
    bring_in("site", sites(on))
    for number, site in enumerate(Site.objects.present().filter(kind=Site.Kind.SPECIAL_EQUIPMENT)):
        days = CERTIFIED_FOR[number % len(CERTIFIED_FOR)]
        about = {"holder": OPERATORS[number % len(OPERATORS)], "number": f"鲁H-T{number + 1:04d}"}
        create_operatorcertificate(site, by=None, valid_until=on + timedelta(days=days), **about)


def sites(on: date) -> Iterator[Line]:
    """In the order of the list's columns."""
    units = {kind: list(Unit.objects.present().filter(kind=kind)) for kind in Unit.Kind.values}
    for unit in units["enterprise"][:12]:
        yield line(unit.name, "重点企业", unit)
    for unit in (*units["school"], *units["department"][:2]):
        yield line(f"{unit.name}办公场所", "重要部门", unit)
    for unit in units["enterprise"][12:16]:
        yield line(f"{unit.name}厂房", "消防安全重点单位", unit)
    for number, unit in enumerate(units["enterprise"][:20]):
        due = on + timedelta(days=DUE_IN[number % len(DUE_IN)])
        kind = EQUIPMENT[number % len(EQUIPMENT)]
        yield line(
            f"{kind}{number + 1:02d}", "特种设备", unit, kind, f"鲁H{number + 1:05d}",
            inspected=due - timedelta(days=365), due=due,
        )  # fmt: skip
    for number, unit in enumerate(units["village"][:15]):
        small = SMALL_PLACES[number % len(SMALL_PLACES)]
        yield line(f"{unit.name}{small}", "九小场所", unit, small=small)


def line(
    name: str, kind: str, unit: Unit, equipment: str = "", number: str = "", *, small: str = "", inspected: Any = "",
    due: Any = "",
) -> Line:  # fmt: skip
    """One site."""
    return (name, kind, equipment, small, number, unit.name, "", unit.name, "", "", inspected, due)
