"""Files handed to what was made of a record; what is done from nowhere; what a form begins with; signatures."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.test import RequestFactory

from committee.models import Unit
from dayan_safety.attachments import attach, attachments_of, hand_files
from dayan_safety.history import Source, from_nowhere, record_action, source
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.uploads.signatures import LONGEST, SignatureField
from dayan_safety.views.beginning import asked_for, only_one


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


# Handing


def test_files_go_over_and_both_histories_tell_it(cast: Cast, storage: Path) -> None:
    photo = attach(cast.village, by=None, file=files.upload(files.picture(), "a.jpg"))
    gone = attach(cast.village, by=None, file=files.upload(files.picture(size=(30, 30)), "b.jpg"))
    type(gone).objects.filter(pk=gone.pk).update(removed_at="2026-01-01T00:00Z")
    before = len(files.stored(storage))
    assert hand_files(cast.village, cast.other_village, by=cast.office) == 1
    assert list(attachments_of(cast.other_village)) == [photo]
    assert not attachments_of(cast.village).exists()
    assert len(files.stored(storage)) == before
    told = Action.objects.filter(verb="dayan_safety.attach", thing_id=str(cast.other_village.pk)).get()
    assert told.after["file"] == "a.jpg"


def test_nothing_to_hand_over_is_nothing(cast: Cast) -> None:
    assert hand_files(cast.village, cast.other_village, by=cast.office) == 0
    assert not Action.objects.filter(verb="dayan_safety.attach").exists()


# From nowhere


def test_what_is_done_from_nowhere_keeps_no_address_and_the_rest_does(cast: Cast) -> None:
    token = source.set(Source("10.0.0.7", "r1"))
    try:
        with from_nowhere("a resident"):
            record_action("committee.edit_unit", cast.village, by=None)
        record_action("committee.edit_unit", cast.other_village, by=None)
    finally:
        source.reset(token)
    kept = dict(Action.objects.filter(verb="committee.edit_unit").values_list("thing_id", "address"))
    assert kept == {str(cast.village.pk): "", str(cast.other_village.pk): "10.0.0.7"}


# Beginning


@pytest.mark.parametrize(("keys", "expected"), [([], None), ([7], 7), ([7, 8], None)])
def test_only_one_is_the_one(keys: list[int], expected: int | None) -> None:
    assert only_one(keys) == expected


def test_what_the_address_names_is_what_exists_for_the_reader(cast: Cast) -> None:
    def asked(user: Any, key: Any) -> Any:
        request = RequestFactory().get("/", {"unit": key})
        request.user = user
        return asked_for(Unit, request, "unit")

    assert asked(cast.office, cast.other_village.pk) == cast.other_village
    assert asked(cast.liaison, cast.other_village.pk) is None
    remove_record(cast.other_village, by=None, reason="x")
    assert asked(cast.office, cast.other_village.pk) is None
    for odd in ("", "x", "-1", "9" * 40, "１", "1 OR 1=1"):
        assert asked(cast.office, odd) is None


# Signatures


def drawn(kind: str = "PNG") -> str:
    """As a page draws it."""
    return "data:image/png;base64," + base64.b64encode(files.picture(kind)).decode()


def test_a_signature_is_a_checked_picture_and_none_is_nothing() -> None:
    field = SignatureField(label="签名", name="签名.png")
    kept = field.clean(drawn())
    assert kept is not None
    assert (kept.name, kept.content_type) == ("签名.png", "image/png")
    assert field.clean("") is None


@pytest.mark.parametrize(
    "wrong",
    [
        "签名", "data:,x", drawn()[:-9], drawn("JPEG").replace("png", "jpeg"), "data:image/png;base64,AAAA",
        "data:image/png;base64," + base64.b64encode(files.HTML).decode(), drawn() + "x" * LONGEST,
    ],
)  # fmt: skip
def test_whatever_else_it_is_is_refused(wrong: str) -> None:
    with pytest.raises(forms.ValidationError):
        SignatureField(label="签名", name="签名.png").clean(wrong)
