"""Events, materials and days for tests, made through the services."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from campaigns.models import (
    Attendee,
    Audience,
    Campaign,
    Channel,
    Display,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    Question,
    Questionnaire,
    SafetyDay,
    Sheet,
    StockEntry,
)
from campaigns.services.attendees import enter_attendees
from campaigns.services.check_in import open_check_in
from campaigns.services.events import create_event
from campaigns.services.name_lists import read_list
from campaigns.services.owning import create_own
from campaigns.services.polls import LEAST_SHEETS, fill_in
from campaigns.services.questionnaires import create_poll, create_question, questions_of
from campaigns.services.stock import distribute_copies, receive_copies
from dayan_safety.records import create_record
from dayan_safety.testing import a_unit

NUMBERS = count(1)
DAY = date(2026, 6, 10)


def a_kind_of_event(**given: Any) -> EventKind:
    """A kind of event, counted as a training."""
    about: dict[str, Any] = {"name": f"培训{next(NUMBERS)}", "counts_as": EventKind.CountsAs.TRAINING, **given}
    return create_record(EventKind(**about), by=None)


def an_event(**given: Any) -> Event:
    """An event held on a day in June."""
    about: dict[str, Any] = {"theme": f"活动{next(NUMBERS)}", "held_on": DAY, "place": "村委会", **given}
    about["kind"] = about.get("kind") or a_kind_of_event()
    several = {name: about.pop(name, ()) for name in ("audiences", "more_units")}
    return create_event(Event(**about), by=None, **several)


def names_of(event: Event, *people: str) -> list[Attendee]:
    """People on the list of an event, as it is typed: ``王小明 东风村``."""
    return enter_attendees(event, by=None, people=read_list("\n".join(people or ("王小明 东风村",)))[0])


def an_open_event(**given: Any) -> Event:
    """An event of today to which people sign in by its code."""
    event = an_event(**{"held_on": timezone.localdate(), **given})
    open_check_in(event, by=None)
    return event


def a_display(**given: Any) -> Display:
    """A board put up in June."""
    about: dict[str, Any] = {"title": f"展板{next(NUMBERS)}", "place": "村口", "first_on": DAY, **given}
    about["channel"] = about.get("channel") or a_channel()
    return create_own(Display(**about), by=None)


def an_audience(**given: Any) -> Audience:
    """Some group of people."""
    return create_record(Audience(**{"name": f"人群{next(NUMBERS)}"} | given), by=None)


def a_channel(**given: Any) -> Channel:
    """Some way to reach them."""
    return create_record(Channel(**{"name": f"渠道{next(NUMBERS)}"} | given), by=None)


def a_campaign(**given: Any) -> Campaign:
    """A campaign in June."""
    about: dict[str, Any] = {"name": f"专项{next(NUMBERS)}", "first_on": date(2026, 6, 1), "last_on": date(2026, 6, 30)}
    return create_own(Campaign(**about | given), by=None)


def a_programme(**given: Any) -> Programme:
    """A training programme in June."""
    about: dict[str, Any] = {
        "name": f"培训计划{next(NUMBERS)}",
        "first_on": date(2026, 6, 1),
        "last_on": date(2026, 6, 30),
    }
    audiences = given.pop("audiences", ())
    return create_own(Programme(**about | given), by=None, audiences=audiences)


def a_questionnaire(*options: str, **given: Any) -> Questionnaire:
    """A questionnaire with a question of one answer for each of ``options``; one that asks yes or no without any."""
    about: dict[str, Any] = {"title": f"问卷{next(NUMBERS)}", "purpose": Questionnaire.Purpose.AWARENESS, **given}
    questionnaire = create_own(Questionnaire(**about), by=None)
    for choices in options or ("知道|100\n不知道|0",):
        a_question(questionnaire, options=choices)
    return questionnaire


def a_question(questionnaire: Questionnaire, **given: Any) -> Question:
    """One question more, of one answer."""
    about = {"text": f"题目{next(NUMBERS)}", "kind": Question.Kind.ONE, "options": "是|100\n否|0", "order": 10, **given}
    return create_question(questionnaire, by=None, **about)


def a_poll(questionnaire: Questionnaire | None = None, **given: Any) -> Poll:
    """A poll in June."""
    about: dict[str, Any] = {"first_on": date(2026, 6, 1), "last_on": date(2026, 6, 30), **given}
    return create_poll(Poll(questionnaire=questionnaire or a_questionnaire(), **about), by=None)


def a_sheet(poll: Poll, *said: Any) -> Sheet:
    """A filled-in sheet: what was ticked (the place of an answer, several in a list) or said, question by question."""
    questions = questions_of(poll.questionnaire)
    ticked = [[answer] if isinstance(answer, int) else answer for answer in said]
    given = {question.pk: answer for question, answer in zip(questions, ticked, strict=False)}
    return fill_in(poll, given, once=uuid4(), on=DAY)


def an_answered_poll(questionnaire: Questionnaire, **given: Any) -> Poll:
    """A poll that enough have answered to be read."""
    poll = a_poll(questionnaire, **given)
    for _number in range(LEAST_SHEETS):
        a_sheet(poll, 0)
    return poll


def a_survey(*options: str, **given: Any) -> Questionnaire:
    """A questionnaire that asks how satisfied people are."""
    purpose = Questionnaire.Purpose.SATISFACTION
    return a_questionnaire(*(options or ("满意|100\n一般|50\n不满意|0",)), **{"purpose": purpose} | given)


def a_poll_about(unit: Any, *ticked: int, survey: Questionnaire | None = None, **given: Any) -> Poll:
    """A poll about a unit, over since yesterday, with a sheet for each place in ``ticked``."""
    poll = a_poll(survey or a_survey(), unit=unit, **{"last_on": date(2026, 6, 14)} | given)
    for place in ticked:
        a_sheet(poll, place)
    return poll


def a_material(**given: Any) -> Material:
    """A handbook."""
    about: dict[str, Any] = {"name": f"《手册{next(NUMBERS)}》", "form": Material.Form.HANDBOOK, **given}
    return create_record(Material(**about), by=None)


def a_safety_day(**given: Any) -> SafetyDay:
    """9 November of every year."""
    about: dict[str, Any] = {"name": f"安全日{next(NUMBERS)}", "month": 11, "day": 9, **given}
    return create_record(SafetyDay(**about), by=None)


def a_stock(copies: int = 100, material: Material | None = None, on: date = DAY) -> Material:
    """A material of which copies came in."""
    material = material or a_material()
    receive_copies(material, by=None, copies=copies, on=on)
    return material


def a_distribution(unit: Any = None, **given: Any) -> StockEntry:
    """Ten copies that went to a unit."""
    about = {"copies": 10, "on": DAY, **given}
    return distribute_copies(a_stock(), by=None, unit=unit or a_unit(), **about)
