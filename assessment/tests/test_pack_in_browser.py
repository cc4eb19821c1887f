"""The ZIP of a self-assessment, unpacked into a folder and opened in a real browser that has no network."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from assessment.documents.national.packing import packed
from assessment.models import Evidence
from assessment.services.national import proposing
from assessment.tests.national_builders import a_selfassessment, graded
from dayan_safety.attachments import attach
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import WIDTHS, Watched

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    """Three indicators, their evidence with a document and a photograph, graded, as a folder."""
    files.keep_in(tmp_path / "kept", settings)
    for content, name in ((files.PDF, "成立文件.pdf"), (files.picture(size=(400, 300)), "会场.jpg")):
        attach(cast.committee, by=cast.office, file=files.upload(content, name))
    made = a_selfassessment(3, year=2026)
    proposing.propose_evidence(made, by=None)
    Evidence.objects.all().update(state="accepted")
    for judgement in made.judgements.all():
        graded(judgement, "abb")
    with packed(made, by=cast.office) as file, zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "pack")
    return tmp_path / "pack"


@pytest.fixture
def reader(chromium: Any, folder: Path) -> Iterator[Watched]:
    """Somebody with the folder on a machine without a network."""
    context = chromium.new_context(
        viewport=dict(zip(("width", "height"), WIDTHS["desktop"], strict=True)), offline=True
    )
    watched = Watched(context.new_page(), folder.as_uri())
    yield watched
    context.close()
    assert watched.complaints == []


def links(page: Any) -> list[Path]:
    """The files that the page consists of and leads to."""
    hrefs = page.eval_on_selector_all("[href], img", "all => all.map(each => each.href || each.src)")
    return [Path(unquote(urlsplit(href).path)) for href in hrefs]


def test_it_is_read_from_the_index_to_the_last_photograph(reader: Watched, folder: Path) -> None:
    page = reader.open("/index.html")
    assert "2026年自评" in page.inner_text("h1")
    reader.look("pack-index")
    page.click("tbody a >> nth=0")
    page.wait_for_selector("h1:has-text('内容1')")
    assert page.eval_on_selector_all("img", "all => all.map(each => each.naturalWidth > 0)") == [True]
    reader.look("pack-indicator")
    page.click("nav a:has-text('下一')")
    page.wait_for_selector("h1:has-text('内容2')")
    page.click("nav a:has-text('下一')")
    page.wait_for_selector("h1:has-text('内容3')")
    assert page.locator("nav a").all_inner_texts() == ["全部指标", "上一项"]
    page.click(".pictures a")
    page.wait_for_url("**/files/*.jpg")
    page.go_back()
    page.click("nav a >> nth=0")
    page.wait_for_url("**/index.html")


def test_every_link_of_every_page_leads_to_a_file_of_the_folder(reader: Watched, folder: Path) -> None:
    reached = {folder / "index.html"}
    for place in sorted(folder.rglob("*.html")):
        page = reader.open(f"/{place.relative_to(folder)}")
        assert page.title()
        reached |= set(links(page))
    assert reached == {path for path in folder.rglob("*") if path.is_file()}


def test_a_link_that_leads_nowhere_would_be_seen(reader: Watched, folder: Path) -> None:
    place = folder / "index.html"
    place.write_text(place.read_text().replace("report.docx", "lost.docx"))
    assert [path.name for path in links(reader.open("/index.html")) if not path.exists()] == ["lost.docx"]
