"""What each step of a finding tells: to whom, in which words, with which reason; and what history keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
import time_machine
from django.utils import translation

from committee.tests.refusals import history
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_person, a_user
from inspections.models import Finding
from inspections.services import findings as services
from inspections.tests.finding_builders import (
    IN_STATE,
    a_finding,
    a_photo,
    an_asked_extension,
    asked,
    closed,
    handed,
    notified,
    rectifying,
)

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
TODAY, LATER = date(2026, 6, 15), date(2026, 7, 1)
UNIT, FINDER, BOTH = {"liaison"}, {"inspector"}, {"liaison", "inspector"}
DUE, NEW_DUE = {"due_on": "2026-06-22"}, {"due_on": "2026-07-01"}


class Step(NamedTuple):
    """A verb on what ``make`` makes: what it tells to whom with which text, and what history keeps of it."""

    name: str
    make: Callable[[Cast], Any]
    act: Callable[[Any, Cast], Any]
    hear: set[str]
    title: str
    text: str
    before: dict[str, str]
    after: dict[str, str]
    reason: str


def decided(granted: bool) -> Callable[[Any, Cast], Any]:
    """The chair's decision on more time."""
    return lambda asked, cast: services.decide_finding_extension(asked, by=cast.chair, granted=granted, note="已核")


STEPS = [
    Step(
        "notify_finding", IN_STATE["found"], lambda f, cast: services.notify_finding(f, by=cast.office),
        UNIT, "请于2026-06-22前整改：{}", "穿管敷设", {}, {"notice": "大安安整〔2026〕1号"}, "",
    ),
    Step(
        "ask_reinspection", rectifying,
        lambda f, cast: services.ask_reinspection(f, by=cast.liaison, text="已换线", uploads=[a_photo()]),
        FINDER, "待复查：{}", "已换线", {}, {"step": "已换线"}, "",
    ),
    Step(
        "close_finding", asked, lambda f, cast: services.close_finding(f, by=cast.office, text="合格"),
        UNIT, "已销号：{}", "合格", {}, {"opinion": "大安安复〔2026〕1号"}, "",
    ),
    Step(
        "fail_finding", asked, lambda f, cast: services.fail_finding(f, by=cast.office, text="仍裸露", due_on=LATER),
        UNIT, "仍未整改到位，请于2026-07-01前整改：{}", "仍裸露", DUE,
        {"opinion": "大安安复〔2026〕1号", "failed": "1", **NEW_DUE}, "仍裸露",
    ),
    Step(
        "reopen_finding", closed,
        lambda f, cast: services.reopen_finding(f, by=cast.office, reason="反弹", due_on=LATER),
        UNIT, "重新整改：{}", "反弹", {}, NEW_DUE, "反弹",
    ),
    Step(
        "list_for_supervision", rectifying,
        lambda f, cast: services.list_for_supervision(f, by=cast.chair, reason="久拖"),
        UNIT, "已挂牌督办：{}", "久拖", {}, {}, "久拖",
    ),
    Step(
        "hand_over", rectifying,
        lambda f, cast: services.hand_over(f, by=cast.chair, handed_to="区应急局", reason="无力"),
        BOTH, "已移交区应急局：{}", "无力", {}, {"handed_to": "区应急局"}, "无力",
    ),
    Step(
        "take_back", handed, lambda f, cast: services.take_back(f, by=cast.chair, reason="退回", due_on=LATER),
        UNIT, "已从上级收回，请于2026-07-01前整改：{}", "退回", {}, NEW_DUE, "退回",
    ),
    Step(
        "withdraw_finding", rectifying, lambda f, cast: services.withdraw_finding(f, by=cast.office, reason="重复"),
        UNIT, "已撤销：{}", "重复", {}, {}, "重复",
    ),
    Step(
        "ask_finding_extension", rectifying,
        lambda f, cast: services.ask_finding_extension(f, by=cast.liaison, wanted_on=LATER, reason="待料"),
        {"chair", "inspector"}, "申请延期至2026-07-01：{}", "待料", {}, {"wanted_on": "2026-07-01"}, "待料",
    ),
    Step(
        "decide_finding_extension", an_asked_extension, decided(True),
        UNIT, "同意延期至2026-06-27：{}", "已核", DUE, {"due_on": "2026-06-27", "decision": "已同意"}, "已核",
    ),
]  # fmt: skip


@pytest.mark.parametrize("step", [pytest.param(step, id=step.name) for step in STEPS])
def test_who_hears_in_which_words_and_what_history_keeps(step: Step, cast: Cast) -> None:
    thing = step.make(cast)
    finding = getattr(thing, "finding", thing)
    Notice.objects.all().delete()
    step.act(thing, cast)
    told = Notice.objects.filter(title=step.title.format(finding), text=step.text, url=finding.get_absolute_url())
    assert set(told.of(finding).values_list("user", flat=True)) == {getattr(cast, role).pk for role in step.hear}
    assert Notice.objects.count() == len(step.hear)
    verb, _who, *kept = history(finding)[-1]
    assert (verb, kept) == (f"inspections.{step.name}", [step.before, step.after, step.reason])


