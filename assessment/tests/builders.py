"""Rulebooks for tests, made through the services."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from assessment.models import Rulebook, RulebookItem
from dayan_safety.records import create_record

NUMBERS = count(1)


def a_rulebook(**given: Any) -> Rulebook:
    """The rules of a year."""
    about: dict[str, Any] = {"name": f"考核细则{next(NUMBERS)}", "year": 2026, **given}
    return create_record(Rulebook(**about), by=None)


def an_item(**given: Any) -> RulebookItem:
    """A regular check of ten points."""
    about: dict[str, Any] = {
        "number": str(next(NUMBERS)),
        "section": RulebookItem.Section.PROGRESS,
        "name": "定期检查",
        "method": RulebookItem.Method.CHECK,
        "full_mark": Decimal(10),
        **given,
    }
    about["rulebook"] = about.get("rulebook") or a_rulebook()
    return create_record(RulebookItem(**about), by=None)
