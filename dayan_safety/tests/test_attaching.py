"""Attaching through the page: hostile files, limits, the same form twice; good files are kept beside refused ones."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.attachments import Checked, attach_all, check_upload
from dayan_safety.errors import RuleBroken
from dayan_safety.history import verify_history
from dayan_safety.models import Action, Attachment
from dayan_safety.testing import Cast, a_unit, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.crowd import database_for_threads, together
from dayan_safety.tests.sending import PHOTO, attach_url, names_kept, send, words
from dayan_safety.uploads.fields import AT_ONCE, sort_uploads

AsUser = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    folder = tmp_path / "private"
    folder.mkdir()
    files.keep_in(folder, settings)
    return folder


def nothing_is_kept(storage: Path) -> bool:
    return not (files.stored(storage) or Attachment.objects.exists() or Action.objects.filter(verb__contains="attach"))


# Hostile files

MACROS = files.package(parts={"word/vbaProject.bin": b"x"})
HOSTILE = [
    (b"MZ\x90\0" + b"\0" * 100, "报表.xlsx", "文件内容不是 xlsx 格式"),
    (b"MZ\x90\0" + b"\0" * 100, "照片.jpg", "无法读取图片"),
    (b"MZ\x90\0" + b"\0" * 100, "安装.exe", "不能上传“exe”文件"),
    (files.HTML, "图.png", "无法读取图片"),
    (files.HTML, "说明.txt", "文件内容不是 txt 格式"),
    (files.SVG, "图.svg", "不能上传“svg”文件"),
    (files.empty_png(13_000, 13_000), "大图.png", "像素"),
    (files.moving("PNG"), "动图.png", "动"),
    (files.PDF + b"<script>", "通知.pdf", "末尾带有多余内容"),
    (MACROS, "通知.docx", "宏"),
    (b"", "空.pdf", "文件是空的"),
    (files.PDF, "没有扩展名", "文件名没有扩展名"),
    (b"\0\0\0\x18ftypheic", "苹果.jpg", "HEIC"),
]


@pytest.mark.hostile
@pytest.mark.parametrize(("content", "name", "sentence"), HOSTILE, ids=[row[1] for row in HOSTILE])
def test_a_hostile_file_is_refused_by_name_with_the_reason(
    content: bytes, name: str, sentence: str, cast: Cast, as_user: AsUser, storage: Path
) -> None:
    answer = send(as_user(cast.office), cast.village, (content, name))
    told = words(answer)
    assert answer.status_code == 422
    assert f"“{name}”没有上传。" in told
    assert sentence in told
    assert nothing_is_kept(storage)


def test_good_files_are_kept_beside_refused_ones_and_each_refused_one_is_named(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.office)
    answer = send(
        browser, cast.village, (files.PDF, "通知.pdf"), (b"MZ", "安装.exe"), (PHOTO, "图.png"), (b"", "空.txt")
    )
    assert answer.headers["Location"] == cast.village.get_absolute_url()
    assert names_kept(cast.village) == ["通知.pdf", "图.png"]
    told = words(browser.get(cast.village.get_absolute_url()))
    assert "已完成：上传附件。 “安装.exe”没有上传。不能上传“exe”文件。" in told
    assert "“空.txt”没有上传。文件是空的，请重新选择。" in told
    assert Action.objects.filter(verb="dayan_safety.attach").count() == 2


def test_whoever_reads_english_is_told_in_english(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.office)
    browser.cookies["language"] = "en"
    told = words(send(browser, cast.village, (b"MZ", "setup.exe")))
    assert "“setup.exe” was not attached. Files of the kind “exe” are not accepted." in told


@pytest.mark.parametrize("name", ['<img src=x id="live">.exe', "\u202eexe.fdp.exe", "长" * 300 + ".exe"])
def test_a_hostile_name_is_harmless_where_it_is_told(name: str, cast: Cast, as_user: AsUser) -> None:
    answer = send(as_user(cast.office), cast.village, (b"MZ", name))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="live"' not in text and "\u202e" not in text and "长" * 61 not in text
    assert "没有上传" in html.unescape(text)


# Limits


def test_more_files_than_go_at_once_are_refused_with_the_number(cast: Cast, as_user: AsUser, storage: Path) -> None:
    browser = as_user(cast.office)
    many = [(files.PDF, f"{number}.pdf") for number in range(AT_ONCE + 1)]
    answer = send(browser, cast.village, *many)
    assert answer.status_code == 422
    assert "一次最多上传 10 个文件、共 60.0\xa0MB，请分几次上传。" in answer.content.decode()
    assert nothing_is_kept(storage)
    assert send(browser, cast.village, *many[:AT_ONCE]).status_code == 302
    assert len(names_kept(cast.village)) == AT_ONCE


def test_a_request_with_files_beyond_all_measure_is_answered_with_a_sentence(
    cast: Cast, as_user: AsUser, settings: Any, storage: Path
) -> None:
    many = [(files.PDF, f"{number}.pdf") for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    answer = send(as_user(cast.office), cast.village, *many)
    assert (answer.status_code, "提交的内容过大或不完整。请减少内容，或者重试。" in words(answer)) == (400, True)
    assert nothing_is_kept(storage)


def test_a_file_too_large_is_named_and_the_others_are_kept(cast: Cast, as_user: AsUser, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    browser = as_user(cast.office)
    assert send(browser, cast.village, (b"a" * 1001, "大.txt"), (b"a" * 1000, "小.txt")).status_code == 302
    told = words(browser.get(cast.village.get_absolute_url()))
    assert names_kept(cast.village) == ["小.txt"]
    assert "“大.txt”没有上传。文件过大，最大不超过 1000 字节。" in told


def test_files_too_large_together_are_refused_with_the_size(
    cast: Cast, as_user: AsUser, settings: Any, storage: Path
) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    browser = as_user(cast.office)
    answer = send(browser, cast.village, *[(b"a" * 1000, f"{number}.txt") for number in range(4)])
    assert answer.status_code == 422
    assert "一次最多上传 10 个文件、共 2.9 KB" in words(answer)
    assert nothing_is_kept(storage)
    assert send(browser, cast.village, *[(b"a" * 1000, f"{number}.txt") for number in range(3)]).status_code == 302


def test_sending_no_file_asks_for_one(cast: Cast, as_user: AsUser, storage: Path) -> None:
    answer = send(as_user(cast.office), cast.village)
    assert (answer.status_code, "附件 ：这个字段是必填项。" in words(answer)) == (422, True)
    assert as_user(cast.office).post(attach_url(cast.village), {"uploads": "通知.pdf"}).status_code == 422
    assert nothing_is_kept(storage)


def test_the_browser_offers_the_accepted_kinds_and_takes_several(cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.office).get(attach_url(cast.village)).content.decode()
    assert 'enctype="multipart/form-data"' in text
    assert 'accept=".jpg,.jpeg,.png,.webp,.pdf,.docx' in text and " multiple" in text


@given(
    st.lists(
        st.tuples(
            st.sampled_from([files.PDF, PHOTO, files.HTML, b"", b"text"]) | st.binary(max_size=50),
            st.text(max_size=20) | st.sampled_from(["a.pdf", "b.png", "c.txt", "d.exe"]),
        ),
        max_size=4,
    )
)
def test_every_upload_is_either_kept_or_refused_with_a_sentence(uploads: list[tuple[bytes, str]]) -> None:
    found = sort_uploads(files.upload(content, name) for content, name in uploads)
    assert len(found.kept) + len(found.refused) == len(uploads)
    assert [file.name for file in found.kept] == [file.name for file in map(checked, uploads) if file]
    assert all(sentence.count("”") >= 1 and sentence.endswith((".", "。")) for sentence in found.refused)


def checked(given_file: tuple[bytes, str]) -> Checked | None:
    try:
        return check_upload(files.upload(*given_file))
    except RuleBroken:
        return None


# Once, and all or nothing


def test_the_same_form_sent_again_attaches_once(cast: Cast, as_user: AsUser, storage: Path) -> None:
    browser = as_user(cast.office)
    once = browser.get(attach_url(cast.village)).context["once"]
    answers = [send(browser, cast.village, (files.PDF, "通知.pdf"), once=once) for _ in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {cast.village.get_absolute_url()}
    assert names_kept(cast.village) == ["通知.pdf"]
    assert len(files.stored(storage)) == 1
    send(browser, cast.village, (files.PDF, "通知.pdf"), once="another")
    assert names_kept(cast.village) == ["通知.pdf", "通知.pdf"]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_four_times_at_once_attaches_once(as_user: AsUser, storage: Path, tmp_path: Path) -> None:
    cast = build_cast()
    browsers = [as_user(cast.office) for _ in range(4)]
    with database_for_threads(tmp_path):
        answers = together(
            *(
                lambda b=browser: send(b, cast.village, (PHOTO, "图.png"), once="once").status_code
                for browser in browsers
            )
        )
        kept = together(lambda: (names_kept(cast.village), list(verify_history())))
    assert answers == [302] * 4
    assert kept == [(["图.png"], [])]
    assert len(files.stored(storage)) == 1


@pytest.mark.django_db(transaction=True)
def test_when_one_of_the_files_cannot_be_written_none_is_kept(storage: Path) -> None:
    unit = a_unit()
    good = check_upload(files.upload(files.PDF, "通知.pdf"))
    incomplete = Checked(files.PDF, name=None, content_type="application/pdf", sha256="")  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        attach_all(unit, by=None, uploads=[good, incomplete])
    assert nothing_is_kept(storage)
    attach_all(unit, by=None, uploads=[good, good])
    assert names_kept(unit) == ["通知.pdf", "通知.pdf"]


def test_a_form_from_another_site_attaches_nothing(cast: Cast, storage: Path) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.office, backend="dayan_safety.backends.RuleBackend")
    page = browser.get(attach_url(cast.village))
    sent = {"uploads": SimpleUploadedFile("通知.pdf", files.PDF)}
    assert browser.post(attach_url(cast.village), sent).status_code == 403
    assert nothing_is_kept(storage)
    sent = {"uploads": SimpleUploadedFile("通知.pdf", files.PDF), "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert browser.post(attach_url(cast.village), sent).status_code == 302
    assert names_kept(cast.village) == ["通知.pdf"]
