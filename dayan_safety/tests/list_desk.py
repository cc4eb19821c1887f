"""Lists of plain records for tests: lines below a header, checked and imported as the desk does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from dayan_safety.importing import NOTHING_SAID, Answers, Report, desk
from dayan_safety.importing.kinds import ListKind, all_kinds
from dayan_safety.models import ImportBatch
from dayan_safety.workbooks import Cell, Sheet


class ListDesk:
    """The list ``name`` with the file's own ``header``."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        self.header = list(header)
        self.name = name

    @property
    def kind(self) -> ListKind:
        """As its app declares it."""
        return all_kinds()[self.name]

    def check(self, *lines: Sequence[Cell], answers: Answers = NOTHING_SAID) -> Report:
        """What the check says of the lines."""
        return self.kind.check([Sheet("表", [self.header, *map(list, lines)])], timezone.localdate(), answers, {})[0]

    def counts(self, *lines: Sequence[Cell], answers: Answers = NOTHING_SAID) -> dict[str, int]:
        """Outcomes that are there."""
        return {str(name): number for name, number in self.check(*lines, answers=answers).counts.items() if number}

    def sentences(self, *lines: Sequence[Cell]) -> list[str]:
        """What is wrong."""
        return [problem.problem for problem in self.check(*lines).errors]

    def upload(self, *lines: Sequence[Cell]) -> ImportBatch:
        """The lines as a text file that waits."""
        content = "\n".join(";".join(map(str, line)) for line in [self.header, *lines]).encode()
        return desk.upload_list(self.kind, "表.csv", content, by=None)

    def bring_in(self, *lines: Sequence[Cell]) -> ImportBatch:
        """The lines, imported by the clock."""
        return desk.import_list(ImportBatch.objects.get(pk=self.upload(*lines).pk), by=None)
