"""Findings corrected after they were written down: what may still change, for whom, and what stays as it was told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from committee.tests.refusals import forbidden, history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.testing import Cast, a_unit
from dayan_safety.uploads import Checked
from inspections.models import Finding, FindingExtension
from inspections.services import findings as services
from inspections.services.findings.finding import issue_notice
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import (
    FIXINGS,
    IN_STATE,
    a_finding,
    a_new_finding,
    a_photo,
    an_asked_extension,
    asked,
    closed,
    notified,
    rectifying,
)

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
OTHERS_SITE = "该监管对象属于其他单位：请选择本单位的，或留空。"


def written(cast: Cast, **given: Any) -> Finding:
    """One of which the unit does not know yet."""
    return a_finding(cast.inspector, **{"unit": cast.village, **given})


@pytest.mark.parametrize("state", ["found", "notified", "rectifying", "asked", "handed"])
def test_while_it_is_open_its_words_are_corrected_and_history_keeps_both(state: str, cast: Cast) -> None:
    finding = IN_STATE[state](cast, text="配电箱无盖")
    finding.text = "配电箱破损"
    services.edit_finding(finding, ["text"], by=cast.inspector)
    assert Finding.objects.get().text == "配电箱破损"
    verb, _who, before, after, _reason = history(finding)[-1]
    assert (verb, before, after) == ("inspections.edit_finding", {"text": "配电箱无盖"}, {"text": "配电箱破损"})


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_what_is_over_stays_as_it_is(state: str, cast: Cast) -> None:
    finding = IN_STATE[state](cast)
    finding.text = "配电箱破损"
    with refused(f"目前状态为“{finding.get_state_display()}”，不能进行此操作。"):
        services.edit_finding(finding, ["text"], by=cast.office)


def test_until_the_unit_is_told_it_may_turn_out_to_be_another_s(cast: Cast) -> None:
    finding = written(cast)
    finding.unit, finding.site = cast.other_village, a_site(unit=cast.other_village)
    services.edit_finding(finding, ["unit", "site"], by=cast.inspector)
    kept = Finding.objects.get()
    assert (kept.unit, kept.site) == (cast.other_village, finding.site)


@pytest.mark.parametrize("state", ["found", "notified"])
def test_a_site_of_another_unit_is_refused_afterwards_too(state: str, cast: Cast) -> None:
    finding = IN_STATE[state](cast)
    finding.site = a_site(unit=cast.other_village)
    with refused(OTHERS_SITE):
        services.edit_finding(finding, ["site"], by=cast.inspector)


def test_once_the_unit_was_told_no_other_s_site_comes_in_with_another_unit(cast: Cast) -> None:
    finding = notified(cast)
    finding.unit, finding.site = cast.other_village, a_site(unit=cast.other_village)
    with refused(OTHERS_SITE):
        services.edit_finding(finding, ["unit", "site"], by=cast.inspector)


def test_what_stays_is_at_hand_as_it_is_kept(cast: Cast) -> None:
    finding = notified(cast)
    Finding.objects.update(due_on=TODAY + 12 * DAY)
    finding.unit, finding.due_on, finding.text = cast.other_village, TODAY - DAY, "配电箱破损"
    services.edit_finding(finding, ["unit", "due_on", "text"], by=cast.inspector)
    for kept in (finding, Finding.objects.get()):
        assert (kept.unit, kept.due_on, kept.text) == (cast.village, TODAY + 12 * DAY, "配电箱破损")
    assert kept.first_due_on == TODAY + 7 * DAY


def test_a_last_day_that_is_wiped_out_is_the_first_again(cast: Cast) -> None:
    finding = written(cast, due_on=TODAY + 9 * DAY)
    finding.due_on = None
    services.edit_finding(finding, ["due_on"], by=cast.inspector)
    kept = Finding.objects.get()
    assert kept.due_on == kept.first_due_on == TODAY + 9 * DAY


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"found_on": TODAY + DAY}, "发现日期不能晚于今天，请更正。"),
        ({"due_on": TODAY - DAY}, "整改期限不能早于发现日期，请选择更晚的日期。"),
    ],
)
def test_days_that_cannot_be_are_refused_afterwards_too(given: dict[str, Any], sentence: str, cast: Cast) -> None:
    finding = written(cast)
    for name, value in given.items():
        setattr(finding, name, value)
    with refused(sentence):
        services.edit_finding(finding, list(given), by=cast.inspector)


def test_a_liaison_does_not_move_what_the_own_patrol_found_to_another_unit(cast: Cast) -> None:
    finding = a_finding(cast.liaison, unit=cast.village)
    Finding.objects.filter(pk=finding.pk).update(state="found")
    finding.unit = cast.other_village
    with refused("请选择本单位：其他单位的隐患由发现者自行登记。"):
        services.edit_finding(finding, ["unit"], by=cast.liaison)


def test_who_did_not_find_it_does_not_correct_it(cast: Cast) -> None:
    finding = written(cast)
    finding.text = "没有隐患"
    for role in ("lead", "supervisor", "liaison"):
        with forbidden():
            services.edit_finding(finding, ["text"], by=getattr(cast, role))


def test_the_second_of_two_editors_is_shown_what_the_first_wrote(cast: Cast) -> None:
    finding, other = written(cast), Finding.objects.get()
    other.text = "配电箱破损"
    services.edit_finding(other, ["text"], by=cast.office, version=finding.version)
    finding.text = "配电箱无盖"
    with pytest.raises(EditedMeanwhile):
        services.edit_finding(finding, ["text"], by=cast.inspector, version=finding.version)
    assert Finding.objects.get().text == "配电箱破损"


@pytest.mark.parametrize("what", ["granted", "listed", "unlisted"])
def test_who_edits_is_shown_what_was_decided_meanwhile(what: str, cast: Cast) -> None:
    extension = an_asked_extension(cast)
    if what == "unlisted":
        services.list_for_supervision(extension.finding, by=cast.chair, reason="久拖")
    finding = Finding.objects.get()
    if what == "granted":
        services.decide_finding_extension(extension, by=cast.chair, granted=True)
    else:
        act = services.list_for_supervision if what == "listed" else services.unlist
        act(Finding.objects.get(), by=cast.chair, reason="久拖")
    with pytest.raises(EditedMeanwhile):
        services.edit_finding(finding, ["text"], by=cast.inspector, version=finding.version)


def test_the_form_keeps_what_the_unit_was_told_and_takes_the_rest(cast: Cast, as_user: Any) -> None:
    finding = notified(cast, text="配电箱无盖")
    url = reverse("inspections:edit_finding", args=[finding.pk])
    browser = as_user(cast.inspector)
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"version": finding.version}
    sent |= {"unit": cast.other_village.pk, "due_on": "2026-12-31", "found_on": "2026-6-15", "text": "配电箱破损"}
    assert browser.post(url, sent).status_code == 302
    kept = Finding.objects.get()
    assert (kept.unit, kept.due_on, kept.text) == (cast.village, TODAY + 7 * DAY, "配电箱破损")


# What is written down with it


def test_who_writes_it_down_is_who_found_it_whatever_the_record_said(cast: Cast) -> None:
    new = a_new_finding(unit=cast.village, found_by=cast.chair, agency=a_unit(kind="agency"))
    finding = services.create_finding(new, by=cast.inspector)
    assert (finding.found_by, finding.agency) == (cast.inspector, cast.inspector.person.unit)


def test_what_the_clock_writes_down_keeps_its_agency(cast: Cast) -> None:
    agency = a_unit(kind="agency")
    assert a_finding(unit=cast.village, agency=agency).agency == agency


@pytest.mark.parametrize(
    ("level", "given", "missing"),
    [
        ("general", {"demand": ""}, "整改要求"),
        ("urgent", {"demand": ""}, "整改要求"),
        ("major", {"basis": ""}, "法规依据"),
    ],
)
def test_a_notice_says_what_it_lacks(level: str, given: dict[str, str], missing: str, cast: Cast) -> None:
    finding = written(cast, level=level, **given)
    with refused(f"通知单位前请先填写：{missing}。"):
        services.notify_finding(finding, by=cast.inspector)


@pytest.mark.parametrize("level", ["general", "urgent"])
def test_below_a_major_danger_a_notice_needs_no_law(level: str, cast: Cast) -> None:
    finding = written(cast, level=level, basis="")
    services.notify_finding(finding, by=cast.inspector)
    assert finding.state == "notified"


def test_one_notice_tells_of_all_or_of_none(cast: Cast) -> None:
    findings = [written(cast) for _each in range(3)]
    findings[2].demand = ""
    with refused("通知单位前请先填写：整改要求。"), transaction.atomic():
        issue_notice(findings, by=cast.inspector)
    findings = list(Finding.objects.order_by("pk"))
    notice = issue_notice(findings, by=cast.inspector)
    assert list(notice.findings.order_by("pk")) == findings
    assert {history(finding)[-1][3]["notice"] for finding in findings} == {"大安安整〔2026〕1号"}


# What is put right


def test_the_five_fixings_are_kept_by_whose_they_are(cast: Cast) -> None:
    finding = rectifying(cast, level="major")
    services.fix_finding(finding, by=cast.liaison, **FIXINGS)
    kept = Finding.objects.get()
    assert {name: getattr(kept, name) for name in FIXINGS} == FIXINGS
    _verb, who, before, after, _reason = history(finding)[-1]
    assert (who, before, after) == (str(cast.liaison), dict.fromkeys(FIXINGS, ""), FIXINGS)


@pytest.mark.parametrize("done", [True, False])
def test_a_step_says_whose_it_is_and_whether_it_is_the_last(done: bool, cast: Cast) -> None:
    finding, photo = rectifying(cast), [a_photo("现状.jpg")]
    act = services.ask_reinspection if done else services.report_step
    act(finding, by=cast.liaison, text="已更换", uploads=photo)
    step = finding.steps.get()
    assert (step.by, step.text, step.is_done) == (cast.liaison, "已更换", done)
    assert [(file.name, file.by) for file in attachments_of(step)] == [("现状.jpg", cast.liaison)]


def test_photographs_of_who_looked_again_are_theirs(cast: Cast) -> None:
    photo: Checked = a_photo("复查.jpg")
    seen = services.close_finding(asked(cast), by=cast.inspector, uploads=[photo])
    assert [(file.name, file.by) for file in attachments_of(seen)] == [("复查.jpg", cast.inspector)]


def test_an_opinion_is_about_the_last_thing_said_to_be_put_right(cast: Cast) -> None:
    finding = asked(cast)
    services.fail_finding(finding, by=cast.inspector, text="仍裸露")
    services.report_step(finding, by=cast.liaison, text="材料已到")
    services.ask_reinspection(finding, by=cast.liaison, text="全部更换", uploads=[a_photo()])
    assert services.close_finding(finding, by=cast.inspector).step.text == "全部更换"


def test_a_step_that_is_told_late_is_refused_with_the_state_as_it_is(cast: Cast) -> None:
    finding = rectifying(cast)
    Finding.objects.update(state="asked")
    with refused("目前状态为“待复查”，不能进行此操作。"):
        services.report_step(finding, by=cast.liaison, text="正在更换")


@pytest.mark.parametrize("act", [services.report_step, services.ask_reinspection])
def test_signed_for_meanwhile_it_is_not_signed_for_twice(act: Any, cast: Cast) -> None:
    finding = notified(cast)
    services.receive_finding(Finding.objects.get(), by=cast.liaison)
    act(finding, by=cast.liaison, text="正在更换", uploads=[a_photo()])
    assert [verb for verb, *_rest in history(finding)].count("inspections.receive_finding") == 1


def test_with_an_old_page_at_hand_who_put_it_right_still_does_not_close_it(cast: Cast) -> None:
    finding = rectifying(cast)
    services.ask_reinspection(Finding.objects.get(), by=cast.liaison, text="已整改", uploads=[a_photo()])
    Finding.objects.update(asked_by=cast.office)
    assert finding.asked_by is None
    with refused("须由他人复查：整改者不能自行销号。"):
        services.close_finding(finding, by=cast.office)


# What the database itself does not let happen


def test_there_is_one_undecided_extension_at_a_time(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    about = {"due_on": extension.due_on, "wanted_on": extension.wanted_on, "reason": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingExtension.objects.create(finding=extension.finding, **about)
    FindingExtension.objects.create(finding=extension.finding, state="refused", **about)
    FindingExtension.objects.create(finding=rectifying(cast), **about)
    assert FindingExtension.objects.count() == 3


def test_what_belongs_to_it_is_read_on_its_page_and_called_by_its_words(cast: Cast) -> None:
    finding = closed(cast)
    step, seen = finding.steps.get(), finding.reinspections.get()
    extension = FindingExtension(finding=finding, wanted_on=TODAY)
    assert {each.get_absolute_url() for each in (step, seen, extension)} == {finding.get_absolute_url()}
    step.text = "换线" * 40
    assert [str(step), str(seen)] == ["换线" * 30, "大安安复〔2026〕1号"]
    assert str(extension) == f"{finding} → 2026-06-15"
