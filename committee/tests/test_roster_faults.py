"""A fault at any statement of the clerk's pages: the list, its file, the town and history agree about what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from committee.tests.roster_builders import STATE, TEXT, a_village, again, held, today, uploaded
from committee.tests.roster_clerk import Clerk, address
from dayan_safety.history import verify_history
from dayan_safety.importing.kept_readings import ENDING
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import Cast
from dayan_safety.tests.faults import failing_at
from dayan_safety.tests.files import keep_in, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Private storage of this test alone."""
    keep_in(tmp_path, settings)
    return tmp_path


@pytest.fixture
def clerk(folder: Path, cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office, to whom a fault is a page."""
    browser = as_user(cast.office)
    browser.raise_request_exception = False
    return Clerk(browser)


def outcomes(act: Callable[[int], Any], agree: Callable[[Any], bool]) -> list[bool]:
    """Try ``act`` with a fault at its first statement, at its second and so on, until none is met.

    After each, ``agree`` says whether it happened, of what ``act`` was about; it fails where it happened by half.
    """
    happened: list[bool] = []
    while True:
        thing, send = act(len(happened))
        with failing_at(len(happened) + 1) as tried:
            answer = send()
        happened.append(agree(thing))
        if len(tried) < len(happened):
            assert answer.status_code == 302
            return happened


def in_order(happened: list[bool]) -> bool:
    """Not before a certain statement, always after it, and both were seen."""
    return happened == sorted(happened) and set(happened) == {False, True}


def test_an_upload_keeps_its_row_and_its_file_or_neither(clerk: Clerk, folder: Path) -> None:
    def upload(number: int) -> tuple[int, Callable[[], Any]]:
        return ImportBatch.objects.count(), lambda: clerk.send(TEXT, follow=False, once=f"form{number}")

    def agree(before: int) -> bool:
        names = ImportBatch.objects.values_list("file", flat=True)
        kept = [str(folder / name) + ending for name in names for ending in ("", ENDING)]
        assert sorted(map(str, stored(folder))) == sorted(kept)
        return len(names) > before

    happened = outcomes(upload, agree)
    assert in_order(happened)
    assert len(happened) > 12


def test_a_confirmation_changes_the_list_the_town_and_history_or_none_of_them(clerk: Clerk) -> None:
    def confirm(number: int) -> tuple[Any, Callable[[], Any]]:
        village = a_village(f"第{number}村")
        batch = uploaded(f"单位,岗位,姓名\n{village},信息员,张三\n".encode())
        return (batch, village), lambda: clerk.browser.post(address("confirm", batch), {"once": f"form{number}"})

    def agree(thing: Any) -> bool:
        batch, village = thing
        imported = again(batch).state == STATE.IMPORTED
        assert held(village) == ([("张三", today(), None)] if imported else [])
        assert Action.objects.filter(verb="committee.import_roster", thing_id=str(batch.pk)).count() == int(imported)
        assert batch.file.storage.exists(batch.file.name)
        return imported

    happened = outcomes(confirm, agree)
    assert in_order(happened)
    assert len(happened) > 20
    assert list(verify_history()) == []


def test_a_list_is_put_aside_with_its_file_and_its_history_or_stays(clerk: Clerk) -> None:
    def discard(number: int) -> tuple[ImportBatch, Callable[[], Any]]:
        batch = uploaded(TEXT)
        return batch, lambda: clerk.browser.post(address("discard", batch))

    def agree(batch: ImportBatch) -> bool:
        discarded = again(batch).state == STATE.DISCARDED
        assert batch.file.storage.exists(batch.file.name) is not discarded
        assert Action.objects.filter(verb="dayan_safety.discard_import", thing_id=str(batch.pk)).count() == int(
            discarded
        )
        return discarded

    happened = outcomes(discard, agree)
    assert in_order(happened)
    assert list(verify_history()) == []
