"""How evidence is read: grouped by state and kind, a few named and the others counted, gaps told by the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessment.models import Evidence, Judgement
from assessment.services.national import judging, proposing, writing
from assessment.services.national.proposing import NAMED_BY
from assessment.tests.national_builders import a_judgement, a_selfassessment, an_evidence
from campaigns.tests.builders import a_display, a_kind_of_event, an_event
from committee.models import Committee
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast
from inspections.tests.finding_builders import a_finding

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = date(2026, 6, 10)


def proved(number: int, state: str = "accepted") -> Judgement:
    """The judgement of an indicator with so many publicity events, one a day until the tenth of June."""
    kind = a_kind_of_event(counts_as="publicity")
    for place in range(number):
        an_event(kind=kind, theme=f"宣传{place}", place="广场", held_on=DAY - timedelta(days=place), head_count=9)
    judgement = a_judgement(year=2026, sources="events")
    proposing.propose_evidence(judgement.assessment, by=None)
    judgement.evidence.update(state=state)
    return judgement


def groups(judgement: Judgement, **asked: Any) -> list[writing.Group]:
    """Its evidence, for the clock."""
    return writing.groups_of(judgement, reader=None, **asked)


@pytest.mark.parametrize(("number", "ending"), [(5, "广场 宣传4。"), (6, "广场 宣传4等。"), (1, "广场 宣传0。")])
def test_five_records_are_named_and_more_are_others(number: int, ending: str, cast: Cast) -> None:
    text = writing.written(groups(proved(number)))
    assert text.startswith(f"宣传活动共{number}项：2026-06-10 广场 宣传0")
    assert text.endswith(ending)


@pytest.mark.parametrize(("number", "shown"), [(20, 20), (21, 20)])
def test_twenty_of_a_kind_are_shown_and_all_are_counted(number: int, shown: int, cast: Cast) -> None:
    [group] = groups(proved(number))
    assert (group.number, len(group.shown), group.label) == (number, shown, "宣传活动")
    assert str(group.shown[0].shown) == "宣传0"  # the newest first


def test_for_the_file_as_many_are_shown_as_one_asks_for(cast: Cast) -> None:
    [group] = groups(proved(21), most=21)
    assert len(group.shown) == 21


def test_groups_stand_by_state_and_within_it_by_kind(cast: Cast) -> None:
    a_display()
    made = a_selfassessment(year=2026, sources="displays,bodies")
    proposing.propose_evidence(made, by=None)
    judgement = made.judgements.get()
    judgement.evidence.filter(record_id=cast.committee.pk, record_type__model="committee").update(state="accepted")
    judgement.evidence.filter(source="displays").update(state="rejected")
    assert [(group.state, group.source) for group in groups(judgement)] == [
        ("proposed", "bodies"),
        ("accepted", "bodies"),
        ("rejected", "displays"),
    ]


@pytest.mark.parametrize("state", ["proposed", "rejected"])
def test_only_what_was_accepted_is_written_of(state: str, cast: Cast) -> None:
    assert writing.written(groups(proved(2, state))) == ""


def test_what_was_written_by_hand_stands_in_place_of_it(cast: Cast) -> None:
    judgement = proved(1)
    assert writing.text_of(judgement, groups(judgement)).startswith("宣传活动共1项")
    judging.judge_indicator(judgement, by=None, text="我们自己的话")
    assert writing.text_of(judgement, groups(judgement)) == "我们自己的话"
    judging.judge_indicator(judgement, by=None, text="")
    assert writing.text_of(judgement, groups(judgement)).startswith("宣传活动共1项")


def test_each_kind_has_a_paragraph_of_its_own(cast: Cast) -> None:
    a_display(title="消防展板")
    made = a_selfassessment(year=2026, sources="displays,bodies")
    proposing.propose_evidence(made, by=None)
    Evidence.objects.update(state="accepted")
    paragraphs = writing.written(groups(made.judgements.get())).split("\n")
    assert [text.partition("共")[0] for text in paragraphs] == ["促进委员会和工作组", "宣传阵地"]


# Gaps


@pytest.mark.parametrize(("days", "is_old"), [(365, False), (366, True), (0, False)])
def test_evidence_grows_old_after_twelve_months(days: int, is_old: bool, cast: Cast) -> None:
    judgement = proved(1)
    judgement.evidence.update(on=date(2026, 6, 15) - timedelta(days=days), is_effect=True)
    [line] = judging.whole_of(judgement.assessment, date(2026, 6, 15)).lines
    assert line.gaps == (["最近的痕迹已超过12个月。"] if is_old else [])


def test_the_newest_record_decides_whether_it_is_old(cast: Cast) -> None:
    judgement = proved(2)
    first, second = judgement.evidence.order_by("pk")
    Evidence.objects.filter(pk=first.pk).update(on=date(2020, 1, 1), is_effect=True)
    assert judging.whole_of(judgement.assessment, DAY).lines[0].gaps == []
    Evidence.objects.filter(pk=second.pk).update(state="rejected")
    assert judging.whole_of(judgement.assessment, DAY).lines[0].gaps == ["最近的痕迹已超过12个月。"]


def test_an_effect_that_was_not_accepted_shows_none(cast: Cast) -> None:
    judgement = proved(2)
    first = judgement.evidence.order_by("pk").first()
    Evidence.objects.filter(pk=first.pk).update(is_effect=True, state="proposed")
    assert judging.whole_of(judgement.assessment, DAY).lines[0].gaps == ["没有体现效果的痕迹。"]


# Decisions


def test_deciding_about_a_kind_leaves_others_and_what_was_decided_alone(cast: Cast) -> None:
    a_display()
    made = a_selfassessment(year=2026, sources="displays,bodies")
    proposing.propose_evidence(made, by=None)
    judgement = made.judgements.get()
    one = judgement.evidence.filter(source="bodies").first()
    proposing.reject_evidence(one, by=None)
    assert proposing.decide_evidence(judgement, by=cast.office, source="bodies", state="accepted") == 2
    states = judgement.evidence.order_by("pk").values_list("source", "state")
    assert sorted(states) == [
        ("bodies", "accepted"),
        ("bodies", "accepted"),
        ("bodies", "rejected"),
        ("displays", "proposed"),
    ]
    with refused("这一类已没有待定的痕迹。"):
        proposing.decide_evidence(judgement, by=cast.office, source="bodies", state="accepted")
    assert history(judgement)[-1][3] == {"state": "已采纳", "evidence": "2"}


def test_deciding_about_a_kind_of_one_indicator_leaves_the_same_of_another(cast: Cast) -> None:
    made = a_selfassessment(2, year=2026)
    proposing.propose_evidence(made, by=None)
    first, second = made.judgements.order_by("indicator__number")
    proposing.decide_evidence(first, by=None, source="bodies", state="accepted")
    assert set(first.evidence.values_list("state", flat=True)) == {"accepted"}
    assert set(second.evidence.values_list("state", flat=True)) == {"proposed"}


@pytest.mark.parametrize(("decided", "again"), [("accept", "accept"), ("reject", "reject")])
def test_what_was_decided_is_decided_otherwise_but_not_the_same_way_again(decided: str, again: str, cast: Cast) -> None:
    evidence = an_evidence()
    services = {"accept": proposing.accept_evidence, "reject": proposing.reject_evidence}
    services[decided](evidence, by=cast.office)
    with refused(f"目前状态为“{evidence.get_state_display()}”，不能进行此操作。"):
        services[again](Evidence.objects.get(pk=evidence.pk), by=cast.office)
    services["reject" if decided == "accept" else "accept"](evidence, by=cast.office)


@pytest.mark.parametrize("role", ["chair", "lead", "member", "liaison", "inspector", "administrator"])
def test_nobody_else_decides(role: str, cast: Cast) -> None:
    evidence, user = an_evidence(), getattr(cast, role)
    for decide in (
        lambda: proposing.accept_evidence(evidence, by=user),
        lambda: proposing.reject_evidence(evidence, by=user),
        lambda: proposing.decide_evidence(evidence.judgement, by=user, source="bodies", state="accepted"),
        lambda: proposing.propose_evidence(evidence.judgement.assessment, by=user),
    ):
        with pytest.raises(PermissionDenied):
            decide()
    evidence.refresh_from_db()
    assert evidence.state == "proposed"


def test_a_look_that_finds_nothing_new_leaves_no_trace(cast: Cast) -> None:
    made = a_selfassessment(year=2026)
    assert proposing.propose_evidence(made, by=cast.office) == 3
    assert proposing.propose_evidence(made, by=cast.office) == 0
    assert [verb for verb, *_rest in history(made)].count("assessment.propose_evidence") == 1
    Committee.objects.create(name="新委员会", term_from=DAY)
    assert proposing.propose_evidence(made, by=cast.office) == 1
    assert history(made)[-1][3] == {"evidence": "1"}


def test_what_the_names_of_records_read_is_read_in_one_go(cast: Cast, as_user: Any, query_count: Any) -> None:
    made = a_selfassessment(year=2026, sources="findings")
    browser, url = as_user(cast.office), made.judgements.get().get_absolute_url()

    def cost(number: int) -> int:
        for _each in range(number):
            a_finding(unit=cast.village)
        proposing.propose_evidence(made, by=None)
        assert Page(browser.get(url)).status_code == 200
        return query_count(lambda: browser.get(url))

    assert cost(1) == cost(3)
    assert set(NAMED_BY) >= {"inspections.finding", "inspections.incident"}
