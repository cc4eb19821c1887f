"""The evaluator's mode: the file read-only, by indicator, as the pack shows it; keys, files, masks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Evidence, Judgement
from assessment.tests.evaluation_builders import a_draw, a_note, a_submitted, an_evaluation
from committee.models import Committee
from committee.tests.pages import Page
from dayan_safety.attachments import attach, remove_attachment
from dayan_safety.models import Action, Attachment
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests import files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PHONE, MASKED = "13912345678", "139****5678"
MODE = reverse("assessment:show_on_site")


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def at(number: int) -> str:
    """The address of an indicator."""
    return reverse("assessment:show_on_site_indicator", args=[number])


def record_at(evidence: Any) -> str:
    """The address of a record."""
    return reverse("assessment:show_on_site_evidence", args=[evidence.pk])


def file_at(evidence: Any, file: Any) -> str:
    """The address of a file of a record."""
    return reverse("assessment:download_on_site_file", args=[evidence.pk, file.pk])


def evidence_of(evaluation: Any, record: Any) -> Evidence:
    """A record of the town as evidence of the file."""
    found = Evidence.objects.filter(judgement__assessment=evaluation.assessment, record_id=record.pk)
    return next(each for each in found if each.record == record)


# Pages


def test_the_home_page_is_the_mode_and_names_the_file(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation(a_submitted(3))
    answer = as_user(evaluation.login).get("/", follow=True)
    assert answer.redirect_chain == [(MODE, 302)]
    page = Page(answer)
    assert page.title == str(evaluation.assessment)
    assert page.facts["指标"] == "3"
    assert page.facts["自评得分"] == "6.30 / 9.00 · 可以通过"
    tree = answer.content.decode()
    assert all(f'href="{at(number)}"' in tree for number in (1, 2, 3))


def test_an_indicator_shows_grades_text_and_evidence(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation(a_submitted(2))
    page = Page(as_user(evaluation.login).get(at(1)))
    assert (page.title, page.status_code) == ("1 内容1", 200)
    assert page.facts["有无"] == "b 大部分做到"
    assert page.facts["自评得分"] == "2.10 / 3.00"
    shown = {link.text: link.attributes["href"] for link in page.panels["痕迹"].all("a")}
    assert {str(cast.committee), str(cast.group), str(cast.supervision)} <= set(shown)
    assert shown[str(cast.committee)] == record_at(evidence_of(evaluation, cast.committee)) or len(shown) == 3
    assert "促进委员会和工作组共3项" in page.panels["自评文字"].text


def test_one_turns_from_indicator_to_indicator(cast: Cast, as_user: Any) -> None:
    browser = as_user(an_evaluation(a_submitted(3)).login)

    def ways(number: int) -> dict[str, str]:
        links = Page(browser.get(at(number))).head.all("a")
        return {str(link.attributes["rel"]): str(link.attributes["href"]) for link in links}

    assert ways(1) == {"next": at(2)}
    assert ways(2) == {"prev": at(1), "next": at(3)}
    assert ways(3) == {"prev": at(2)}
    assert browser.get(at(4)).status_code == 404


def test_a_text_written_by_hand_is_shown_and_nothing_where_there_is_none(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation(a_submitted(2))
    Judgement.objects.filter(indicator__number=1).update(text="我镇成立了促进委员会")
    Evidence.objects.filter(judgement__indicator__number=2).update(state="rejected")
    browser = as_user(evaluation.login)
    assert Page(browser.get(at(1))).panels["自评文字"].text == "自评文字 我镇成立了促进委员会"
    page = Page(browser.get(at(2)))
    assert page.panels["自评文字"].text == "自评文字 自评在这里没有文字。"
    assert page.panels["痕迹"].text == "痕迹 还没有采纳任何痕迹。"
    assert not page.panels["本项指标的随机抽查"].all("form")


# Records


def test_a_record_shows_what_the_pack_shows_of_it(cast: Cast, as_user: Any) -> None:
    file = attach(cast.committee, by=cast.office, file=files.upload(files.PDF, "成立文件.pdf"))
    evaluation = an_evaluation()
    evidence = evidence_of(evaluation, cast.committee)
    page = Page(as_user(evaluation.login).get(record_at(evidence)))
    assert page.title == str(cast.committee)
    assert page.facts["痕迹种类"] == "促进委员会和工作组"
    assert page.facts["记录日期"] == f"{cast.committee.term_from:%Y-%m-%d}"
    [link] = page.panels["附件"].all("a")
    assert (link.text, link.attributes["href"]) == ("成立文件.pdf", file_at(evidence, file))
    answer = as_user(cast.office).get(reverse("assessment:pack_selfassessment", args=[evaluation.assessment_id]))
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).read("indicators/1.html").decode()
    assert all(words in packed for words in (page.title, page.facts["记录日期"], link.text))


def test_a_file_of_a_record_comes_as_an_attachment_with_history(cast: Cast, as_user: Any) -> None:
    file = attach(cast.committee, by=cast.office, file=files.upload(files.PDF, "成立文件.pdf"))
    evaluation = an_evaluation()
    answer = as_user(evaluation.login).get(file_at(evidence_of(evaluation, cast.committee), file))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (files.PDF, "nosniff")
    action = Action.objects.get(verb="dayan_safety.download")
    assert (action.by_id, action.after) == (evaluation.login_id, {"file": "成立文件.pdf"})


def test_no_other_file_comes(cast: Cast, as_user: Any) -> None:
    own = attach(cast.committee, by=cast.office, file=files.upload(files.PDF, "成立文件.pdf"))
    others = attach(cast.village, by=cast.office, file=files.upload(files.PDF, "村里的.pdf"))
    evaluation = an_evaluation()
    evidence, browser = evidence_of(evaluation, cast.committee), as_user(evaluation.login)
    assert browser.get(file_at(evidence, others)).status_code == 404
    assert browser.get(reverse("download_attachment", args=[own.pk])).status_code == 403
    assert browser.get(file_at(evidence, own)).status_code == 200
    remove_attachment(own, by=cast.office, reason="错了")
    assert browser.get(file_at(evidence, own)).status_code == 404


def test_a_file_that_the_storage_lost_is_neither_named_nor_handed_out(cast: Cast, as_user: Any) -> None:
    file = attach(cast.committee, by=cast.office, file=files.upload(files.PDF, "成立文件.pdf"))
    evaluation = an_evaluation()
    evidence, browser = evidence_of(evaluation, cast.committee), as_user(evaluation.login)
    file.file.storage.delete(file.file.name)
    assert Page(browser.get(record_at(evidence))).panels["附件"].text == "附件 这条记录没有附件。"
    assert browser.get(file_at(evidence, file)).status_code == 404


def test_only_accepted_records_of_the_own_file_are_there(cast: Cast, as_user: Any) -> None:
    evaluation, other = an_evaluation(), a_submitted()
    evidence, browser = evidence_of(evaluation, cast.committee), as_user(evaluation.login)
    strange = Evidence.objects.filter(judgement__assessment=other).first()
    assert browser.get(record_at(evidence)).status_code == 200
    assert browser.get(record_at(strange)).status_code == 404
    for state in ("rejected", "proposed"):
        Evidence.objects.filter(pk=evidence.pk).update(state=state)
        assert browser.get(record_at(evidence)).status_code == 404
        assert str(cast.committee) not in browser.get(at(1)).content.decode()


def test_a_removed_record_is_not_shown(cast: Cast, as_user: Any) -> None:
    extra = Committee.objects.create(name="旧委员会", term_from="2025-01-01")
    evaluation = an_evaluation()
    evidence, browser = evidence_of(evaluation, extra), as_user(evaluation.login)
    draw = a_draw(evaluation, number=50)
    assert "旧委员会" in browser.get(at(1)).content.decode()
    remove_record(extra, by=None, reason="重复")
    assert "旧委员会" not in browser.get(at(1)).content.decode()
    assert browser.get(record_at(evidence)).status_code == 404
    sample = browser.get(draw.get_absolute_url()).content.decode()
    assert "旧委员会" not in sample
    assert "这条记录后来被移除了。" in sample


def test_telephone_numbers_are_masked_on_every_page_and_in_names_of_files(cast: Cast, as_user: Any) -> None:
    body = Committee.objects.create(name=f"联系人{PHONE}", term_from="2025-01-01")
    file = attach(body, by=None, file=files.upload(files.PDF, f"电话{PHONE}.pdf"))
    evaluation = an_evaluation()
    Judgement.objects.filter(assessment=evaluation.assessment).update(text=f"请拨打{PHONE}")
    draw, evidence, browser = a_draw(evaluation, number=50), evidence_of(evaluation, body), as_user(evaluation.login)
    for url in (at(1), record_at(evidence), draw.get_absolute_url()):
        page = browser.get(url).content.decode()
        assert PHONE not in page, url
        assert MASKED in page, url
    assert PHONE not in browser.get(file_at(evidence, file))["Content-Disposition"]
    assert PHONE not in str(Action.objects.get(verb="dayan_safety.download").after)
    assert Attachment.objects.get(pk=file.pk).name == f"电话{PHONE}.pdf"
    assert PHONE in as_user(cast.office).get(f"/assessment/judgements/{evidence.judgement_id}/").content.decode()


def test_what_people_wrote_never_becomes_markup(cast: Cast, as_user: Any) -> None:
    live = '"><img src=x id=m>'
    Committee.objects.create(name=live, term_from="2025-01-01")
    evaluation = an_evaluation(evaluator=live)
    Judgement.objects.filter(assessment=evaluation.assessment).update(text=live)
    a_note(evaluation, text=live)
    draw = a_draw(evaluation, number=50)
    for user, url in (
        (evaluation.login, MODE),
        (evaluation.login, at(1)),
        (evaluation.login, draw.get_absolute_url()),
        (cast.office, evaluation.get_absolute_url()),
    ):
        page = as_user(user).get(url).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


# Costs


def test_pages_cost_the_same_for_any_number_of_rows(cast: Cast, as_user: Any, query_count: Any) -> None:
    evaluation = an_evaluation(a_submitted(2))
    browser, judgement = as_user(evaluation.login), evaluation.assessment.judgements.get(indicator__number=1)
    draw = a_draw(evaluation, number=50)
    a_draw(evaluation, number=50, judgement=judgement)
    a_note(evaluation)
    urls = (MODE, at(1), draw.get_absolute_url(), reverse("assessment:list_evaluationnote"))
    counts = []
    for _visit in range(3):  # the second finds what the first has put into memory
        counts.append([query_count(lambda url=url: browser.get(url)) for url in urls])
        if len(counts) == 2:
            for number in (3, 50):
                a_note(evaluation)
                a_draw(evaluation, number=number)
                a_draw(evaluation, number=number, judgement=judgement)
    assert counts[2] == counts[1]
    assert max(counts[2]) <= 16
