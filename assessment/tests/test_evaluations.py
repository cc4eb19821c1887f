"""Letting evaluators in: by office or chair, for one submitted self-assessment and a term; ended with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Evaluation, SelfAssessment
from assessment.services.national import evaluations
from assessment.tests.evaluation_builders import a_draw, a_note, a_submitted, an_evaluation
from assessment.tests.national_builders import a_selfassessment
from committee.models import User
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, refused
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CREATE, LIST = reverse("assessment:create_evaluation"), reverse("assessment:list_evaluation")
DAY = timedelta(days=1)


def form_of(assessment: SelfAssessment, /, **given: Any) -> dict[str, Any]:
    """What the office types."""
    term = {"first_on": f"{today()}", "last_on": f"{today() + DAY}"}
    about = {"assessment": assessment.pk, "evaluator": "周专家", "institution": "省安全生产协会", **term}
    return about | {"username": "zhou.expert"} | given


def passwords_in(page: str, user: User) -> int:
    """How many words of a page open the user's door."""
    return sum(user.check_password(word) for word in re.split("[：<\\s]+", page) if word.count("-") == 3)


# Made


@pytest.mark.parametrize("role", ["office", "chair"])
def test_office_and_chair_let_an_evaluator_in(role: str, cast: Cast, as_user: Any) -> None:
    user = getattr(cast, role)
    answer = as_user(user).post(CREATE, form_of(a_submitted()), follow=True)
    made = Evaluation.objects.get()
    login = made.login
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert (login.username, login.duty, login.person, login.valid_until) == (
        "zhou.expert",
        "evaluator",
        None,
        today() + DAY,
    )
    assert login.must_change_password
    verbs = Action.objects.filter(verb__in=("committee.create_user", "assessment.create_evaluation"))
    assert {action.by_id for action in verbs} == {user.pk}
    assert verbs.count() == 2


def test_the_first_password_is_told_once_and_opens_the_door(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    told = browser.post(CREATE, form_of(a_submitted()), follow=True).content.decode()
    user = User.objects.get(username="zhou.expert")
    assert passwords_in(told, user) == 1
    assert passwords_in(browser.get(Evaluation.objects.get().get_absolute_url()).content.decode(), user) == 0


def test_sent_twice_it_makes_one_login(cast: Cast, as_user: Any) -> None:
    form, browser = form_of(a_submitted(), once="abc"), as_user(cast.office)
    first, second = browser.post(CREATE, form), browser.post(CREATE, form)
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert User.objects.filter(duty="evaluator").count() == Evaluation.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"last_on": "2020-1-1", "first_on": "2020-1-1"}, "期限已过"),
        ({"first_on": f"{today()}", "last_on": f"{today() - DAY}"}, "截止日早于"),
        ({"last_on": f"{today() + 400 * DAY}"}, "现场评定最长一年"),
        ({"evaluator": ""}, ""),
        ({"username": ""}, ""),
        ({"username": "有 空格"}, ""),
        ({"first_on": "明天"}, ""),
        ({"assessment": "99999999999999999999"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    given: dict[str, str], sentence: str, cast: Cast, as_user: Any
) -> None:
    answer = as_user(cast.office).post(CREATE, form_of(a_submitted(), **given))
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors
    assert sentence in "".join(page.errors.values())
    assert page.input("institution") == "省安全生产协会"
    assert not Evaluation.objects.exists()
    assert not User.objects.filter(duty="evaluator").exists()


def test_a_name_that_is_taken_makes_neither_login_nor_evaluation(cast: Cast, as_user: Any) -> None:
    taken = form_of(a_submitted(), username=cast.office.username)
    assert as_user(cast.office).post(CREATE, taken).status_code == 422
    assert not Evaluation.objects.exists()


def test_only_what_was_submitted_is_evaluated(cast: Cast, as_user: Any) -> None:
    being_written = a_selfassessment()
    assert as_user(cast.office).post(CREATE, form_of(being_written)).status_code == 422
    evaluation = Evaluation(assessment=being_written, evaluator="周", first_on=today(), last_on=today())
    with refused("目前状态为“编制中”，不能进行此操作。"):
        evaluations.create_evaluation(evaluation, by=None, username="x.y")
    assert not User.objects.filter(username="x.y").exists()


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role not in ("chair", "office")])
def test_nobody_else_lets_evaluators_in_or_out(role: str, cast: Cast) -> None:
    user, evaluation = getattr(cast, role), an_evaluation()
    other = Evaluation(assessment=evaluation.assessment, evaluator="周", first_on=today(), last_on=today())
    for act in (
        lambda: evaluations.create_evaluation(other, by=user, username="x.y"),
        lambda: evaluations.end_evaluation(evaluation, by=user, reason="x"),
        lambda: evaluations.give_evaluation_password(evaluation, by=user),
        lambda: evaluations.edit_evaluation(evaluation, ["evaluator"], by=user),
    ):
        with forbidden():
            act()
    assert not Evaluation.objects.all().visible_to(user).exists()
    assert User.objects.filter(duty="evaluator").count() == 1


def test_an_evaluator_lets_nobody_in(cast: Cast) -> None:
    evaluation = an_evaluation()
    user = User.objects.get(pk=evaluation.login_id)
    other = Evaluation(assessment=evaluation.assessment, evaluator="周", first_on=today(), last_on=today())
    with forbidden():
        evaluations.create_evaluation(other, by=user, username="x.y")
    with forbidden():
        evaluations.end_evaluation(evaluation, by=user, reason="x")


# Changed and ended


