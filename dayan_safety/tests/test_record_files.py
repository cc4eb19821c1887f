"""Files on a record's page: shown to those they are open to, removed with a reason, told in the history."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image

from committee.services.appointments import end_appointment
from dayan_safety.attachments import attach, attachments_of
from dayan_safety.models import Action, Attachment
from dayan_safety.testing import Cast, a_person, a_unit, an_appointment
from dayan_safety.tests import files
from dayan_safety.tests.sending import PHOTO, a_pdf, attach_url, names_kept, panel, send, words
from dayan_safety.workdays import today

AsUser = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


# The page


def test_several_files_are_attached_at_once_and_shown(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.office)
    answer = send(
        browser, cast.village, (files.PDF, "通知（2026）.pdf"), (PHOTO, "现场.png"), (b"\xe5\xae\x89", "说明.txt")
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, cast.village.get_absolute_url())
    assert names_kept(cast.village) == ["通知（2026）.pdf", "现场.png", "说明.txt"]
    page = browser.get(cast.village.get_absolute_url())
    assert "已完成：上传附件。" in words(page)
    told = words(page)
    for file in attachments_of(cast.village):
        assert re.search(rf"{re.escape(file.name)} {file.size}\W字节 · 20\d\d-\d\d-\d\d \d\d:\d\d · 李文员 移除", told)
    assert [line["icon"] for line in panel(page).context["files"]] == [
        "file-earmark-pdf", "file-earmark-text", "file-earmark-text",
    ]  # fmt: skip


def test_only_pictures_are_previewed_and_only_when_they_come_into_view(cast: Cast, as_user: AsUser) -> None:
    pdf = a_pdf(cast.village)
    photo = attach(cast.village, by=None, file=files.upload(PHOTO, "现场.png"))
    text = as_user(cast.office).get(cast.village.get_absolute_url()).content.decode()
    [image] = re.findall(r"<img [^>]*/files/[^>]*>", text)
    assert f'src="/files/{photo.pk}/preview/"' in image
    assert 'loading="lazy"' in image
    assert f'href="/files/{pdf.pk}/"' in text and f'href="/files/{photo.pk}/"' in text


def test_a_preview_is_small_and_a_damaged_picture_has_none(cast: Cast, as_user: AsUser, storage: Path) -> None:
    photo = attach(cast.village, by=None, file=files.upload(files.picture("JPEG", (2000, 1000)), "大图.jpg"))
    browser, url = as_user(cast.office), reverse("preview_attachment", args=[photo.pk])
    content = b"".join(browser.get(url).streaming_content)
    assert Image.open(io.BytesIO(content)).size == (320, 160)
    assert len(content) < photo.size / 4
    files.stored(storage)[0].write_bytes(b"broken")
    assert browser.get(url).status_code == 404


def test_without_a_file_there_is_an_invitation_for_those_who_may_attach(cast: Cast, as_user: AsUser) -> None:
    url = cast.village.get_absolute_url()
    page = as_user(cast.office).get(url)
    assert "附件 上传附件 还没有附件。" in words(page)
    assert [button.url for button in panel(page).buttons] == [attach_url(cast.village)]
    assert panel(as_user(cast.chair).get(url)) is None


def test_others_see_the_files_and_no_way_to_change_them(cast: Cast, as_user: AsUser) -> None:
    a_pdf(cast.village)
    shown = panel(as_user(cast.liaison).get(cast.village.get_absolute_url()))
    assert [line["file"].name for line in shown.context["files"]] == ["通知.pdf"]
    assert ([line["remove_url"] for line in shown.context["files"]], shown.buttons) == ([""], [])


def test_a_noun_that_keeps_no_files_has_neither_panel_nor_door(cast: Cast, as_user: AsUser) -> None:
    post = cast.village.liaison_posts.first()
    assert panel(as_user(cast.office).get(post.get_absolute_url())) is None
    with pytest.raises(NoReverseMatch):
        attach_url(post)
    assert not cast.office.has_perm("dayan_safety.attach", post)
    assert cast.office.has_perm("dayan_safety.attach", cast.village)


@pytest.mark.parametrize("thing", ["village", "committee", "group", "person", "appointment"])
def test_three_files_cost_as_many_queries_as_one(thing: str, cast: Cast, as_user: AsUser, query_count: Any) -> None:
    person = cast.liaison.person
    record = {"person": person, "appointment": person.appointments.get()}.get(thing) or getattr(cast, thing)
    browser, url = as_user(cast.office), record.get_absolute_url()
    a_pdf(record, by=cast.office)
    browser.get(url)
    one = query_count(lambda: browser.get(url))
    a_pdf(record)
    Attachment.objects.filter(pk=a_pdf(record).pk).update(by=cast.lead)
    assert query_count(lambda: browser.get(url)) == one
    assert len(panel(browser.get(url)).context["files"]) == 3


# Removing


def test_a_file_is_removed_with_a_reason_and_its_bytes_stay(cast: Cast, as_user: AsUser, storage: Path) -> None:
    kept, other = a_pdf(cast.village), a_pdf(cast.village, "名单.pdf")
    browser, url = as_user(cast.office), reverse("remove_attachment", args=[kept.pk])
    assert "“通知.pdf”将不再显示" in words(browser.get(url))
    refused = browser.post(url, {"reason": " "})
    assert (refused.status_code, names_kept(cast.village)) == (422, ["通知.pdf", "名单.pdf"])
    answer = browser.post(url, {"reason": "传错了"})
    assert answer.headers["Location"] == cast.village.get_absolute_url()
    page = browser.get(cast.village.get_absolute_url())
    assert [line["file"] for line in panel(page).context["files"]] == [other]
    assert "已完成：移除附件。" in words(page)
    assert len(files.stored(storage)) == 2
    assert browser.get(url).status_code == 404


def test_removed_twice_from_one_form_is_removed_once(cast: Cast, as_user: AsUser) -> None:
    url = reverse("remove_attachment", args=[a_pdf(cast.village).pk])
    browser = as_user(cast.office)
    once = browser.get(url).context["once"]
    answers = [browser.post(url, {"reason": "传错了", "once": once}).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Action.objects.filter(verb="dayan_safety.remove_attachment").count() == 1


# History


def test_what_happened_to_files_is_told_on_the_records_page(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.office)
    send(browser, cast.village, (files.PDF, "通知.pdf"))
    [kept] = attachments_of(cast.village)
    as_user(cast.chair).get(reverse("download_attachment", args=[kept.pk]))
    browser.post(reverse("remove_attachment", args=[kept.pk]), {"reason": "传错了"})
    page = browser.get(cast.village.get_absolute_url())
    assert [str(told) for told in page.context["history"][:3]] == [
        "李文员：移除附件，东风村",
        "王主任：下载附件，东风村",
        "李文员：上传附件，东风村",
    ]
    text = words(page)
    assert "李文员 移除附件 文件： 变更前 通知.pdf → 空 原因：传错了" in text
    assert "王主任 下载附件 文件： 变更后 通知.pdf" in text
    assert "李文员 上传附件 文件： 变更后 通知.pdf" in text
    assert kept.sha256 not in text


# Whom files are open to


def test_a_persons_files_open_to_those_who_may_see_the_full_numbers(cast: Cast, as_user: AsUser) -> None:
    person = cast.liaison.person
    a_pdf(person, "身份证.pdf")
    shown = {
        role: panel(as_user(getattr(cast, role)).get(person.get_absolute_url())) is not None
        for role in ("chair", "office", "lead", "member", "supervisor", "liaison")
    }
    assert shown == {
        "chair": True, "office": True, "lead": False, "member": False, "supervisor": False, "liaison": True,
    }  # fmt: skip


def test_a_liaison_attaches_to_the_own_person_and_to_nobody_elses(cast: Cast, as_user: AsUser) -> None:
    colleague = a_person(unit=cast.village)
    browser = as_user(cast.liaison)
    assert browser.get(reverse("committee:edit_person", args=[colleague.pk])).status_code == 200
    assert send(browser, colleague, (files.PDF, "a.pdf")).status_code == 403
    assert send(browser, cast.liaison.person, (files.PDF, "证书.pdf")).status_code == 302
    assert (names_kept(colleague), names_kept(cast.liaison.person)) == ([], ["证书.pdf"])


def test_one_removes_what_one_attached_and_the_office_removes_all(cast: Cast, as_user: AsUser) -> None:
    own, offices = a_pdf(cast.group, by=cast.lead), a_pdf(cast.group, by=cast.office)
    lines = panel(as_user(cast.lead).get(cast.group.get_absolute_url())).context["files"]
    assert [bool(line["remove_url"]) for line in lines] == [True, False]
    lines = panel(as_user(cast.office).get(cast.group.get_absolute_url())).context["files"]
    assert [bool(line["remove_url"]) for line in lines] == [True, True]
    reason = {"reason": "x"}
    assert as_user(cast.lead).post(reverse("remove_attachment", args=[offices.pk]), reason).status_code == 403
    assert as_user(cast.lead).post(reverse("remove_attachment", args=[own.pk]), reason).status_code == 302
    assert list(attachments_of(cast.group)) == [offices]


def test_who_may_no_longer_edit_the_record_removes_nothing_from_it(cast: Cast, as_user: AsUser) -> None:
    kept = a_pdf(cast.group, by=cast.lead)
    url = reverse("remove_attachment", args=[kept.pk])
    assert as_user(cast.lead).get(url).status_code == 200
    an_appointment(cast.committee, "member", cast.lead.person)
    lead = cast.lead.person.appointments.get(post="lead")
    end_appointment(lead, by=None, until=today() - timedelta(days=1), reason="换届")
    assert as_user(cast.lead).post(url, {"reason": "x"}).status_code == 403
    assert names_kept(cast.group) == ["通知.pdf"]


def test_a_file_of_another_kind_of_record_with_the_same_number_is_not_open(cast: Cast, as_user: AsUser) -> None:
    unit, person = a_unit(pk=777_001), a_person(pk=777_001)
    of_unit, of_person = a_pdf(unit), a_pdf(person)
    browser = as_user(cast.inspector)
    found = [browser.get(reverse("download_attachment", args=[file.pk])).status_code for file in (of_unit, of_person)]
    assert found == [200, 404]
    assert as_user(cast.office).get(reverse("download_attachment", args=[of_person.pk])).status_code == 200


def test_the_files_one_sees_are_those_of_the_records_one_sees(cast: Cast) -> None:
    own, other = a_pdf(cast.village), a_pdf(cast.other_village)
    assert set(Attachment.objects.visible_to(cast.office)) == {own, other}
    assert set(Attachment.objects.visible_to(cast.liaison)) == {own}
    assert not Attachment.objects.visible_to(cast.outsider).exists()
