"""What comes of a finished inspection: findings as the answers tell them, one notice, who hears, what history keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history
from dayan_safety.models import Notice
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_user
from inspections.models import Checklist, Finding, Inspection
from inspections.services import checklists, inspecting
from inspections.tests.checklist_builders import a_checklist, an_asked
from inspections.tests.finding_builders import a_kind_of_danger, a_photo
from inspections.tests.inspection_builders import (
    FAIL,
    PASS,
    an_inspection,
    answer,
    at_the_village,
    failed,
    finding_of,
    finished,
    with_finding,
)

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026


def finish(inspection: Inspection, by: Any, **given: Any) -> list[Finding]:
    """End it."""
    return inspecting.finish_inspection(inspection, by=by, **{"met": "孙信息", **given})


def asking(*several: dict[str, Any]) -> Checklist:
    """A list in use that asks so; no photograph is needed."""
    checklist = a_checklist()
    for asked in several:
        an_asked(checklist, **{"needs_photo": False, "demand": "整改", "basis": "消防法"} | asked)
    checklists.use_checklist(checklist, by=None)
    return checklist


def found(cast: Cast, asked: dict[str, Any], by: Any = None, **given: Any) -> Finding:
    """What comes of one question that failed at the village."""
    by = by or cast.inspector
    inspection = an_inspection(by, **{"unit": cast.village, "checklist": asking(asked)} | given)
    answer(inspection, 0, FAIL)
    return finish(inspection, by)[0]


def heard_of(inspection: Inspection) -> list[str]:
    """Who was told what it came to."""
    told = Notice.objects.filter(key=f"inspection:{inspection.pk}:finished").order_by("pk")
    return [notice.user.person.name for notice in told]


# Findings


def test_it_was_found_on_the_day_of_the_inspection_and_time_runs_from_today(cast: Cast) -> None:
    made = found(cast, {"kind": a_kind_of_danger()}, made_on=date(2026, 6, 10))
    assert (made.found_on, made.due_on) == (date(2026, 6, 10), date(2026, 6, 22))


def test_its_number_is_of_the_year_in_which_it_was_found(cast: Cast) -> None:
    made = found(cast, {"kind": a_kind_of_danger()}, made_on=date(2025, 12, 31))
    assert made.number == "大安隐患〔2025〕1号"


def test_whatever_ends_it_the_agency_that_made_it_found_the_danger(cast: Cast) -> None:
    inspection = at_the_village(cast)
    failed(inspection, 0)
    answer(inspection, 1, PASS)
    [made] = finish(inspection, None)
    assert (made.agency, made.found_by) == (cast.inspector.person.unit, None)


def test_without_a_kind_it_is_of_the_last_kind_that_is_still_there(cast: Cast) -> None:
    kinds = [a_kind_of_danger(name=name, order=order) for order, name in enumerate(("消防", "交通", "其他", "校园"))]
    assert found(cast, {}).kind == kinds[2]
    remove_record(kinds[2], by=None, reason="不用")
    assert found(cast, {}).kind == kinds[3]
    remove_record(kinds[3], by=None, reason="不用")
    assert found(cast, {}).kind == kinds[1]


# The notice


# Who hears


def test_who_inspects_the_own_unit_is_not_told_what_they_know(cast: Cast) -> None:
    inspection = an_inspection(cast.liaison, unit=cast.village)
    answer(inspection, 0, PASS)
    finish(inspection, cast.liaison)
    assert heard_of(inspection) == []
    assert heard_of(finished(cast)) == ["孙信息"]


def test_what_is_heard_brings_the_opinion_and_is_about_the_inspection(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    finish(inspection, cast.inspector, summary="总体较好。")
    told = Notice.objects.get(user=cast.liaison)
    assert (told.text, told.kind) == ("总体较好。", "inspections.finding_news")
    assert (told.thing_type, told.thing_id) == ("inspections.inspection", inspection.pk)


# What is kept


def test_it_keeps_the_moment_and_the_page_tells_it_in_the_town_s_time(cast: Cast, as_user: Any) -> None:
    inspection = finished(cast)
    inspection.refresh_from_db()
    assert inspection.finished_at == datetime(2026, 6, 15, 2, tzinfo=UTC)
    page = Page(as_user(cast.liaison).get(inspection.get_absolute_url()))
    assert page.facts["结束时间"] == "2026-06-15 10:00"


def test_history_says_who_ended_it_and_what_it_came_to(cast: Cast) -> None:
    inspection = with_finding(cast)
    [row] = [row for row in history(inspection) if row[0] == "inspections.finish_inspection"]
    assert row[1] == "周警官"
    assert row[3] == {"passed": "1", "failed": "1", "not_applicable": "0"}
    [photo] = [row for row in history(finding_of(inspection)) if row[0] == "dayan_safety.attach"]
    assert (photo[1], photo[3]["file"]) == ("周警官", "整改前.jpg")


def test_a_colleague_ends_it_with_the_signature(cast: Cast) -> None:
    colleague = a_user(a_person(name="郑警官", unit=cast.inspector.person.unit))
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    finish(inspection, colleague, uploads=[a_photo("签名.png")])
    assert [row[1] for row in history(inspection) if row[0] == "dayan_safety.attach"] == ["郑警官"]


@pytest.mark.parametrize(
    "given", [{}, {"met": ""}, {"met": "   "}, {"met": "孙" * 51}, {"met": "x", "summary": "x" * 501}]
)
def test_who_was_there_is_asked_and_nothing_too_long_kept(given: dict[str, str], cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    url = reverse("inspections:finish_inspection", args=[inspection.pk])
    told = as_user(cast.inspector).post(url, given | {"once": "a"})
    assert told.status_code == 422
    assert list(Page(told).errors) == ["summary" if "summary" in given else "met"]
    assert Inspection.objects.get().state == "open"


def test_the_notice_is_issued_unless_it_is_said_otherwise(cast: Cast, as_user: Any) -> None:
    inspection, browser = at_the_village(cast), as_user(cast.inspector)
    failed(inspection, 0)
    answer(inspection, 1, PASS)
    url = reverse("inspections:finish_inspection", args=[inspection.pk])
    [box] = [field for field in Page(browser.get(url)).main.all("input") if field.attributes.get("name") == "notify"]
    assert "checked" in box.attributes
    browser.post(url, {"met": "孙信息", "once": "a"})
    assert (Inspection.objects.get().state, Finding.objects.get().state) == ("done", "found")
