"""An event is logged with its photographs first: sent by themselves, kept through errors, attached once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from PIL import ExifTags, Image

from campaigns.models import Event
from campaigns.tests.builders import a_kind_of_event
from committee.tests.pages import Page
from dayan_safety.attachments import attachments_of
from dayan_safety.models import PendingFile
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import serious_findings

NEW, KEEP, DROP = (reverse(name) for name in ("campaigns:create_event", "keep_photo", "drop_photo"))
ONCE = "e" * 32


@pytest.fixture(autouse=True)
def storage(tmp_path: Any, settings: Any) -> Any:
    """Files of their own."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def typed(**given: Any) -> dict[str, Any]:
    """What the form sends beside the photographs."""
    about = {"theme": "进村宣传", "kind": str(a_kind_of_event().pk), "held_on": "2026-06-12", "place": "广场"}
    return about | {"head_count": "30", "once": ONCE} | given


def send(browser: Any, name: str = "现场.jpg", content: bytes = b"", once: str = ONCE) -> Any:
    """One photograph, as the script sends it."""
    return browser.post(KEEP, {"once": once, "photos": files.upload(content or files.picture(), name)})


def test_what_was_sent_ahead_is_attached_with_the_event_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    answer = send(browser)
    assert (answer.status_code, answer.json()["name"]) == (200, "现场.jpg")
    posted = typed()
    for _time in range(2):
        assert browser.post(NEW, posted).status_code == 302
    event = Event.objects.get()
    assert [file.name for file in attachments_of(event)] == ["现场.jpg"]
    assert not PendingFile.objects.exists()


def test_an_error_in_the_form_loses_no_photograph(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    send(browser, "一.jpg")
    plain = {"photos": [files.upload(files.picture(size=(50, 20)), "二.jpg"), files.upload(b"no", "三.jpg")]}
    answer = browser.post(NEW, typed(theme="") | plain)
    assert answer.status_code == 422
    assert "三.jpg：" in answer.content.decode()
    page = Page(answer)
    kept = [line.first("span", "photo-name").text for line in page.main.first("ul", "photo-list").all("li")]
    assert [name.partition(" · ")[0] for name in kept] == ["一.jpg", "二.jpg"]
    assert page.input("place") == "广场"
    browser.post(NEW, typed())
    assert {file.name for file in attachments_of(Event.objects.get())} == {"一.jpg", "二.jpg"}


def test_a_photograph_is_upright_small_and_stripped(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    send(browser, "侧.jpg", files.phone_photo(orientation=6, size=(4000, 3000)))
    browser.post(NEW, typed())
    with attachments_of(Event.objects.get()).get().file.open("rb") as stored, Image.open(stored) as image:
        assert (image.size, max(image.size) <= 2560, image.height > image.width) == (image.size, True, True)
        assert ExifTags.IFD.GPSInfo not in image.getexif()
        assert not image.getexif()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (files.PDF, "文件.pdf", "不是照片"),
        (files.HTML, "x.jpg", "JPEG"),
        (b"", "空.jpg", "空"),
        (files.SVG, "x.svg", "svg"),
    ],
)
def test_what_is_no_photograph_is_told(content: bytes, name: str, said: str, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).post(KEEP, {"once": ONCE, "photos": files.upload(content, name)})
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert not PendingFile.objects.exists()


def test_without_a_file_or_a_token_nothing_is_kept(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert browser.post(KEEP, {"once": ONCE}).status_code == 422
    assert send(browser, once="").status_code == 422
    assert not PendingFile.objects.exists()


def test_a_photograph_is_taken_off_again_by_who_sent_it_alone(cast: Cast, as_user: Any) -> None:
    office, lead = as_user(cast.office), as_user(cast.lead)
    digest = send(office).json()["sha256"]
    assert lead.post(DROP, {"once": ONCE, "sha256": digest}).json() == {"dropped": False}
    assert office.post(DROP, {"once": ONCE, "sha256": digest}).json() == {"dropped": True}
    assert not PendingFile.objects.exists()


def test_a_refused_event_takes_no_photograph_with_it(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.lead)
    send(browser)
    answer = browser.post(NEW, typed(group=str(cast.supervision.pk)))
    assert answer.status_code == 422
    assert (Event.objects.count(), PendingFile.objects.count()) == (0, 1)


# In a real browser, at the width of a telephone.


def large(orientation: int, colour: str) -> bytes:
    """Twelve megapixels of a telephone, held upright or sideways, with the place where it was taken."""
    image, exif, out = Image.new("RGB", (4000, 3000), colour), Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 33.0, 6.0)
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_large_photographs_of_which_the_second_fails_first(visit: Any, transactional_db: Any) -> None:
    cast, kind = build_cast(), a_kind_of_event(name="集中宣传")
    watched = visit(cast.liaison, "phone")
    page, failed = watched.open(NEW), []

    def lose_the_second(route: Any) -> None:
        if PendingFile.objects.count() == 1 and not failed:
            failed.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{KEEP}", lose_the_second)
    photos = [("正.jpg", large(1, "navy")), ("侧.jpg", large(6, "olive"))]
    for name, content in photos:
        page.set_input_files("#id_photos", [{"name": name, "mimeType": "image/jpeg", "buffer": content}])
        page.wait_for_selector(f".photo-list li:has-text('{name}'):not(.is-sending)", timeout=30_000)
    page.fill("[name=theme]", "用电安全进村")
    assert page.locator(".photo-list .is-kept").count() == 1
    assert "未传成功" in page.locator(".photo-list .is-failed").inner_text()
    watched.shot("event-photo-failed")
    assert serious_findings(page) == []
    page.click(".is-failed [data-again]")
    page.wait_for_selector(".photo-list li:nth-child(2).is-kept", timeout=30_000)
    watched.shot("event-photos-kept")
    assert page.input_value("[name=theme]") == "用电安全进村"
    page.select_option("[name=kind]", str(kind.pk))
    page.fill("[name=place]", "村委会")
    watched.press("main .form-foot button[type=submit]")
    event = Event.objects.get()
    assert (event.theme, event.unit, len(failed)) == ("用电安全进村", cast.village, 1)
    sizes = {}
    for file in attachments_of(event):
        with file.file.open("rb") as stored, Image.open(stored) as image:
            sizes[file.name] = image.size
            assert not image.getexif()
    assert sizes == {"正.jpg": (2560, 1920), "侧.jpg": (1920, 2560)}
    watched.complaints[:] = [text for text in watched.complaints if "ERR_FAILED" not in text]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_form_waits_for_what_is_on_its_way_and_sends_a_lost_one_again(visit: Any, transactional_db: Any) -> None:
    cast, kind, lost = build_cast(), a_kind_of_event(name="集中宣传"), []
    watched = visit(cast.office, "desktop")
    page = watched.open(NEW)
    page.route(f"**{KEEP}", lambda route: route.continue_() if lost else (lost.append(1), route.abort()))
    for name, text in (("theme", "宣传"), ("place", "广场")):
        page.fill(f"[name={name}]", text)
    page.select_option("[name=kind]", str(kind.pk))
    page.set_input_files("#id_photos", [{"name": "一.jpg", "mimeType": "image/jpeg", "buffer": files.picture()}])
    watched.press("main .form-foot button[type=submit]")
    assert [file.name for file in attachments_of(Event.objects.get())] == ["一.jpg"]
