"""Training by experts [S] as a programme, with what people knew and thought before and after, asked without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from campaigns.models import Audience, Poll, Programme, Question, Questionnaire
from campaigns.services.owning import create_own
from campaigns.services.polls import fill_in
from campaigns.services.questionnaires import create_poll, create_question, questions_of
from committee.models import WorkingGroup

SEED, SHEETS = 2013, 48
EARLY, EVENING = time(8), time(18)
NAME, GROUP = "安全社区建设全员培训", "宣传推广组"
TRAINED = ("班子成员", "机关干部", "驻镇部门负责人", "重点企业负责人")
AIMS = "请支持中心专家和市安监局专家讲解安全社区的意义、建设阶段和注意事项，提高知晓度和认同度。"
HEAD = "本问卷匿名填写，大约需要两分钟，感谢您的支持。"
KNOWN = "非常了解|100\n比较了解|70\n听说过|40\n不了解|0"
AGREED = "非常认同|100\n比较认同|75\n一般|50\n不太认同|25\n不认同|0"
# Title, what it measures, its questions: words, kind, answers.
QUESTIONNAIRES = (
    (
        "安全社区知晓度问卷",
        Questionnaire.Purpose.AWARENESS,
        (
            ("您了解什么是安全社区吗？", "one", KNOWN),
            ("您了解本镇安全社区建设的阶段和任务吗？", "one", KNOWN),
            ("您了解自己单位在安全社区建设中的职责吗？", "one", KNOWN),
            ("您从哪些渠道了解安全知识？", "several", "宣传手册\n墙报展板\n电子显示屏\n培训讲座\n微信群"),
            ("您最希望镇里解决哪些安全问题？", "words", ""),
        ),
    ),
    (
        "安全社区认同度问卷",
        Questionnaire.Purpose.APPROVAL,
        (
            ("您认同“安全社区，人人参与”的理念吗？", "one", AGREED),
            ("您认为开展安全社区建设有必要吗？", "one", AGREED),
            ("您愿意参加本单位的安全促进项目吗？", "one", AGREED),
        ),
    ),
)
WISHES = ("电动自行车集中充电", "农村路口加装减速带和警示灯", "池塘边加装护栏", "多组织灭火演练", "独居老人定期走访")
CHANCES = {
    Poll.Moment.BEFORE: (1, 2, 4, 5),
    Poll.Moment.AFTER: (5, 4, 1, 0),
    Poll.Moment.ALONE: (4, 4, 2, 1),
}  # of the best answer, the next, …
ENDS = {Poll.Moment.BEFORE: 3, Poll.Moment.AFTER: 12}  # days of June after which all have answered


def plan_trainings(year: Any, june: date) -> None:
    """The programme and its questionnaires ahead of June, asked before the first session, after the last, and now."""
    chance = Random(SEED)
    year.plan(june - timedelta(days=12), EARLY, partial(draw_up, year, june))
    for moment, days in ENDS.items():
        first = june + timedelta(days=days - 2)
        year.plan(first, EARLY, partial(ask, year, moment, june + timedelta(days=days)))
        year.plan(june + timedelta(days=days), EVENING, partial(answer, chance, moment))

    year.plan(year.on - timedelta(days=6), EARLY, partial(ask, year, Poll.Moment.ALONE, year.on + timedelta(days=24)))
    year.plan(year.on - timedelta(days=2), EVENING, partial(answer, chance, Poll.Moment.ALONE))


def draw_up(year: Any, june: date) -> None:
    """By the group for publicity, as its lead does."""
    group = WorkingGroup.objects.present().get(name=GROUP)
    by = year.leading[group.pk]
    about = {"first_on": june, "last_on": date(june.year, 6, 30), "text": AIMS, "group": group}
    audiences = Audience.objects.present().filter(name__in=TRAINED)
    programme = Programme(name=f"{june.year}年{NAME}", planned_sessions=2, planned_people=160, **about)
    create_own(programme, by=by, audiences=audiences)
    for title, purpose, questions in QUESTIONNAIRES:
        questionnaire = Questionnaire(title=title, purpose=purpose, text=HEAD, programme=programme, group=group)
        create_own(questionnaire, by=by)
        for number, (text, kind, options) in enumerate(questions, start=1):
            create_question(questionnaire, by=by, order=number * 10, text=text, kind=kind, options=options)


def programme_of(lecturer: str) -> Programme | None:
    """What a training by an expert belongs to."""
    return Programme.objects.present().running_on(localdate()).filter(name__endswith=NAME).first() if lecturer else None


def ask(year: Any, moment: str, until: date) -> None:
    """Put every questionnaire of the programme to people."""
    for questionnaire in Questionnaire.objects.present().filter(programme__name__endswith=NAME).order_by("pk"):
        poll = Poll(questionnaire=questionnaire, moment=moment, first_on=localdate(), last_on=until)
        create_poll(poll, by=year.leading[questionnaire.group_id])


def answer(chance: Random, moment: str) -> None:
    """All who sat there answer; afterwards they know more."""
    for poll in Poll.objects.present().about_none().running_on(localdate()).filter(moment=moment).with_names():
        questions = questions_of(poll.questionnaire)
        for _person in range(SHEETS):
            given = {question.pk: said(chance, question, CHANCES[Poll.Moment(moment)]) for question in questions}
            fill_in(poll, given, once=UUID(int=chance.getrandbits(128), version=4), on=localdate())


def said(chance: Random, question: Question, chances: Sequence[int]) -> Any:
    """One person's answer."""
    if question.kind == Question.Kind.WORDS:
        return chance.choice((*WISHES, "", "", ""))
    places = range(len(question.choices))
    if question.kind == Question.Kind.SEVERAL:
        return sorted(chance.sample(places, chance.randint(1, 3)))
    weights = [chances[min(place, len(chances) - 1)] for place in places]
    return chance.choices(places, weights)
