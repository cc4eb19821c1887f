"""A line that cannot be taken, and why."""

from __future__ import annotations

from collections.abc import Sequence

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Field, Outcome


class LineRefused(RuleBroken):
    """The line cannot be taken: the sentence stands at the column ``at``.

    ``question`` and ``candidates`` are set when only a person can say what is meant.
    """

    def __init__(
        self,
        at: Field,
        sentence: str,
        *,
        outcome: Outcome = Outcome.ERROR,
        question: str = "",
        candidates: Sequence[str] = (),
    ) -> None:
        super().__init__(sentence)
        self.at = at
        self.outcome = outcome
        self.question = question
        self.candidates = list(candidates)


def conflict(at: Field, sentence: str, *, question: str = "", candidates: Sequence[str] = ()) -> LineRefused:
    """A line that contradicts what the town knows or what another line says."""
    return LineRefused(at, sentence, outcome=Outcome.CONFLICT, question=question, candidates=candidates)
