"""What was read of a waiting list: used again for this very file, by nobody else, and gone with the decision."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from dayan_safety.importing import Report, batches
from dayan_safety.importing.kept_readings import (
    ENDING,
    SEAL_LENGTH,
    forget_reading,
    keep_reading,
    kept_reading,
    read_and_pack,
)
from dayan_safety.models import ImportBatch
from dayan_safety.tests.hostile import a_table, a_workbook
from dayan_safety.tests.test_importing_batches import CONTENT, DAY, a_batch, a_kind
from dayan_safety.workbooks import Sheet, read_workbook

pytestmark = pytest.mark.django_db
ROWS = [["甲", "乙"], ["1", "2"]]
OTHER = "丙,丁\n3,4\n".encode()


def rows_of(batch: ImportBatch) -> list[Any]:
    """The rows an import would judge."""
    return [sheet.rows for sheet in batches.sheets_of(batch)]


def is_kept(batch: ImportBatch) -> bool:
    """Whether a reading lies beside the file."""
    return batch.file.storage.exists(f"{batch.file.name}{ENDING}")


def rewrite(batch: ImportBatch, changed: Callable[[bytes], bytes]) -> None:
    """Change the bytes that lie there."""
    storage, name = batch.file.storage, f"{batch.file.name}{ENDING}"
    with storage.open(name) as file:
        content = file.read()
    with storage.open(name, "wb") as file:
        file.write(changed(content))


def test_a_waiting_list_is_read_once() -> None:
    batch = a_batch()
    assert kept_reading(batch) == [Sheet("", ROWS)]
    keep_reading(batch, read_and_pack(OTHER, "表.csv")[1])  # sealed for this file: what is kept is what is used
    assert rows_of(batch) == [[["丙", "丁"], ["3", "4"]]]


def test_a_reading_is_what_the_file_holds_whatever_it_holds() -> None:
    cells = ["陈庄村", 13, 2.5, True, None, date(2026, 3, 5), datetime(2026, 3, 5, 8, 30), " 空 "]
    content = a_workbook(
        lambda book: [book.add_worksheet("藏").hide(), book.add_worksheet("表").merge_range("A1:B3", 1)]
    )
    for file in (a_table([["头"], [], cells, ["=1+1"]]), content):
        batch = a_batch(file, "表.xlsx")
        assert kept_reading(batch) == read_workbook(file, "表.xlsx") == batches.sheets_of(batch)


@pytest.mark.parametrize(
    "changed",
    [
        lambda kept: kept[:-1],
        lambda kept: kept[: SEAL_LENGTH + 12] + bytes([kept[SEAL_LENGTH + 12] ^ 1]) + kept[SEAL_LENGTH + 13 :],
        lambda kept: b"0" * SEAL_LENGTH + kept[SEAL_LENGTH:],
        lambda kept: kept[:SEAL_LENGTH],
        lambda kept: b"",
        lambda kept: "海".encode() * 100,
    ],
    ids=["cut off", "one bit", "no seal", "seal alone", "empty", "something else"],
)
def test_a_reading_somebody_touched_is_not_used(changed: Callable[[bytes], bytes]) -> None:
    batch = a_batch()
    assert kept_reading(batch) is not None
    rewrite(batch, changed)
    assert kept_reading(batch) is None
    assert rows_of(batch) == [ROWS]


def test_a_reading_of_another_file_is_not_used() -> None:
    batch, other = a_batch(), a_batch(OTHER)
    with other.file.storage.open(f"{other.file.name}{ENDING}") as file:
        theirs = file.read()
    rewrite(batch, lambda _ours: theirs)
    assert kept_reading(batch) is None
    assert rows_of(batch) == [ROWS]


@pytest.mark.parametrize("said", ['{"sheets": 1}', "[[1]]", '{"sheet": "", "hidden": false}', "", "x", '{"end": 3}'])
def test_a_reading_in_the_words_of_another_release_is_not_used(said: str) -> None:
    batch = a_batch()
    keep_reading(batch, gzip.compress(f"{said}\n".encode()))
    assert kept_reading(batch) is None
    assert rows_of(batch) == [ROWS]


def test_without_a_reading_the_file_is_read_again() -> None:
    batch = a_batch()
    forget_reading(batch)
    assert (is_kept(batch), kept_reading(batch)) == (False, None)
    assert rows_of(batch) == [ROWS]


def test_a_list_the_worker_checks_is_read_once_too() -> None:
    batch = batches.put("demo", "表.csv", CONTENT, by=None)
    assert not is_kept(batch)
    for _time in range(2):  # a worker that was lost is followed by another
        batches.check_put(batch, a_kind(), DAY)
        assert kept_reading(batch) == [Sheet("", ROWS)]


def test_an_import_forgets_the_reading_and_keeps_the_file(django_capture_on_commit_callbacks: Any) -> None:
    batch = a_batch()
    with django_capture_on_commit_callbacks(execute=True):
        batches.finish(batch, Report(1), {}, {})
        assert is_kept(batch)
    assert (is_kept(batch), batch.file.storage.exists(batch.file.name)) == (False, True)


def test_an_import_that_fails_forgets_nothing(django_capture_on_commit_callbacks: Any) -> None:
    batch = a_batch()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        batches.finish(batch, Report(1), {}, {})
        raise ZeroDivisionError
    assert is_kept(batch)


def test_a_list_put_aside_leaves_nothing(django_capture_on_commit_callbacks: Any) -> None:
    batch = a_batch()
    storage, name = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks(execute=True):
        batches.discard(batch)
        assert is_kept(batch)
    assert [storage.exists(path) for path in (name, f"{name}{ENDING}")] == [False, False]
