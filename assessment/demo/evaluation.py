"""An evaluator in the demo town: a submitted self-assessment by the city's set, a sample drawn, two notes."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password

from assessment.demo.national import begun_on
from assessment.models import (
    DrawnEvidence,
    Evaluation,
    EvaluationNote,
    Evidence,
    Indicator,
    IndicatorSet,
    Judgement,
    SelfAssessment,
)
from assessment.services.national.evaluation_notes import create_evaluationnote
from assessment.services.national.evaluations import create_evaluation
from assessment.services.national.judging import create_selfassessment, judge_indicator, submit_selfassessment
from assessment.services.national.proposing import propose_evidence
from assessment.services.national.sampling import draw_evidence, mark_drawn
from assessment.services.national.sets import adopt_indicatorset, create_indicator
from assessment.services.national.shipped import ELEMENTS
from committee.models import User
from dayan_safety.demo_cast import DEMO_PASSWORD
from dayan_safety.records import create_record

NAME, LOGIN = "全市安全社区预评指标", "evaluator"
EARLIER, A_DAY = timedelta(days=40), timedelta(days=1)
# The demo is shown on any day after it was built: nobody evaluates for so long in a real town.
TERM = timedelta(days=360)
SEED = "0123456789abcdef0123456789abcdef"
GRADES = ("aab", "abb", "bbb", "aba")
MARKS = (("in_order", "查看原件，日期和内容一致"), ("in_order", ""), ("not_in_order", "现场没有看到签到表"))
NOTES = (
    (7, EvaluationNote.Kind.GAP, "演练有方案和照片，没有演练后的评估记录。"),
    (1, EvaluationNote.Kind.STRENGTH, "各工作组职责清楚，每月联席会议有纪要、有督办。"),
)


def plan_evaluation(year: Any) -> None:
    """Submitted before the national one is begun: one at a time is under way. The evaluator came yesterday."""
    begun = max(min(begun_on(year), year.on - EARLIER), year.months[0] + A_DAY)
    year.plan(begun, time(7), partial(submit, year))
    year.plan(year.on - A_DAY, time(9), partial(let_in, year))
    year.plan(year.on - A_DAY, time(10), look)


def submit(year: Any) -> None:
    """A self-assessment by a set of twelve indicators, wholly graded, submitted by the chair."""
    title = f"大安镇{year.on.year}年市级安全社区预评"
    made = create_selfassessment(SelfAssessment(indicator_set=_set(), year=year.on.year, title=title), by=None)
    propose_evidence(made, by=None)
    Evidence.objects.filter(judgement__assessment=made).update(state=Evidence.State.ACCEPTED)
    for judgement in made.judgements.select_related("indicator"):
        grades = GRADES[judgement.indicator.number % len(GRADES)]
        about: dict[str, Any] = dict(zip(Judgement.PARTS, grades, strict=True))
        judge_indicator(judgement, by=None, **about)
    submit_selfassessment(made, by=year.users["chair"])


def _set() -> IndicatorSet:
    kept = create_record(IndicatorSet(name=NAME, total=36, pass_from=24, rectify_from=18), by=None)
    for number, (element, indicators) in enumerate(ELEMENTS, start=1):
        about = {"element_number": number, "element": element, "number": number, "text": indicators[0][0]}
        create_indicator(Indicator(indicator_set=kept, sources=indicators[0][1], **about), by=None)
    adopt_indicatorset(kept, by=None)
    return kept


def let_in(year: Any) -> None:
    """The office makes the login; in the demo its password is that of all."""
    submitted = SelfAssessment.objects.get(state=SelfAssessment.State.SUBMITTED)
    first = year.on - A_DAY
    about = {"evaluator": "周明远", "institution": "省安全生产协会", "first_on": first, "last_on": first + TERM}
    made, _first = create_evaluation(Evaluation(assessment=submitted, **about), by=year.users["office"], username=LOGIN)
    own = {"password": make_password(DEMO_PASSWORD), "must_change_password": False}
    User.objects.filter(pk=made.login_id).update(**own)


def look() -> None:
    """Five records are drawn from the whole file, three looked at; two notes."""
    evaluation = Evaluation.objects.get()
    evaluator = User.objects.get(pk=evaluation.login_id)
    draw = draw_evidence(evaluation, by=evaluator, number=5, seed=SEED)
    for drawn, (outcome, remark) in zip(DrawnEvidence.objects.filter(draw=draw).order_by("pk"), MARKS, strict=False):
        mark_drawn(drawn, by=evaluator, outcome=outcome, remark=remark)
    for number, kind, text in NOTES:
        judgement = evaluation.assessment.judgements.get(indicator__number=number)
        note = EvaluationNote(evaluation=evaluation, judgement=judgement, kind=kind, text=text)
        create_evaluationnote(note, by=evaluator)
