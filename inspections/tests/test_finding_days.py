"""The days of a finding: which are too early, which too late, which count, and what a later one is worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.refusals import refused
from dayan_safety.testing import Cast
from inspections.models import Finding, FindingExtension
from inspections.services import findings as services
from inspections.services.pictures import Sums, together
from inspections.tests.finding_builders import (
    a_finding,
    a_new_finding,
    a_photo,
    an_asked_extension,
    asked,
    closed,
    handed,
    notified,
    rectifying,
)

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
OVER = "整改期限已过：请写明新的整改期限。"


def on(day: str) -> Any:
    """Ten in the morning of a day of 2026."""
    return time_machine.travel(f"2026-{day} 10:00+08:00", tick=False)


# Found and due


@pytest.mark.parametrize("days", [0, 1, 400])
def test_it_may_be_due_on_the_day_it_was_found_or_later(days: int, cast: Cast) -> None:
    finding = a_finding(cast.office, unit=cast.village, found_on=TODAY, due_on=TODAY + days * DAY)
    assert finding.due_on == finding.first_due_on == TODAY + days * DAY


@pytest.mark.parametrize(("moment", "day"), [("06-15 23:59", 15), ("06-16 00:01", 16)])
def test_the_day_of_the_town_counts(moment: str, day: int, cast: Cast) -> None:
    with time_machine.travel(f"2026-{moment}+08:00", tick=False):
        assert a_finding(cast.office, unit=cast.village, found_on=date(2026, 6, day)).due_on.day == day + 7
        new = a_new_finding(unit=cast.village, found_on=date(2026, 6, day) + DAY)
        with refused("发现日期不能晚于今天，请更正。"):
            services.create_finding(new, by=cast.office)


def test_a_last_day_long_over_may_be_written_down_after_the_fact_but_no_unit_is_told_of_it(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village, found_on=TODAY - 9 * DAY, due_on=TODAY - DAY)
    with refused("整改期限已过：请先重新设定期限，再通知单位。"):
        services.notify_finding(finding, by=cast.inspector)
    finding.due_on = TODAY
    services.edit_finding(finding, ["due_on"], by=cast.inspector)
    services.notify_finding(finding, by=cast.inspector)
    assert Finding.objects.get().state == "notified"


def test_a_notice_is_of_the_day_and_year_it_is_issued(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village, due_on=date(2027, 2, 1))
    with time_machine.travel("2027-01-04 10:00+08:00", tick=False):
        notice = services.notify_finding(finding, by=cast.office)
    assert (notice.number, notice.issued_on) == ("大安安整〔2027〕1号", date(2027, 1, 4))
    assert finding.number == "大安隐患〔2026〕1号"


# A last day that is set anew: today is early enough, yesterday is not


Again = Callable[[Finding, Cast, date], Any]
AGAIN: dict[str, tuple[Callable[..., Finding], Again]] = {
    "fail": (asked, lambda f, cast, day: services.fail_finding(f, by=cast.office, text="仍裸露", due_on=day)),
    "reopen": (closed, lambda f, cast, day: services.reopen_finding(f, by=cast.office, reason="反弹", due_on=day)),
    "back": (handed, lambda f, cast, day: services.take_back(f, by=cast.chair, reason="退回", due_on=day)),
}


@pytest.mark.parametrize("name", AGAIN)
def test_it_may_be_put_right_again_by_today(name: str, cast: Cast) -> None:
    make, act = AGAIN[name]
    finding = make(cast)
    act(finding, cast, TODAY)
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.state, kept.due_on, kept.first_due_on) == ("rectifying", TODAY, TODAY + 7 * DAY)
    assert (kept.asked_on, kept.asked_by, kept.closed_on, kept.took) == (None, None, None, None)


@pytest.mark.parametrize("name", AGAIN)
def test_it_cannot_be_put_right_again_by_yesterday(name: str, cast: Cast) -> None:
    make, act = AGAIN[name]
    finding = make(cast)
    with refused(OVER):
        act(finding, cast, TODAY - DAY)


def test_failed_on_its_last_day_it_keeps_it(cast: Cast) -> None:
    finding = asked(cast)
    with on("06-22"):
        services.fail_finding(finding, by=cast.inspector, text="仍裸露")
    assert Finding.objects.get().due_on == TODAY + 7 * DAY


def test_failed_with_an_old_page_at_hand_it_keeps_the_day_and_counts_on_from_what_was_set_meanwhile(
    cast: Cast,
) -> None:
    finding = asked(cast)
    Finding.objects.filter(pk=finding.pk).update(failed=2, due_on=TODAY + 40 * DAY)
    with on("07-01"):
        services.fail_finding(finding, by=cast.inspector, text="仍裸露")
    kept = Finding.objects.get()
    assert (kept.failed, kept.due_on) == (3, TODAY + 40 * DAY)


def test_handed_while_it_was_to_be_looked_at_it_is_asked_anew_when_it_comes_back(cast: Cast) -> None:
    finding = asked(cast)
    services.hand_over(finding, by=cast.chair, handed_to="区应急局", reason="无力")
    assert Finding.objects.get().handed_to == "区应急局"
    services.take_back(finding, by=cast.chair, reason="退回", due_on=TODAY)
    kept = Finding.objects.get()
    assert (kept.asked_on, kept.asked_by) == (None, None)


# Put right


@pytest.mark.parametrize(("day", "is_in_time"), [("06-21", True), ("06-22", True), ("06-23", False)])
def test_it_is_in_time_by_the_day_it_was_said_to_be_put_right(day: str, is_in_time: bool, cast: Cast) -> None:
    finding = rectifying(cast)
    with on(day):
        services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    with on("07-05"):
        services.close_finding(finding, by=cast.inspector)
    kept = Finding.objects.get()
    assert (f"{kept.asked_on:%m-%d}", kept.asked_by, kept.closed_on) == (day, cast.liaison, date(2026, 7, 5))
    assert (kept.was_on_time, kept.took) == (is_in_time, 20)
    assert Finding.objects.all().on_time().exists() is is_in_time


def test_found_and_closed_on_one_day_it_took_none(cast: Cast) -> None:
    assert Finding.objects.get(pk=closed(cast).pk).took == 0


def test_what_nobody_asked_to_be_looked_at_was_not_in_time() -> None:
    assert not Finding(due_on=TODAY, asked_on=None).was_on_time


def test_an_opinion_is_of_the_day_and_year_somebody_looked(cast: Cast) -> None:
    finding = asked(cast)
    with time_machine.travel("2027-01-04 10:00+08:00", tick=False):
        seen = services.close_finding(finding, by=cast.office, text="合格")
    assert (seen.number, seen.on, seen.by, seen.has_passed) == (
        "大安安复〔2027〕1号", date(2027, 1, 4), cast.office, True,
    )  # fmt: skip


def test_it_is_listed_since_the_day_it_was_put_on_the_list(cast: Cast) -> None:
    finding = notified(cast)
    with on("06-18"):
        services.list_for_supervision(finding, by=cast.chair, reason="久拖")
    assert (finding.listed_on, Finding.objects.get().listed_on) == (TODAY + 3 * DAY,) * 2
    with on("06-20"), refused("此隐患已挂牌督办。"):
        services.list_for_supervision(finding, by=cast.office, reason="久拖")
    services.unlist(finding, by=cast.office, reason="好转")
    assert (finding.listed_on, Finding.objects.get().listed_on) == (None, None)
    with refused("此隐患未挂牌督办。"):
        services.unlist(finding, by=cast.office, reason="好转")


# More time


@pytest.mark.parametrize(("day", "ahead"), [("06-15", 1), ("06-22", 1), ("06-22", 300)])
def test_more_time_is_asked_for_until_the_last_day_is_over(day: str, ahead: int, cast: Cast) -> None:
    finding = rectifying(cast)
    wanted = finding.due_on + ahead * DAY
    with on(day):
        services.ask_finding_extension(finding, by=cast.liaison, wanted_on=wanted, reason="待料")
    kept = FindingExtension.objects.get()
    assert (kept.due_on, kept.wanted_on, kept.asked_by, kept.reason) == (finding.due_on, wanted, cast.liaison, "待料")


def test_the_last_day_itself_is_no_more_time(cast: Cast) -> None:
    finding = rectifying(cast)
    with refused("原期限已到2026-06-22：请选择更晚的日期。"):
        services.ask_finding_extension(finding, by=cast.liaison, wanted_on=finding.due_on, reason="待料")


def test_with_an_old_page_at_hand_more_time_is_reckoned_from_the_last_day_as_it_is(cast: Cast) -> None:
    finding = rectifying(cast)
    Finding.objects.filter(pk=finding.pk).update(due_on=date(2026, 7, 20))
    with refused("原期限已到2026-07-20：请选择更晚的日期。"):
        services.ask_finding_extension(finding, by=cast.liaison, wanted_on=date(2026, 7, 1), reason="待料")


@pytest.mark.parametrize(("meanwhile", "due"), [(-3, 12), (30, 30)])
def test_a_grant_never_moves_the_last_day_to_an_earlier_one(meanwhile: int, due: int, cast: Cast) -> None:
    extension = an_asked_extension(cast)
    Finding.objects.update(due_on=TODAY + meanwhile * DAY)
    services.decide_finding_extension(extension, by=cast.chair, granted=True)
    assert Finding.objects.get().due_on == extension.finding.due_on == TODAY + due * DAY


def test_a_decision_says_whose_and_when_it_was(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    with on("06-17"):
        services.decide_finding_extension(extension, by=cast.chair, granted=False, note="人手充足")
    kept = FindingExtension.objects.get()
    assert (kept.state, kept.decided_by, kept.note, kept.version) == ("refused", cast.chair, "人手充足", 2)
    assert kept.decided_at is not None
    assert kept.decided_at.isoformat() == "2026-06-17T02:00:00+00:00"


def test_after_a_refusal_more_time_may_be_asked_for_again(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    services.decide_finding_extension(extension, by=cast.chair, granted=False)
    wanted = extension.wanted_on + DAY
    services.ask_finding_extension(extension.finding, by=cast.liaison, wanted_on=wanted, reason="仍待料")
    assert [kept.state for kept in FindingExtension.objects.order_by("pk")] == ["refused", "asked"]


def test_while_it_is_to_be_looked_at_more_time_is_still_decided_on(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    finding = extension.finding
    services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    services.decide_finding_extension(extension, by=cast.inspector, granted=True)
    assert (finding.state, finding.due_on) == ("asked", extension.wanted_on)


@pytest.mark.parametrize("state", ["handed", "closed", "withdrawn"])
def test_of_what_no_unit_is_at_nothing_is_decided(state: str, cast: Cast) -> None:
    extension = an_asked_extension(cast)
    Finding.objects.update(state=state)
    with refused(f"目前状态为“{Finding.State(state).label}”，不能进行此操作。"):
        services.decide_finding_extension(extension, by=cast.chair, granted=True)


# Reckoning


COUNTS = st.integers(0, 500)


@given(closed=st.integers(1, 500), took=st.integers(0, 90_000), timely=COUNTS)
def test_means_and_shares_lie_within_half_a_tenth(closed: int, took: int, timely: int) -> None:
    sums = Sums(found=closed, closed=closed, in_time=min(timely, closed), took=took)
    assert sums.days is not None
    assert sums.share is not None
    assert abs(sums.days * closed - took) * 20 <= closed
    assert abs(sums.share * closed - 100 * sums.in_time) * 20 <= closed


@pytest.mark.parametrize(("took", "closed", "told"), [(1, 20, "0.1"), (5, 20, "0.3"), (9, 4, "2.3"), (2, 3, "0.7")])
def test_half_a_tenth_counts_as_a_whole_one(took: int, closed: int, told: str) -> None:
    assert str(Sums(closed=closed, took=took).days) == told
    assert str(Sums(closed=closed * 100, in_time=took).share) == told


@given(st.lists(st.builds(Sums, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), max_size=5))
def test_groups_together_are_as_many_as_each(several: list[Sums]) -> None:
    whole = together(several)
    for name in ("found", "open", "overdue", "closed", "in_time", "took"):
        assert getattr(whole, name) == sum(getattr(each, name) for each in several)
