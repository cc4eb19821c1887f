"""Files of a record: checked, kept, removed; what is refused or fails leaves nothing behind."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.forms import Form
from django.utils.datastructures import MultiValueDict

from dayan_safety.attachments import Checked, attach, attachments_of, check_upload, remove_attachment
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, verify_history
from dayan_safety.models import Action, Attachment
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.uploads.fields import CheckedFileField


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def a_pdf(thing: Any, name: str = "通知.pdf", by: Any = None) -> Attachment:
    return attach(thing, by=by, file=files.upload(files.PDF, name))


# Attaching and removing


def test_an_attached_file_is_kept_with_its_record(cast: Cast, storage: Path) -> None:
    kept = a_pdf(cast.village, by=cast.office)
    other = a_pdf(cast.other_village, by=cast.office)
    read = Attachment.objects.get(pk=kept.pk)
    assert (read.thing, read.name, read.content_type, read.by) == (
        cast.village,
        "通知.pdf",
        "application/pdf",
        cast.office,
    )
    assert (read.size, read.sha256) == (len(files.PDF), hashlib.sha256(files.PDF).hexdigest())
    assert read.file.read() == files.PDF
    assert list(attachments_of(cast.village)) == [kept]
    assert list(attachments_of(cast.other_village)) == [other]


def test_a_picture_is_kept_without_the_place_where_it_was_taken(cast: Cast) -> None:
    photo = files.phone_photo(6)
    kept = attach(cast.village, by=cast.office, file=files.upload(photo))
    content = kept.file.read()
    assert b"SECRET" in photo and b"SECRET" not in content
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("name", ["../../x.pdf", "C:\\x\\y.pdf", "a\0b.pdf", "\u202efdp.pdf", "长" * 300 + ".pdf"])
def test_nothing_of_the_name_reaches_the_disk(cast: Cast, storage: Path, name: str) -> None:
    a_pdf(cast.village, name)
    (path,) = files.stored(storage)
    assert path.parent == storage / "attachments"
    assert len(path.name) == 32 and set(path.name) <= set("0123456789abcdef")
    assert path.stat().st_mode & 0o777 == 0o600


def test_attaching_and_removing_are_in_the_records_history(cast: Cast) -> None:
    kept = a_pdf(cast.village, by=cast.office)
    remove_attachment(kept, by=cast.office, reason="传错了")
    attached, removed = Action.objects.filter(verb__contains="attach").order_by("number")
    assert (attached.verb, attached.thing_id, attached.by) == ("dayan_safety.attach", str(cast.village.pk), cast.office)
    assert attached.after == {"file": "通知.pdf", "sha256": kept.sha256}
    assert (removed.verb, removed.thing_type) == ("dayan_safety.remove_attachment", "committee.unit")
    assert (removed.before, removed.reason) == (attached.after, "传错了")


def test_a_removed_file_is_out_of_sight_and_its_bytes_stay(cast: Cast, storage: Path) -> None:
    kept = a_pdf(cast.village)
    remove_attachment(kept, by=None, reason="传错了")
    assert not attachments_of(cast.village).exists()
    assert len(files.stored(storage)) == 1
    with pytest.raises(RuleBroken):
        remove_attachment(kept, by=None, reason="again")


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
def test_nobody_but_the_office_attaches_or_removes(cast: Cast, role: str, storage: Path) -> None:
    kept = a_pdf(cast.village, by=cast.office)
    with pytest.raises(PermissionDenied):
        a_pdf(cast.village, by=getattr(cast, role))
    with pytest.raises(PermissionDenied):
        remove_attachment(kept, by=getattr(cast, role), reason="x")
    assert list(attachments_of(cast.village)) == [kept]
    assert len(files.stored(storage)) == 1


# Nothing is left behind


def test_a_refused_file_leaves_nothing(cast: Cast, storage: Path) -> None:
    actions = Action.objects.count()
    with pytest.raises(RuleBroken):
        attach(cast.village, by=cast.office, file=files.upload(files.SVG, "a.png"))
    assert files.stored(storage) == []
    assert not Attachment.objects.exists()
    assert Action.objects.count() == actions


@pytest.mark.parametrize("wrapper", [change, transaction.atomic])
@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_no_file(storage: Path, wrapper: Callable[[], Any]) -> None:
    unit = a_unit()
    with pytest.raises(ZeroDivisionError), wrapper():
        a_pdf(unit)
        assert len(files.stored(storage)) == 1
        raise ZeroDivisionError
    assert files.stored(storage) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_files_the_one_that_failed_is_gone_and_the_other_stays(storage: Path) -> None:
    unit = a_unit()
    with change():
        kept = a_pdf(unit)
        with pytest.raises(ZeroDivisionError), change():
            a_pdf(unit, "other.pdf")
            raise ZeroDivisionError
        assert len(files.stored(storage)) == 1
    assert [path.name for path in files.stored(storage)] == [Path(str(kept.file.name)).name]


@pytest.mark.django_db(transaction=True)
def test_a_row_the_database_refuses_leaves_no_file(storage: Path) -> None:
    unit = a_unit()
    incomplete = Checked(files.PDF, name=None, content_type="application/pdf", sha256="")  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        attach(unit, by=None, file=incomplete)
    assert files.stored(storage) == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_leaves_no_file(storage: Path) -> None:
    unit = a_unit()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_pdf(unit)
        connection.close()
        raise ZeroDivisionError
    assert files.stored(storage) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_committed_file_stays(storage: Path) -> None:
    with change():
        kept = a_pdf(a_unit())
    assert Attachment.objects.get().file.read() == files.PDF
    assert [path.name for path in files.stored(storage)] == [Path(str(kept.file.name)).name]
    assert list(verify_history()) == []


def test_the_files_of_a_record_take_one_query(cast: Cast, query_count: Callable[[Callable[[], Any]], int]) -> None:
    a_pdf(cast.village)
    attachments_of(cast.village)
    assert query_count(lambda: list(attachments_of(cast.village))) == 1
    a_pdf(cast.village)
    assert query_count(lambda: list(attachments_of(cast.village))) == 1


# The form field


class UploadForm(Form):
    file = CheckedFileField()
    extra = CheckedFileField(required=False)


def filled(file: UploadedFile) -> UploadForm:
    return UploadForm({}, MultiValueDict({"file": [file]}))


def test_a_form_checks_the_file_and_hands_it_on(cast: Cast) -> None:
    form = filled(files.upload(files.PDF, "通知.pdf"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"] == check_upload(files.upload(files.PDF, "通知.pdf"))
    assert form.cleaned_data["extra"] is None
    kept = attach(cast.village, by=cast.office, file=form.cleaned_data["file"])
    assert kept.file.read() == files.PDF


@pytest.mark.parametrize(("content", "name"), [(files.SVG, "a.png"), (b"", "a.pdf"), (b"x", "a.zip")])
def test_a_form_says_beside_the_field_what_is_wrong(content: bytes, name: str) -> None:
    form = filled(files.upload(content, name))
    assert list(form.errors) == ["file"]
    assert not UploadForm({}).is_valid()


def test_a_form_offers_the_accepted_kinds() -> None:
    assert ".jpg,.jpeg,.png,.webp,.pdf,.docx" in str(UploadForm()["file"])
