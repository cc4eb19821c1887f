"""A line that cannot be taken, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dayan_safety.errors import RuleBroken
from dayan_safety.importing.fields import Field
from dayan_safety.importing.report import Outcome


class LineRefused(RuleBroken):
    """The line cannot be taken: the sentence stands at the column ``at``.

    ``question`` and ``candidates`` (answer → how it is told) are set when only a person can say what is meant;
    ``others`` are answers that are no candidates; ``key`` names the question.
    """

    def __init__(
        self,
        at: Field,
        sentence: str,
        *,
        outcome: Outcome = Outcome.ERROR,
        question: str = "",
        candidates: Mapping[str, str] | None = None,
        others: Mapping[str, str] | None = None,
        key: str = "",
    ) -> None:
        super().__init__(sentence)
        self.at = at
        self.outcome = outcome
        self.question = question
        self.candidates = dict(candidates or {})
        self.options = self.candidates | dict(others or {})
        self.key = key


def conflict(at: Field, sentence: str, **asked: Any) -> LineRefused:
    """A line that contradicts what the town knows or what another line says; ``asked`` as in ``LineRefused``."""
    return LineRefused(at, sentence, outcome=Outcome.CONFLICT, **asked)
