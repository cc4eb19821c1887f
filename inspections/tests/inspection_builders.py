"""Inspections for tests, made through the services and brought into each of their states."""

from __future__ import annotations

from itertools import count
from typing import Any

from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today
from inspections.models import Answer, ChecklistItem, Finding, Inspection
from inspections.services import inspecting as services
from inspections.services.checklists import items_of
from inspections.tests.checklist_builders import in_use
from inspections.tests.finding_builders import a_photo

CLOCK = count(1_780_000_000_000)
PASS, FAIL, NOT_APPLICABLE = Answer.Verdict.values


def an_inspection(by: Any = None, **given: Any) -> Inspection:
    """One that is being made by a list of two questions; nothing is answered yet."""
    about: dict[str, Any] = {"made_on": today(), **given}
    about["unit"] = about.get("unit") or a_unit()
    about["checklist"] = about.get("checklist") or in_use()
    return services.create_inspection(Inspection(**about), by=by)


def at_the_village(cast: Cast, **given: Any) -> Inspection:
    """One that the inspector makes at the liaison's village."""
    return an_inspection(cast.inspector, **{"unit": cast.village, **given})


def questions(inspection: Inspection) -> list[ChecklistItem]:
    """What it asks."""
    return items_of(inspection.checklist)


def answer(inspection: Inspection, number: int, verdict: str, *, by: Any = None, **about: Any) -> Answer:
    """Answer its question with that number."""
    item = questions(inspection)[number]
    said = {"said_at": next(CLOCK), **about}
    return services.answer_item(inspection, by=by, item=item, verdict=verdict, **said)


def failed(inspection: Inspection, number: int, *, by: Any = None, **about: Any) -> Answer:
    """One does not conform, with its photograph."""
    given = answer(inspection, number, FAIL, by=by, **about)
    services.keep_answer_photo(inspection, by=by, item=given.item, photo=a_photo("整改前.jpg"))
    return given


def finished(cast: Cast, **given: Any) -> Inspection:
    """One that found nothing."""
    inspection = at_the_village(cast, **given)
    answer(inspection, 0, PASS, by=cast.inspector)
    services.finish_inspection(inspection, by=cast.inspector, met="孙信息", summary="符合要求")
    return inspection


def with_finding(cast: Cast, **given: Any) -> Inspection:
    """One that found a danger, of which the unit was told."""
    inspection = at_the_village(cast, **given)
    failed(inspection, 0, by=cast.inspector, text="通道堵塞", place="仓库")
    answer(inspection, 1, PASS, by=cast.inspector)
    services.finish_inspection(inspection, by=cast.inspector, met="孙信息", uploads=[a_photo("签名.png")])
    return inspection


def finding_of(inspection: Inspection) -> Finding:
    """What was found."""
    found: Finding = Finding.objects.get(answer__inspection=inspection)
    return found


def cancelled(cast: Cast, **given: Any) -> Inspection:
    """One that was begun by mistake."""
    inspection = at_the_village(cast, **given)
    services.cancel_inspection(inspection, by=cast.inspector, reason="重复")
    return inspection


IN_STATE = {"open": at_the_village, "done": finished, "cancelled": cancelled}


def in_every_state(cast: Cast) -> None:
    """One in each state, and one with a finding."""
    failed(at_the_village(cast), 0, by=cast.inspector)
    with_finding(cast)
    for make in IN_STATE.values():
        make(cast)
