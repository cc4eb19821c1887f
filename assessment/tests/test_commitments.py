"""Commitments: given, delivered, verified by another; the reward and the penalty follow by rule, each once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from assessment.models import Commitment, LedgerEntry, RulebookItem
from assessment.services import ledger as services
from assessment.tasks import propose_penalties
from assessment.tests.ledger_builders import D, a_commitment, another_supervisor, delivered, the_item
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.attachments import attachments_of, check_upload
from dayan_safety.models import Notice
from dayan_safety.schedule import BEAT_SCHEDULE
from dayan_safety.testing import Cast, a_unit, a_user, an_appointment
from dayan_safety.tests import files
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
State, Kind, Method = Commitment.State, LedgerEntry.Kind, RulebookItem.Method
AFTER = "2026-06-26 09:00+08:00"  # the day after the last day


def kept(commitment: Commitment) -> Commitment:
    """As it is kept."""
    return Commitment.objects.get(pk=commitment.pk)


def told(user: Any) -> list[str]:
    """What the inbox says, oldest first."""
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


# Giving


def test_a_unit_is_told_what_it_owes(cast: Cast) -> None:
    made = a_commitment(cast, title="安装烟感")
    assert (kept(made).state, made.due_on) == (State.OPEN, date(2026, 6, 25))
    assert told(cast.liaison) == ["须于2026-06-25前（含当日）交付：安装烟感"]
    assert told(cast.member) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"due_on": date(2026, 6, 14)}, "交付期限已过，请选择今天或以后的日期。"),
        ({"due_on": date(2027, 1, 5)}, "日期不在细则所属的2026年内。"),
        ({"reward_points": D(3)}, "分值应大于0，且不超过2.00分。"),
        ({"penalty_points": D("3.50")}, "分值应大于0，且不超过3.00分。"),
    ],
)
def test_what_does_not_fit_is_not_given(given: dict[str, Any], sentence: str, cast: Cast) -> None:
    the_item(Method.BONUS)
    with refused(sentence):
        a_commitment(cast, **given)
    a_commitment(cast, due_on=today())


def test_a_reward_is_no_penalty(cast: Cast) -> None:
    item = the_item(Method.PENALTY)
    with refused(f"“{item}”不是这一类考核项目。"):
        a_commitment(cast, reward_item=item, reward_points=D(1))


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "administrator"])
def test_the_supervision_group_alone_gives_and_corrects_them(role: str, cast: Cast) -> None:
    made, by = a_commitment(cast), getattr(cast, role)
    with forbidden():
        services.create_commitment(Commitment(unit=cast.village, title="x", text="x", due_on=today()), by=by)
    made.title = "改"
    with forbidden():
        services.edit_commitment(made, ["title"], by=by)
    services.edit_commitment(made, ["title"], by=cast.supervisor)


def test_it_is_corrected_only_while_it_is_open_and_its_last_day_not_over(cast: Cast) -> None:
    made, late = delivered(cast), a_commitment(cast)
    with refused("目前状态为“待核实”，不能进行此操作。"):
        services.edit_commitment(made, ["title"], by=cast.supervisor)
    with time_machine.travel(AFTER, tick=False):
        late.due_on = today() + timedelta(days=3)
        with refused("交付期限已过，不能再修改。"):
            services.edit_commitment(late, ["due_on"], by=cast.supervisor)


# Delivering and verifying


def test_the_unit_says_that_it_delivered_and_the_day_stays(cast: Cast, settings: Any, tmp_path: Path) -> None:
    files.keep_in(tmp_path, settings)
    made, photo = a_commitment(cast), check_upload(files.upload(files.picture()))
    services.deliver_commitment(made, by=cast.liaison, text="20个已装", uploads=[photo])
    row = kept(made)
    assert [file.name for file in attachments_of(made)] == ["photo.jpg"]
    assert (row.state, row.delivered_on, row.delivered_by) == (State.DELIVERED, today(), cast.liaison.person)
    assert history(made)[-1][0] == "assessment.deliver_commitment"


@pytest.mark.parametrize("role", ["chair", "office", "supervisor", "member", "lead", "inspector"])
def test_nobody_delivers_for_another_unit(role: str, cast: Cast) -> None:
    made = a_commitment(cast)
    with forbidden():
        services.deliver_commitment(made, by=getattr(cast, role), text="x")
    delivered(cast, made)


def test_in_time_and_verified_the_reward_is_proposed(cast: Cast) -> None:
    made = delivered(cast)
    assert not LedgerEntry.objects.exists()
    services.verify_commitment(made, by=cast.supervisor, note="现场看过")
    row, entry = kept(made), LedgerEntry.objects.get()
    assert (row.state, row.verified_by, row.note) == (State.VERIFIED, cast.supervisor.person, "现场看过")
    assert (entry.state, entry.kind, entry.points, entry.item) == ("proposed", "bonus", D(1), made.reward_item)
    assert (entry.commitment, entry.evidence, entry.unit) == (made, made, cast.village)
    assert (entry.proposed_by, entry.happened_on) == (None, today())
    assert told(cast.liaison)[-1] == f"已核实：{made.title}"


def test_what_the_portal_proposed_anybody_of_the_supervision_confirms(cast: Cast) -> None:
    for by in (cast.supervisor, cast.chair):
        services.verify_commitment(delivered(cast), by=cast.supervisor)
        services.confirm_entry(LedgerEntry.objects.proposed().get(), by=by)
    assert LedgerEntry.objects.confirmed().count() == 2


def test_what_was_delivered_before_its_year_is_rewarded_in_its_year(cast: Cast) -> None:
    made = a_commitment(cast, due_on=date(2026, 7, 1))
    Commitment.objects.filter(pk=made.pk).update(delivered_on=date(2025, 12, 30), state=State.DELIVERED)
    services.verify_commitment(made, by=cast.supervisor)
    assert LedgerEntry.objects.get().happened_on == date(2026, 1, 1)


def test_on_the_last_day_is_in_time_and_a_day_later_is_not(cast: Cast) -> None:
    last, late = a_commitment(cast), a_commitment(cast)
    with time_machine.travel("2026-06-25 23:30+08:00", tick=False):
        assert services.propose_penalties(today()) == 0
        services.verify_commitment(delivered(cast, last), by=cast.supervisor)
    with time_machine.travel("2026-06-26 00:30+08:00", tick=False):
        services.verify_commitment(delivered(cast, late), by=cast.supervisor)
    assert [entry.commitment for entry in LedgerEntry.objects.all()] == [last]


def test_without_a_rule_nothing_follows(cast: Cast) -> None:
    none: dict[str, Any] = {"reward_item": None, "penalty_item": None}
    services.verify_commitment(delivered(cast, **none), by=cast.supervisor)
    missed = a_commitment(cast, **none)
    assert services.propose_penalties(date(2026, 6, 26)) == 1
    assert kept(missed).state == State.MISSED
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("verb", ["verify", "return"])
def test_nobody_verifies_what_they_delivered(verb: str, cast: Cast) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    an_appointment(post, "liaison", cast.supervisor.person)
    both = type(cast.supervisor).objects.get(pk=cast.supervisor.pk)
    made = a_commitment(cast)
    services.deliver_commitment(made, by=both, text="x")
    more = {"note": ""} if verb == "verify" else {"reason": "x"}
    with forbidden():
        getattr(services, f"{verb}_commitment")(made, by=both, **more)
    getattr(services, f"{verb}_commitment")(made, by=another_supervisor(cast), **more)


def test_who_delivered_it_anew_does_not_verify_it_from_an_old_page(cast: Cast) -> None:
    made = delivered(cast)
    old, person = kept(made), cast.supervisor.person
    Commitment.objects.filter(pk=made.pk).update(delivered_by=person)
    with forbidden():
        services.verify_commitment(old, by=cast.supervisor)


@pytest.mark.parametrize("role", ["chair", "office", "lead", "liaison", "member", "administrator"])
def test_the_supervision_group_alone_verifies(role: str, cast: Cast) -> None:
    made = delivered(cast)
    with forbidden():
        services.verify_commitment(made, by=getattr(cast, role))
    with forbidden():
        services.return_commitment(made, by=getattr(cast, role), reason="x")


def test_sent_back_it_is_owed_again_and_the_unit_hears_why(cast: Cast) -> None:
    made = delivered(cast)
    services.return_commitment(made, by=cast.supervisor, reason="缺5个")
    row = kept(made)
    assert (row.state, row.delivered_on, row.delivered_by, row.note) == (State.OPEN, None, None, "缺5个")
    assert told(cast.liaison)[-1] == f"已退回，请重新交付：{made.title}"
    delivered(cast, row)
    services.verify_commitment(row, by=cast.supervisor)
    assert LedgerEntry.objects.count() == 1


# The clock


def test_what_was_missed_is_penalised_once_however_often_the_clock_asks(cast: Cast) -> None:
    made, safe = a_commitment(cast), a_commitment(cast, due_on=date(2026, 6, 26))
    done = delivered(cast)
    with time_machine.travel(AFTER, tick=False):
        assert [propose_penalties(), propose_penalties()] == [1, 0]
    assert [kept(one).state for one in (made, safe, done)] == [State.MISSED, State.OPEN, State.DELIVERED]
    entry = LedgerEntry.objects.get()
    assert (entry.state, entry.kind, entry.points, entry.item) == ("proposed", "penalty", D(2), made.penalty_item)
    assert (entry.commitment, entry.proposed_by, entry.happened_on) == (made, None, made.due_on)
    assert (entry.evidence, entry.year) == (made, 2026)
    assert told(cast.liaison)[-1] == f"逾期未交付：{made.title}"
    assert "assessment.tasks.propose_penalties" in {each["task"] for each in BEAT_SCHEDULE.values()}


def test_a_run_that_was_cut_off_leaves_each_whole_or_untouched(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = a_commitment(cast), a_commitment(cast)
    real = LedgerEntry.save

    def cut_off(entry: Any, **about: Any) -> None:
        if entry.commitment_id == second.pk:
            raise KeyboardInterrupt
        real(entry, **about)

    with monkeypatch.context() as patch:
        patch.setattr(LedgerEntry, "save", cut_off)
        with pytest.raises(KeyboardInterrupt):
            services.propose_penalties(date(2026, 6, 26))
    assert [kept(one).state for one in (first, second)] == [State.MISSED, State.OPEN]
    assert services.propose_penalties(date(2026, 6, 26)) == 1
    assert LedgerEntry.objects.filter(commitment__in=[first, second]).count() == 2


def test_a_commitment_has_one_entry_of_each_kind(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    entry = LedgerEntry.objects.get(commitment=made)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_late_and_sent_back_brings_no_second_penalty(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    with time_machine.travel(AFTER, tick=False):
        row = delivered(cast, kept(made))
        services.return_commitment(row, by=cast.supervisor, reason="不合格")
        assert services.propose_penalties(today()) == 1
        services.verify_commitment(delivered(cast, kept(made)), by=cast.supervisor)
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["penalty"]


# Excusing


def test_excused_by_the_chair_neither_follows(cast: Cast) -> None:
    before, after = a_commitment(cast), a_commitment(cast)
    services.excuse_commitment(before, by=cast.chair, reason="台风")
    services.propose_penalties(date(2026, 6, 26))
    assert LedgerEntry.objects.proposed().get().commitment == after
    services.excuse_commitment(kept(after), by=cast.chair, reason="台风")
    assert [kept(one).state for one in (before, after)] == [State.EXCUSED, State.EXCUSED]
    entry = LedgerEntry.objects.get()
    assert (entry.state, entry.note, entry.decided_by) == ("refused", "台风", cast.chair.person)
    assert told(cast.liaison)[-1] == f"已免除：{after.title}"


def test_what_is_confirmed_is_withdrawn_before_it_is_excused(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    entry = LedgerEntry.objects.get()
    services.confirm_entry(entry, by=cast.chair)
    with refused("相关奖惩已确认，请先撤销再免除。"):
        services.excuse_commitment(kept(made), by=cast.chair, reason="x")
    services.withdraw_entry(entry, by=cast.supervisor, reason="x")
    services.excuse_commitment(kept(made), by=cast.chair, reason="x")
    assert LedgerEntry.objects.get().state == "withdrawn"


@pytest.mark.parametrize("role", ["office", "supervisor", "lead", "liaison", "member", "administrator"])
def test_nobody_else_excuses(role: str, cast: Cast) -> None:
    made = a_commitment(cast)
    with forbidden():
        services.excuse_commitment(made, by=getattr(cast, role), reason="x")


def test_each_step_has_its_time(cast: Cast) -> None:
    open_one, verified = a_commitment(cast), delivered(cast)
    services.verify_commitment(verified, by=cast.supervisor)
    sentence = "目前状态为“%s”，不能进行此操作。"
    with refused(sentence % "待交付"):
        services.verify_commitment(open_one, by=cast.supervisor)
    with refused(sentence % "待交付"):
        services.return_commitment(open_one, by=cast.supervisor, reason="x")
    for attempt in (
        lambda: delivered(cast, verified),
        lambda: services.excuse_commitment(verified, by=cast.chair, reason="x"),
    ):
        with refused(sentence % "已核实"):
            attempt()


def test_a_login_without_the_unit_does_not_deliver(cast: Cast) -> None:
    made = a_commitment(cast, unit=a_unit())
    for by in (cast.liaison, a_user()):
        with forbidden():
            services.deliver_commitment(made, by=by, text="x")
