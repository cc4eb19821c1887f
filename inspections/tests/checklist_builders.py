"""Checklists for tests, made through the services and brought into each of their states."""

from __future__ import annotations

from itertools import count
from typing import Any

from dayan_safety.records import create_record
from dayan_safety.testing import Cast
from inspections.models import Checklist, ChecklistItem
from inspections.services import checklists as services
from inspections.tests.finding_builders import a_kind_of_danger

NUMBERS = count(1)


def a_checklist(**given: Any) -> Checklist:
    """A draft without questions."""
    about: dict[str, Any] = {"name": f"检查表{next(NUMBERS)}", "trade": Checklist.Trade.FIRE, **given}
    return create_record(Checklist(**about), by=None)


def an_asked(checklist: Checklist | None = None, **given: Any) -> ChecklistItem:
    """A question of a draft."""
    checklist = checklist or a_checklist()
    about = {"text": f"通道是否畅通{next(NUMBERS)}", "order": services.next_order(checklist), **given}
    return services.create_checklistitem(checklist, by=None, **about)


def in_use(**given: Any) -> Checklist:
    """A list with two questions, the second only where the first failed, that is in use."""
    checklist = a_checklist(**given)
    first = an_asked(checklist, kind=a_kind_of_danger(), basis="消防法", demand="清空")
    an_asked(checklist, only_if_failed=first)
    services.use_checklist(checklist, by=None)
    return checklist


def replaced(**given: Any) -> Checklist:
    """One that its next edition replaced."""
    checklist = in_use(**given)
    services.use_checklist(services.revise_checklist(checklist, by=None), by=None)
    checklist.refresh_from_db()
    return checklist


def in_every_state(cast: Cast) -> None:
    """A list on which each verb may be done."""
    an_asked()
    in_use()
    replaced()
