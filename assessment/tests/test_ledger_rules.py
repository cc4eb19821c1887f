"""The rules of entries one by one: what is proposed, corrected, decided and withdrawn; what a page tells whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assessment.models import LedgerEntry
from assessment.services import ledger as services
from assessment.tests.builders import a_rulebook, an_item
from assessment.tests.ledger_builders import (
    D,
    a_commitment,
    a_confirmed,
    a_ledger_book,
    an_entry,
    another_supervisor,
    the_item,
)
from assessment.tests.walking import door, kept, read, sent, told
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_task, an_appointment
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today
from inspections.tests.finding_builders import a_finding

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
State = LedgerEntry.State
NEWS = "assessment.ledger_news"


def typed(cast: Cast, method: str = "penalty", **given: Any) -> dict[str, Any]:
    """What the supervision group types."""
    about = {"item": the_item(method).pk, "unit": cast.village.pk, "points": "2", "reason": "逾期"}
    return about | {"happened_on": "2026-06-01", "evidence": "", **given}


# Proposing


@pytest.mark.parametrize(("day", "fits"), [("2026-01-01", True), ("2026-06-15", True), ("2026-06-16", False)])
def test_it_happened_this_year_until_today(day: str, fits: bool, cast: Cast, as_user: Any) -> None:
    page = sent(as_user(cast.supervisor), "create_ledgerentry", **typed(cast, happened_on=day))
    assert page.errors == ({} if fits else {"": "发生日期不能晚于今天，请更正。"})
    assert LedgerEntry.objects.exists() is fits


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"points": "1000.01"}, "points"),
        ({"points": "-0.01"}, "points"),
        ({"points": "0.001"}, "points"),
        ({"reason": ""}, "reason"),
        ({"reason": "因" * 501}, "reason"),
        ({"happened_on": ""}, "happened_on"),
        ({"unit": "999999"}, "unit"),
        ({"item": "999999"}, "item"),
        ({"evidence": "编" * 41}, "evidence"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_beside_its_field(
    given: dict[str, str], field: str, cast: Cast, as_user: Any
) -> None:
    page = sent(as_user(cast.supervisor), "create_ledgerentry", **typed(cast, **given))
    assert (page.status_code, field in page.errors) == (422, True)
    assert not LedgerEntry.objects.exists()


def test_without_points_a_penalty_is_refused_in_words(cast: Cast, as_user: Any) -> None:
    page = sent(as_user(cast.supervisor), "create_ledgerentry", **typed(cast, points=""))
    assert page.errors == {"": "分值应大于0，且不超过3.00分。"}
    page = sent(as_user(cast.supervisor), "create_ledgerentry", **typed(cast, "veto", points="1"))
    assert page.errors == {"": "一票否决不计分，请填0。"}


def test_items_are_offered_with_what_they_do_and_of_rules_in_use_alone(cast: Cast, as_user: Any) -> None:
    draft, _book = an_item(rulebook=a_rulebook(), method="bonus"), a_ledger_book()
    field = as_user(cast.supervisor).get(door("create_ledgerentry")).context["form"].fields["item"]
    labels = {item.method: field.label_from_instance(item) for item in field.queryset}
    assert set(labels) == {"bonus", "penalty", "veto"}
    assert draft not in field.queryset
    assert "最多3.00分" in labels["penalty"]
    assert ("最多" in labels["veto"], labels["veto"].startswith("2026")) == (False, True)


def test_sent_three_times_it_is_proposed_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.supervisor)
    places = {browser.post(door("create_ledgerentry"), typed(cast, once="a"))["Location"] for _each in range(3)}
    assert places == {LedgerEntry.objects.get().get_absolute_url()}


def test_evidence_is_a_record_that_exists_for_who_types_it_and_for_who_reads_it(cast: Cast, as_user: Any) -> None:
    finding, task = a_finding(unit=cast.other_village), a_task(lead_unit=cast.village)
    browser = as_user(cast.supervisor)
    page = sent(browser, "create_ledgerentry", **typed(cast, evidence=f" {finding.number} "))
    assert page.facts["佐证"] == str(finding)
    entry = LedgerEntry.objects.get()
    services.confirm_entry(entry, by=cast.chair)
    assert "佐证" not in read(as_user(cast.liaison), entry).facts  # a finding of another village
    remove_record(task, by=None, reason="x")
    gone = sent(browser, "create_ledgerentry", **typed(cast, evidence=task.number))
    assert gone.errors == {"evidence": "没有这个编号的督办事项、隐患或事故。"}


# Correcting


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("happened_on", date(2026, 6, 16), "发生日期不能晚于今天，请更正。"),
        ("happened_on", date(2025, 12, 31), "日期不在细则所属的2026年内。"),
        ("points", D("2.01"), "分值应大于0，且不超过2.00分。"),
    ],
)
def test_it_is_not_corrected_into_what_could_not_be_proposed(name: str, value: Any, sentence: str, cast: Cast) -> None:
    entry = an_entry(cast)
    setattr(entry, name, value)
    with refused(sentence):
        services.edit_ledgerentry(entry, [name], by=cast.supervisor)


def test_of_another_years_item_it_is_of_that_year(cast: Cast) -> None:
    entry = an_entry(cast)
    entry.item, entry.happened_on = the_item("penalty", 2025), date(2025, 12, 31)
    services.edit_ledgerentry(entry, ["item", "happened_on"], by=cast.supervisor)
    assert (kept(entry).year, kept(entry).kind) == (2025, "penalty")
    verb, by, before, after, _reason = history(entry)[-1]
    assert (verb, by) == ("assessment.edit_ledgerentry", str(cast.supervisor))
    assert (before["happened_on"], after["happened_on"]) == ("2026-06-15", "2025-12-31")


def test_of_two_windows_of_who_proposed_the_second_is_shown_both(cast: Cast, as_user: Any) -> None:
    entry, browser = an_entry(cast, "penalty"), as_user(cast.supervisor)
    sent(browser, "edit_ledgerentry", entry, **typed(cast, points="3"), version=entry.version)
    second = sent(browser, "edit_ledgerentry", entry, **typed(cast, points="2.5"), version=entry.version)
    assert (second.status_code, "3.00" in second.text, second.input("points")) == (409, True, "2.5")
    assert kept(entry).points == D(3)


@pytest.mark.parametrize("how", ["confirm", "refuse"])
def test_what_was_decided_is_not_corrected_through_its_page(how: str, cast: Cast, as_user: Any) -> None:
    entry = an_entry(cast)
    browser = as_user(cast.supervisor)
    assert browser.get(door("edit_ledgerentry", entry)).status_code == 200
    getattr(services, f"{how}_entry")(entry, by=cast.chair, **({"reason": "x"} if how == "refuse" else {}))
    assert browser.get(door("edit_ledgerentry", entry)).status_code == 403
    assert browser.post(door("edit_ledgerentry", entry), typed(cast, points="3")).status_code == 403


def test_what_the_clock_proposed_nobody_corrects(cast: Cast) -> None:
    a_commitment(cast)
    with at("2026-06-26 00:20"):
        services.propose_penalties(today())
        entry = LedgerEntry.objects.get()
        entry.points = D(1)
        for role in ("supervisor", "chair", "office"):
            with forbidden():
                services.edit_ledgerentry(entry, ["points"], by=getattr(cast, role))


# Deciding


def test_confirmed_through_the_page_it_counts_and_is_told_once_however_often_it_is_sent(
    cast: Cast, as_user: Any
) -> None:
    entry, browser = an_entry(cast, "penalty"), as_user(cast.chair)
    given = {"version": entry.version, "once": "a"}
    places = {browser.post(door("confirm_entry", entry), given)["Location"] for _each in range(3)}
    assert places == {entry.get_absolute_url()}
    again = sent(browser, "confirm_entry", entry, version=entry.version)
    assert again.errors == {"": "目前状态为“已确认”，不能进行此操作。"}
    assert told(cast.liaison, NEWS) == ["已记入奖惩台账：东风村 逾期未完成 −1.00"]
    assert [verb for verb, *_rest in history(entry)].count("assessment.confirm_entry") == 1
    assert history(entry)[-1][3] == {"points": "−1.00"}


@pytest.mark.parametrize("verb", ["refuse_entry", "withdraw_entry"])
def test_why_is_asked_for_and_shown(verb: str, cast: Cast, as_user: Any) -> None:
    entry, by = (an_entry(cast), cast.chair) if verb == "refuse_entry" else (a_confirmed(cast), cast.supervisor)
    browser = as_user(by)
    for wrong in ("", "  ", "因" * 301):
        assert set(sent(browser, verb, entry, reason=wrong).errors) == {"reason"}
    page = sent(browser, verb, entry, reason="依据不足")
    assert (page.status, page.facts["理由"]) == ("不予确认" if verb == "refuse_entry" else "已撤销", "依据不足")
    who = "决定人" if verb == "refuse_entry" else "撤销人"
    assert page.facts[who] == str(by.person)
    assert history(entry)[-1][::4] == (f"assessment.{verb}", "依据不足")


def test_refused_over_an_old_page_one_is_told_and_keeps_the_reason(cast: Cast, as_user: Any) -> None:
    entry, browser = an_entry(cast), as_user(cast.chair)
    seen = Page(browser.get(door("refuse_entry", entry))).input("version")
    entry.points = D(2)
    services.edit_ledgerentry(entry, ["points"], by=cast.supervisor)
    page = sent(browser, "refuse_entry", entry, reason="分值过低", version=seen)
    assert page.errors == {"": "内容刚刚被更正，请重新阅读后再决定。"}
    assert (page.input("reason"), kept(entry).state) == ("分值过低", State.PROPOSED)
    assert sent(browser, "refuse_entry", entry, reason="x", version=kept(entry).version).status == "不予确认"


def test_withdrawn_the_history_keeps_what_it_was_worth(cast: Cast) -> None:
    entry = a_confirmed(cast, points=D("1.50"))
    services.withdraw_entry(entry, by=cast.supervisor, reason="记错")
    assert history(entry)[-1][2] == {"points": "+1.50"}
    assert services.sums_of(2026) == {}


def test_who_decides_is_not_told_what_they_did(cast: Cast) -> None:
    other = another_supervisor(cast)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", other.person)
    other = type(other).objects.get(pk=other.pk)
    entry = an_entry(cast)
    services.confirm_entry(entry, by=other)
    assert (told(other, NEWS), len(told(cast.liaison, NEWS))) == ([], 1)
    services.withdraw_entry(entry, by=cast.supervisor, reason="x")
    assert (len(told(other, NEWS)), len(told(cast.liaison, NEWS))) == (1, 2)


def test_whom_it_waits_for_is_said_by_who_proposed_it(cast: Cast, as_user: Any) -> None:
    a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    by_rule, by_hand = LedgerEntry.objects.get(), an_entry(cast)
    browser = as_user(cast.office)
    said = {entry: read(browser, entry).facts for entry in (by_rule, by_hand)}
    assert (said[by_rule]["提出人"], said[by_rule]["等待"]) == ("系统按规则提出", "督查考核组或主任确认")
    assert (said[by_hand]["提出人"], said[by_hand]["等待"]) == ("吴督查", "督查考核组的另一人或主任确认")
    services.confirm_entry(by_hand, by=cast.chair)
    assert "等待" not in read(browser, by_hand).facts
