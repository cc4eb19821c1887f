"""The end of the demo town's last year: the preview, two objections and their answers, what the chair published."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from assessment.models import Objection, Result, Scorecard
from assessment.services.objections import answer_objection, object_to_scorecard
from assessment.services.scores import post_result, publish_result, score_years
from dayan_safety.workdays import working_days_after

SCORED, POSTED, SAID, ANSWERED, PUBLISHED = time(0, 25), time(9), time(15), time(10), time(9, 30)
SAYINGS = (
    ("联络员变动后已于当月补报，任命文件见附件，请核实到岗情况。", "经核实，变动期间该岗空缺，维持原得分。"),
    ("本单位督办事项已按期办结，系统显示逾期，请核对办结日期。", "经核对，办结日期以反馈时间为准，维持原得分。"),
)


def plan_year_end(year: Any) -> None:
    """The year before this one is scored on 10 January, posted two days later and published after its days are over.

    ``year``: the town's year, as the committee's demo lives it.
    """
    scored = date(year.on.year, 1, 10)
    if not year.months[0] < scored < year.on:
        return
    posted = scored + timedelta(days=2)
    over = working_days_after(posted, 5) + timedelta(days=1)
    year.plan(scored, SCORED, lambda: score_years(localdate()))
    year.plan(posted, POSTED, lambda: _each(Result.State.PREVIEW, post_result))
    year.plan(posted + timedelta(days=1), SAID, object_twice)
    year.plan(over, ANSWERED, answer_all)
    year.plan(over + timedelta(days=1), PUBLISHED, lambda: _each(Result.State.POSTED, publish_result))


def _each(state: str, service: Any) -> None:
    for result in Result.objects.present().filter(state=state, month=0):
        service(result, by=None)


def object_twice() -> None:
    """Two of those that lost points object."""
    cards = Scorecard.objects.with_names().filter(result__state=Result.State.POSTED, score__lt=100)
    for card, (said, _answer) in zip(cards.order_by("score", "pk"), SAYINGS, strict=False):
        object_to_scorecard(card, by=None, item="", said=said)


def answer_all() -> None:
    """The supervision group looked at the records again."""
    for objection, (_said, answer) in zip(Objection.objects.open().order_by("pk"), SAYINGS, strict=False):
        answer_objection(objection, by=None, is_right=False, answer=answer)
