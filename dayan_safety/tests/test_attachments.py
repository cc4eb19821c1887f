"""Files of a record: whoever sees the record sees its files, nobody else; what is refused leaves nothing behind."""

import hashlib
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.forms import Form
from django.test import Client
from django.urls import reverse

from dayan_safety.attachments import Checked, attach, attachments_of, check_upload, remove_attachment
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, verify_history
from dayan_safety.models import Action, Attachment
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.uploads.fields import CheckedFileField

NAMES = [
    "通知（2026）第3号.pdf",
    'a"b.pdf',
    "a;b=c.pdf",
    "a\r\nSet-Cookie: evil=1.pdf",
    "../../../etc/passwd.pdf",
    "C:\\Windows\\x.pdf",
    "\u202efdp.exe.pdf",
    "a\0b.pdf",
    "%2e%2e%2f.pdf",
    "长" * 300 + ".pdf",
    "=1+1.pdf",
    "<script>.pdf",
    "😀.pdf",
]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    backend = "django.core.files.storage.FileSystemStorage"
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}
    return tmp_path


def stored(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def a_pdf(thing: Any, name: str = "通知.pdf", by: Any = None) -> Attachment:
    return attach(thing, by=by, file=files.upload(files.PDF, name))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


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


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_name_reaches_the_disk(cast: Cast, storage: Path, name: str) -> None:
    a_pdf(cast.village, name)
    (path,) = stored(storage)
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
    assert len(stored(storage)) == 1
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
    assert len(stored(storage)) == 1


# Nothing is left behind


def test_a_refused_file_leaves_nothing(cast: Cast, storage: Path) -> None:
    actions = Action.objects.count()
    with pytest.raises(RuleBroken):
        attach(cast.village, by=cast.office, file=files.upload(files.SVG, "a.png"))
    assert stored(storage) == []
    assert not Attachment.objects.exists()
    assert Action.objects.count() == actions


@pytest.mark.parametrize("wrapper", [change, transaction.atomic])
@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_no_file(storage: Path, wrapper: Callable[[], Any]) -> None:
    unit = a_unit()
    with pytest.raises(ZeroDivisionError), wrapper():
        a_pdf(unit)
        assert len(stored(storage)) == 1
        raise ZeroDivisionError
    assert stored(storage) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_files_the_one_that_failed_is_gone_and_the_other_stays(storage: Path) -> None:
    unit = a_unit()
    with change():
        kept = a_pdf(unit)
        with pytest.raises(ZeroDivisionError), change():
            a_pdf(unit, "other.pdf")
            raise ZeroDivisionError
        assert len(stored(storage)) == 1
    assert [path.name for path in stored(storage)] == [Path(kept.file.name).name]


@pytest.mark.django_db(transaction=True)
def test_a_row_the_database_refuses_leaves_no_file(storage: Path) -> None:
    unit = a_unit()
    incomplete = Checked(files.PDF, name=None, content_type="application/pdf", sha256="")  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        attach(unit, by=None, file=incomplete)
    assert stored(storage) == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_leaves_no_file(storage: Path) -> None:
    unit = a_unit()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_pdf(unit)
        connection.close()
        raise ZeroDivisionError
    assert stored(storage) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_committed_file_stays(storage: Path) -> None:
    with change():
        kept = a_pdf(a_unit())
    assert Attachment.objects.get().file.read() == files.PDF
    assert [path.name for path in stored(storage)] == [Path(kept.file.name).name]
    assert list(verify_history()) == []


# Downloading


@pytest.mark.parametrize("name", NAMES)
def test_a_download_is_an_attachment_under_its_shown_name(
    cast: Cast, as_user: Callable[[Any], Client], name: str
) -> None:
    kept = a_pdf(cast.village, name)
    response = as_user(cast.office).get(reverse("download_attachment", args=[kept.pk]))
    header = Message()
    header["Content-Disposition"] = response["Content-Disposition"]
    assert response.status_code == 200
    assert body(response) == files.PDF
    assert header.get_content_disposition() == "attachment"
    assert header.get_filename() == kept.name


@pytest.mark.parametrize("extension", ["pdf", "txt", "png"])
@pytest.mark.parametrize("page", ["download_attachment", "preview_attachment"])
def test_no_browser_runs_or_guesses_anything_in_a_file(
    cast: Cast, as_user: Callable[[Any], Client], page: str, extension: str
) -> None:
    content = {"pdf": files.PDF, "txt": "一 <script>alert(1)</script>".encode(), "png": files.picture("PNG")}[extension]
    kept = attach(cast.village, by=None, file=files.upload(content, f"a.{extension}"))
    response = as_user(cast.office).get(reverse(page, args=[kept.pk]))
    if page == "preview_attachment" and extension != "png":
        assert response.status_code == 404
        return
    disposition = "attachment" if page == "download_attachment" else "inline"
    assert response["Content-Disposition"] == f'{disposition}; filename="a.{extension}"'
    assert response["Content-Type"].startswith(kept.content_type)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_download_is_in_the_history_and_a_preview_is_not(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    kept = attach(cast.village, by=None, file=files.upload(files.picture("PNG"), "图.png"))
    browser = as_user(cast.chair)
    before = Action.objects.count()
    assert browser.get(reverse("preview_attachment", args=[kept.pk])).status_code == 200
    assert Action.objects.count() == before
    assert browser.get(reverse("download_attachment", args=[kept.pk])).status_code == 200
    row = Action.objects.order_by("-number")[0]
    assert (row.verb, row.by, row.thing_id) == ("dayan_safety.download", cast.chair, str(cast.village.pk))
    assert row.after == {"file": "图.png"}


@pytest.mark.parametrize("page", ["download_attachment", "preview_attachment"])
def test_files_of_a_record_that_does_not_exist_for_me_do_not_exist(
    cast: Cast, as_user: Callable[[Any], Client], page: str
) -> None:
    own, other = (
        attach(unit, by=None, file=files.upload(files.picture("PNG"), "a.png"))
        for unit in (cast.village, cast.other_village)
    )
    browser = as_user(cast.liaison)
    assert browser.get(reverse(page, args=[own.pk])).status_code == 200
    assert as_user(cast.office).get(reverse(page, args=[other.pk])).status_code == 200
    hidden, missing = (browser.get(reverse(page, args=[pk])) for pk in (other.pk, 999_999_999))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert Client().get(reverse(page, args=[own.pk])).status_code == 302


def test_every_role_downloads_what_it_may(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    kept = a_pdf(cast.village)
    found = {
        role: as_user(getattr(cast, role)).get(reverse("download_attachment", args=[kept.pk])).status_code
        for role in Cast.ROLES
    }
    insiders = ("chair", "office", "lead", "member", "liaison", "inspector", "supervisor")
    assert found == {role: 200 if role in insiders else 404 for role in Cast.ROLES}


def test_seeing_a_record_is_not_yet_the_right_to_its_files(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    person = cast.outsider.person
    kept = a_pdf(person)
    assert type(person).objects.visible_to(cast.outsider).filter(pk=person.pk).exists()
    assert as_user(cast.outsider).get(reverse("download_attachment", args=[kept.pk])).status_code == 403


def test_a_removed_file_and_a_file_of_a_removed_record_are_gone(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    unit = a_unit()
    removed, left = a_pdf(unit), a_pdf(unit)
    browser = as_user(cast.office)
    remove_attachment(removed, by=None, reason="x")
    assert browser.get(reverse("download_attachment", args=[removed.pk])).status_code == 404
    assert browser.get(reverse("download_attachment", args=[left.pk])).status_code == 200
    remove_record(unit, by=None, reason="x")
    assert browser.get(reverse("download_attachment", args=[left.pk])).status_code == 404


def test_a_file_lost_from_the_disk_is_not_found(cast: Cast, as_user: Callable[[Any], Client], storage: Path) -> None:
    kept = a_pdf(cast.village)
    stored(storage)[0].unlink()
    before = Action.objects.count()
    assert as_user(cast.office).get(reverse("download_attachment", args=[kept.pk])).status_code == 404
    assert Action.objects.count() == before


def test_files_of_a_kind_of_record_that_is_gone_are_gone(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    kept = a_pdf(cast.village)
    gone = ContentType.objects.create(app_label="committee", model="forgotten")
    Attachment.objects.filter(pk=kept.pk).update(thing_type=gone)
    assert as_user(cast.office).get(reverse("download_attachment", args=[kept.pk])).status_code == 404


def test_only_reading_is_possible(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    kept = a_pdf(cast.village)
    browser = as_user(cast.office)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser, method)(reverse("download_attachment", args=[kept.pk])).status_code == 405


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


def test_a_form_checks_the_file_and_hands_it_on(cast: Cast) -> None:
    form = UploadForm({}, {"file": files.upload(files.PDF, "通知.pdf")})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"] == check_upload(files.upload(files.PDF, "通知.pdf"))
    assert form.cleaned_data["extra"] is None
    kept = attach(cast.village, by=cast.office, file=form.cleaned_data["file"])
    assert kept.file.read() == files.PDF


@pytest.mark.parametrize(("content", "name"), [(files.SVG, "a.png"), (b"", "a.pdf"), (b"x", "a.zip")])
def test_a_form_says_beside_the_field_what_is_wrong(content: bytes, name: str) -> None:
    form = UploadForm({}, {"file": files.upload(content, name)})
    assert list(form.errors) == ["file"]
    assert not UploadForm({}, {}).is_valid()


def test_a_form_offers_the_accepted_kinds() -> None:
    assert ".jpg,.jpeg,.png,.webp,.pdf,.docx" in str(UploadForm()["file"])
