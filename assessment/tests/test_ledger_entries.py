"""Entries of the ledger: one proposes, another decides, nothing decided is edited, a mistake is withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessment.models import LedgerEntry, RulebookItem
from assessment.services import ledger as services
from assessment.services import rulebooks
from assessment.tests.builders import a_rulebook, an_item
from assessment.tests.ledger_builders import (
    D,
    a_confirmed,
    a_ledger_book,
    a_new_entry,
    an_entry,
    another_supervisor,
    the_item,
)
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit, a_user
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
Method, State = RulebookItem.Method, LedgerEntry.State


def state_of(entry: LedgerEntry) -> str:
    """As it is kept."""
    return LedgerEntry.objects.values_list("state", flat=True).get(pk=entry.pk)


# Proposing


@pytest.mark.parametrize(("method", "signed"), [("bonus", "+1.00"), ("penalty", "−1.00"), ("veto", "")])
def test_an_entry_is_proposed_by_somebody_of_the_supervision_group(method: str, signed: str, cast: Cast) -> None:
    entry = LedgerEntry.objects.get(pk=an_entry(cast, method).pk)
    assert (entry.state, entry.kind, entry.year) == (State.PROPOSED, method, 2026)
    assert (entry.proposed_by, entry.decided_by, entry.signed) == (cast.supervisor.person, None, signed)
    assert [(verb, by) for verb, by, *_rest in history(entry)] == [
        ("assessment.create_ledgerentry", str(cast.supervisor))
    ]


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "inspector", "administrator"])
def test_nobody_else_proposes(role: str, cast: Cast) -> None:
    entry = a_new_entry(cast)
    with forbidden():
        services.create_ledgerentry(entry, by=getattr(cast, role))
    services.create_ledgerentry(entry, by=cast.supervisor)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"points": D("2.01")}, "分值应大于0，且不超过2.00分。"),
        ({"points": D(0)}, "分值应大于0，且不超过2.00分。"),
        ({"points": D(-1)}, "分值应大于0，且不超过2.00分。"),
        ({"method": "veto", "points": D(1)}, "一票否决不计分，请填0。"),
        ({"happened_on": date(2026, 6, 16)}, "发生日期不能晚于今天，请更正。"),
        ({"happened_on": date(2025, 12, 31)}, "日期不在细则所属的2026年内。"),
    ],
)
def test_what_does_not_fit_is_not_proposed(given: dict[str, Any], sentence: str, cast: Cast) -> None:
    entry = a_new_entry(cast, **given)
    with refused(sentence):
        services.create_ledgerentry(entry, by=cast.supervisor)
    an_entry(cast, points=D("2.00"), happened_on=date(2026, 1, 1))


def test_an_item_rewards_the_kinds_of_unit_that_it_is_for(cast: Cast) -> None:
    book = a_rulebook()
    an_item(rulebook=book)
    item = an_item(rulebook=book, method=Method.BONUS, number="7", name="提前", applies_to="enterprise")
    rulebooks.adopt_rulebook(book, by=None)
    item = RulebookItem.objects.get(pk=item.pk)
    entry = a_new_entry(cast, item=item)
    with refused("“7 提前”不适用于这类单位：村。"):
        services.create_ledgerentry(entry, by=cast.supervisor)
    an_entry(cast, item=item, unit=a_unit(kind="enterprise"))


def test_only_a_reward_penalty_or_veto_of_rules_in_use_stands_in_the_ledger(cast: Cast) -> None:
    sentence = "请选择使用中细则的奖励、处罚或一票否决项目。"
    draft, checked = an_item(method=Method.BONUS), the_item(Method.CHECK)
    replaced = the_item(Method.BONUS)
    tries = [a_new_entry(cast, item=draft), a_new_entry(cast, item=checked)]
    for entry in tries:
        with refused(sentence):
            services.create_ledgerentry(entry, by=cast.supervisor)
    an_entry(cast, item=replaced)
    made = rulebooks.revise_rulebook(a_ledger_book(), by=None)
    rulebooks.adopt_rulebook(made, by=None)
    late = a_new_entry(cast, item=RulebookItem.objects.get(pk=replaced.pk))
    with refused(sentence):
        services.create_ledgerentry(late, by=cast.supervisor)


def test_the_database_keeps_points_and_vetoes_apart(cast: Cast) -> None:
    veto, bonus = an_entry(cast, Method.VETO), an_entry(cast)
    for entry, points in ((veto, 1), (bonus, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.filter(pk=entry.pk).update(points=points)


# Two people


@pytest.mark.parametrize("role", ["chair", "another"])
def test_another_person_confirms_and_the_unit_hears_of_it(role: str, cast: Cast) -> None:
    entry = an_entry(cast, reason="提前完成护栏安装")
    by = another_supervisor(cast) if role == "another" else cast.chair
    assert not Notice.objects.filter(user=cast.liaison).exists()
    services.confirm_entry(entry, by=by)
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.state, kept.decided_by) == (State.CONFIRMED, by.person)
    assert kept.decided_at is not None
    told = Notice.objects.get(user=cast.liaison)
    assert (told.title, told.text) == ("已记入奖惩台账：东风村 提前完成 +1.00", "提前完成护栏安装")
    assert history(entry)[-1][0] == "assessment.confirm_entry"


@pytest.mark.parametrize("verb", ["confirm_entry", "refuse_entry"])
def test_nobody_decides_what_they_proposed(verb: str, cast: Cast) -> None:
    entry = an_entry(cast)
    more = {} if verb == "confirm_entry" else {"reason": "x"}
    with forbidden():
        getattr(services, verb)(entry, by=cast.supervisor, **more)
    getattr(services, verb)(entry, by=another_supervisor(cast), **more)


def test_the_same_person_with_another_login_is_still_one(cast: Cast) -> None:
    entry, person, other = an_entry(cast), cast.supervisor.person, another_supervisor(cast)
    type(cast.supervisor).objects.filter(pk=cast.supervisor.pk).update(person=None)
    again = a_user(person)
    assert again.pk != cast.supervisor.pk
    assert again.standing.is_one_of("supervisor")
    with forbidden():
        services.confirm_entry(entry, by=again)
    services.confirm_entry(entry, by=other)


@pytest.mark.parametrize("role", ["office", "lead", "member", "liaison", "inspector", "auditor", "administrator"])
def test_nobody_else_decides(role: str, cast: Cast) -> None:
    proposed, confirmed, by = an_entry(cast), a_confirmed(cast), getattr(cast, role)
    tries = (
        lambda: services.confirm_entry(proposed, by=by),
        lambda: services.refuse_entry(proposed, by=by, reason="x"),
        lambda: services.withdraw_entry(confirmed, by=by, reason="x"),
    )
    for attempt in tries:
        with forbidden():
            attempt()


def test_the_clock_decides_nothing(cast: Cast) -> None:
    proposed, confirmed = an_entry(cast), a_confirmed(cast)
    tries = (
        lambda: services.confirm_entry(proposed, by=None),
        lambda: services.refuse_entry(proposed, by=None, reason="x"),
        lambda: services.withdraw_entry(confirmed, by=None, reason="x"),
    )
    for attempt in tries:
        with refused("奖惩只能由人来决定。"):
            attempt()


def test_what_is_refused_says_why_and_the_unit_hears_nothing(cast: Cast) -> None:
    entry = an_entry(cast)
    services.refuse_entry(entry, by=cast.chair, reason="依据不足")
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.state, kept.note, kept.decided_by) == (State.REFUSED, "依据不足", cast.chair.person)
    assert not Notice.objects.filter(user=cast.liaison).exists()
    assert history(entry)[-1][::4] == ("assessment.refuse_entry", "依据不足")


def test_a_mistake_is_withdrawn_by_another_than_who_confirmed_it(cast: Cast) -> None:
    entry = a_confirmed(cast)
    with forbidden():
        services.withdraw_entry(entry, by=cast.chair, reason="记错单位")
    services.withdraw_entry(entry, by=cast.supervisor, reason="记错单位")
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.state, kept.note, kept.withdrawn_by) == (State.WITHDRAWN, "记错单位", cast.supervisor.person)
    told = Notice.objects.filter(user=cast.liaison).latest("pk")
    assert (told.title, told.text) == ("已从奖惩台账撤销：东风村 提前完成 +1.00", "记错单位")
    an_entry(cast)  # and is entered anew


def test_who_confirmed_it_meanwhile_does_not_withdraw_it_from_an_old_page(cast: Cast) -> None:
    entry = an_entry(cast)
    old = LedgerEntry.objects.get(pk=entry.pk)
    services.confirm_entry(entry, by=cast.chair)
    with forbidden():
        services.withdraw_entry(old, by=cast.chair, reason="x")


# Once


def test_what_was_decided_is_neither_decided_again_nor_edited(cast: Cast) -> None:
    confirmed, refused_one, gone = a_confirmed(cast), an_entry(cast), a_confirmed(cast)
    services.refuse_entry(refused_one, by=cast.chair, reason="x")
    services.withdraw_entry(gone, by=cast.supervisor, reason="x")
    for entry, word in ((confirmed, "已确认"), (refused_one, "不予确认"), (gone, "已撤销")):
        tries = [
            lambda entry=entry: services.confirm_entry(entry, by=cast.chair),
            lambda entry=entry: services.refuse_entry(entry, by=cast.chair, reason="x"),
            lambda entry=entry: services.edit_ledgerentry(entry, ["points"], by=None),
        ]
        if entry is not confirmed:
            tries.append(lambda entry=entry: services.withdraw_entry(entry, by=cast.supervisor, reason="x"))
        for attempt in tries:
            with refused(f"目前状态为“{word}”，不能进行此操作。"):
                attempt()


def test_a_proposal_is_corrected_by_who_made_it_alone(cast: Cast) -> None:
    entry = an_entry(cast)
    entry.points, entry.item = D(2), the_item(Method.PENALTY)
    for by in (another_supervisor(cast), cast.chair, cast.office):
        with forbidden():
            services.edit_ledgerentry(entry, ["points", "item"], by=by)
    services.edit_ledgerentry(entry, ["points", "item"], by=cast.supervisor)
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.points, kept.kind) == (D(2), "penalty")
    entry.points = D(4)
    with refused("分值应大于0，且不超过3.00分。"):
        services.edit_ledgerentry(entry, ["points"], by=cast.supervisor)


def test_nobody_confirms_what_was_corrected_since_they_read_it(cast: Cast) -> None:
    entry = an_entry(cast)
    read = LedgerEntry.objects.get(pk=entry.pk)
    entry.points = D(2)
    services.edit_ledgerentry(entry, ["points"], by=cast.supervisor)
    with refused("内容刚刚被更正，请重新阅读后再决定。"):
        services.confirm_entry(read, by=cast.chair, version=1)
    services.confirm_entry(read, by=cast.chair, version=2)
    assert state_of(entry) == State.CONFIRMED


def test_nor_refuses_it(cast: Cast) -> None:
    entry = an_entry(cast)
    read = LedgerEntry.objects.get(pk=entry.pk)
    entry.points = D(2)
    services.edit_ledgerentry(entry, ["points"], by=cast.supervisor)
    with refused("内容刚刚被更正，请重新阅读后再决定。"):
        services.refuse_entry(read, by=cast.chair, reason="分值过低", version=1)
    services.refuse_entry(read, by=cast.chair, reason="x", version=2)
    assert state_of(entry) == State.REFUSED


def test_a_day_of_the_year_before_needs_the_rules_of_that_year(cast: Cast) -> None:
    entry = an_entry(cast, item=the_item(Method.BONUS, 2025), happened_on=date(2025, 12, 31))
    assert entry.year == 2025
    assert entry.happened_on < today() - timedelta(days=100)