def test_the_login_follows_the_last_day(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    later = today() + 3 * DAY
    form = form_of(evaluation.assessment, last_on=f"{later}", version=evaluation.version)
    url = reverse("assessment:edit_evaluation", args=[evaluation.pk])
    assert as_user(cast.office).post(url, form).status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.last_on == User.objects.get(pk=evaluation.login_id).valid_until == later


def test_it_stays_with_its_self_assessment(cast: Cast, as_user: Any) -> None:
    evaluation, other = an_evaluation(), a_submitted()
    form = form_of(other, version=evaluation.version)
    as_user(cast.office).post(reverse("assessment:edit_evaluation", args=[evaluation.pk]), form)
    assert Evaluation.objects.get(pk=evaluation.pk).assessment_id == evaluation.assessment_id != other.pk


def test_a_second_editor_is_shown_both_versions(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    url = reverse("assessment:edit_evaluation", args=[evaluation.pk])
    seen = form_of(evaluation.assessment, version=evaluation.version)
    assert as_user(cast.office).post(url, seen | {"evaluator": "吴专家"}).status_code == 302
    assert as_user(cast.chair).post(url, seen | {"evaluator": "郑专家"}).status_code == 409
    assert Evaluation.objects.get().evaluator == "吴专家"


def test_it_is_ended_once_with_a_reason_and_its_history(cast: Cast, as_user: Any) -> None:
    evaluation, browser = an_evaluation(), as_user(cast.chair)
    url = reverse("assessment:end_evaluation", args=[evaluation.pk])
    assert browser.post(url, {"reason": ""}).status_code == 422
    assert browser.post(url, {"reason": "提前完成"}).status_code == 302
    page = Page(browser.post(url, {"reason": "再来一次"}))
    assert page.errors[""] == "这次现场评定已经终止了。"
    action = Action.objects.get(verb="assessment.end_evaluation")
    assert (action.by_id, action.reason) == (cast.chair.pk, "提前完成")
    assert Action.objects.filter(verb="committee.deactivate_user", by=cast.chair).count() == 1
    assert Page(browser.get(evaluation.get_absolute_url())).status == "已终止"


def test_what_was_ended_is_neither_edited_nor_given_a_password(cast: Cast) -> None:
    evaluation = an_evaluation()
    evaluations.end_evaluation(evaluation, by=None, reason="x")
    evaluation.refresh_from_db()
    with refused("这次现场评定已经终止，请另行安排。"):
        evaluations.edit_evaluation(evaluation, ["evaluator"], by=None)
    with refused("这次现场评定已经结束，请另行安排。"):
        evaluations.give_evaluation_password(evaluation, by=None)


def test_a_login_closed_by_the_administrator_does_not_hinder_the_end(cast: Cast) -> None:
    evaluation = an_evaluation()
    User.objects.filter(pk=evaluation.login_id).update(is_active=False)
    evaluations.end_evaluation(evaluation, by=cast.office, reason="x")
    assert Evaluation.objects.get().ended_on == today()


def test_a_forgotten_password_is_replaced_and_told_once(cast: Cast, as_user: Any) -> None:
    evaluation, browser = an_evaluation(), as_user(cast.office)
    url = reverse("assessment:give_evaluation_password", args=[evaluation.pk])
    before = User.objects.get(pk=evaluation.login_id).password
    told = browser.post(url, follow=True).content.decode()
    user = User.objects.get(pk=evaluation.login_id)
    assert (user.password != before, user.must_change_password) == (True, True)
    assert (
        sum(user.check_password(word) for word in told.replace("：", " ").replace("<", " ").split() if "-" in word) == 1
    )
    assert Action.objects.get(verb="assessment.give_evaluation_password").by_id == cast.office.pk
    assert as_user(cast.lead).post(url).status_code == 404


# Read


def test_the_hosts_read_notes_and_samples_on_its_page_and_others_nothing(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    note, draw = a_note(evaluation, text="演练没有评估"), a_draw(evaluation, number=50)
    page = Page(as_user(cast.chair).get(evaluation.get_absolute_url()))
    assert (page.title, page.status) == (str(evaluation), "进行中")
    assert page.facts["登录名"] == evaluation.login.username
    assert "演练没有评估" in page.panels["评定意见"].text
    samples = page.panels["随机抽查"].text
    assert all(words in samples for words in (draw.seed, str(cast.committee), "待查看", "重新抽取结果一致"))
    for role in ("lead", "member", "liaison", "supervisor", "inspector", "auditor", "administrator"):
        browser = as_user(getattr(cast, role))
        assert browser.get(evaluation.get_absolute_url()).status_code == 404
        assert browser.get(note.get_absolute_url()).status_code == 404
        assert browser.get(LIST).status_code == 403


def test_the_self_assessment_leads_to_its_evaluations(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    url = f"{LIST}?assessment={evaluation.assessment_id}"
    links = {
        link.attributes["href"]
        for link in Page(as_user(cast.office).get(evaluation.assessment.get_absolute_url())).head.all("a")
    }
    assert url in links
    seen = Page(as_user(cast.lead).get(evaluation.assessment.get_absolute_url()))
    assert url not in {link.attributes["href"] for link in seen.head.all("a")}


@pytest.mark.parametrize(("first", "last", "state"), [(1, 2, "未开始"), (0, 0, "进行中"), (-3, -1, "已结束")])
def test_the_list_says_how_each_stands(first: int, last: int, state: str, cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    Evaluation.objects.update(first_on=today() + first * DAY, last_on=today() + last * DAY)
    [row] = Page(as_user(cast.office).get(LIST)).rows
    assert row[0] == evaluation.evaluator
    assert state in row
