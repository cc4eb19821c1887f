"""An uploaded list: kept privately, confirmed once, put aside; nothing else is written."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Answers, Outcome, Problem, Report, batches
from dayan_safety.models import ImportBatch
from dayan_safety.tests.faults import Fault, failing_at
from dayan_safety.tests.files import keep_in, stored
from dayan_safety.workbooks import Sheet, WorkbookRefused

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)
CONTENT = "甲,乙\n1,2\n".encode()
State = ImportBatch.State


class Counted:
    """A plan that is as many lines as the list has."""

    def __init__(self, lines: int) -> None:
        self.lines = lines

    def fingerprint(self) -> str:
        """The number of lines."""
        return f"{self.lines:064d}"


def count_lines(sheets: list[Sheet], on: date, answers: Answers) -> tuple[Report, Counted]:
    """A check that finds every line new."""
    lines = sum(len(sheet.rows) - 1 for sheet in sheets)
    report = Report(lines)
    report.counts[Outcome.NEW] = lines
    return report, Counted(lines)


def a_kind(check: Any = count_lines) -> Any:
    """A list with this check, of which nothing else is asked."""
    return SimpleNamespace(name="demo", check=lambda sheets, on, answers, _words: check(sheets, on, answers))


def a_batch(content: bytes = CONTENT, name: str = "表.csv") -> ImportBatch:
    """A list that waits."""
    return batches.keep("demo", batches.check_upload(a_kind(), name, content, DAY), by=None)


def test_a_checked_list_is_kept_with_file_report_and_fingerprint() -> None:
    batch = ImportBatch.objects.get(pk=a_batch(name="../../名册 2026.csv").pk)
    assert (batch.kind, batch.state, batch.name) == ("demo", State.CHECKED, "../../名册 2026.csv")
    assert batch.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (batch.report["rows"], batch.report["new"], batch.fingerprint) == (1, 1, f"{1:064d}")
    with batch.file.open("rb") as file:
        assert file.read() == CONTENT
    assert batch.file.name.startswith("imports/")
    assert "名册" not in batch.file.name


def test_a_file_that_cannot_be_read_leaves_nothing() -> None:
    with pytest.raises(WorkbookRefused):
        a_batch(b"", "表.xlsx")
    assert not ImportBatch.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_file(tmp_path: Path, settings: Any) -> None:
    keep_in(tmp_path, settings)
    a_batch()
    for number in (1, 2, 3):
        with pytest.raises(Fault), transaction.atomic(), failing_at(number):
            a_batch()
        assert len(stored(tmp_path)) == 2


def test_a_transaction_that_fails_later_leaves_no_file(tmp_path: Path, settings: Any) -> None:
    keep_in(tmp_path, settings)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_batch()
        assert len(stored(tmp_path)) == 2
        raise ZeroDivisionError
    assert stored(tmp_path) == []


def test_the_kept_file_is_read_again() -> None:
    assert [sheet.rows for sheet in batches.sheets_of(a_batch())] == [[["甲", "乙"], ["1", "2"]]]


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_file_that_is_gone_or_another_is_told(change: str) -> None:
    batch = a_batch()
    storage, name = batch.file.storage, batch.file.name
    storage.delete(name)
    if change == "other":
        with storage.open(name, "wb") as file:
            file.write(b"other")
    with pytest.raises(RuleBroken):
        batches.sheets_of(ImportBatch.objects.get(pk=batch.pk))


def test_a_list_is_taken_once() -> None:
    first = a_batch()
    second = ImportBatch.objects.get(pk=first.pk)
    batches.take(first)
    assert (first.state, first.imported_at is None) == (State.IMPORTED, False)
    for late in (batches.take, batches.discard):
        with pytest.raises(RuleBroken):
            late(second)
    assert ImportBatch.objects.get(pk=first.pk).state == State.IMPORTED


def test_only_the_plan_that_was_looked_at_is_agreed_to() -> None:
    batch = a_batch()
    batches.agree(batch, Report(), Counted(1))
    with pytest.raises(RuleBroken):
        batches.agree(batch, Report(), Counted(2))
    with pytest.raises(RuleBroken):
        batches.agree(batch, Report(errors=[Problem("", 1, "", "", "")]), Counted(1))


def test_a_second_look_renews_a_waiting_list_only() -> None:
    def find_nothing(sheets: list[Sheet], on: date, answers: Answers) -> tuple[Report, Counted]:
        return Report(), Counted(0)

    batch = a_batch()
    batches.look_again(batch, a_kind(find_nothing), DAY)
    kept = ImportBatch.objects.get(pk=batch.pk)
    assert (kept.report["new"], kept.fingerprint) == (0, f"{0:064d}")
    batches.take(kept)
    batches.look_again(kept, a_kind(count_lines), DAY)
    assert ImportBatch.objects.get(pk=batch.pk).report["new"] == 0


def test_the_result_stays_with_the_batch() -> None:
    batch = a_batch()
    batches.finish(batch, Report(1), {"person": [7]}, {"begun": [8]})
    kept = ImportBatch.objects.get(pk=batch.pk)
    assert (kept.report["touched"], kept.undo) == ({"person": [7]}, {"begun": [8]})


def test_answers_stay_with_the_batch_until_others_are_given() -> None:
    heard: list[Answers] = []

    def check(sheets: list[Sheet], on: date, answers: Answers) -> tuple[Report, Counted]:
        heard.append(answers)
        return Report(), Counted(0)

    batch, said = a_batch(), Answers(cells={"0!2!": "x"}, only_good=True)
    batches.look_again(batch, a_kind(check), DAY, said)
    batches.look_again(ImportBatch.objects.get(pk=batch.pk), a_kind(check), DAY)
    batches.look_again(ImportBatch.objects.get(pk=batch.pk), a_kind(check), DAY, Answers())
    assert heard == [said, said, Answers()]
    assert batches.answers_of(ImportBatch.objects.get(pk=batch.pk)) == Answers()


def test_only_an_import_is_taken_back_and_only_once() -> None:
    batch = a_batch()
    with pytest.raises(RuleBroken):
        batches.take_back(batch)
    batches.take(batch)
    batches.take_back(batch)
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.UNDONE
    with pytest.raises(RuleBroken):
        batches.take_back(batch)


def test_a_list_put_aside_loses_its_file_once_that_is_certain(django_capture_on_commit_callbacks: Any) -> None:
    batch = a_batch()
    storage, name = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks() as later:
        batches.discard(batch)
    assert storage.exists(name)
    later[0]()
    assert not storage.exists(name)
    assert ImportBatch.objects.get(pk=batch.pk).state == State.DISCARDED
