"""The whole file as one ZIP: every link leads somewhere, what is on the page is in the file, no telephone numbers."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from assessment.documents.national.packing import masked
from assessment.documents.national.report import numeral
from assessment.models import Evidence
from assessment.services.national import judging, proposing
from assessment.tests.national_builders import a_selfassessment, graded
from dayan_safety.attachments import attach
from dayan_safety.models import Action, Attachment
from dayan_safety.personal import check_character
from dayan_safety.testing import Cast
from dayan_safety.tests import files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PHONE = "13912345678"
SEVENTEEN = "37080019900307002"
LAST = check_character(SEVENTEEN)


class Links(HTMLParser):
    """Collects where a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Each address of an element."""
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def kept(cast: Cast, settings: Any, tmp_path: Path) -> Any:
    """A self-assessment with accepted evidence that has files, one indicator graded."""
    files.keep_in(tmp_path, settings)
    attach(cast.committee, by=cast.office, file=files.upload(files.PDF, "成立文件.pdf"))
    made = a_selfassessment(2, year=2026)
    proposing.propose_evidence(made, by=None)
    Evidence.objects.all().update(state="accepted")
    first = graded(made.judgements.order_by("indicator__number").first(), "aab")
    judging.judge_indicator(first, by=None, text=f"联系人电话{PHONE}，详见附件")
    return made


def unpacked(user: Any, kept: Any, as_user: Any) -> zipfile.ZipFile:
    """What is downloaded."""
    answer = as_user(user).get(reverse("assessment:pack_selfassessment", args=[kept.pk]))
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def page(archive: zipfile.ZipFile, place: str) -> str:
    """A page in it."""
    return archive.read(place).decode()


def test_every_link_of_every_page_leads_to_something_in_the_file(kept: Any, cast: Cast, as_user: Any) -> None:
    archive = unpacked(cast.office, kept, as_user)
    assert archive.testzip() is None
    names = set(archive.namelist())
    pages = [name for name in names if name.endswith(".html")]
    links = {
        posixpath.normpath(posixpath.join(posixpath.dirname(place), link))
        for place in pages
        for link in Links(page(archive, place)).found
    }
    assert links == names
    assert names >= {"index.html", "report.docx", "indicators/1.html", "indicators/2.html"}


def test_what_is_on_the_page_is_in_the_file(kept: Any, cast: Cast, as_user: Any) -> None:
    archive = unpacked(cast.office, kept, as_user)
    index = page(archive, "index.html")
    assert "不能通过" in index
    for line in judging.whole_of(kept, kept.created_at.date()).lines:
        assert f"{line.judgement}" in index
        shown = page(archive, f"indicators/{line.judgement.indicator.number}.html")
        for evidence in line.judgement.evidence.all():
            assert str(evidence.record) in shown
    assert "成立文件.pdf" in page(archive, "indicators/1.html")


def test_files_have_names_of_our_own_and_each_is_there_once(kept: Any, cast: Cast, as_user: Any) -> None:
    archive, file = unpacked(cast.office, kept, as_user), Attachment.objects.get()
    place = f"files/{file.pk}.pdf"
    assert [name for name in archive.namelist() if name.startswith("files/")] == [place]
    assert archive.read(place) == file.file.read()


def test_the_word_report_of_drafts_says_that_it_is_not_formal(cast: Cast, as_user: Any) -> None:
    kept = a_selfassessment(2, year=2026)
    said = "有1项指标的文字还是草案，本结果不是正式结果。"
    for wording, is_said in (("official", False), ("draft", True)):
        kept.indicator_set.indicators.filter(number=2).update(wording=wording)
        paper = Document(io.BytesIO(unpacked(cast.office, kept, as_user).read("report.docx")))
        assert (said in "".join(paragraph.text for paragraph in paper.paragraphs)) == is_said


@pytest.mark.parametrize(
    ("number", "told"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_chapters_are_counted_in_chinese(number: int, told: str) -> None:
    assert numeral(number) == told


def test_the_word_report_says_every_indicator_with_points_and_text(kept: Any, cast: Cast, as_user: Any) -> None:
    paper = Document(io.BytesIO(unpacked(cast.office, kept, as_user).read("report.docx")))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for words in (
        str(kept),
        "一、机构与职责",
        "（1）内容1",
        "2.64／3",
        "（2）内容2",
        "促进委员会和工作组共3项",
        "详见附件",
    ):
        assert words in text


def test_no_personal_telephone_number_leaves_the_house(kept: Any, cast: Cast, as_user: Any) -> None:
    seen = as_user(cast.office).get(kept.judgements.first().get_absolute_url()).content.decode()
    assert PHONE in seen
    archive = unpacked(cast.office, kept, as_user)
    told = [page(archive, name) for name in archive.namelist() if name.endswith(".html")]
    paper = Document(io.BytesIO(archive.read("report.docx")))
    told += [paragraph.text for paragraph in paper.paragraphs]
    assert "139****5678" in "".join(told)
    assert not re.search(r"1[3-9][0-9]{9}", "".join(told))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("电话13912345678。", "电话139****5678。"),
        ("电话139 1234 5678，", "电话139****5678，"),
        ("电话139-1234-5678", "电话139****5678"),
        ("电话+8613912345678", "电话139****5678"),
        ("电话+86 139-1234-5678", "电话139****5678"),
        ("电话008613912345678", "电话139****5678"),
        ("电话8613912345678", "电话139****5678"),
        ("13912345678、18800001111", "139****5678、188****1111"),
        (f"身份证{SEVENTEEN}{LAST}，", f"身份证**************002{LAST}，"),
    ],
)
def test_numbers_of_persons_are_masked_however_they_are_written(written: str, told: str) -> None:
    assert masked(written) == told


def test_the_letter_at_the_end_of_an_identity_number_may_be_small() -> None:
    own = next(text for text in (f"37080019900307{n:03d}" for n in range(1000)) if check_character(text) == "X")
    for letter in "Xx":
        assert masked(f"身份证{own}{letter}") == f"身份证{'*' * 14}{own[-3:]}{letter}"


@pytest.mark.parametrize(
    "written",
    [
        "〔2026〕1391234号",  # a document's number
        "12912345678",  # no mobile begins so
        "139123456789",  # twelve digits
        "9139123456780",
        "0537-3291234",  # the number of an office is no secret
        "370800199003070021234",  # too long for an identity number
        "370800199013070020",  # the thirteenth month
        "2026-01-13 2026-01-14",
        "135.00 / 150.00",
    ],
)
def test_other_numbers_stay_as_they_are(written: str) -> None:
    assert masked(written) == written


def test_what_was_not_accepted_or_was_lost_is_left_out(kept: Any, cast: Cast, as_user: Any) -> None:
    Attachment.objects.get().file.storage.delete(Attachment.objects.get().file.name)
    assert "成立文件" not in page(unpacked(cast.office, kept, as_user), "indicators/1.html")
    Evidence.objects.filter(judgement__indicator__number=1).update(state="rejected")
    archive = unpacked(cast.office, kept, as_user)
    assert str(cast.committee) not in page(archive, "indicators/1.html")
    assert str(cast.committee) in page(archive, "indicators/2.html")


def test_history_keeps_that_it_left_the_house(kept: Any, cast: Cast, as_user: Any) -> None:
    unpacked(cast.chair, kept, as_user)
    action = Action.objects.get(verb="assessment.pack_selfassessment")
    assert (action.by_id, action.thing_id) == (cast.chair.pk, str(kept.pk))
