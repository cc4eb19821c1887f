"""Samples: drawn by a lot that anybody can draw again, kept, marked record by record while the evaluation runs."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessment.models import DrawnEvidence, Evaluation, Evidence, EvidenceDraw, Judgement
from assessment.services.national import sampling
from assessment.tests.evaluation_builders import a_draw, a_drawn, a_submitted, an_evaluation
from committee.models import Committee
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, refused
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NOT_RUNNING = "现在不在现场评定期间，不能填写。"


def draw_url(evaluation: Evaluation) -> str:
    """Where one draws."""
    return reverse("assessment:draw_evidence", args=[evaluation.pk])


def mark_url(drawn: DrawnEvidence) -> str:
    """Where one says how it was found."""
    return reverse("assessment:mark_drawn", args=[drawn.pk])


def first_of(evaluation: Evaluation) -> Judgement:
    """The first indicator of the file."""
    found: Judgement = evaluation.assessment.judgements.get(indicator__number=1)
    return found


def keys_of(draw: EvidenceDraw) -> set[int]:
    """What was drawn."""
    return set(draw.drawn.values_list("evidence_id", flat=True))


def more_bodies(number: int) -> None:
    """So many more records that prove the first indicator."""
    for each in range(number):
        Committee.objects.create(name=f"委员会{each}", term_from="2025-01-01")


# The lot


def test_whoever_computes_the_hashes_draws_the_same(cast: Cast) -> None:
    more_bodies(9)
    draw = a_draw(number=5)
    lots = sorted(draw.pool, key=lambda key: sha256(f"{draw.seed}:{key}".encode()).hexdigest())
    assert keys_of(draw) == set(lots[:5])
    assert len(draw.pool) == 12
    assert sampling.is_repeatable(draw, list(draw.drawn.all()))


@given(
    st.lists(st.integers(1, 10**9), unique=True, min_size=1, max_size=40),
    st.integers(1, 50),
    st.text("0123", max_size=9),
)
def test_a_sample_is_of_its_pool_in_its_size_whatever_the_order(pool: list[int], number: int, seed: str) -> None:
    hit = sampling.lots_of(EvidenceDraw(number=number, seed=seed, pool=pool))
    assert set(hit) <= set(pool)
    assert len(hit) == len(set(hit)) == min(number, len(pool))
    assert hit == sampling.lots_of(EvidenceDraw(number=number, seed=seed, pool=pool[::-1]))


def test_another_seed_draws_others(cast: Cast) -> None:
    more_bodies(30)
    evaluation = an_evaluation()
    drawn = [frozenset(keys_of(a_draw(evaluation, number=5))) for _each in range(5)]
    assert len(set(drawn)) == 5
    assert len({draw.seed for draw in EvidenceDraw.objects.all()}) == 5


def test_a_sample_somebody_tampered_with_is_told(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    draw = a_draw(evaluation, number=1)
    browser = as_user(evaluation.login)
    assert "重新抽取结果一致" in Page(browser.get(draw.get_absolute_url())).text
    other = next(key for key in draw.pool if key not in keys_of(draw))
    draw.drawn.update(evidence_id=other)
    assert "重新抽取结果不一致" in Page(browser.get(draw.get_absolute_url())).text
    assert "重新抽取结果不一致" in Page(as_user(cast.office).get(evaluation.get_absolute_url())).text


def test_of_an_indicator_only_its_accepted_records_are_drawn(cast: Cast) -> None:
    evaluation = an_evaluation(a_submitted(2))
    gone = Committee.objects.create(name="旧的", term_from="2025-01-01")
    judgement = first_of(evaluation)
    kept = set(judgement.evidence.values_list("pk", flat=True))
    rejected = judgement.evidence.first()
    Evidence.objects.filter(pk=rejected.pk).update(state="rejected")
    about = {"record": gone, "source": "bodies", "state": "accepted"}
    Evidence.objects.create(judgement=judgement, **about)
    remove_record(gone, by=None, reason="重复")
    draw = a_draw(evaluation, number=50, judgement=judgement)
    assert keys_of(draw) == set(draw.pool) == kept - {rejected.pk}
    assert len(a_draw(evaluation, number=50).pool) == 5


# Drawing


def test_one_press_draws_five_and_leads_to_them(cast: Cast, as_user: Any) -> None:
    more_bodies(9)
    evaluation = an_evaluation()
    judgement = first_of(evaluation)
    url = reverse("assessment:show_on_site_indicator", args=[1])
    browser = as_user(evaluation.login)
    form = Page(browser.get(url)).panels["本项指标的随机抽查"].first("form")
    fields = {str(each.attributes["name"]): str(each.attributes["value"]) for each in form.all("input")}
    assert (fields["number"], fields["judgement"]) == ("5", str(judgement.pk))
    answer = browser.post(str(form.attributes["action"]), fields, follow=True)
    draw = EvidenceDraw.objects.get()
    assert answer.redirect_chain == [(draw.get_absolute_url(), 302)]
    page = Page(answer)
    assert (page.title, draw.judgement, draw.drawn.count()) == ("随机抽查", judgement, 5)
    assert "从12条中抽取5条" in page.text
    action = Action.objects.get(verb="assessment.draw_evidence")
    assert (action.by_id, action.after) == (evaluation.login_id, {"seed": draw.seed, "drawn": "5"})
    assert f"{timezone.localtime(draw.created_at):%Y-%m-%d}" in Page(browser.get(url)).panels["本项指标的随机抽查"].text


def test_sent_three_times_it_draws_once(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    browser, form = as_user(evaluation.login), {"number": "2", "once": "abc"}
    answers = [browser.post(draw_url(evaluation), form) for _each in range(3)]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, EvidenceDraw.objects.get().get_absolute_url())
    }
    browser.post(draw_url(evaluation), form | {"once": "abd"})
    assert EvidenceDraw.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "0"},
        {"number": "51"},
        {"number": "-1"},
        {"number": "五"},
        {"number": ""},
        {"number": "9" * 30},
        {"judgement": "0"},
        {"judgement": "9" * 30},
        {"judgement": "'; --"},
        {"judgement": "1e3"},
    ],
)
def test_nonsense_draws_nothing(wrong: dict[str, str], cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    answer = as_user(evaluation.login).post(draw_url(evaluation), {"number": "5"} | wrong)
    assert (answer.status_code, EvidenceDraw.objects.count()) == (422, 0)
    assert Page(answer).errors


def test_an_indicator_of_another_file_is_no_choice_and_no_pool(cast: Cast, as_user: Any) -> None:
    evaluation, other = an_evaluation(), a_submitted()
    strange = other.judgements.first()
    form = {"number": "5", "judgement": strange.pk}
    assert as_user(evaluation.login).post(draw_url(evaluation), form).status_code == 422
    with refused("这项指标属于另一个自评。"):
        sampling.draw_evidence(evaluation, by=None, number=5, judgement=strange)


def test_where_nothing_is_accepted_nothing_is_drawn(cast: Cast) -> None:
    evaluation = an_evaluation()
    Evidence.objects.update(state="rejected")
    with refused("这里没有已采纳的痕迹，无从抽取。"):
        a_draw(evaluation)


# Marking


def test_each_record_is_marked_and_marked_again_with_history(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    drawn, browser = a_drawn(evaluation), as_user(evaluation.login)
    answer = browser.post(mark_url(drawn), {"outcome": "in_order", "remark": "看了原件"})
    assert (answer.status_code, answer.url) == (302, drawn.get_absolute_url())
    browser.post(mark_url(drawn), {"outcome": "not_found", "remark": ""})
    drawn.refresh_from_db()
    assert (drawn.outcome, drawn.remark) == ("not_found", "")
    first, second = Action.objects.filter(verb="assessment.mark_drawn").order_by("number")
    assert (first.after, second.before) == (
        {"outcome": "in_order", "remark": "看了原件"},
        {"outcome": "in_order", "remark": "看了原件"},
    )
    assert "未找到" in Page(as_user(cast.chair).get(evaluation.get_absolute_url())).panels["随机抽查"].text


@pytest.mark.parametrize("wrong", [{"outcome": ""}, {"outcome": "fine"}, {"outcome": "in_order", "remark": "长" * 301}])
def test_nonsense_marks_nothing(wrong: dict[str, str], cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    drawn = a_drawn(evaluation)
    answer = as_user(evaluation.login).post(mark_url(drawn), wrong)
    assert (answer.status_code, DrawnEvidence.objects.get(pk=drawn.pk).outcome) == (422, "")


# Whose


def test_only_the_evaluator_draws_and_marks_and_only_in_the_own_evaluation(cast: Cast, as_user: Any) -> None:
    evaluation, other = an_evaluation(), an_evaluation()
    drawn = a_drawn(evaluation)
    for user in (cast.office, cast.chair, cast.lead, cast.supervisor, cast.auditor, other.login):
        with forbidden():
            sampling.draw_evidence(evaluation, by=user, number=1)
        with forbidden():
            sampling.mark_drawn(drawn, by=user, outcome="in_order")
    browser = as_user(other.login)
    assert browser.post(draw_url(evaluation), {"number": "1"}).status_code == 404
    assert browser.post(mark_url(drawn), {"outcome": "in_order"}).status_code == 404
    assert browser.get(drawn.get_absolute_url()).status_code == 404
    assert as_user(evaluation.login).get(drawn.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("days", [-2, 2])
def test_outside_the_term_nothing_is_drawn_or_marked(days: int, cast: Cast) -> None:
    evaluation = an_evaluation()
    drawn = a_drawn(evaluation)
    day = today() + timedelta(days=days)
    Evaluation.objects.update(first_on=day, last_on=day)
    evaluation.refresh_from_db()
    drawn = DrawnEvidence.objects.get(pk=drawn.pk)
    with refused(NOT_RUNNING):
        sampling.draw_evidence(evaluation, by=None, number=1)
    with refused(NOT_RUNNING):
        sampling.mark_drawn(drawn, by=None, outcome="in_order")
    with forbidden():
        sampling.draw_evidence(evaluation, by=evaluation.login, number=1)
    with forbidden():
        sampling.mark_drawn(drawn, by=evaluation.login, outcome="in_order")


def test_what_was_ended_since_it_was_read_takes_nothing(cast: Cast) -> None:
    evaluation = an_evaluation()
    Evaluation.objects.filter(pk=evaluation.pk).update(ended_on=today())  # the record at hand does not know
    with refused(NOT_RUNNING):
        sampling.draw_evidence(evaluation, by=evaluation.login, number=1)
