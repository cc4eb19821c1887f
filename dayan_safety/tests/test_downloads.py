"""Downloads: whoever sees a record sees its files, nobody else, and no browser runs anything in them."""

from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from dayan_safety.attachments import attach, remove_attachment
from dayan_safety.models import Action, Attachment
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files

pytestmark = pytest.mark.every_database

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
    files.keep_in(tmp_path, settings)
    return tmp_path


def a_pdf(thing: Any, name: str = "通知.pdf") -> Attachment:
    return attach(thing, by=None, file=files.upload(files.PDF, name))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


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
    files.stored(storage)[0].unlink()
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
