"""Files sent ahead of their form: kept for one form of one person, attached with what it makes, forgotten otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dayan_safety import pending as services
from dayan_safety.attachments import attachments_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, PendingFile
from dayan_safety.pending import attach_pending, drop_pending, forget_pending, keep_pending
from dayan_safety.tasks import forget_used_forms
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.tests.faults import Fault, failing_at
from dayan_safety.uploads import Checked, check_upload

ONE, OTHER = "a" * 32, "b" * 32


@pytest.fixture(autouse=True)
def storage(tmp_path: Any, settings: Any) -> Any:
    """Files of their own."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def photo(colour: int = 0) -> Checked:
    """A checked photograph; another number is another photograph."""
    return check_upload(files.upload(files.picture(size=(40 + colour, 20)), f"{colour}.jpg"))


@pytest.mark.django_db(transaction=True)
def test_they_are_attached_to_what_the_form_made_and_leave_no_second_copy(cast: Cast, storage: Any) -> None:
    for number in range(2):
        keep_pending(ONE, photo(number), by=cast.office)
    keep_pending(OTHER, photo(7), by=cast.office)
    unit = a_unit()
    assert attach_pending(unit, ONE, by=cast.office) == 2
    assert [file.name for file in attachments_of(unit)] == ["0.jpg", "1.jpg"]
    assert PendingFile.objects.get().token == OTHER
    assert len(files.stored(storage)) == 3
    assert Action.objects.filter(verb="dayan_safety.attach", by_name="李文员").count() == 2
    assert attach_pending(unit, ONE, by=cast.office) == 0


def test_the_same_file_twice_is_kept_once(cast: Cast) -> None:
    one, again = keep_pending(ONE, photo(), by=cast.office), keep_pending(ONE, photo(), by=cast.office)
    assert one == again
    assert keep_pending(OTHER, photo(), by=cast.office) != one


def test_nobody_reaches_the_files_of_somebody_else(cast: Cast) -> None:
    kept = keep_pending(ONE, photo(), by=cast.office)
    assert not drop_pending(ONE, kept.sha256, by=cast.lead)
    assert attach_pending(a_unit(), ONE, by=cast.lead) == 0
    assert PendingFile.objects.get() == kept
    assert drop_pending(ONE, kept.sha256, by=cast.office)


@pytest.mark.django_db(transaction=True)
def test_a_dropped_one_is_gone_with_its_bytes(cast: Cast, storage: Any) -> None:
    kept = keep_pending(ONE, photo(), by=cast.office)
    assert len(files.stored(storage)) == 1
    assert drop_pending(ONE, kept.sha256, by=cast.office)
    assert files.stored(storage) == []


def test_a_form_without_a_token_keeps_nothing_and_finds_nothing(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        keep_pending("", photo(), by=cast.office)
    PendingFile.objects.create(user=cast.office, token="", name="x", content_type="image/jpeg", sha256="x")
    assert attach_pending(a_unit(), "", by=cast.office) == 0


@pytest.mark.parametrize("limit", ["MOST", "MOST_WAITING"])
def test_there_is_an_end_to_it(limit: str, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, limit, 2)
    for number in range(2):
        keep_pending(ONE, photo(number), by=cast.office)
    with pytest.raises(RuleBroken, match="最多"):
        keep_pending(ONE, photo(2), by=cast.office)
    assert keep_pending(ONE, photo(1), by=cast.office)  # there already
    assert PendingFile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_nobody_sent_the_form_of_is_forgotten_after_a_day(cast: Cast, storage: Any, time_machine: Any) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    keep_pending(ONE, photo(), by=cast.office)
    time_machine.move_to(now + timedelta(hours=23), tick=False)
    fresh = keep_pending(OTHER, photo(1), by=cast.office)
    forget_used_forms()
    assert PendingFile.objects.count() == 2
    time_machine.move_to(now + timedelta(hours=25), tick=False)
    forget_used_forms()
    assert PendingFile.objects.get() == fresh
    assert len(files.stored(storage)) == 1
    assert forget_pending(now) == 0


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_attaches_all_or_nothing(cast: Cast, storage: Any) -> None:
    for number in range(2):
        keep_pending(ONE, photo(number), by=cast.office)
    unit, number = a_unit(), 0
    while True:
        number += 1
        try:
            with failing_at(number) as tried:
                attach_pending(unit, ONE, by=cast.office)
        except Fault:
            assert (attachments_of(unit).count(), PendingFile.objects.count()) == (0, 2)
        else:
            break
    assert number > len(tried) > 8
    assert (attachments_of(unit).count(), PendingFile.objects.count()) == (2, 0)
