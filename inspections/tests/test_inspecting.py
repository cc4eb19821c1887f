"""An inspection: begun, answered question by question, finished with its findings, their notice and photographs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from committee.tests.refusals import history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_person, a_unit, a_user, an_appointment
from dayan_safety.workdays import today
from inspections.models import Answer, Finding, Inspection, RectificationNotice
from inspections.services import checklists, inspecting
from inspections.services.answered import answered
from inspections.services.places import responsible_of
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import a_checklist, an_asked, in_use, replaced
from inspections.tests.finding_builders import a_kind_of_danger, a_photo
from inspections.tests.inspection_builders import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    an_inspection,
    answer,
    at_the_village,
    cancelled,
    failed,
    finding_of,
    finished,
    questions,
    with_finding,
)

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026


def finish(cast: Cast, inspection: Inspection, **given: Any) -> list[Finding]:
    """End it as the inspector does."""
    return inspecting.finish_inspection(inspection, by=cast.inspector, **{"met": "孙信息", **given})


# Beginning


def test_it_gets_its_number_and_the_agency_of_who_makes_it(cast: Cast) -> None:
    first, second = at_the_village(cast), an_inspection(cast.office, unit=cast.other_village)
    assert (first.number, second.number) == ("大安检查〔2026〕1号", "大安检查〔2026〕2号")
    assert (first.agency, first.made_by, first.state) == (cast.inspector.person.unit, cast.inspector, "open")
    assert (second.agency, second.made_by) == (None, cast.office)
    assert [verb for verb, *_rest in history(first)] == ["inspections.create_inspection"]


@pytest.mark.parametrize("make", [a_checklist, replaced])
def test_it_is_made_by_a_list_in_use(make: Any, cast: Cast) -> None:
    checklist = make()
    with refused("此检查表未在使用，请另选一张。"):
        at_the_village(cast, checklist=checklist)
    assert not Inspection.objects.exists()


def test_nobody_inspects_tomorrow_or_at_anothers_site(cast: Cast) -> None:
    checklist, site = in_use(), a_site(unit=cast.other_village)
    with refused("检查日期不能晚于今天，请更正。"):
        at_the_village(cast, checklist=checklist, made_on=today() + timedelta(days=1))
    with refused("该监管对象属于其他单位：请选择本单位的，或留空。"):
        at_the_village(cast, checklist=checklist, site=site)


def test_a_unit_inspects_itself_and_nobody_else(cast: Cast) -> None:
    assert an_inspection(cast.liaison, unit=cast.village).made_by == cast.liaison
    checklist = in_use()
    with refused("请选择本单位：其他单位的隐患由发现者自行登记。"):
        an_inspection(cast.liaison, unit=cast.other_village, checklist=checklist)


@pytest.mark.parametrize("role", ["chair", "auditor", "administrator", "outsider"])
def test_others_begin_none(role: str, cast: Cast) -> None:
    new = Inspection(unit=cast.village, checklist=in_use(), made_on=today())
    with pytest.raises((PermissionDenied, RuleBroken)):
        inspecting.create_inspection(new, by=getattr(cast, role))
    assert not Inspection.objects.exists()


# Answering


def test_an_answer_is_kept_and_changed_until_it_is_finished(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS, by=cast.inspector)
    changed = answer(inspection, 0, FAIL, by=cast.inspector, text="通道堵塞", place="仓库", level="urgent")
    assert Answer.objects.get() == changed
    assert (changed.verdict, changed.text, changed.place, changed.level) == ("fail", "通道堵塞", "仓库", "urgent")


def test_of_two_answers_the_later_said_one_counts_whichever_came_first(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, FAIL, said_at=2_000, text="堵塞")
    late = answer(inspection, 0, PASS, said_at=1_000)
    assert (late.verdict, late.text) == ("fail", "堵塞")
    again = answer(inspection, 0, FAIL, said_at=2_000, text="另一句")
    assert (again.text, again.version) == ("堵塞", late.version)


def test_who_does_not_make_it_answers_nothing(cast: Cast) -> None:
    inspection = at_the_village(cast)
    for by in (cast.office, cast.liaison, cast.lead, cast.chair):
        with pytest.raises(PermissionDenied):
            answer(inspection, 0, PASS, by=by)
    assert not Answer.objects.exists()


def test_a_colleague_of_the_agency_goes_on_with_it(cast: Cast) -> None:
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS, by=colleague)
    inspecting.finish_inspection(inspection, by=colleague, met="孙信息")
    assert inspection.state == "done"


def test_a_question_of_another_list_or_a_removed_one_is_not_answered(cast: Cast) -> None:
    inspection, other = at_the_village(cast), an_asked()
    with refused("此题不在本次检查的检查表中。"):
        inspecting.answer_item(inspection, by=None, item=other, verdict=PASS, said_at=1)


def test_a_photograph_sent_twice_is_kept_once_and_can_be_taken_off(cast: Cast) -> None:
    inspection = at_the_village(cast)
    item, photo = questions(inspection)[0], a_photo()
    first = inspecting.keep_answer_photo(inspection, by=cast.inspector, item=item, photo=photo)
    assert inspecting.keep_answer_photo(inspection, by=cast.inspector, item=item, photo=photo) == first
    assert inspecting.drop_answer_photo(inspection, by=cast.inspector, item=item, sha256=photo.sha256)
    assert not inspecting.drop_answer_photo(inspection, by=cast.inspector, item=item, sha256=photo.sha256)
    assert not attachments_of(Answer.objects.get()).exists()
    assert [verb for verb, *_rest in history(Answer.objects.get())] == [
        "dayan_safety.attach", "dayan_safety.remove_attachment",
    ]  # fmt: skip


def test_what_is_kept_of_a_danger_is_in_the_town_s_language(cast: Cast) -> None:
    inspection = at_the_village(cast)
    failed(inspection, 0)
    answer(inspection, 1, PASS)
    with translation.override("en"):
        [made] = finish(cast, inspection)
    assert made.text == f"{questions(inspection)[0]}：不合格"


def test_there_are_not_more_photographs_than_anybody_looks_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "MOST_PHOTOS", 0)
    inspection = at_the_village(cast)
    with refused("每处隐患最多0张照片。"):
        inspecting.keep_answer_photo(inspection, by=None, item=questions(inspection)[0], photo=a_photo())


def test_only_where_a_question_failed_its_follow_up_is_asked(cast: Cast) -> None:
    inspection = at_the_village(cast)
    first, second = questions(inspection)
    assert answered(inspection).asked == [first]
    answer(inspection, 0, FAIL)
    assert answered(inspection).asked == [first, second]
    answer(inspection, 1, FAIL)
    answer(inspection, 0, NOT_APPLICABLE)
    seen = answered(inspection)
    assert (seen.asked, seen.failed, seen.unanswered) == ([first], [], [])


# Finishing


def test_it_is_finished_with_its_score_and_every_danger_becomes_a_finding(cast: Cast) -> None:
    checklist = a_checklist()
    kind = a_kind_of_danger(name="消防安全")
    for number in range(4):
        an_asked(checklist, text=f"问题{number}", kind=kind, basis="消防法", demand="整改", needs_photo=number == 0)
    checklists.use_checklist(checklist, by=None)
    site = a_site(unit=cast.village)
    inspection = at_the_village(cast, checklist=checklist, site=site)
    failed(inspection, 0, by=cast.inspector, text="通道堵塞", place="仓库", level="urgent")
    answer(inspection, 1, FAIL, by=cast.inspector)
    answer(inspection, 2, PASS, by=cast.inspector)
    answer(inspection, 3, NOT_APPLICABLE, by=cast.inspector)
    made = finish(cast, inspection, summary="立即整改", uploads=[a_photo("签名.png")])
    inspection.refresh_from_db()
    assert (inspection.passed, inspection.failed, inspection.not_applicable) == (1, 2, 1)
    assert (inspection.score, inspection.met, inspection.summary) == (Decimal("33.3"), "孙信息", "立即整改")
    first, second = Finding.objects.order_by("pk")
    assert made == [first, second]
    assert (first.text, first.place, first.level, first.kind, first.site) == ("通道堵塞", "仓库", "urgent", kind, site)
    assert (first.basis, first.demand, first.unit, first.agency) == ("消防法", "整改", cast.village, inspection.agency)
    assert (first.due_on, second.due_on) == (date(2026, 6, 18), date(2026, 6, 22))
    assert (second.text, second.found_by, second.source) == ("问题1：不合格", cast.inspector, "inspection")
    notice = RectificationNotice.objects.get()
    assert set(notice.findings.all()) == {first, second}
    assert {finding.state for finding in notice.findings.all()} == {"notified"}


def test_the_photographs_go_with_the_danger_and_the_signature_stays(cast: Cast) -> None:
    inspection = with_finding(cast)
    finding = finding_of(inspection)
    assert [file.name for file in attachments_of(finding)] == ["整改前.jpg"]
    assert not attachments_of(inspection.answers.first()).exists()
    assert [file.name for file in attachments_of(inspection)] == ["签名.jpg"]
    assert "dayan_safety.attach" in [verb for verb, *_rest in history(finding)]


def test_the_unit_hears_once_what_it_came_to(cast: Cast) -> None:
    inspection = with_finding(cast)
    told = Notice.objects.get(user=cast.liaison)
    assert told.title == f"检查发现1处隐患：{inspection}"
    assert told.url == inspection.get_absolute_url()
    nothing = finished(cast)
    assert Notice.objects.filter(user=cast.liaison, title=f"检查未发现隐患：{nothing}").count() == 1
    assert not Notice.objects.filter(user=cast.inspector).exists()


def test_without_the_notice_each_danger_waits_to_be_told(cast: Cast) -> None:
    inspection = at_the_village(cast)
    failed(inspection, 0)
    answer(inspection, 1, PASS)
    finish(cast, inspection, notify=False)
    assert finding_of(inspection).state == "found"
    assert not RectificationNotice.objects.exists()


def test_what_lacks_a_demand_is_not_told_and_holds_nothing_up(cast: Cast) -> None:
    checklist = a_checklist()
    an_asked(checklist, kind=a_kind_of_danger(), needs_photo=False)
    an_asked(checklist, kind=a_kind_of_danger(), needs_photo=False, demand="清理")
    checklists.use_checklist(checklist, by=None)
    inspection = at_the_village(cast, checklist=checklist)
    answer(inspection, 0, FAIL)
    answer(inspection, 1, FAIL)
    first, second = finish(cast, inspection)
    assert [finding.state for finding in (first, second)] == ["found", "notified"]


def test_a_unit_that_inspects_itself_has_received_what_it_found(cast: Cast) -> None:
    inspection = an_inspection(cast.liaison, unit=cast.village)
    failed(inspection, 0, by=cast.liaison)
    answer(inspection, 1, PASS, by=cast.liaison)
    inspecting.finish_inspection(inspection, by=cast.liaison, met="孙信息")
    finding = finding_of(inspection)
    assert (finding.state, finding.source, finding.received_by) == ("rectifying", "patrol", cast.liaison)
    assert not RectificationNotice.objects.exists()


def test_the_liaison_who_sees_to_it_stands_in_the_finding(cast: Cast) -> None:
    assert responsible_of(cast.village) == "孙信息"
    post = cast.village.liaison_posts.get(role="patrol_inspector")
    an_appointment(post, "liaison", a_person(name="钱巡查", unit=cast.village))
    assert responsible_of(cast.village) == "钱巡查"
    assert finding_of(with_finding(cast)).responsible == "钱巡查"
    assert responsible_of(a_unit()) == ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "未作答：{0}"),
        ({0: FAIL}, "未作答：{1}；缺照片：{0}"),
    ],
)
def test_nothing_is_finished_while_something_is_lacking(given: dict[int, str], sentence: str, cast: Cast) -> None:
    inspection = at_the_village(cast)
    names = [str(item) for item in questions(inspection)]
    for number, verdict in given.items():
        answer(inspection, number, verdict)
    with refused(f"结束前请先处理：{sentence.format(*names)}。"):
        finish(cast, inspection)
    inspection.refresh_from_db()
    assert inspection.state == "open"
    assert not Finding.objects.exists()


def test_of_much_that_is_lacking_some_is_named(cast: Cast) -> None:
    checklist = a_checklist()
    for number in range(5):
        an_asked(checklist, text=f"问题{number}")
    checklists.use_checklist(checklist, by=None)
    inspection = at_the_village(cast, checklist=checklist)
    with refused("结束前请先处理：未作答：问题0、问题1、问题2等另2项。"):
        finish(cast, inspection)


@pytest.mark.parametrize(("make", "word"), [(finished, "已结束"), (cancelled, "已撤销")])
def test_what_is_over_stands_fast(make: Any, word: str, cast: Cast) -> None:
    inspection = make(cast)
    item = questions(inspection)[0]
    for act in (
        lambda: answer(inspection, 0, FAIL),
        lambda: inspecting.keep_answer_photo(inspection, by=None, item=item, photo=a_photo()),
        lambda: inspecting.drop_answer_photo(inspection, by=None, item=item, sha256="x"),
        lambda: finish(cast, inspection),
        lambda: inspecting.cancel_inspection(inspection, by=cast.inspector, reason="x"),
        lambda: inspecting.edit_inspection(inspection, ["companions"], by=cast.inspector),
    ):
        with refused(f"目前状态为“{word}”，不能进行此操作。"):
            act()


def test_an_edition_that_is_replaced_meanwhile_is_answered_to_its_end(cast: Cast) -> None:
    inspection = at_the_village(cast)
    checklist = inspection.checklist
    checklists.use_checklist(checklists.revise_checklist(checklist, by=None), by=None)
    answer(inspection, 0, PASS, by=cast.inspector)
    finish(cast, inspection)
    inspection.refresh_from_db()
    assert (inspection.score, inspection.checklist) == (Decimal(100), checklist)


def test_where_nothing_applied_there_is_no_score(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, NOT_APPLICABLE)
    finish(cast, inspection)
    inspection.refresh_from_db()
    assert inspection.score is None


def test_a_danger_without_a_kind_is_of_the_other_kind(cast: Cast) -> None:
    checklist = a_checklist()
    an_asked(checklist, needs_photo=False)
    checklists.use_checklist(checklist, by=None)
    inspection = at_the_village(cast, checklist=checklist)
    answer(inspection, 0, FAIL)
    with refused("还没有隐患类别，请办公室先录入。"):
        finish(cast, inspection)
    other = a_kind_of_danger(name="其他")
    a_kind_of_danger(name="最后", order=9999)
    [made] = finish(cast, inspection)
    assert made.kind == other


def test_called_off_nothing_comes_of_it(cast: Cast) -> None:
    inspection = at_the_village(cast)
    failed(inspection, 0)
    inspecting.cancel_inspection(inspection, by=cast.office, reason="误建")
    assert inspection.state == "cancelled"
    assert not Finding.objects.exists()
    assert history(inspection)[-1][0] == "inspections.cancel_inspection"


def test_it_is_corrected_while_it_is_made_but_for_its_checklist(cast: Cast) -> None:
    inspection = at_the_village(cast)
    before, inspection.checklist, inspection.companions = inspection.checklist, in_use(), "吴警官"
    inspecting.edit_inspection(inspection, ["checklist", "companions"], by=cast.inspector)
    inspection.refresh_from_db()
    assert (inspection.checklist, inspection.companions) == (before, "吴警官")
