"""What the assessment hands on: a draft of the rules, and by the new ones checks, rounds, commitments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from assessment.models import Check, Commitment, Round, Rulebook, SelfAssessment
from assessment.services import ledger, rulebooks
from assessment.services.national import sets
from assessment.services.rulebooks import KEPT, OF_ITEM, carry_rulebook, items_of
from assessment.tests.builders import a_rulebook, an_item, in_use
from assessment.tests.check_builders import a_check, a_checking_book, an_open_check
from assessment.tests.ledger_builders import a_commitment, a_ledger_book
from assessment.tests.national_builders import a_selfassessment, a_set_in_use
from assessment.tests.peer_builders import a_round, an_item_for_peers
from committee.tests.refusals import forbidden, refused
from dayan_safety.calendars import mark_day
from dayan_safety.models import Notice
from dayan_safety.records import edit_record, remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.turns import autumn, found, labels, moved, press, reasons, there

pytestmark = pytest.mark.usefixtures("autumn")
BOOK, CHECK, ROUND = "assessment.rulebook", "assessment.check", "assessment.round"
COMMITMENT, FILE = "assessment.commitment", "assessment.selfassessment"
WAITS = "2027年实施细则尚未启用：启用后再转入。"
__all__ = ["autumn"]


def carried(cast: Cast) -> Rulebook:
    """The rulebook of 2026 is carried over and adopted."""
    press(cast.supervisor, BOOK)
    made = Rulebook.objects.get(year=2027)
    rulebooks.adopt_rulebook(made, by=None)
    return made


def test_the_rulebook_comes_as_a_draft_with_all_rules_and_items(cast: Cast) -> None:
    about = {"name": "考核细则（2026年）", "document": "大发〔2026〕20号", "month_share": 55, "note": "试行"}
    old = in_use(rulebook=a_rulebook(**about), full_mark=Decimal("12.5"), standard="逐项扣分")
    assert moved(BOOK, cast.supervisor) == [
        {
            "名称": ("考核细则（2026年）", "考核细则（2027年）"),
            "年度": ("2026", "2027"),
            "考核项目": ("", "1"),
        }
    ]
    assert press(cast.supervisor) == {BOOK: 1}
    made = Rulebook.objects.get(year=2027)
    assert (made.state, made.edition, made.name, made.document) == ("draft", 1, "考核细则（2027年）", "")
    assert [getattr(made, name) for name in KEPT] == [getattr(old, name) for name in KEPT]
    (before,), (after,) = items_of(old), items_of(made)
    assert [getattr(after, name) for name in OF_ITEM] == [getattr(before, name) for name in OF_ITEM]
    old.refresh_from_db()
    assert (old.state, old.year) == ("in_use", 2026)


def test_a_name_without_a_year_goes_on_in_its_next_edition(cast: Cast) -> None:
    in_use(rulebook=a_rulebook(name="考核细则"))
    press(cast.supervisor)
    assert [(each.year, each.edition) for each in Rulebook.objects.order_by("pk")] == [(2026, 1), (2027, 2)]


@pytest.mark.parametrize("state", ["draft", "in_use"])
def test_a_year_that_has_its_rulebook_gets_no_second_one(state: str, cast: Cast) -> None:
    in_use(rulebook=a_rulebook())
    assert len(labels(BOOK, cast.supervisor)) == 1
    a_rulebook(year=2027) if state == "draft" else in_use(rulebook=a_rulebook(year=2027))
    assert labels(BOOK, cast.supervisor) == []
    assert there(BOOK, cast.supervisor) == 1


def test_a_draft_and_a_replaced_one_are_not_carried(cast: Cast) -> None:
    a_rulebook()
    first = in_use(rulebook=a_rulebook(name="甲"))
    in_use(rulebook=a_rulebook(name="乙"))
    first.refresh_from_db()
    assert first.state == "replaced"
    assert labels(BOOK, cast.supervisor) == ["乙"]


def test_while_the_next_edition_is_drawn_up_the_old_one_waits(cast: Cast) -> None:
    old = in_use(rulebook=a_rulebook(name="考核细则"))
    rulebooks.revise_rulebook(old, by=None)
    assert labels(BOOK, cast.supervisor) == []
    assert reasons(BOOK, cast.supervisor) == {"考核细则": "已有名为“考核细则”的细则：请先处理它。"}
    assert not found(BOOK, cast.supervisor).is_settled


def test_a_name_that_is_taken_is_told(cast: Cast) -> None:
    in_use(rulebook=a_rulebook(name="细则2026"))
    in_use(rulebook=a_rulebook(name="细则2027", year=2025))
    assert list(reasons(BOOK, cast.supervisor)) == ["细则2026"]


def test_the_verb_asks_for_the_right_and_for_rules_in_use(cast: Cast) -> None:
    old, draft = in_use(rulebook=a_rulebook()), a_rulebook()
    with forbidden():
        carry_rulebook(old, by=cast.office, year=2027, name="x")
    with refused("目前状态为“起草中”，不能进行此操作。"):
        carry_rulebook(draft, by=cast.supervisor, year=2027, name="x")
    assert Rulebook.objects.filter(year=2027).count() == 0


def test_an_item_that_changed_is_another_plan(cast: Cast) -> None:
    old = in_use(rulebook=a_rulebook())
    (before,) = found(BOOK, cast.supervisor).lines
    item = items_of(old)[0]
    item.full_mark = Decimal(9)
    edit_record(item, ["full_mark"], by=None)
    (after,) = found(BOOK, cast.supervisor).lines
    assert before.seal != after.seal


def test_checks_wait_for_the_new_rules_and_then_come_month_by_month(cast: Cast) -> None:
    a_checking_book()
    a_check(name="2026年2月定期检查", first=date(2026, 2, 1), last=date(2026, 2, 28))
    an_open_check(name="2026年12月定期检查", first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert labels(CHECK, cast.supervisor) == []
    assert set(reasons(CHECK, cast.supervisor).values()) == {WAITS}
    assert not found(CHECK, cast.supervisor).is_settled
    book = carried(cast)
    assert reasons(CHECK, cast.supervisor) == {}
    assert press(cast.supervisor) == {CHECK: 2}
    february, december = Check.objects.filter(rulebook=book).order_by("last")
    assert (february.name, february.first, february.last) == (
        "2027年2月定期检查",
        date(2027, 2, 1),
        date(2027, 2, 28),
    )
    assert (december.state, december.last, december.checked.count()) == ("draft", date(2027, 12, 31), 0)
    assert press(cast.supervisor) == {}


def test_a_check_whose_period_is_over_does_not_come(cast: Cast) -> None:
    a_checking_book()
    a_check(first=date(2026, 1, 1), last=date(2026, 1, 31), name="一月检查")
    carried(cast)
    with time_machine.travel("2027-02-10 10:00+08:00", tick=False):
        assert reasons(CHECK, cast.supervisor) == {"一月检查": "检查周期已过。"}


def test_rounds_come_for_the_item_of_the_new_rules_that_is_like_theirs(cast: Cast) -> None:
    an_item_for_peers(name="责任单位互评")
    a_round(name="2026年度村级互评", last_on=date(2026, 12, 4))
    assert set(reasons(ROUND, cast.supervisor).values()) == {WAITS}
    book = carried(cast)
    assert press(cast.supervisor) == {ROUND: 1}
    made = Round.objects.get(item__rulebook=book)
    assert (made.name, made.state, made.item.name) == ("2027年度村级互评", "set_up", "责任单位互评")
    assert (made.rated_kind, made.rating_kind, made.seed) == ("village", "village", "")
    assert made.last_on == date(2027, 12, 6)  # the fourth is a Saturday
    assert (press(cast.supervisor), there(ROUND, cast.supervisor)) == ({}, 1)


def test_a_round_on_a_last_day_that_is_off_stays_in_the_year_of_its_rules(cast: Cast) -> None:
    mark_day(date(2027, 12, 31), by=cast.office, is_working=False, name="元旦调休")
    a_round(name="互评", last_on=date(2026, 12, 31))
    carried(cast)
    press(cast.supervisor)
    assert Round.objects.get(item__rulebook__year=2027).last_on == date(2027, 12, 30)


def test_without_such_an_item_a_round_is_left_out(cast: Cast) -> None:
    old = a_round()
    in_use(rulebook=a_rulebook(year=2027))
    assert reasons(ROUND, cast.supervisor) == {old.name: f"2027年实施细则没有与“{old.item}”对应的考核项目。"}


def test_an_item_is_found_by_its_name_else_by_its_number(cast: Cast) -> None:
    item = an_item_for_peers(number="9", name="互评")
    a_round(item=item)
    book = a_rulebook(year=2027)
    by_number = an_item(rulebook=book, number="9", method="peers", name="单位互评")
    by_name = an_item(rulebook=book, number="10", method="peers", name="互评")
    rulebooks.adopt_rulebook(book, by=None)
    assert moved(ROUND, cast.supervisor)[0]["考核项目"] == ("9 互评", "10 互评")
    (line,) = found(ROUND, cast.supervisor).lines
    assert line.seal.endswith(f"/{by_name.pk}")
    remove_record(by_name, by=None, reason="合并")
    (line,) = found(ROUND, cast.supervisor).lines
    assert line.seal.endswith(f"/{by_number.pk}")


def test_commitments_come_to_the_same_unit_on_a_working_day(cast: Cast) -> None:
    a_commitment(cast, title="2026年烟感安装", text="2026年底前20个", due_on=date(2026, 12, 4))
    assert set(reasons(COMMITMENT, cast.supervisor).values()) == {WAITS}
    book = carried(cast)
    before = Notice.objects.filter(kind="assessment.commitment_news").count()
    assert press(cast.supervisor) == {}  # nobody ticked them
    assert press(cast.supervisor, COMMITMENT) == {COMMITMENT: 1}
    made = Commitment.objects.get(due_on__year=2027)
    assert (made.unit, made.title, made.text) == (cast.village, "2027年烟感安装", "2027年底前20个")
    assert (made.due_on, made.state) == (date(2027, 12, 6), "open")
    assert (made.reward_item.rulebook, made.penalty_item.rulebook) == (book, book)
    assert (made.reward_points, made.penalty_points) == (1, 2)
    assert Notice.objects.filter(kind="assessment.commitment_news").count() > before
    assert (press(cast.supervisor, COMMITMENT), there(COMMITMENT, cast.supervisor)) == ({}, 1)


def test_a_commitment_without_points_needs_no_rules(cast: Cast) -> None:
    nothing = dict.fromkeys(("reward_item", "penalty_item", "reward_points", "penalty_points"))
    a_commitment(cast, title="安全承诺书", **nothing)
    assert labels(COMMITMENT, cast.supervisor) == ["东风村 安全承诺书"]
    assert press(cast.supervisor, COMMITMENT) == {COMMITMENT: 1}


def test_commitments_that_cannot_come_are_left_out_with_the_reason(cast: Cast) -> None:
    leaves = a_unit(name="并走村", valid_to=date(2027, 6, 30))
    gone, excused = a_commitment(cast, title="甲", unit=leaves), a_commitment(cast, title="乙")
    ledger.excuse_commitment(excused, by=cast.chair, reason="受灾")
    carried(cast)
    assert reasons(COMMITMENT, cast.supervisor) == {
        str(gone): "该单位届时已不属于本镇。",
        str(excused): "该事项已免除。",
    }


def test_more_points_than_the_new_rules_give_are_not_promised(cast: Cast) -> None:
    old = a_commitment(cast)
    item = a_ledger_book().items.get(method="bonus")
    press(cast.supervisor, BOOK)
    draft = Rulebook.objects.get(year=2027)
    smaller = draft.items.get(method="bonus")
    smaller.full_mark = Decimal("0.5")
    edit_record(smaller, ["full_mark"], by=None)
    rulebooks.adopt_rulebook(draft, by=None)
    assert reasons(COMMITMENT, cast.supervisor) == {str(old): f"2027年实施细则没有与“{item}”对应的考核项目。"}


def test_the_national_file_is_begun_by_the_newest_edition_and_without_grades(cast: Cast) -> None:
    kept = a_set_in_use(2)
    old = a_selfassessment(year=2026, indicator_set=kept)
    newer = sets.revise_indicatorset(kept, by=None)
    sets.adopt_indicatorset(newer, by=None)
    assert press(cast.office) == {}  # it is begun when somebody wants it
    assert press(cast.office, FILE) == {FILE: 1}
    made = SelfAssessment.objects.get(year=2027)
    assert (made.indicator_set, made.title, made.state) == (newer, "2027年自评", "open")
    assert [each.marks for each in made.judgements.all()] == [("", "", ""), ("", "", "")]
    old.refresh_from_db()
    assert old.state == "open"
    assert (labels(FILE, cast.office), there(FILE, cast.office)) == ([], 1)


def test_a_set_that_is_given_up_begins_no_file(cast: Cast) -> None:
    old = a_selfassessment(year=2026)
    remove_record(old.indicator_set, by=None, reason="停用")
    assert labels(FILE, cast.office) == []
    assert reasons(FILE, cast.office) == {"2026年自评": "所用指标体系已不在用：请先启用一个版本。"}


@pytest.mark.parametrize("kind", [BOOK, CHECK, ROUND, COMMITMENT, FILE])
def test_three_cost_the_queries_of_one(kind: str, cast: Cast, query_count: Any) -> None:
    book = a_checking_book()
    rules = a_rulebook(name="新细则", year=2027)
    for method, mark in (("peers", 15), ("bonus", 2), ("penalty", 3), ("check", 30)):
        for each in {book, rules}:
            an_item(rulebook=each, method=method, full_mark=mark, name=method, number=f"x{method}")
    rulebooks.adopt_rulebook(rules, by=None)
    bonus, penalty = (book.items.select_related("rulebook").get(number=f"x{name}") for name in ("bonus", "penalty"))

    def one_more() -> None:
        a_check(name=f"检查{Check.objects.count()}")
        a_round(item=book.items.select_related("rulebook").get(number="xpeers"))
        points = {"reward_item": bonus, "reward_points": 1, "penalty_item": penalty, "penalty_points": 1}
        a_commitment(cast, unit=a_unit(), **points)

    one_more()
    few = len(labels(kind, cast.supervisor)), query_count(lambda: labels(kind, cast.supervisor))
    one_more()
    one_more()
    more = len(labels(kind, cast.supervisor)), query_count(lambda: labels(kind, cast.supervisor))
    assert more[1] == few[1]
    assert more[0] == (few[0] * 3 if kind in (CHECK, ROUND, COMMITMENT) else few[0])
