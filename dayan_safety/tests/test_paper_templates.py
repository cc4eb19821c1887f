"""Templates the office keeps: what may be one, replacing and going back, with history; pages for it."""

from __future__ import annotations

import gc
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from committee.documents.fields import OUTCOMES
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, PaperTemplate
from dayan_safety.papers import all_papers, current_template
from dayan_safety.papers.guarding import MAX_BYTES, MAX_PARTS, check_template
from dayan_safety.papers.kinds import PaperKind, shape_of, told_fields
from dayan_safety.papers.templates import (
    replace_paper,
    restore_paper,
    sample_paper,
    shipped_template,
    tried,
    try_template,
)
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.word_files import a_template, changed, parts_of, related, saved, texts

pytestmark = pytest.mark.any_database
LIST = reverse("list_papers")
PAGE = reverse("replace_paper", args=["meeting_minutes"])
RESTORE = reverse("restore_paper", args=["meeting_minutes"])
TEMPLATE, TEST_PAPER = (
    reverse(name, args=["meeting_minutes"]) for name in ("download_paper_template", "download_test_paper")
)
OWN = a_template("本镇纪要：{{ title }}", "{%p if place %}", "地点：{{ place }}", "{%p endif %}")
TITLE = "大安镇创安联席会议（2026年3月）"
KINDS = sorted(all_papers())


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def minutes() -> PaperKind:
    """The kind whose template is replaced here."""
    return all_papers()["meeting_minutes"]


def sent(content: bytes, name: str = "模板.docx") -> Any:
    """As a browser sends it."""
    return files.upload(content, name)


