"""Objections while a year is posted: who makes them, to what, who is told, what waits for whom and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessment.deadlines import objection_dues
from assessment.models import Objection, Scorecard
from assessment.services import objections, scores
from assessment.tests.builders import a_card_of_year, a_posted_year, a_year, an_objection, head_of
from assessment.todos.scores import score_todos
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026; objections are open until the 22nd


# To what, and who hears of it


def test_the_clock_may_not_object_to_what_is_not_posted_either(cast: Cast) -> None:
    card = Scorecard.objects.with_names().get(result=a_year(cast), unit=cast.village)
    with refused("目前状态为“预览”，不能进行此操作。"):
        objections.object_to_scorecard(card, by=None, item="", said="请核实")


def test_history_keeps_which_line_was_objected_to(cast: Cast) -> None:
    card = a_card_of_year(cast)
    number = card.result.rules["items"][0]["number"]
    made = objections.object_to_scorecard(card, by=cast.liaison, item=number, said="请核实")
    assert history(made)[0][3] == {"said": "请核实", "item": number}


def test_of_each_line_one_objection_waits_and_of_others_another(cast: Cast) -> None:
    card = a_card_of_year(cast)
    number = card.result.rules["items"][0]["number"]
    for item in ("", number):
        objections.object_to_scorecard(card, by=cast.liaison, item=item, said="请核实")
        with refused("对这一项的异议正在等待答复。"):
            objections.object_to_scorecard(card, by=cast.liaison, item=item, said="再次")
    assert Objection.objects.open().count() == 2


def test_the_same_line_of_another_card_may_be_objected_to(cast: Cast) -> None:
    result = a_posted_year(cast)
    number = result.rules["items"][0]["number"]
    for card in Scorecard.objects.with_names().filter(result=result, kind="village"):
        objections.object_to_scorecard(card, by=None, item=number, said="请核实")
    assert Objection.objects.open().count() == 2


def test_an_answer_is_not_told_to_who_gave_it(cast: Cast) -> None:
    an_appointment(cast.supervision, "group_member", cast.liaison.person)
    made = objections.object_to_scorecard(a_card_of_year(cast), by=cast.liaison, item="", said="请核实")
    assert not Notice.objects.filter(user=cast.liaison, key=f"objection:{made.pk}:made").exists()
    assert Notice.objects.filter(user=cast.supervisor, key=f"objection:{made.pk}:made").count() == 1
    objections.answer_objection(made, by=cast.liaison, is_right=False, answer="维持")
    assert not Notice.objects.filter(user=cast.liaison, key=f"objection:{made.pk}:answered").exists()


def test_the_notices_of_an_objection_lead_to_it(cast: Cast, as_user: Any) -> None:
    made = objections.object_to_scorecard(a_card_of_year(cast), by=cast.liaison, item="", said="请核实")
    notice = Notice.objects.get(user=cast.supervisor, key=f"objection:{made.pk}:made")
    assert notice.title == f"待答复：对{made.scorecard}的异议"
    assert as_user(cast.supervisor).get(notice.url).status_code == 200


# What waits for whom


def waiting(user: Any, on: date | None = None) -> dict[str, int]:
    """What waits of a year's scores."""
    return {str(each.label): each.rows.count() for each in score_todos(user, on or today())}


def test_what_waits_is_counted_from_the_day_on_which_it_may_be_done(cast: Cast) -> None:
    result = an_objection(cast).scorecard.result
    a_year(cast)
    assert waiting(cast.supervisor) == {"待答复的得分异议": 1, "待公示的年度得分": 1}
    assert waiting(cast.chair, result.objections_until) == {"待发布的年度得分": 0}
    assert waiting(cast.chair, result.objections_until + timedelta(days=1)) == {"待发布的年度得分": 1}
    assert [waiting(getattr(cast, role)) for role in ("office", "member", "liaison", "lead", "auditor")] == [{}] * 5


def test_what_was_replaced_waits_for_nobody(cast: Cast) -> None:
    result = a_posted_year(cast)
    a_unit(valid_from=date(2025, 1, 1))
    made = scores.correct_result(result, by=None, reason="漏登", on=today())
    assert waiting(cast.chair, date(2026, 7, 1)) == {"待发布的年度得分": 0}
    assert waiting(cast.supervisor)["待公示的年度得分"] == 1
    scores.post_result(made, by=None)
    assert waiting(cast.supervisor)["待公示的年度得分"] == 0


def test_objections_fall_due_with_the_last_day_as_long_as_they_wait(cast: Cast) -> None:
    made = an_objection(cast)
    [due] = objection_dues(timezone.now())
    assert (due.due_on, due.since, due.recipients) == (date(2026, 6, 22), today(), {cast.supervisor.pk})
    Objection.objects.filter(pk=made.pk).update(removed_at=timezone.now())
    assert list(objection_dues(timezone.now())) == []


# Who may


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "liaison"])
def test_nobody_but_its_own_people_objects_whoever_asks(role: str, cast: Cast) -> None:
    card = a_card_of_year(cast)
    with forbidden():
        objections.object_to_scorecard(card, by=getattr(cast, role), item="", said="请核实")


def test_who_left_the_post_of_a_unit_objects_no_more(cast: Cast) -> None:
    card = a_card_of_year(cast)
    former = head_of(cast.village)
    objections.object_to_scorecard(card, by=former, item="", said="请核实")
    appointment = former.person.appointments.get()
    type(appointment).objects.filter(pk=appointment.pk).update(until=today() - timedelta(days=1))
    number = card.result.rules["items"][0]["number"]
    with pytest.raises(PermissionDenied):
        objections.object_to_scorecard(card, by=type(former).objects.get(pk=former.pk), item=number, said="请核实")
