"""Each kind of evidence: which records it finds, from the first to the last day of the period, and which not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from assessment.models import Evidence, Indicator, Result, SelfAssessment
from assessment.services import scores
from assessment.services.national import judging, proposing
from assessment.services.national.rules import RULES
from assessment.services.national.shipped import ELEMENTS, shipped_indicators
from assessment.tests.builders import a_posted_year, a_published_year, a_result
from assessment.tests.check_builders import a_closed_check, an_open_check
from assessment.tests.national_builders import a_selfassessment
from campaigns.tests.builders import (
    a_campaign,
    a_display,
    a_kind_of_event,
    a_poll,
    a_questionnaire,
    an_answered_poll,
    an_event,
)
from campaigns.tests.project_builders import a_project
from committee.models import TownReport
from committee.tests import reporting, work
from dayan_safety.models import Attachment
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_finding, asked, closed
from inspections.tests.incident_builders import an_incident
from inspections.tests.inspection_builders import at_the_village, finished
from inspections.tests.plan_builders import a_plan
from inspections.tests.resident_builders import answered, taken

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
Source = Indicator.Source
DAY, ONE = date(2026, 6, 10), timedelta(days=1)
Make = Callable[[Cast], Any]


def found(source: str, first: date, last: date) -> set[tuple[str, int]]:
    """Kind and key of each record that a source finds in a period."""
    return {(type_name(kind), key) for kind, key, _on in RULES[source].found(first, last)}


def type_name(kind: int) -> str:
    """The kind of a record by its key."""
    return str(Evidence(record_type_id=kind).record_type.model)


def named(record: Any) -> tuple[str, int]:
    """As ``found`` names it."""
    return record._meta.model_name, record.pk


def moved(record: Any, **values: Any) -> Any:
    """The record as only time would make it."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)
    return record


def a_town_report(cast: Cast) -> TownReport:
    """The report of a month, issued."""
    return TownReport.objects.create(first=DAY, number=f"第{TownReport.objects.count() + 1}号", issued_on=DAY)


def a_replaced_year(cast: Cast) -> Result:
    """A year that was published, and corrected since."""
    result = a_published_year(cast)
    a_unit(valid_from=date(result.year, 1, 1))
    scores.correct_result(result, by=None, reason="漏登", on=DAY)
    return result


def held(**about: Any) -> Make:
    """An event of a kind, of which somebody said how many came."""
    counts_as = about.pop("counts_as", "publicity")
    return lambda cast: an_event(kind=a_kind_of_event(counts_as=counts_as), head_count=30, **about)


# What happened on a day: the source, a record it finds, and the field that says the day.
ON_A_DAY: list[tuple[str, Make, str]] = [
    (Source.MEETINGS, work.a_final, "held_on"),
    (Source.REPORTS, reporting.an_accepted, "last"),
    (Source.TASKS, work.a_closed, "closed_on"),
    *((Source.EVENTS, held(counts_as=name), "held_on") for name in ("publicity", "contest", "consultation", "other")),
    (Source.TRAININGS, held(counts_as="training"), "held_on"),
    (Source.TRAININGS, held(counts_as="lecture"), "held_on"),
    (Source.DRILLS, held(counts_as="drill"), "held_on"),
    (Source.JOINT, lambda cast: held(unit=cast.village, more_units=[cast.other_village])(cast), "held_on"),
    (Source.DISPLAYS, lambda cast: a_display(), "first_on"),
    (Source.REVIEWED, lambda cast: a_project(review="溺水减少一半"), "last_on"),
    (Source.POLLS, lambda cast: an_answered_poll(a_questionnaire()), "last_on"),
    (Source.INSPECTIONS, finished, "made_on"),
    (Source.AGENCIES, lambda cast: moved(finished(cast), agency=cast.inspector.person.unit), "made_on"),
    (Source.FINDINGS, lambda cast: a_finding(unit=cast.village), "found_on"),
    (Source.REPORTED, lambda cast: taken(cast).finding, "found_on"),
    (Source.RECTIFIED, lambda cast: closed(cast, unit=cast.village), "closed_on"),
    (Source.INCIDENTS, lambda cast: an_incident(unit=cast.village), "happened_on"),
    (Source.PLANS, lambda cast: a_plan(), "month"),
    (Source.TOWN_REPORTS, a_town_report, "first"),
    (Source.CHECKED, lambda cast: a_closed_check(), "last"),
    (Source.SCORES, a_published_year, "published_on"),
]
# What lasts: the same with both its days.
LASTING: list[tuple[str, Make, str, str]] = [
    (Source.BODIES, lambda cast: cast.committee, "term_from", "term_to"),
    (Source.POSTS, lambda cast: cast.member.person.appointments.get(), "since", "until"),
    (Source.CAMPAIGNS, lambda cast: a_campaign(), "first_on", "last_on"),
    (Source.PROJECTS, lambda cast: a_project(), "first_on", "last_on"),
    (Source.FUNDED, lambda cast: a_project(funds=1), "first_on", "last_on"),
]


