"""The X-ray: each contradiction is found, and what is in order is not; of what exists for the reader, in the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Evidence, SelfAssessment
from assessment.services.national.proposing import decide_evidence, propose_evidence
from assessment.services.national.xray import RAYS, SHOWN, xray_of
from assessment.tests.national_builders import a_selfassessment, graded
from campaigns.tests.builders import an_event
from campaigns.tests.project_builders import a_figure, a_project
from committee.models import Attendance, Meeting, Report, ReportValue
from committee.tests import reporting, work
from committee.tests.pages import Page
from dayan_safety.attachments import attach
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
EVIDENCE, MINUTES, TICKS, REPORT, COUNT, PHOTO, EFFECT = (str(label) for label, _rows in RAYS)


@pytest.fixture
def storage(settings: Any, tmp_path: Any) -> None:
    """Files are kept elsewhere."""
    files.keep_in(tmp_path / "kept", settings)


def the_file() -> SelfAssessment:
    """That of this year."""
    return SelfAssessment.objects.filter(year=2026).first() or a_selfassessment(year=2026)


def found(cast: Cast, label: str) -> list[Any]:
    """The records that one ray names for the office."""
    rays = {str(ray.label): ray for ray in xray_of(the_file(), today(), reader=cast.office)}
    return rays[label].records if label in rays else []


def a_seen_event(**given: Any) -> Any:
    """One with a head-count and a photograph."""
    event = an_event(**({"head_count": 30, "held_on": date(2026, 6, 3)} | given))
    attach(event, by=None, file=files.upload(files.PDF, "现场.pdf"))
    return event


def test_what_is_in_order_contradicts_nothing(cast: Cast) -> None:
    a_seen_event()
    assert xray_of(the_file(), today(), reader=cast.office) == []


def test_a_grade_without_a_record_is_found_until_one_is_accepted(cast: Cast) -> None:
    judgement = the_file().judgements.get()
    graded(judgement, "bbb")
    assert found(cast, EVIDENCE) == [judgement]
    propose_evidence(judgement.assessment, by=None)
    assert found(cast, EVIDENCE) == [judgement]  # proposed is not accepted
    source = Evidence.objects.filter(judgement=judgement).values_list("source", flat=True)[0]
    decide_evidence(judgement, by=None, source=source, state=Evidence.State.ACCEPTED)
    assert found(cast, EVIDENCE) == []


@pytest.mark.parametrize(("grades", "is_found"), [("bdb", False), ("aaa", True), ("ccc", True)])
def test_no_evidence_needs_no_record(grades: str, is_found: bool, cast: Cast) -> None:
    graded(the_file().judgements.get(), grades)
    assert bool(found(cast, EVIDENCE)) == is_found


def test_a_meeting_that_is_over_has_final_minutes(cast: Cast) -> None:
    minuted = work.a_minuted(cast)
    Meeting.objects.filter(pk=minuted.pk).update(held_on="2026-06-10")
    assert found(cast, MINUTES) == [minuted]
    Meeting.objects.filter(pk=minuted.pk).update(state="final")
    assert found(cast, MINUTES) == []


@pytest.mark.parametrize(
    ("day", "state"), [("2026-06-15", "notified"), ("2026-06-10", "cancelled"), ("2025-12-30", "for_comment")]
)
def test_a_meeting_of_today_called_off_or_of_another_year_is_none(day: str, state: str, cast: Cast) -> None:
    meeting = work.a_draft(cast)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=day, state=state)
    assert found(cast, MINUTES) == []


def test_whoever_was_invited_is_ticked(cast: Cast) -> None:
    meeting = work.a_final(cast)
    Meeting.objects.filter(pk=meeting.pk).update(held_on="2026-06-10")
    Attendance.objects.filter(meeting=meeting).update(status="present")
    assert found(cast, TICKS) == []
    blank = Attendance.objects.filter(meeting=meeting, person__isnull=False).first()
    Attendance.objects.filter(pk=blank.pk).update(status="")
    assert found(cast, TICKS) == [meeting]
    Attendance.objects.filter(pk=blank.pk).update(person=None, guest_name="来宾")
    assert found(cast, TICKS) == []  # a guest


def test_a_report_says_what_the_records_gave(cast: Cast) -> None:
    report = reporting.an_accepted(cast)
    value = ReportValue.objects.filter(report=report, number__isnull=False).first()
    ReportValue.objects.filter(pk=value.pk).update(filled=value.number)
    assert found(cast, REPORT) == []
    ReportValue.objects.filter(pk=value.pk).update(filled=value.number - Decimal(2))
    assert found(cast, REPORT) == [report]
    ReportValue.objects.filter(pk=value.pk).update(filled=None)
    assert found(cast, REPORT) == []  # typed, where nothing is counted
    ReportValue.objects.filter(pk=value.pk).update(filled=value.number - Decimal(2))
    Report.objects.filter(pk=report.pk).update(state="submitted")
    assert found(cast, REPORT) == []  # it is being looked at


def test_an_event_has_a_head_count_and_a_photograph(cast: Cast) -> None:
    bare = an_event(held_on=date(2026, 6, 3), head_count=None)
    assert (found(cast, COUNT), found(cast, PHOTO)) == ([bare], [bare])
    counted = an_event(held_on=date(2026, 6, 4), head_count=0)
    assert (found(cast, COUNT), found(cast, PHOTO)) == ([bare], [bare, counted])
    attach(bare, by=None, file=files.upload(files.PDF, "现场.pdf"))
    assert found(cast, PHOTO) == [counted]


def test_what_lies_ahead_or_was_another_year_s_is_not_asked_for(cast: Cast) -> None:
    for day in (today() + timedelta(days=1), date(2025, 12, 31)):
        an_event(held_on=day, head_count=None)
    assert found(cast, COUNT) == []


def test_a_project_that_is_over_was_measured(cast: Cast) -> None:
    project = a_project(group=cast.group)
    type(project).objects.filter(pk=project.pk).update(first_on="2026-01-01", last_on="2026-06-14")
    assert found(cast, EFFECT) == [project]
    a_figure(project)
    assert found(cast, EFFECT) == []


def test_a_project_under_way_is_measured_later(cast: Cast) -> None:
    project = a_project(group=cast.group)
    type(project).objects.filter(pk=project.pk).update(first_on="2026-01-01", last_on=today())
    assert found(cast, EFFECT) == []


REMOVED: dict[str, Callable[[Cast], Any]] = {
    COUNT: lambda cast: an_event(held_on=date(2026, 6, 3), head_count=None),
    PHOTO: lambda cast: an_event(held_on=date(2026, 6, 3), head_count=3),
}


@pytest.mark.parametrize("label", REMOVED)
def test_what_was_removed_contradicts_nothing(label: str, cast: Cast) -> None:
    record = REMOVED[label](cast)
    assert found(cast, label) == [record]
    remove_record(record, by=None, reason="重复")
    assert found(cast, label) == []


def test_what_does_not_exist_for_the_reader_is_neither_named_nor_counted(cast: Cast) -> None:
    meeting = work.a_draft(cast)
    Meeting.objects.filter(pk=meeting.pk).update(held_on="2026-06-10", state="draft")
    rays = {role: xray_of(the_file(), today(), reader=getattr(cast, role)) for role in ("office", "auditor")}
    assert [ray.count for ray in rays["office"]] == [1]
    assert rays["auditor"] == []


def test_the_page_names_the_first_and_says_how_many_there_are(cast: Cast, as_user: Any) -> None:
    events = [an_event(held_on=date(2026, 6, 3), head_count=None) for _each in range(SHOWN + 2)]
    page = Page(as_user(cast.office).get(reverse("assessment:show_xray", args=[the_file().pk])))
    heads = [head.text for head in page.main.all("h2")]
    assert heads == [f"{COUNT} · {SHOWN + 2}", f"{PHOTO} · {SHOWN + 2}"]
    links = [link.attributes["href"] for link in page.main.all("section")[0].all("a")]
    assert links == [event.get_absolute_url() for event in events[:SHOWN]]


def test_the_page_says_where_nothing_is_wrong_and_the_file_leads_to_it(cast: Cast, as_user: Any) -> None:
    browser, door = as_user(cast.lead), reverse("assessment:show_xray", args=[the_file().pk])
    assert "没有发现前后矛盾。" in browser.get(door).content.decode()
    assert door in browser.get(the_file().get_absolute_url()).content.decode()


@pytest.mark.parametrize(("role", "status"), [("member", 200), ("liaison", 404), ("inspector", 404), ("auditor", 404)])
def test_it_exists_for_those_for_whom_the_file_does(role: str, status: int, cast: Cast, as_user: Any) -> None:
    url = reverse("assessment:show_xray", args=[the_file().pk])
    assert as_user(getattr(cast, role)).get(url).status_code == status


def test_it_costs_the_same_for_any_number_of_records(cast: Cast, query_count: Any) -> None:
    file = the_file()
    an_event(held_on=date(2026, 6, 3), head_count=None)
    xray_of(file, today(), reader=cast.office)  # the kind of an event's record is known from then on
    one = query_count(lambda: xray_of(file, today(), reader=cast.office))
    for _each in range(3):
        an_event(held_on=date(2026, 6, 3), head_count=None)
    assert query_count(lambda: xray_of(file, today(), reader=cast.office)) == one
