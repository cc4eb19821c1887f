"""Satisfaction with units in the demo town: villages and enterprises are asked about at the end of each year."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from campaigns.models import Poll, Question, Questionnaire
from campaigns.services.owning import create_own
from campaigns.services.polls import fill_in
from campaigns.services.questionnaires import create_question, questions_of
from campaigns.services.satisfaction import put_to_units
from committee.models import Unit

TITLE = "群众安全感与满意度测评问卷"
HEAD = "请您对所在村、所在企业的安全社区建设作出评价。本问卷匿名填写，大约需要一分钟，感谢您的支持。"
PLEASED = "非常满意|100\n满意|80\n基本满意|60\n不满意|30\n非常不满意|0"
QUESTIONS = (
    ("您对这里的安全环境满意吗？", "one", PLEASED),
    ("您对隐患排查整改的情况满意吗？", "one", PLEASED),
    ("您对安全宣传教育的效果满意吗？", "one", PLEASED),
    ("您还有什么意见和建议？", "words", ""),
)
SAID = ("路灯再多装几盏", "路口视线不好，希望加装凸面镜", "多组织应急演练", "", "", "", "")
WEIGHTS = (8, 6, 3, 1, 1)  # of very pleased, pleased, …
KINDS = (Unit.Kind.VILLAGE, Unit.Kind.ENTERPRISE)
ASKED, ANSWERED = time(8, 30), time(19)
SETTLED, LASTS, HALF = timedelta(days=2), timedelta(days=14), timedelta(days=7)
FEWEST, MOST, TOO_FEW, FEW_EVERY = 5, 9, 3, 17  # sheets of a unit; of every seventeenth fewer than count


def plan_satisfaction(year: Any) -> None:
    """Once in each year that is lived."""
    for number in sorted({year.months[0].year, year.on.year}):
        if begins := beginning(year, number):
            last_on = min(begins + LASTS, date(number, 12, 31))
            year.plan(begins, ASKED, partial(ask, year, last_on))
            year.plan(begins + HALF, ANSWERED, partial(answer, number))


def beginning(year: Any, number: int) -> date | None:
    """25 November; in this year a week and a day ago where that is still to come, or the town was not there yet."""
    first = max(date(number, 1, 1), year.months[0]) + SETTLED
    usual = max(date(number, 11, 25), first)
    if number == year.on.year and usual + HALF >= year.on:
        usual = year.on - HALF - timedelta(days=1)
    return usual if usual >= first else None


def ask(year: Any, last_on: date) -> None:
    """The office asks about every village and every enterprise; the questions are the same each year."""
    questionnaire = Questionnaire.objects.present().filter(title=TITLE).first() or draw_up(year)
    for kind in KINDS:
        put_to_units(questionnaire, by=year.users["office"], kind=kind, first_on=localdate(), last_on=last_on)


def draw_up(year: Any) -> Questionnaire:
    """What people are asked."""
    by = year.users["office"]
    about = {"title": TITLE, "purpose": Questionnaire.Purpose.SATISFACTION, "text": HEAD}
    questionnaire = create_own(Questionnaire(**about), by=by)
    for number, (text, kind, options) in enumerate(QUESTIONS, start=1):
        create_question(questionnaire, by=by, order=number * 10, text=text, kind=kind, options=options)
    return questionnaire


def answer(number: int) -> None:
    """Some people of each place answer; of a few places too few do."""
    polls = Poll.objects.present().about_units().running_on(localdate()).with_names().order_by("unit__order", "unit")
    for place, poll in enumerate(polls):
        chance = Random(f"{number} {poll.unit}")
        sheets = TOO_FEW if place % FEW_EVERY == FEW_EVERY - 1 else chance.randint(FEWEST, MOST)
        questions = questions_of(poll.questionnaire)
        for _person in range(sheets):
            given = {question.pk: said(chance, question) for question in questions}
            fill_in(poll, given, once=UUID(int=chance.getrandbits(128), version=4), on=localdate())


def said(chance: Random, question: Question) -> Any:
    """One person's answer: most are pleased."""
    if question.kind == Question.Kind.WORDS:
        return chance.choice(SAID)
    return chance.choices(range(len(question.choices)), WEIGHTS)
