"""Kinds of dangers and checklists that come with the portal: entered once, kept by the office from then on."""

from __future__ import annotations

from typing import Any

from dayan_safety.history import change
from dayan_safety.records import create_record
from inspections.models import Checklist, FindingKind
from inspections.services.checklists import create_checklistitem, use_checklist
from inspections.services.starter_lists import LISTS

KINDS = (
    "消防安全", "用电安全", "燃气安全", "机械设备", "特种设备", "危险化学品", "建筑施工", "高处作业", "有限空间",
    "道路交通", "校园安全", "居家安全", "公共场所", "防汛与地质", "管理制度", "教育培训", "其他",
)  # fmt: skip


def load_shipped(*, by: Any = None) -> int:
    """Enter the shipped kinds and checklists whose names were never there; returns how many.

    What the office removed stays away.
    """
    with change():
        return _load_kinds(by) + _load_lists(by)


def _load_kinds(by: Any) -> int:
    known = set(FindingKind.objects.values_list("name", flat=True))
    missing = [
        FindingKind(name=name, order=10 * place) for place, name in enumerate(KINDS, start=1) if name not in known
    ]
    for kind in missing:
        create_record(kind, by=by)
    return len(missing)


def _load_lists(by: Any) -> int:
    known = set(Checklist.objects.values_list("name", flat=True))
    kinds = {kind.name: kind for kind in FindingKind.objects.present()}
    missing = [shipped for shipped in LISTS if shipped[0] not in known]
    for name, trade, law, questions in missing:
        checklist = create_record(Checklist(name=name, trade=trade), by=by)
        made: list[Any] = []
        for place, asked in enumerate(questions, start=1):
            follows = made[asked.after - 1] if asked.after else None
            about: dict[str, Any] = {
                "section": asked.section,
                "text": asked.text,
                "demand": asked.demand,
                "level": asked.level,
            }
            about |= {"basis": law, "kind": kinds.get(asked.kind), "only_if_failed": follows, "order": 10 * place}
            made.append(create_checklistitem(checklist, by=by, **about))
        use_checklist(checklist, by=by)
    return len(missing)
