"""What the answers to a checklist amount to: which questions are asked at all, and how much of them passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "na"
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions passed, failed, did not apply, and are still to be answered."""

    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    unanswered: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Passed, of a hundred that apply, to a tenth; nothing where none applies."""
        counted = self.passed + self.failed
        if not counted:
            return None
        return (Decimal(100 * self.passed) / counted).quantize(TENTH, ROUND_HALF_UP)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be answered."""
        return self.unanswered == 0


def asked_items(items: Iterable[Any], answers: Mapping[int, str]) -> list[Any]:
    """The questions that appear: those that depend on none, and those whose question was failed."""
    return [item for item in items if item.only_if_failed_id is None or answers.get(item.only_if_failed_id) == FAIL]


def score_of(items: Iterable[Any], answers: Mapping[int, str]) -> Score:
    """The score of ``answers`` (by the question's key); answers to questions that do not appear do not count."""
    told = [answers.get(item.pk, "") for item in asked_items(items, answers)]
    return Score(told.count(PASS), told.count(FAIL), told.count(NOT_APPLICABLE), told.count(""))