def shape(value: Any) -> Any:
    """The names in a paper's fields; of a list, those of every line, which must be the same."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    shapes = [shape(line) for line in value] if isinstance(value, list) else []
    assert all(found == shapes[0] for found in shapes)
    return shapes[0] if shapes else {}


@pytest.mark.parametrize("name", KINDS)
def test_the_shipped_template_takes_everything_and_nothing(name: str) -> None:
    kind = all_papers()[name]
    paper = try_template(kind, tried(kind, sent(shipped_template(name))).content)
    told = "".join(texts(paper))
    assert kind.sample()["issuer"] in told or name == "year_minutes"
    assert "{" not in told


@pytest.mark.parametrize("name", KINDS)
def test_fields_that_are_told_are_those_of_the_sample(name: str) -> None:
    kind = all_papers()[name]
    assert shape(kind.sample()) == shape_of(kind.fields)
    assert [type(value) for value in kind.blank().values()] == [type(value) for value in kind.sample().values()]
    assert not any(kind.blank().values())


def test_fields_of_lists_are_told_with_their_list() -> None:
    told = dict(told_fields(minutes().fields))
    assert told["topics.groups.outcomes.text"] == dict(told_fields(OUTCOMES))["text"]
    assert len(told) == len(told_fields(minutes().fields))


def test_without_a_template_of_its_own_the_town_has_the_shipped_one(db: Any) -> None:
    assert current_template(minutes()) == shipped_template("meeting_minutes")


def test_a_template_is_replaced_and_the_one_before_it_stays(cast: Cast, storage: Path) -> None:
    first = replace_paper(minutes(), by=cast.office, file=sent(a_template("旧：{{ title }}"), "旧.docx"))
    second = replace_paper(minutes(), by=cast.office, file=sent(OWN, "新.docx"))
    first.refresh_from_db()
    assert (first.replaced_at is None, second.replaced_at) == (False, None)
    assert current_template(minutes()) == OWN
    assert texts(sample_paper(minutes())) == [f"本镇纪要：{TITLE}", "地点：镇政府三楼会议室"]
    assert len(files.stored(storage)) == 2
    told = Action.objects.filter(verb="dayan_safety.replace_paper").first()
    assert (told.by, told.before["file"], told.after["file"], told.after["sha256"]) == (
        cast.office, "旧.docx", "新.docx", second.sha256,
    )  # fmt: skip


def test_a_template_of_one_paper_is_not_that_of_another(cast: Cast) -> None:
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    notice = all_papers()["meeting_notice"]
    assert current_template(notice) == shipped_template("meeting_notice")


def test_one_goes_back_to_the_shipped_template(cast: Cast) -> None:
    replace_paper(minutes(), by=cast.office, file=sent(OWN, "新.docx"))
    restore_paper(minutes(), by=cast.office)
    assert current_template(minutes()) == shipped_template("meeting_minutes")
    told = Action.objects.get(verb="dayan_safety.restore_paper")
    assert (told.by, told.before, told.after) == (cast.office, {"file": "新.docx"}, {"paper": str(minutes().label)})
    with pytest.raises(RuleBroken):
        restore_paper(minutes(), by=cast.office)


def test_of_two_who_replace_a_template_at_once_the_second_is_told(cast: Cast) -> None:
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    twin = PaperTemplate(kind="meeting_minutes", name="x", size=1, sha256="x")
    with pytest.raises(IntegrityError, match="kind"), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("role", ["chair", "lead", "liaison", "supervisor", "administrator"])
def test_only_the_office_replaces_templates(role: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        replace_paper(minutes(), by=getattr(cast, role), file=sent(OWN))
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    with pytest.raises(PermissionDenied):
        restore_paper(minutes(), by=getattr(cast, role))
    assert current_template(minutes()) == OWN


def test_a_template_whose_file_is_lost_says_so(cast: Cast, storage: Path) -> None:
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    for path in files.stored(storage):
        path.unlink()
    with pytest.raises(RuleBroken):
        current_template(minutes())


def test_a_change_that_fails_keeps_neither_file_nor_row(cast: Cast, storage: Path, monkeypatch: Any) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dayan_safety.papers.templates.record_action", broken)
    with pytest.raises(ZeroDivisionError):
        replace_paper(minutes(), by=cast.office, file=sent(OWN))
    gc.collect()
    assert (files.stored(storage), list(PaperTemplate.objects.all())) == ([], [])


def with_part(name: str, content: bytes = b"x") -> bytes:
    """A template with one part more."""
    return files.zipped({**parts_of(OWN), name: content})


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
HOSTILE = {
    "macros": with_part("word/vbaProject.bin"),
    "macro type": changed(OWN, "[Content_Types].xml", lambda xml: xml.replace(files.WORD_MAIN, MACRO_TYPE)),
    "outward picture": related(OWN, "image", "http://evil.example/a.png", "External"),
    "outward template": related(OWN, "attachedTemplate", "http://evil.example/a.dotm", "External"),
    "local template": related(OWN, "attachedTemplate", "file:///C:/x/Normal.dotm", "External"),
    "link": related(OWN, "hyperlink", "http://evil.example/", "External"),
    "embedded page": related(OWN, "aFChunk", "part.html"),
    "embedded program": with_part("word/embeddings/oleObject1.bin"),
    "embedded workbook": related(OWN, "package", "embeddings/a.xlsx"),
    "bomb": with_part("word/media/a.bin", b"\0" * 20_000_000),
    "too many parts": files.zipped({**parts_of(OWN), **{f"word/media/{n}.bin": b"" for n in range(MAX_PARTS)}}),
    "too large": OWN + b"\0" * MAX_BYTES,
    "a page": files.HTML,
    "nothing": b"",
    "unknown field": a_template("{{ title }}{{ tilte }}"),
    "field of an empty list": a_template("{% if not topics %}{{ wrong }}{% endif %}"),
    "way out": a_template("{{ title.__class__ }}"),
    "never ends": a_template("{% for a in topics %}" * 3 + "{{ 9 ** (9 ** 9) }}" + "{% endfor %}" * 3),
}


@pytest.mark.hostile
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_and_nothing_is_kept(name: str, cast: Cast, storage: Path) -> None:
    with pytest.raises(RuleBroken) as refused:
        replace_paper(minutes(), by=cast.office, file=sent(HOSTILE[name]))
    assert len(str(refused.value)) > 10
    assert (files.stored(storage), list(PaperTemplate.objects.all())) == ([], [])
    assert not Action.objects.filter(verb="dayan_safety.replace_paper").exists()


@pytest.mark.hostile
@pytest.mark.parametrize("name", ["模板.docm", "模板.pdf", "模板.txt", "模板", "模板.dotx"])
def test_a_template_is_a_word_file_by_name(name: str) -> None:
    with pytest.raises(RuleBroken):
        check_template(sent(OWN, name))
    assert check_template(sent(OWN, "模板.docx")).content == OWN


def test_a_template_with_a_picture_of_its_own_is_taken() -> None:
    paper = Document(io.BytesIO(OWN))
    paper.add_picture(io.BytesIO(files.picture("PNG")))
    assert "word/media/image1.png" in parts_of(try_template(minutes(), tried(minutes(), sent(saved(paper))).content))


def test_the_pages_show_papers_fields_and_templates(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    listed = Page(browser.get(LIST)).text
    assert [str(kind.label) in listed for kind in all_papers().values()] == [True] * len(KINDS)
    page = Page(browser.get(PAGE))
    assert [row[0] for row in page.rows] == [name for name, _label in told_fields(minutes().fields)]
    assert RESTORE not in browser.get(PAGE).content.decode()


def test_a_template_is_uploaded_on_the_page(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    answer = browser.post(PAGE, {"file": sent(OWN, "新.docx"), "once": "1"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = browser.get(PAGE).content.decode()
    assert ("新.docx" in page, RESTORE in page) == (True, True)
    assert browser.get(TEMPLATE).content == OWN
    assert texts(browser.get(TEST_PAPER).content)[0] == f"本镇纪要：{TITLE}"


def test_a_form_sent_twice_replaces_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for _ in range(2):
        assert browser.post(PAGE, {"file": sent(OWN), "once": "same"}).status_code == 302
    assert PaperTemplate.objects.count() == 1


def test_the_page_says_what_is_wrong_with_a_template(cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).post(PAGE, {"file": sent(a_template("{{ tilte }}")), "once": "1"})
    assert answer.status_code == 422
    assert "“tilte”" in Page(answer).text
    assert not PaperTemplate.objects.exists()
    assert as_user(cast.office).post(PAGE, {"once": "2"}).status_code == 422


def test_the_page_leads_back_to_the_shipped_template(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.post(PAGE, {"file": sent(OWN, "新.docx")})
    for _ in range(2):
        assert browser.post(RESTORE).status_code == 302
    assert browser.get(TEMPLATE).content == shipped_template("meeting_minutes")
    assert "新.docx" in Page(browser.get(PAGE)).text


def test_files_are_handed_out_so_that_no_browser_runs_them(cast: Cast, as_user: Any) -> None:
    for url in (TEMPLATE, TEST_PAPER):
        answer = as_user(cast.office).get(url)
        assert answer["Content-Disposition"].startswith("attachment; filename")
        assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
            "nosniff", "default-src 'none'; sandbox",
        )  # fmt: skip


def test_a_lost_template_leads_to_the_page_that_says_so(cast: Cast, as_user: Any, storage: Path) -> None:
    browser = as_user(cast.office)
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    for path in files.stored(storage):
        path.unlink()
    assert [browser.get(url)["Location"] for url in (TEMPLATE, TEST_PAPER)] == [PAGE, PAGE]


def test_a_paper_nobody_writes_does_not_exist(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for name in ("replace_paper", "download_paper_template", "download_test_paper"):
        assert browser.get(reverse(name, args=["love_letter"])).status_code == 404
    assert browser.post(reverse("restore_paper", args=["love_letter"])).status_code == 404


def test_pages_cost_the_same_with_more_templates(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    replace_paper(minutes(), by=cast.office, file=sent(OWN))
    browser.get(PAGE)
    before = [query_count(lambda url=url: browser.get(url)) for url in (LIST, PAGE)]
    for _ in range(2):
        replace_paper(minutes(), by=cast.office, file=sent(OWN))
    replace_paper(all_papers()["meeting_notice"], by=cast.office, file=sent(OWN))
    assert [query_count(lambda url=url: browser.get(url)) for url in (LIST, PAGE)] == before
