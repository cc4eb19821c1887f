"""Headers the office taught: kept by list, used by the next file, told in history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from committee.imports import ROSTER, UNITS
from dayan_safety.importing import desk
from dayan_safety.importing.words import TEACH, added_words, teach_words
from dayan_safety.models import Action, HeaderWord, ImportBatch
from dayan_safety.testing import Cast

pytestmark = pytest.mark.django_db
LIST = "抬头甲,类别,抬头乙\n北坡村,村,某路\n".encode()


def test_a_word_that_was_taught_is_understood_in_the_next_file() -> None:
    assert desk.check_upload(UNITS, "单位.csv", LIST).report.reason
    teach_words("unit", {"抬头甲": "name", "抬头 乙": "address"}, by=None)
    report = desk.check_upload(UNITS, "单位.csv", LIST).report
    assert (report.exit_code, report.changes[0].after) == (0, "单位 北坡村；单位类别 村；地址 某路")


def test_words_of_one_list_say_nothing_in_another() -> None:
    teach_words("unit", {"抬头甲": "name"}, by=None)
    assert added_words(ROSTER.name) == {}


def test_what_is_taught_twice_is_kept_once_and_a_new_meaning_replaces_the_old() -> None:
    assert teach_words("unit", {"抬头甲": "name"}, by=None) == 1
    assert teach_words("unit", {"抬头甲": "name"}, by=None) == 0
    assert teach_words("unit", {"抬头甲": "address"}, by=None) == 1
    assert list(HeaderWord.objects.values_list("word", "meaning")) == [("抬头甲", "address")]
    last = Action.objects.filter(verb=TEACH).order_by("-pk").first()
    assert last is not None
    assert (last.before, last.after) == ({"抬头甲": "name"}, {"kind": "unit", "抬头甲": "address"})
    assert Action.objects.filter(verb=TEACH).count() == 2


def test_a_word_may_be_taught_to_mean_nothing() -> None:
    teach_words("unit", {"地址": ""}, by=None)
    report = desk.check_upload(UNITS, "单位.csv", "单位名称,类别,地址\n北坡村,村,某路\n".encode()).report
    assert report.changes[0].after == "单位 北坡村；单位类别 村"


def test_only_the_office_teaches(cast: Cast) -> None:
    for user in (cast.chair, cast.liaison, cast.auditor):
        with pytest.raises(PermissionDenied):
            teach_words("unit", {"抬头甲": "name"}, by=user)
    assert not HeaderWord.objects.exists()


@pytest.mark.parametrize("remembered", [True, False])
def test_the_page_remembers_when_asked_to(as_user: Callable[[Any], Client], cast: Cast, remembered: bool) -> None:
    batch = desk.upload_list(UNITS, "单位.csv", LIST, by=cast.office)
    said = {"column:0!": "name", "column:2!": "address"} | ({"remember": "1"} if remembered else {})
    as_user(cast.office).post(reverse("answer_import", args=[batch.pk]), said)
    assert ImportBatch.objects.get(pk=batch.pk).report["importable"]
    assert added_words("unit") == ({"抬头甲": "name", "抬头乙": "address"} if remembered else {})