def test_a_refusal_of_more_time_says_that_the_last_day_stays(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    decided(False)(extension, cast)
    told = Notice.objects.filter(user=cast.liaison, key__contains="decided").get()
    assert (told.title, told.text) == (f"不同意延期，期限仍为2026-06-22：{extension.finding}", "已核")
    _verb, _who, before, after, _reason = history(extension.finding)[-1]
    assert (before, after) == (DUE, {"due_on": "2026-06-22", "decision": "未同意"})
    assert extension.finding.extensions.get().get_state_display() == "未同意"


@pytest.mark.parametrize(
    ("name", "after"),
    [("receive", {}), ("step", {"step": "正在更换"}), ("unlist", {})],
)
def test_what_concerns_nobody_else_is_in_the_history_alone(name: str, after: dict[str, str], cast: Cast) -> None:
    finding = rectifying(cast) if name == "step" else notified(cast)
    Finding.objects.filter(pk=finding.pk).update(listed_on=TODAY)
    Notice.objects.all().delete()
    act: dict[str, Callable[[], Any]] = {
        "receive": lambda: services.receive_finding(finding, by=cast.liaison),
        "step": lambda: services.report_step(finding, by=cast.liaison, text="正在更换"),
        "unlist": lambda: services.unlist(finding, by=cast.chair, reason="好转"),
    }
    act[name]()
    assert not Notice.objects.exists()
    _verb, who, before, told, reason = history(finding)[-1]
    assert (before, told, reason) == ({}, after, "好转" if name == "unlist" else "")
    assert who == str(cast.chair if name == "unlist" else cast.liaison)


def test_of_what_no_unit_knew_none_hears_that_it_was_none(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    services.withdraw_finding(finding, by=cast.office, reason="重复")
    assert not Notice.objects.filter(title__startswith="已撤销").exists()


def test_who_was_told_meanwhile_hears_that_it_was_none(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    services.notify_finding(Finding.objects.get(), by=cast.office)
    assert finding.state == "found", "as it was read before"
    services.withdraw_finding(finding, by=cast.inspector, reason="重复")
    assert Notice.objects.filter(user=cast.liaison, title=f"已撤销：{finding}").exists()


def colleague_of(cast: Cast) -> Any:
    """Somebody else from the inspector's agency."""
    return a_user(a_person(unit=cast.inspector.person.unit))


def hear_of_asking(finding: Finding, cast: Cast) -> set[int]:
    """Who hears that it is to be re-inspected."""
    services.notify_finding(finding, by=None)
    services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    return set(Notice.objects.filter(title__startswith="待复查").values_list("user", flat=True))


def test_all_of_the_agency_hear_and_the_office_does_not(cast: Cast) -> None:
    other = colleague_of(cast)
    assert hear_of_asking(a_finding(cast.inspector, unit=cast.village), cast) == {cast.inspector.pk, other.pk}


def test_who_found_it_for_no_agency_hears_with_the_office(cast: Cast) -> None:
    assert hear_of_asking(a_finding(cast.lead, unit=cast.village), cast) == {cast.lead.pk, cast.office.pk}


def test_of_what_the_clock_found_the_office_hears(cast: Cast) -> None:
    assert hear_of_asking(a_finding(unit=cast.village), cast) == {cast.office.pk}


def test_where_nobody_of_the_agency_can_sign_in_the_office_hears(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    type(cast.inspector).objects.filter(pk=cast.inspector.pk).update(is_active=False)
    assert hear_of_asking(finding, cast) == {cast.office.pk}


def test_who_looks_again_is_told_as_often_as_they_are_asked(cast: Cast) -> None:
    finding = asked(cast)
    for _time in range(2):
        services.fail_finding(finding, by=cast.inspector, text="仍裸露")
        services.ask_reinspection(finding, by=cast.liaison, text="再整改", uploads=[a_photo()])
    assert Notice.objects.filter(user=cast.inspector, title__startswith="待复查").count() == 3
    assert Notice.objects.filter(user=cast.liaison, title__startswith="仍未整改到位").count() == 2


def test_listed_once_more_the_unit_hears_once_more(cast: Cast) -> None:
    finding = notified(cast)
    for _time in range(2):
        services.list_for_supervision(finding, by=cast.chair, reason="久拖")
        services.unlist(finding, by=cast.chair, reason="好转")
    assert Notice.objects.filter(user=cast.liaison, title__startswith="已挂牌督办").count() == 2


def test_it_is_told_in_english_to_who_works_in_english(cast: Cast) -> None:
    finding = rectifying(cast)
    with translation.override("en"):
        services.withdraw_finding(finding, by=cast.office, reason="twice")
    assert Notice.objects.filter(user=cast.liaison, title=f"Withdrawn: {finding}", text="twice").exists()


def test_a_long_danger_is_named_by_its_number_and_beginning(cast: Cast) -> None:
    finding = notified(cast, text="线路裸露" * 20)
    assert str(finding) == f"{finding.number} {'线路裸露' * 10}"
    assert Notice.objects.get(user=cast.liaison).title == f"请于2026-06-22前整改：{finding}"


def test_what_happened_says_when(cast: Cast) -> None:
    finding = notified(cast)
    with time_machine.travel("2026-06-18 16:30+08:00", tick=False):
        services.receive_finding(finding, by=cast.liaison)
    kept = Finding.objects.get()
    assert kept.received_at is not None
    assert (kept.received_at.isoformat(), kept.received_by) == ("2026-06-18T08:30:00+00:00", cast.liaison)
