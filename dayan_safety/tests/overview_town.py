"""A town with something in each of the six figures, on 15 June 2026; whatever people type names people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from assessment.models import Result, Rulebook, RulebookItem, SelfAssessment
from assessment.services import scores
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.national_builders import a_selfassessment, graded
from campaigns.tests.builders import an_event
from committee.models import Meeting, Report, Task
from committee.tests import work
from committee.tests.reporting import a_report
from dayan_safety.testing import Cast, a_group, a_task, a_unit, an_appointment
from inspections.models import Finding
from inspections.tests import finding_builders

TODAY = date(2026, 6, 15)
MARCH, APRIL, MAY, LAST_YEAR = (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1), date(2025, 12, 1))
LETTER = "请找{name}，电话{telephone}"


def reports_of_months(cast: Cast) -> None:
    """March in time, April late, May missing, June not due yet, February not needed; December of last year in time."""
    a_report(cast, first=LAST_YEAR, state="accepted", handed_in_on=date(2025, 12, 20))
    a_report(cast, first=date(2026, 2, 1), state="excused")
    a_report(cast, first=MARCH, state="accepted", handed_in_on=date(2026, 3, 25))
    a_report(cast, first=APRIL, state="accepted", handed_in_on=date(2026, 4, 26))
    a_report(cast, first=MAY)
    a_report(cast)


def an_overdue_finding(cast: Cast, days: int, **given: Any) -> Finding:
    """At the village, to be put right so many days ago."""
    finding = finding_builders.notified(cast, **given)
    due = TODAY - timedelta(days=days)
    Finding.objects.filter(pk=finding.pk).update(due_on=due, first_due_on=due)
    return finding


def an_overdue_task(days: int, **given: Any) -> Task:
    """Due so many days ago."""
    task, due = a_task(**given), TODAY - timedelta(days=days)
    Task.objects.filter(pk=task.pk).update(due_on=due, first_due_on=due, assigned_on=due - timedelta(days=20))
    return task


def put_off(task: Task, days: int) -> Task:
    """First due so many days ago, now due tomorrow."""
    Task.objects.filter(pk=task.pk).update(first_due_on=TODAY - timedelta(days=days), due_on=TODAY + timedelta(days=1))
    return task


def scored_months(cast: Cast) -> Result:
    """April and May by who holds the liaison posts: in May the other village has risen above the liaison's."""
    book = Rulebook.objects.in_use().filter(year=2026).first() or in_use(
        rulebook=a_rulebook(year=2026), method=RulebookItem.Method.COMPUTED, figure=RulebookItem.Figure.POSTS
    )
    scores.keep_month(book, 4, date(2026, 5, 5))
    for post in cast.other_village.liaison_posts.all():
        an_appointment(post, "liaison", since=date(2026, 5, 2))
    scores.keep_month(book, 5, date(2026, 6, 5))
    return Result.objects.get(year=2026, month=5)


def a_forecast(*grades: str) -> SelfAssessment:
    """This year's self-assessment with an indicator for each of ``grades``, three points each."""
    made = a_selfassessment(len(grades), year=2026)
    for judgement, given in zip(made.judgements.order_by("indicator__number"), grades, strict=True):
        if given:
            graded(judgement, given)
    return made


def full_town(cast: Cast) -> None:
    """Something of everything that the glance reads; its titles, texts and themes name each of the cast."""
    letters = [LETTER.format(name=name, telephone=telephone) for name, telephone in people_of(cast)]
    reports_of_months(cast)
    work.a_concluded(cast, TODAY - timedelta(days=3), chair="present", liaison="absent")
    for letter in letters:
        an_overdue_finding(cast, 5, text=letter, place=letter)
        an_overdue_task(4, title=letter, text=letter, lead_unit=cast.village)
        an_event(unit=cast.village, group=cast.group, theme=letter, place=letter, held_on=TODAY + timedelta(days=2))
        an_event(unit=cast.village, group=cast.group, theme=letter, place=letter, held_on=TODAY)
    meeting = work.a_notified(cast)
    Meeting.objects.filter(pk=meeting.pk).update(title=letters[0], held_on=TODAY + timedelta(days=3))
    put_off(a_task(lead_group=a_group(cast.committee), title=letters[0]), 9)
    a_unit(kind="enterprise")
    scored_months(cast)
    a_forecast("aaa", "")


def people_of(cast: Cast) -> list[tuple[str, str]]:
    """Names and telephone numbers of everybody in the cast who is a person."""
    people = [getattr(cast, role).person for role in Cast.ROLES]
    return [(person.name, person.telephone) for person in people if person is not None]


def reports_judged() -> int:
    """Monthly reports of the year that came or should have."""
    return Report.objects.present().filter(period="month", first__year=2026).judged(TODAY).count()
