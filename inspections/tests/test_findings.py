"""Findings: who writes them down where, their last days, whom they are told to, who closes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from committee.tests.refusals import history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit
from inspections.models import Finding
from inspections.services import findings as services
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import (
    FIXINGS,
    a_finding,
    a_kind_of_danger,
    a_new_finding,
    a_photo,
    an_asked_extension,
    asked,
    closed,
    notified,
    rectifying,
)

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


def told(user: Any) -> list[str]:
    """What a login's inbox says of findings, the oldest first."""
    return list(
        Notice.objects.filter(user=user, kind="inspections.finding_news").order_by("pk").values_list("title", flat=True)
    )


# Writing down


@pytest.mark.parametrize(("level", "days"), [("general", 7), ("urgent", 3), ("major", 30)])
def test_its_last_day_follows_from_its_level(level: str, days: int, cast: Cast) -> None:
    finding = a_finding(cast.inspector, level=level)
    assert finding.due_on == finding.first_due_on == TODAY + days * DAY


def test_the_office_sets_how_many_days_a_level_leaves(cast: Cast) -> None:
    set_parameters({"inspections.days_general": 10}, by=cast.office)
    assert a_finding(cast.inspector).due_on == TODAY + 10 * DAY


def test_what_was_found_last_week_has_its_days_from_now(cast: Cast) -> None:
    assert a_finding(cast.inspector, found_on=TODAY - 7 * DAY).due_on == TODAY + 7 * DAY
    assert a_finding(cast.inspector, due_on=TODAY + DAY).due_on == TODAY + DAY


def test_numbers_go_up_within_the_year_it_was_found_in(cast: Cast) -> None:
    numbers = [a_finding(found_on=day).number for day in (TODAY, date(2025, 12, 31), TODAY)]
    assert numbers == ["大安隐患〔2026〕1号", "大安隐患〔2025〕1号", "大安隐患〔2026〕2号"]


def test_an_inspector_finds_for_the_agency_everywhere(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.other_village)
    assert (finding.agency, finding.found_by, finding.state) == (cast.inspector.person.unit, cast.inspector, "found")


def test_a_liaison_finds_at_the_own_unit_alone_and_has_received_it_thereby(cast: Cast) -> None:
    finding = a_finding(cast.liaison, unit=cast.village)
    assert (finding.state, finding.source, finding.received_by) == ("rectifying", "patrol", cast.liaison)
    with refused("请选择本单位：其他单位的隐患由发现者自行登记。"):
        services.create_finding(a_new_finding(unit=cast.other_village, kind=finding.kind), by=cast.liaison)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"found_on": TODAY + DAY}, "发现日期不能晚于今天，请更正。"),
        ({"found_on": TODAY, "due_on": TODAY - DAY}, "整改期限不能早于发现日期，请选择更晚的日期。"),
    ],
)
def test_days_that_cannot_be_are_refused(given: dict[str, Any], sentence: str, cast: Cast) -> None:
    new = a_new_finding(unit=cast.village, **given)
    with refused(sentence):
        services.create_finding(new, by=cast.office)


def test_a_site_is_one_of_the_units(cast: Cast) -> None:
    site = a_site(unit=cast.other_village)
    new = a_new_finding(unit=cast.village, site=site)
    with refused("该监管对象属于其他单位：请选择本单位的，或留空。"):
        services.create_finding(new, by=cast.office)
    assert a_finding(cast.office, unit=cast.other_village, site=site).site == site


