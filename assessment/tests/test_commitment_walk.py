"""A commitment from promise to ledger row, by the clock: in time, on the last day, late, met after its penalty."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.models import Commitment, LedgerEntry
from assessment.services import ledger
from assessment.tasks import propose_penalties
from assessment.tests.ledger_builders import D, the_item
from assessment.tests.walking import listed, read, sent, told
from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast
from dayan_safety.tests.moments import at

GIVEN, EARLY = "2026-06-01 09:00", "2026-06-10 16:00"
LAST_MINUTE, MIDNIGHT, LATER = "2026-06-20 23:50", "2026-06-21 00:00", "2026-06-25 10:00"
LEDGER, IN_2026 = "奖惩台账中的记录", 2026


class Promise:
    """A commitment of the liaison's village, and the people who have to do with it, each through their pages."""

    def __init__(self, cast: Cast, as_user: Any) -> None:
        self.cast, self.as_user = cast, as_user
        with at(GIVEN):
            typed = {"unit": cast.village.pk, "title": "护栏", "text": "安装护栏200米", "due_on": "2026-06-20"}
            typed |= {"reward_item": the_item("bonus").pk, "reward_points": "1.5"}
            typed |= {"penalty_item": the_item("penalty").pk, "penalty_points": "2"}
            self.page = sent(self.by("supervisor"), "create_commitment", **typed)
        self.made = Commitment.objects.get()

    def by(self, role: str) -> Any:
        """The browser of a role; signed in now: a session ends when nothing is done."""
        return self.as_user(getattr(self.cast, role))

    def delivered(self) -> Page:
        """The unit says so."""
        return sent(self.by("liaison"), "deliver_commitment", self.made, text="已装200米")

    def verified(self) -> Page:
        """The supervision group has seen it."""
        return sent(self.by("supervisor"), "verify_commitment", self.made, note="现场看过")

    def rows(self, role: str) -> list[list[str]]:
        """What the page of the commitment tells a role of the ledger: kind, points, day, state."""
        panel = read(self.by(role), self.made).panels.get(LEDGER)
        return [[cells[0], cells[1], *cells[-2:]] for cells in rows_of(panel)] if panel else []

    def sums(self) -> ledger.Sums:
        """What counts for the village."""
        return ledger.sums_of(IN_2026).get(self.cast.village.pk, ledger.Sums())


def asked_by_the_clock(moment: str) -> int:
    """How many the hourly run of that moment found missed."""
    with at(moment):
        found: int = propose_penalties()
    return found


@pytest.fixture
def promise(cast: Cast, as_user: Any) -> Promise:
    """Given on the first of June, due on the twentieth."""
    return Promise(cast, as_user)


def test_in_time_it_is_rewarded_once_two_people_have_seen_it(promise: Promise) -> None:
    assert (promise.page.status, promise.page.facts["交付期限"]) == ("待交付", "2026-06-20")
    with at(EARLY):
        page = promise.delivered()
        assert (page.status, page.facts["交付日期"], page.facts["交付人"]) == ("待核实", "2026-06-10，按期", "孙信息")
        assert promise.rows("supervisor") == []
    with at(LATER):
        assert promise.verified().facts["核实人"] == "吴督查"
        assert promise.rows("supervisor") == [["奖励", "1.50", "2026-06-10", "待确认"]]
        assert (promise.rows("liaison"), promise.sums()) == ([], ledger.Sums())
        entry = LedgerEntry.objects.get()
        assert read(promise.by("chair"), entry).facts["提出人"] == "系统按规则提出"
        assert sent(promise.by("chair"), "confirm_entry", entry, version=entry.version).status == "已确认"
        assert promise.rows("liaison") == [["奖励", "1.50", "2026-06-10", "已确认"]]
    assert asked_by_the_clock(LATER) == 0
    assert promise.sums() == ledger.Sums(bonus=D("1.50"))
    assert told(promise.cast.liaison, "assessment.") == [
        "须于2026-06-20前（含当日）交付：护栏",
        "已核实：护栏",
        "已记入奖惩台账：东风村 提前完成 +1.50",
    ]


def test_delivered_in_the_last_minute_of_the_last_day_it_is_in_time(promise: Promise) -> None:
    assert asked_by_the_clock(LAST_MINUTE) == 0
    with at(LAST_MINUTE):
        assert promise.delivered().facts["交付日期"] == "2026-06-20，按期"
    assert asked_by_the_clock(MIDNIGHT) == 0
    with at(LATER):
        promise.verified()
        assert promise.rows("supervisor") == [["奖励", "1.50", "2026-06-20", "待确认"]]


def test_a_minute_later_it_is_late_and_brings_neither(promise: Promise) -> None:
    with at(MIDNIGHT):
        assert promise.delivered().facts["交付日期"] == "2026-06-21，逾期"
    assert asked_by_the_clock(MIDNIGHT) == 0
    with at(LATER):
        assert promise.verified().status == "已核实"
    assert not LedgerEntry.objects.exists()


