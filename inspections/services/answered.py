"""How far an inspection is answered: which questions appear, what they came to, what still stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from dayan_safety.attachments import load_files
from inspections.models import Answer, ChecklistItem, Inspection
from inspections.services.answers import FAIL, Score, asked_items, score_of
from inspections.services.checklists import items_of

NAMED = 3  # so many questions are named where something is lacking


@dataclass(frozen=True)
class Answered:
    """The questions of an inspection in order, and its answers by the key of their question, with their files."""

    items: list[ChecklistItem]
    answers: dict[int, Answer]

    @cached_property
    def verdicts(self) -> dict[int, str]:
        """What was answered, by the key of the question."""
        return {key: answer.verdict for key, answer in self.answers.items()}

    @cached_property
    def asked(self) -> list[ChecklistItem]:
        """The questions that appear."""
        return asked_items(self.items, self.verdicts)

    @property
    def score(self) -> Score:
        """What they came to."""
        return score_of(self.items, self.verdicts)

    @property
    def failed(self) -> list[tuple[ChecklistItem, Answer]]:
        """The questions that appear and failed, each with its answer."""
        return [(item, self.answers[item.pk]) for item in self.asked if self.verdicts.get(item.pk) == FAIL]

    @property
    def unanswered(self) -> list[ChecklistItem]:
        """The questions that appear and wait for an answer."""
        return [item for item in self.asked if not self.verdicts.get(item.pk)]

    @property
    def without_photo(self) -> list[ChecklistItem]:
        """The questions that failed and need a photograph that is not there."""
        return [item for item, answer in self.failed if item.needs_photo and not answer.loaded_files]  # type: ignore[attr-defined]

    @property
    def lacking(self) -> list[str]:
        """Sentences about what stands in the way of finishing it."""
        told = ((_("not answered"), self.unanswered), (_("photo missing"), self.without_photo))
        return [_("%(what)s: %(questions)s") % {"what": what, "questions": _named(rows)} for what, rows in told if rows]


def _named(items: list[ChecklistItem]) -> str:
    names = "、".join(str(item) for item in items[:NAMED])
    more = len(items) - NAMED
    return _("%(names)s and %(number)s more") % {"names": names, "number": more} if more > 0 else names


def answered(inspection: Inspection) -> Answered:
    """As it stands now. Three queries."""
    answers = list(inspection.answers.present().select_related("finding"))
    load_files(answers)
    for answer in answers:
        answer.inspection = inspection
    return Answered(items_of(inspection.checklist), {answer.item_id: answer for answer in answers})
