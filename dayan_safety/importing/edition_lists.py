"""Lists whose records belong to something that comes in editions: no line changes what is or was in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.editions import require_drafts
from dayan_safety.importing.answers import NOTHING_SAID, Answers
from dayan_safety.importing.declared import DeclaredCheck, RecordList
from dayan_safety.importing.fields import Field
from dayan_safety.importing.judging import NO_WORDS, Begin, Words, check_list
from dayan_safety.importing.key_runs import keys_of
from dayan_safety.importing.kinds import Written
from dayan_safety.importing.record_lists import Entry, Known, RecordPlan
from dayan_safety.importing.references import NameFinder, Reference, plain_form
from dayan_safety.importing.refusals import LineRefused
from dayan_safety.importing.report import Report
from dayan_safety.importing.way_back import Blocker, blocker
from dayan_safety.models import Edition, ImportBatch
from dayan_safety.workbooks import Sheet


@dataclass(frozen=True)
class EditionList(RecordList):
    """A list of records of ``editions``; the first of ``references`` names the edition, made by ``edition_named``.

    ``refusal``: the sentence for a line that would change what is or was in use.
    """

    editions: Any = None
    refusal: Any = ""

    @property
    def belongs(self) -> str:
        """The column that holds the key of the edition."""
        return self.references[0].column

    def known(self) -> list[Known]:
        """Every record of an edition that is there."""
        present = set(self.editions.objects.present().values_list("pk", flat=True))
        return [known for known in super().known() if known.values[self.belongs] in present]

    def check(
        self, sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
    ) -> tuple[Report, RecordPlan]:
        """Compare a list with the records; three queries."""
        drafts = set(self.editions.objects.drafts().values_list("pk", flat=True))

        def prepare(_reading: Any) -> Begin:
            return partial(EditionCheck, self, self.known(), drafts, answers=answers)

        return check_list(sheets, self.fields, prepare, answers, words, nothing=RecordPlan)

    def refine(self, entry: Entry) -> None:
        """What a line says besides, before it is judged."""

    def edition_of(self, entry: Entry) -> int:
        """The key of the edition that a line is about."""
        return int((entry.known.values if entry.known else entry.stated)[self.belongs])

    def write(self, plan: RecordPlan) -> Written:
        """Insert and edit, once more asking whether the editions are drafts; they stay drafts."""
        require_drafts(self.editions, (self.edition_of(entry) for entry in [*plan.new, *plan.edited]))
        return super().write(plan)

    def lock(self, batch: ImportBatch) -> None:
        """The records, and the editions they belong to."""
        list(self._editions_in(batch).order_by("pk").select_for_update())
        super().lock(batch)

    def blockers(self, batch: ImportBatch) -> list[Blocker]:
        """What was changed or used since; editions that were put in use since."""
        settled = self._editions_in(batch).exclude(state=Edition.State.DRAFT)
        return [*super().blockers(batch), *blocker(_("Put in use since: %(names)s."), settled)]

    def _editions_in(self, batch: ImportBatch) -> Any:
        keys = [*keys_of(batch.undo["new"]), *(key for key, _version, _values in batch.undo["edited"])]
        rows = self.model._default_manager.filter(pk__in=keys)
        return self.editions.objects.filter(pk__in=set(rows.values_list(self.belongs, flat=True)))


class EditionCheck(DeclaredCheck):
    """The check of such a list; ``drafts``: keys of the editions that can be changed."""

    declared: EditionList

    def __init__(
        self,
        declared: EditionList,
        known: Sequence[Known],
        drafts: set[int],
        report: Report,
        answers: Answers = NOTHING_SAID,
    ) -> None:
        super().__init__(declared, known, report, answers)
        self.drafts = drafts

    def check(self, entry: Entry) -> None:
        """What the model says, and whether the edition is a draft where the line says something new."""
        declared = self.declared
        if (entry.known is None or entry.changes) and declared.edition_of(entry) not in self.drafts:
            raise LineRefused(declared.field_of(declared.belongs), str(declared.refusal))
        declared.refine(entry)
        super().check(entry)


class EditionFinder(NameFinder):
    """Editions by name: the one that is being drawn up, or else the newest."""

    def __init__(self, at: Field, editions: Any, answers: Answers) -> None:
        found = list(editions.objects.present().order_by("edition"))
        super().__init__(at, editions._meta.verbose_name, {each.pk: str(each) for each in found}, answers)
        self.by_form |= {plain_form(each.name): each.pk for each in found}


def edition_named(column: str, at: Field, editions: Any) -> Reference:
    """The reference by which a list names the edition its records belong to; a template offers the drafts."""
    return Reference(column, (at.name,), partial(EditionFinder, at, editions), partial(_drafts, editions))


def _drafts(editions: Any, _on: date) -> list[str]:
    return [str(draft) for draft in editions.objects.drafts()]