def of_source(value: Any) -> str:
    """The name of a case."""
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("source", "make", "field"), ON_A_DAY, ids=of_source)
def test_what_happened_is_found_from_the_first_to_the_last_day(source: str, make: Make, field: str, cast: Cast) -> None:
    record = make(cast)
    spread = {"first_on": DAY - 9 * ONE} if source in (Source.REVIEWED, Source.POLLS) else {}
    moved(record, **{field: DAY} | spread)
    assert named(record) in found(source, DAY, DAY)
    assert named(record) not in found(source, DAY + ONE, DAY + 9 * ONE)
    assert named(record) not in found(source, DAY - 9 * ONE, DAY - ONE)
    moved(record, removed_at="2026-06-12T00:00Z")
    assert named(record) not in found(source, DAY, DAY)


@pytest.mark.parametrize(("source", "make", "since", "until"), LASTING, ids=of_source)
def test_what_lasts_is_found_while_it_held_on_a_day_of_the_period(
    source: str, make: Make, since: str, until: str, cast: Cast
) -> None:
    record = moved(make(cast), **{since: DAY, until: DAY + 9 * ONE})
    assert named(record) in found(source, DAY - 9 * ONE, DAY)  # begins on the last day
    assert named(record) in found(source, DAY + 9 * ONE, DAY + 99 * ONE)  # ends on the first
    assert named(record) in found(source, DAY + ONE, DAY + 2 * ONE)  # in the middle of it
    assert named(record) not in found(source, DAY - 9 * ONE, DAY - ONE)
    assert named(record) not in found(source, DAY + 10 * ONE, DAY + 99 * ONE)
    moved(record, removed_at="2026-06-12T00:00Z")
    assert named(record) not in found(source, DAY, DAY)


# What is like it and is none: the source, and a record that it does not find.
NOT_FOUND: list[tuple[str, Make]] = [
    (Source.MEETINGS, work.a_minuted),
    (Source.MEETINGS, work.called_off),
    (Source.REPORTS, reporting.a_submitted),
    (Source.TASKS, work.a_reported),
    (Source.EVENTS, held(counts_as="drill")),
    (Source.EVENTS, lambda cast: an_event(kind=a_kind_of_event(counts_as="contest"), head_count=None)),
    (Source.TRAININGS, held(counts_as="publicity")),
    (Source.DRILLS, held(counts_as="training")),
    (Source.JOINT, lambda cast: held(unit=cast.village)(cast)),
    (Source.REVIEWED, lambda cast: a_project(last_on=DAY, review="")),
    (Source.POLLS, lambda cast: a_poll()),
    (Source.INSPECTIONS, at_the_village),
    (Source.AGENCIES, lambda cast: moved(finished(cast), agency=None)),
    (Source.RECTIFIED, lambda cast: asked(cast, unit=cast.village)),
    (Source.REPORTED, lambda cast: a_finding(unit=cast.village)),
    (Source.REPORTED, answered),
    (Source.FUNDED, lambda cast: a_project(funds=None)),
    (Source.FUNDED, lambda cast: a_project(funds=0)),
    (Source.POSTS, lambda cast: cast.liaison.person.appointments.get()),
    (Source.CHECKED, lambda cast: an_open_check()),
    (Source.SCORES, a_posted_year),
    (Source.SCORES, a_result),
    (Source.SCORES, a_replaced_year),
]