def test_once_the_unit_was_told_unit_and_last_day_stay(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    finding.due_on, finding.text = TODAY + 9 * DAY, "配电箱无盖"
    services.edit_finding(finding, ["due_on", "text"], by=cast.inspector)
    assert Finding.objects.get().first_due_on == TODAY + 9 * DAY
    services.notify_finding(finding, by=cast.inspector)
    finding.due_on, finding.unit, finding.text = TODAY + 30 * DAY, cast.other_village, "配电箱破损"
    services.edit_finding(finding, ["due_on", "unit", "text"], by=cast.inspector)
    kept = Finding.objects.get()
    assert (kept.due_on, kept.unit, kept.text) == (TODAY + 9 * DAY, cast.village, "配电箱破损")


# Notice and receipt


def test_the_notice_is_numbered_and_the_unit_told(cast: Cast) -> None:
    finding = notified(cast, text="线路裸露")
    [notice] = finding.notices.all()
    assert (notice.number, notice.unit, notice.issued_by) == ("大安安整〔2026〕1号", cast.village, cast.inspector)
    assert told(cast.liaison) == [f"请于2026-06-22前整改：{finding}"]
    assert told(cast.inspector) == []


def test_a_notice_demands_something_and_for_a_major_danger_stands_on_a_law(cast: Cast) -> None:
    bare = a_finding(cast.inspector, unit=cast.village, demand="", basis="", level="major")
    with refused("通知单位前请先填写：整改要求、法规依据。"):
        services.notify_finding(bare, by=cast.inspector)


def test_no_unit_is_told_of_a_last_day_gone_by(cast: Cast, time_machine: Any) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    time_machine.move_to("2026-06-23 09:00+08:00")
    with refused("整改期限已过：请先重新设定期限，再通知单位。"):
        services.notify_finding(finding, by=cast.inspector)


def test_who_works_on_it_has_received_it(cast: Cast) -> None:
    finding = notified(cast)
    services.report_step(finding, by=cast.liaison, text="已停用", uploads=[a_photo("停用.jpg")])
    finding.refresh_from_db()
    assert (finding.state, finding.received_by) == ("rectifying", cast.liaison)
    [step] = finding.steps.all()
    assert [file.name for file in attachments_of(step)] == ["停用.jpg"]


# Put right and looked at again


def test_without_a_photo_nobody_asks_for_the_reinspection(cast: Cast) -> None:
    finding = rectifying(cast)
    with refused("请至少添加一张整改后的照片：没有照片不能销号。"):
        services.ask_reinspection(finding, by=cast.liaison, text="已整改")


def test_a_major_danger_needs_its_five_fixings_first(cast: Cast) -> None:
    finding = rectifying(cast, level="major", responsible="孙经理")
    with refused("重大隐患须先落实“五落实”：整改措施、整改资金、应急预案。"):
        services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    services.fix_finding(finding, by=cast.liaison, **FIXINGS)
    services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    assert Finding.objects.get().state == "asked"


def test_it_is_failed_with_a_counter_and_closed_by_somebody_else(cast: Cast) -> None:
    finding = asked(cast)
    services.fail_finding(finding, by=cast.inspector, text="仍有一处裸露", due_on=TODAY + 3 * DAY)
    assert (finding.state, finding.failed, finding.due_on, finding.asked_on) == ("rectifying", 1, TODAY + 3 * DAY, None)
    services.ask_reinspection(finding, by=cast.liaison, text="全部更换", uploads=[a_photo()])
    seen = services.close_finding(finding, by=cast.inspector, text="已查看", uploads=[a_photo("复查.jpg")])
    finding.refresh_from_db()
    assert (finding.state, finding.closed_on, seen.number) == ("closed", TODAY, "大安安复〔2026〕2号")
    assert told(cast.liaison)[1:] == [f"仍未整改到位，请于2026-06-18前整改：{finding}", f"已销号：{finding}"]
    assert told(cast.inspector) == [f"待复查：{finding}"] * 2
    verbs = [verb for verb, *_rest in history(finding)]
    done = ["create", "notify", "receive", "ask", "fail", "ask", "close"]
    assert [verb.split(".")[1].split("_")[0] for verb in verbs] == done


def test_who_put_it_right_does_not_close_it(cast: Cast) -> None:
    own = a_finding(cast.liaison, unit=cast.village)
    services.ask_reinspection(own, by=cast.liaison, text="已整改", uploads=[a_photo()])
    for act in (
        lambda: services.close_finding(own, by=cast.liaison),
        lambda: services.fail_finding(own, by=cast.liaison, text="x"),
    ):
        with refused("须由他人复查：整改者不能自行销号。"):
            act()
    assert cast.liaison.has_perm("inspections.close_finding", own), "as its finder; the rule is about the hands"
    services.close_finding(own, by=cast.office)


def test_a_failed_one_needs_a_last_day_to_come(cast: Cast, time_machine: Any) -> None:
    finding = asked(cast)
    time_machine.move_to("2026-06-30 09:00+08:00")
    with refused("整改期限已过：请写明新的整改期限。"):
        services.fail_finding(finding, by=cast.inspector, text="仍有裸露")


# More time


def test_more_time_is_asked_before_the_last_day_is_over_and_once(cast: Cast, time_machine: Any) -> None:
    extension = an_asked_extension(cast)
    finding = extension.finding
    with refused("已申请延期，尚未审批。"):
        services.ask_finding_extension(finding, by=cast.liaison, wanted_on=TODAY + 20 * DAY, reason="再延")
    other = rectifying(cast)
    with refused("原期限已到2026-06-22：请选择更晚的日期。"):
        services.ask_finding_extension(other, by=cast.liaison, wanted_on=TODAY, reason="x")
    time_machine.move_to("2026-06-23 09:00+08:00")
    with refused("整改期限已过：延期须在到期前申请。"):
        services.ask_finding_extension(other, by=cast.liaison, wanted_on=TODAY + 20 * DAY, reason="x")


@pytest.mark.parametrize(("granted", "days"), [(True, 12), (False, 7)])
@pytest.mark.parametrize("role", ["chair", "inspector"])
def test_the_chair_or_who_found_it_decides_once(role: str, granted: bool, days: int, cast: Cast) -> None:
    extension = an_asked_extension(cast)
    services.decide_finding_extension(extension, by=getattr(cast, role), granted=granted, note="已核")
    finding = Finding.objects.get()
    assert (finding.due_on, finding.first_due_on) == (TODAY + days * DAY, TODAY + 7 * DAY)
    with refused("此项已经决定。"):
        services.decide_finding_extension(extension, by=cast.chair, granted=True)


# Again at the same place


def test_the_same_danger_at_the_same_unit_within_a_year_is_flagged(cast: Cast) -> None:
    kind, other = a_kind_of_danger(), a_kind_of_danger()
    first = closed(cast, kind=kind)
    Finding.objects.filter(pk=first.pk).update(found_on=TODAY - 365 * DAY)
    again = a_finding(unit=cast.village, kind=kind)
    a_finding(unit=cast.village, kind=other)
    a_finding(unit=a_unit(), kind=kind)
    flagged = Finding.objects.all().with_recurrence().filter(recurs=True)
    assert list(flagged) == [again]
    Finding.objects.filter(pk=first.pk).update(found_on=TODAY - 366 * DAY)
    assert list(flagged.all()) == []


def test_what_was_withdrawn_was_not_there_before(cast: Cast) -> None:
    kind = a_kind_of_danger()
    first = a_finding(cast.office, unit=cast.village, kind=kind, found_on=TODAY - DAY)
    a_finding(unit=cast.village, kind=kind)
    again = Finding.objects.all().with_recurrence().filter(recurs=True)
    assert again.count() == 1
    services.withdraw_finding(first, by=cast.office, reason="误报")
    assert again.all().count() == 0


# Who sees them


def test_a_liaison_sees_those_of_the_own_unit_alone(cast: Cast) -> None:
    mine, other = a_finding(unit=cast.village), a_finding(unit=cast.other_village)
    assert set(Finding.objects.all().visible_to(cast.inspector)) == {mine, other}
    assert list(Finding.objects.all().visible_to(cast.liaison)) == [mine]
    assert list(Finding.objects.all().visible_to(cast.outsider)) == []
