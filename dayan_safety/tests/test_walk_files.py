"""The office keeps files with a village, in a real browser: attaches by keyboard, looks, downloads, removes."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from dayan_safety.attachments import attachments_of
from dayan_safety.models import Action, Attachment
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import Watched, serious_findings
from dayan_safety.tests.sending import a_pdf, attach_url, names_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = [("desktop", "light"), ("phone", "dark")]
LONG = "关于调整大安镇安全社区促进委员会组成人员的通知（2026年第3号）.pdf"


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path / "private", settings)
    return tmp_path / "private"


def on_disk(folder: Path, **contents: bytes) -> list[str]:
    """Files on the clerk's disk."""
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return [str(path) for path in paths]


def signed_in(visit: Any, cast: Cast, width: str, colours: str = "light") -> Watched:
    """The office at a page of ``width`` in its colours."""
    type(cast.office).objects.filter(pk=cast.office.pk).update(colours=colours)
    watched: Watched = visit(cast.office, width)
    return watched


def is_well_made(page: Page) -> bool:
    """Whether axe finds nothing serious and nothing sticks out sideways."""
    assert serious_findings(page) == []
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


@pytest.mark.parametrize(("width", "colours"), WAYS)
def test_the_walk(width: str, colours: str, visit: Any, tmp_path: Path) -> None:
    cast = build_cast()
    watched = signed_in(visit, cast, width, colours)
    chosen = on_disk(
        tmp_path, **{LONG: files.PDF, "现场照片.png": files.picture("PNG", (1200, 800)), "安装.exe": b"MZ"}
    )

    page = watched.open(cast.village.get_absolute_url())
    page.on("filechooser", lambda chooser: None)  # from here on choosers are Playwright's, not the system's
    page.click("main >> text=上传附件")
    page.wait_for_selector("h1:has-text('上传附件')")
    assert is_well_made(page)
    page.focus("input[type=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(chosen)
    listed = page.locator("[data-drop-name]").inner_text().split("\n")
    assert [line.rpartition(" · ")[0] for line in listed] == [LONG, "现场照片.png", "安装.exe"]
    watched.shot(f"files-{width}-1-chosen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=“安装.exe”没有上传。不能上传“exe”文件。")
    assert names_kept(cast.village) == [LONG, "现场照片.png"]
    picture = page.locator(".files img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    assert is_well_made(page)
    watched.shot(f"files-{width}-2-kept")

    with page.expect_download() as download:
        page.click(f".files a:has-text('{LONG}')")
    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()) == (LONG, files.PDF)

    page.click(".files li:has-text('现场照片.png') >> text=移除")
    page.wait_for_selector("h1:has-text('移除附件')")
    assert is_well_made(page)
    watched.shot(f"files-{width}-3-remove")
    page.fill("[name=reason]", "拍错了地方")
    page.click("button:has-text('移除附件')")
    page.wait_for_selector(".told li:has-text('拍错了地方')")
    watched.shot(f"files-{width}-4-removed")
    assert names_kept(cast.village) == [LONG]
    told = Action.objects.filter(thing_id=str(cast.village.pk), by=cast.office).order_by("number")
    assert [action.verb.removeprefix("dayan_safety.") for action in told] == [
        "attach", "attach", "download", "remove_attachment",
    ]  # fmt: skip


def test_refused_files_are_told_where_they_were_chosen(visit: Any, tmp_path: Path) -> None:
    cast = build_cast()
    watched = signed_in(visit, cast, "phone")
    page = watched.open(attach_url(cast.village))
    page.set_input_files("input[type=file]", on_disk(tmp_path, **{"网页.png": files.HTML, "报表.xlsx": b"MZ"}))
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-errors]:focus")
    assert page.locator("[data-errors] li").count() == 2
    assert page.locator(".invalid-feedback:visible").inner_text().count("没有上传") == 2
    assert is_well_made(page)
    watched.shot("files-phone-5-refused")
    page.click("[data-errors] li a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "uploads"
    assert not Attachment.objects.exists()


def test_too_many_files_are_told_before_they_are_sent(visit: Any, tmp_path: Path) -> None:
    cast = build_cast()
    watched = signed_in(visit, cast, "desktop")
    page = watched.open(attach_url(cast.village))
    many = on_disk(tmp_path, **{f"{number}.pdf": files.PDF for number in range(11)})
    page.set_input_files("input[type=file]", many)
    assert "一次最多上传 10 个文件" in page.locator("[data-drop-name]").inner_text()
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 0
    watched.shot("files-desktop-6-many")
    page.set_input_files("input[type=file]", many[:10])
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 10
    page.click("main button[type=submit]")
    page.wait_for_selector("text=已完成：上传附件。")
    assert attachments_of(cast.village).count() == 10


def test_an_impatient_finger_attaches_once(visit: Any, tmp_path: Path) -> None:
    cast = build_cast()
    page = signed_in(visit, cast, "desktop").open(attach_url(cast.village))
    page.set_input_files("input[type=file]", on_disk(tmp_path, **{"通知.pdf": files.PDF}))
    page.dblclick("main button[type=submit]")
    page.wait_for_selector("text=已完成：上传附件。")
    page.go_back()
    page.go_forward()
    assert names_kept(cast.village) == ["通知.pdf"]


def test_a_file_does_not_run_in_the_portal(visit: Any) -> None:
    cast = build_cast()
    kept = a_pdf(cast.village)
    page = signed_in(visit, cast, "desktop").open(cast.village.get_absolute_url())
    with page.expect_download() as download:
        page.evaluate(f"location.href = '{reverse('download_attachment', args=[kept.pk])}'")
    assert download.value.suggested_filename == "通知.pdf"
    assert page.url.endswith(cast.village.get_absolute_url())