@pytest.mark.parametrize(("source", "make"), NOT_FOUND, ids=of_source)
def test_what_is_only_like_it_is_not_found(source: str, make: Make, cast: Cast) -> None:
    assert named(make(cast)) not in found(source, date(2024, 1, 1), date(2027, 12, 31))


def test_groups_come_with_their_committee_and_leave_with_it(cast: Cast) -> None:
    assert named(cast.group) in found(Source.BODIES, DAY, DAY)
    moved(cast.committee, term_to=DAY)
    assert named(cast.group) in found(Source.BODIES, DAY, DAY)
    assert named(cast.group) not in found(Source.BODIES, DAY + ONE, DAY + ONE)
    moved(cast.committee, term_to=None)
    remove_record(cast.group, by=None, reason="撤并")
    assert named(cast.group) not in found(Source.BODIES, DAY, DAY)


def test_sites_are_found_once_they_are_in_the_register(cast: Cast) -> None:
    site = moved(a_site(unit=cast.village), created_at="2026-06-10T04:00Z")
    assert named(site) in found(Source.SITES, DAY, DAY)
    assert named(site) not in found(Source.SITES, DAY - ONE, DAY - ONE)


def test_a_photo_that_was_removed_shows_no_effect_any_more(cast: Cast) -> None:
    done = closed(cast, unit=cast.village)
    assert named(done) in found(Source.RECTIFIED, date(2026, 1, 1), date(2026, 12, 31))
    Attachment.objects.update(removed_at="2026-06-12T00:00Z")
    assert named(done) not in found(Source.RECTIFIED, date(2026, 1, 1), date(2026, 12, 31))


def test_an_event_of_several_units_is_found_once(cast: Cast) -> None:
    units = [a_unit() for _each in range(3)]
    event = held(unit=cast.village, more_units=units)(cast)
    assert [key for _kind, key, _on in RULES[Source.JOINT].found(DAY, DAY)] == [event.pk]


# The period


@pytest.mark.parametrize(
    ("year", "on", "period"),
    [
        (2026, "2026-06-15", ("2025-01-01", "2026-06-15")),
        (2026, "2026-12-31", ("2025-01-01", "2026-12-31")),
        (2026, "2027-02-01", ("2025-01-01", "2026-12-31")),
        (2025, "2026-06-15", ("2024-01-01", "2025-12-31")),
    ],
)
def test_the_year_and_the_one_before_count_until_today(year: int, on: str, period: tuple[str, str]) -> None:
    with time_machine.travel(f"{on} 23:59+08:00", tick=False):
        assert tuple(map(str, proposing.period_of(SelfAssessment(year=year)))) == period


# What the shipped set is proved by


def test_every_source_of_the_shipped_set_is_known_and_every_kind_is_used() -> None:
    named_by = [set(line["sources"].split(",")) for line in shipped_indicators()]
    assert set().union(*named_by) == set(RULES)
    assert all(named_by)
    assert len(ELEMENTS) == 12


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("有经费保障", "funded"),
        ("开展社区内外的交流活动", "joint"),
        ("有信息沟通的渠道", "town_reports"),
        ("邀请专业部门参与监督", "agencies"),
        ("公众参与监督", "reported"),
        ("定期开展监督检查", "checked"),
        ("定期开展工作评审", "scores"),
    ],
)
def test_what_an_indicator_asks_is_proved_by_records_that_tell_of_it(text: str, source: str) -> None:
    [line] = [line for line in shipped_indicators() if line["text"] == text]
    assert source in line["sources"].split(",")


@pytest.mark.parametrize("source", Source.values)
def test_the_proof_of_every_kind_opens_for_the_office(source: str, cast: Cast, as_user: Any) -> None:
    make = {name: made for name, made, *_days in [*ON_A_DAY, *LASTING]}.get(source) or (lambda cast: a_site())
    record = make(cast)
    made = a_selfassessment(year=2026, sources=source)
    with time_machine.travel("2026-12-31 12:00+08:00", tick=False):
        proposing.propose_evidence(made, by=None)
    found_of = Evidence.objects.all().visible_to(cast.office).filter(source=source)
    assert named(record) in {named(each.record) for each in found_of}
    assert as_user(cast.office).get(record.get_absolute_url()).status_code == 200
    assert judging.gaps_of(judging.whole_of(made, DAY).lines[0].judgement, DAY) == ["还没有采纳任何痕迹。"]
