"""What belongs to inspections, checklists, plans and sites is seen with them, by nobody else, and not once removed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_person, a_unit, a_user
from inspections.models import Answer, ChecklistItem, Inspection, OperatorCertificate, PlannedVisit, SiteDraw
from inspections.services.inspecting import finish_inspection
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import an_asked, in_use
from inspections.tests.inspection_builders import (
    PASS,
    an_inspection,
    answer,
    at_the_village,
    finished,
    with_finding,
)
from inspections.tests.plan_builders import a_certificate, a_drawn_plan, a_lift, a_visit

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST = reverse("inspections:list_inspection")
READS_ALL = {"chair", "office", "lead", "member", "inspector", "supervisor"}
INSIDERS = READS_ALL | {"liaison"}
REMOVED = "2026-06-15T00:00Z"


def who_sees(thing: Any, cast: Cast) -> set[str]:
    """For whom it exists."""
    rows = type(thing).objects.filter(pk=thing.pk)
    return {role for role in Cast.ROLES if rows.visible_to(getattr(cast, role)).exists()}


PARTS: list[tuple[str, Any, set[str]]] = [
    ("answer at the own village", lambda cast: answer(at_the_village(cast), 0, PASS), INSIDERS),
    ("answer elsewhere", lambda cast: answer(at_the_village(cast, unit=cast.other_village), 0, PASS), READS_ALL),
    ("certificate at the own village", lambda cast: a_certificate(a_lift(unit=cast.village)), INSIDERS),
    ("certificate elsewhere", lambda cast: a_certificate(a_lift(unit=cast.other_village)), READS_ALL),
    ("question", lambda cast: an_asked(), INSIDERS),
    ("visit", lambda cast: a_visit(unit=cast.other_village), INSIDERS),
    ("draw", lambda cast: a_drawn_plan(cast).draws.get(), INSIDERS),
]


@pytest.mark.parametrize(("make", "sees"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_a_part_is_seen_with_its_whole_and_goes_with_it(make: Any, sees: set[str], cast: Cast) -> None:
    part = make(cast)
    assert who_sees(part, cast) == sees
    type(part).objects.filter(pk=part.pk).update(removed_at=REMOVED)
    assert who_sees(part, cast) == set()


WHOLES: list[tuple[type[Any], str, Any]] = [
    (Answer, "inspection", lambda cast: answer(at_the_village(cast), 0, PASS)),
    (OperatorCertificate, "site", lambda cast: a_certificate(a_lift(unit=cast.village))),
    (ChecklistItem, "checklist", lambda cast: an_asked()),
    (PlannedVisit, "plan", lambda cast: a_visit()),
    (SiteDraw, "plan", lambda cast: a_drawn_plan(cast).draws.get()),
]


@pytest.mark.parametrize(("model", "whole", "make"), WHOLES, ids=[row[0].__name__ for row in WHOLES])
def test_of_a_removed_whole_no_part_is_seen(model: Any, whole: str, make: Any, cast: Cast) -> None:
    part = make(cast)
    assert "office" in who_sees(part, cast)
    of_it = getattr(part, whole)
    type(of_it).objects.filter(pk=of_it.pk).update(removed_at=REMOVED)
    assert who_sees(part, cast) == set()


# The register


def shown(browser: Any, **query: Any) -> set[str]:
    """The inspections on the list, by their numbers."""
    columns = {"columns": ["unit", "number"]}
    return {row[1] for row in Page(browser.get(LIST, query | columns)).rows}


@pytest.mark.parametrize("query", [{"since": "2026-06-10"}, {"until": "2026-06-10"}])
def test_the_day_asked_for_is_part_of_what_is_shown(query: dict[str, str], cast: Cast, as_user: Any) -> None:
    made = at_the_village(cast, made_on=date(2026, 6, 10))
    assert shown(as_user(cast.office), **query) == {made.number}


@pytest.mark.parametrize("text", ["西河村", "检查〔2026〕1"])
def test_searched_for_by_unit_site_list_or_number(text: str, cast: Cast) -> None:
    site = a_site(unit=cast.other_village, name="锅炉房")
    wanted = at_the_village(cast, unit=cast.other_village, site=site, checklist=in_use(name="消防表"))
    at_the_village(cast)
    assert list(Inspection.objects.all().search(text)) == [wanted]


def test_narrowed_to_a_unit_or_to_an_agency(cast: Cast, as_user: Any) -> None:
    here, there = at_the_village(cast), an_inspection(cast.office, unit=cast.other_village)
    browser = as_user(cast.office)
    assert shown(browser, unit=cast.other_village.pk) == {there.number}
    assert shown(browser, agency=cast.inspector.person.unit_id) == {here.number}


def test_only_units_and_agencies_that_exist_for_the_reader_are_offered(cast: Cast, as_user: Any) -> None:
    fields = as_user(cast.liaison).get(LIST).context["listing"].filters.form.fields
    assert cast.other_village not in fields["unit"].queryset
    assert cast.village in fields["unit"].queryset
    fields = as_user(cast.office).get(LIST).context["listing"].filters.form.fields
    assert list(fields["agency"].queryset) == [cast.inspector.person.unit]
    assert cast.other_village in fields["unit"].queryset


def test_mine_are_what_i_made_and_what_my_agency_made(cast: Cast, as_user: Any) -> None:
    of_agency, own = at_the_village(cast), an_inspection(cast.office, unit=cast.village)
    at_the_village(cast, unit=cast.other_village)
    Inspection.objects.exclude(pk__in=[of_agency.pk, own.pk]).update(agency=a_unit(kind="agency"), made_by=None)
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    mine = {"inspector": cast.inspector, "colleague": colleague, "office": cast.office, "lead": cast.lead}
    found = {name: shown(as_user(user), mine="made") for name, user in mine.items()}
    assert found == {
        "inspector": {of_agency.number}, "colleague": {of_agency.number}, "office": {own.number}, "lead": set(),
    }  # fmt: skip


def test_open_findings_are_those_not_closed_nor_withdrawn(cast: Cast) -> None:
    made = with_finding(cast)
    counts = Inspection.objects.with_findings().values_list("found", "open_findings")
    assert counts.get(pk=made.pk) == (1, 1)
    made.answers.exclude(finding=None).get().finding.__class__.objects.update(state="withdrawn")
    assert counts.get(pk=made.pk) == (1, 0)


def test_the_list_says_who_made_it_and_what_it_came_to(cast: Cast, as_user: Any) -> None:
    failed_all, nothing = an_inspection(cast.office, unit=cast.village), at_the_village(cast)
    answer(failed_all, 0, "na")
    finish_inspection(failed_all, by=cast.office)
    Inspection.objects.filter(pk=failed_all.pk).update(score=0)
    query = {"columns": ["who", "score", "state"]}
    rows = sorted(row[-3:] for row in Page(as_user(cast.chair).get(LIST, query)).rows)
    assert rows == [["李文员", "0.0 %", "未发现隐患"], ["消防大队", "", "检查中"]]
    assert nothing.state == "open"


def test_the_list_costs_the_same_for_one_row_and_three(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, checklist = as_user(cast.office), in_use()
    finished(cast, site=a_site(unit=cast.village), checklist=checklist)
    browser.get(LIST)
    few = query_count(lambda: browser.get(LIST))
    for by in (cast.office, cast.lead):
        unit = a_unit()
        an_inspection(by, unit=unit, site=a_site(unit=unit), checklist=checklist)
    assert query_count(lambda: browser.get(LIST)) == few


# Beginning from elsewhere


def test_a_unit_in_the_address_is_where_one_begins(cast: Cast, as_user: Any) -> None:
    url = reverse("inspections:create_inspection")
    page = Page(as_user(cast.office).get(url, {"unit": cast.other_village.pk}))
    chosen = {option.attributes["value"] for option in page.main.all("option") if "selected" in option.attributes}
    assert str(cast.other_village.pk) in chosen
    assert page.input("made_on") == "2026-06-15"