def test_not_delivered_it_is_penalised_in_the_first_hour_after_its_last_day(promise: Promise) -> None:
    assert [asked_by_the_clock(moment) for moment in (LAST_MINUTE, MIDNIGHT, MIDNIGHT, LATER)] == [0, 1, 0, 0]
    with at(LATER):
        assert promise.rows("chair") == [["处罚", "-2.00", "2026-06-20", "待确认"]]
        page = read(promise.by("liaison"), promise.made)
        assert (page.status, page.buttons[0]) == ("逾期未交付", "报告已交付")
        [entry] = listed(promise.by("chair"), "ledgerentry", state="proposed", mine="others")
        sent(promise.by("supervisor"), "confirm_entry", entry, version=entry.version)
    assert promise.sums() == ledger.Sums(penalty=D("2.00"))
    assert told(promise.cast.liaison, "assessment.")[1:] == [
        "逾期未交付：护栏",
        "已记入奖惩台账：东风村 逾期未完成 −2.00",
    ]


def test_met_after_its_penalty_the_penalty_stays_and_no_reward_comes(promise: Promise) -> None:
    asked_by_the_clock(MIDNIGHT)
    with at(LATER):
        entry = LedgerEntry.objects.get()
        sent(promise.by("chair"), "confirm_entry", entry, version=entry.version)
        assert promise.delivered().status == "待核实"
        assert promise.verified().status == "已核实"
        assert promise.rows("liaison") == [["处罚", "-2.00", "2026-06-20", "已确认"]]
    assert asked_by_the_clock("2026-06-26 09:00") == 0
    assert promise.sums() == ledger.Sums(penalty=D("2.00"))


def test_sent_back_after_the_last_day_it_is_missed_with_the_next_hour(promise: Promise) -> None:
    with at(LAST_MINUTE):
        promise.delivered()
    with at(LATER):
        page = sent(promise.by("supervisor"), "return_commitment", promise.made, reason="只有150米")
        assert (page.status, page.facts["督查意见"], "交付日期" in page.facts) == ("待交付", "只有150米", False)
    assert [asked_by_the_clock(LATER), asked_by_the_clock(LATER)] == [1, 0]
    with at(LATER):
        assert promise.rows("chair") == [["处罚", "-2.00", "2026-06-20", "待确认"]]


def test_sent_back_in_time_and_delivered_anew_in_time_it_is_rewarded_once(promise: Promise) -> None:
    for day in ("2026-06-05 10:00", "2026-06-08 10:00"):
        with at(day):
            promise.delivered()
            sent(promise.by("supervisor"), "return_commitment", promise.made, reason="不合格")
    with at(EARLY):
        promise.delivered()
        promise.verified()
        assert promise.rows("chair") == [["奖励", "1.50", "2026-06-10", "待确认"]]


def test_excused_after_the_penalty_was_proposed_nothing_of_it_counts(promise: Promise) -> None:
    asked_by_the_clock(MIDNIGHT)
    with at(LATER):
        page = sent(promise.by("chair"), "excuse_commitment", promise.made, reason="台风停工")
        assert (page.status, page.facts["督查意见"]) == ("已免除", "台风停工")
        assert [row[-1] for row in promise.rows("chair")] == ["不予确认"]
        assert promise.rows("liaison") == []
        assert told(promise.cast.liaison, "assessment.")[-1] == "已免除：护栏"
    assert asked_by_the_clock("2026-06-26 09:00") == 0
    assert promise.sums() == ledger.Sums()


def test_excused_once_the_penalty_is_confirmed_one_is_told_to_withdraw_it_first(promise: Promise) -> None:
    asked_by_the_clock(MIDNIGHT)
    with at(LATER):
        chair, entry = promise.by("chair"), LedgerEntry.objects.get()
        sent(promise.by("supervisor"), "confirm_entry", entry, version=entry.version)
        again = sent(chair, "excuse_commitment", promise.made, reason="台风停工")
        assert again.errors[""] == "相关奖惩已确认，请先撤销再免除。"
        assert again.input("reason") == "台风停工"
        sent(chair, "withdraw_entry", entry, reason="台风停工")
        assert sent(chair, "excuse_commitment", promise.made, reason="台风停工").status == "已免除"
    assert promise.sums() == ledger.Sums()


def test_each_role_is_led_to_its_own_step(promise: Promise) -> None:
    def steps() -> dict[str, list[str]]:
        pages = {role: read(promise.by(role), promise.made) for role in ("chair", "office", "supervisor", "liaison")}
        return {role: [word for word in page.buttons if word in WORDS] for role, page in pages.items()}

    with at(EARLY):
        assert steps() == {"chair": ["免除承诺事项"], "office": [], "supervisor": [], "liaison": ["报告已交付"]}
        promise.delivered()
        assert steps()["supervisor"] == ["核实交付", "退回交付"]
        assert (steps()["chair"], steps()["office"], steps()["liaison"]) == (["免除承诺事项"], [], [])
        promise.verified()
        assert set(map(len, steps().values())) == {0}


WORDS = ("报告已交付", "核实交付", "退回交付", "免除承诺事项")
