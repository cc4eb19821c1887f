"""Pages of plans: what a form begins with, what is offered on each line, the list and its filters, what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Node, Page
from dayan_safety.testing import Cast, a_unit
from inspections.forms.plans import PlanForm
from inspections.models import InspectionPlan
from inspections.services import checklists, plans
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import in_use, replaced
from inspections.tests.inspection_builders import finished
from inspections.tests.plan_builders import a_done_visit, a_lift, a_plan, a_visit

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST, NEW = reverse("inspections:list_inspectionplan"), reverse("inspections:create_inspectionplan")
BEGIN = reverse("inspections:create_inspection")


def ours(cast: Cast, **given: Any) -> InspectionPlan:
    """A plan of the inspector's agency."""
    return a_plan(**{"agency": cast.inspector.person.unit, **given})


def seen(browser: Any, plan: InspectionPlan) -> Page:
    """Its page."""
    return Page(browser.get(plan.get_absolute_url()))


def lines(page: Page) -> dict[str, Node]:
    """The line of each site, by the site's name."""
    return {line.text.split()[0]: line for line in page.panels["计划与完成"].all("li")}


def links(line: Node) -> list[str]:
    """Where its links lead."""
    return [str(link.attributes["href"]) for link in line.all("a")]


def named(browser: Any, query: dict[str, Any]) -> list[str]:
    """The plans on the list, by their names."""
    return sorted(row[0] for row in Page(browser.get(LIST, query)).rows)


# The form


@pytest.mark.parametrize(("role", "is_theirs"), [("inspector", True), ("office", False)])
def test_a_new_plan_is_of_this_month_and_of_the_own_agency(
    role: str, is_theirs: bool, cast: Cast, as_user: Any
) -> None:
    page = Page(as_user(getattr(cast, role)).get(NEW))
    agency = str(cast.inspector.person.unit_id)
    chosen = [option.attributes["value"] for option in page.main.all("option") if "selected" in option.attributes]
    assert page.input("month") == "2026-06-01"
    assert (agency in chosen) is is_theirs


def test_the_list_it_was_planned_by_stays_when_that_is_replaced(cast: Cast, as_user: Any) -> None:
    checklist = in_use()
    plan = ours(cast, checklist=checklist)
    checklists.use_checklist(checklists.revise_checklist(checklist, by=None), by=None)
    field: Any = PlanForm(user=cast.office, instance=plan).fields["checklist"]
    assert checklist in field.queryset
    typed = {"name": plan.name, "month": "2026-06-01", "agency": plan.agency_id, "checklist": checklist.pk}
    url = reverse("inspections:edit_inspectionplan", args=[plan.pk])
    told = as_user(cast.office).post(url, typed | {"text": "夏季防火", "version": plan.version, "once": "a"})
    assert told.status_code == 302
    plan.refresh_from_db()
    assert (plan.text, plan.checklist) == ("夏季防火", checklist)


def test_another_replaced_list_is_not_offered(cast: Cast) -> None:
    used, old = in_use(), replaced()
    for plan in (InspectionPlan(), ours(cast), ours(cast, checklist=used)):
        field: Any = PlanForm(user=cast.office, instance=plan).fields["checklist"]
        assert used in field.queryset
        assert old not in field.queryset


# A plan


def test_its_page_tells_whose_it_is_and_what_for(cast: Cast, as_user: Any) -> None:
    checklist = in_use(name="消防表")
    facts = seen(as_user(cast.office), ours(cast, checklist=checklist, text="夏季防火")).facts
    assert (facts["检查机构"], facts["月份"], facts["检查表"]) == ("消防大队", "2026-06", "消防表")
    assert "夏季防火" in facts.values()
    bare = seen(as_user(cast.office), a_plan()).facts
    assert (bare["检查机构"], len(bare)) == ("本镇", len(facts) - 1)


def test_from_a_line_one_inspects_by_the_plan_s_list_until_it_is_done(cast: Cast, as_user: Any) -> None:
    checklist = in_use()
    plan = ours(cast, checklist=checklist)
    done, left = a_visit(plan, unit=cast.village, name="客梯"), a_visit(plan, unit=cast.village, name="货梯")
    made = finished(cast, site=done.site)
    shown = lines(seen(as_user(cast.inspector), plan))
    remove = reverse("inspections:remove_plannedvisit", args=[left.pk])
    assert f"{BEGIN}?site={left.site_id}&checklist={checklist.pk}" in links(shown["货梯"])
    assert remove in links(shown["货梯"])
    assert links(shown["客梯"]) == [done.site.get_absolute_url(), made.get_absolute_url()]
    assert "2026-06-15" in shown["客梯"].text


@pytest.mark.parametrize(
    ("role", "begins", "takes_off"),
    [("inspector", True, True), ("chair", False, False)],
)
def test_each_is_offered_what_they_may_do(role: str, begins: bool, takes_off: bool, cast: Cast, as_user: Any) -> None:
    visit = a_visit(ours(cast), unit=cast.village)
    page = seen(as_user(getattr(cast, role)), visit.plan)
    [line] = lines(page).values()
    assert (f"{BEGIN}?site={visit.site_id}" in links(line)) is begins
    assert (reverse("inspections:remove_plannedvisit", args=[visit.pk]) in links(line)) is takes_off
    assert page.buttons == (["随机抽取", "选择检查对象", "编辑", "移除"] if takes_off else [])


def test_lines_say_what_was_drawn_and_what_chosen(cast: Cast, as_user: Any) -> None:
    plan = ours(cast)
    a_visit(plan, unit=cast.village, name="客梯")
    a_lift(unit=cast.village, name="货梯")
    plans.draw_sites(plan, by=cast.inspector, per_unit=1, kind="special_equipment")
    page = seen(as_user(cast.office), plan)
    told = {name: line.text for name, line in lines(page).items()}
    assert [name for name, text in told.items() if "随机抽取" in text] == ["货梯"]
    drawn = page.panels["抽取记录"].text
    assert "周警官" in drawn
    assert "特种设备" in drawn


def test_where_nothing_was_drawn_there_is_no_record_of_it(cast: Cast, as_user: Any) -> None:
    visit = a_visit(unit=cast.village)
    browser = as_user(cast.office)
    assert set(seen(browser, visit.plan).panels) >= {"计划与完成"}
    assert "抽取记录" not in seen(browser, visit.plan).panels


def test_a_site_taken_off_is_gone_from_the_page_and_told_below(cast: Cast, as_user: Any) -> None:
    visit = a_visit(a_plan(), name="客梯")
    plans.remove_plannedvisit(visit, by=cast.office, reason="已停业")
    page = seen(as_user(cast.office), visit.plan)
    assert "客梯" not in page.panels["计划与完成"].text
    assert page.facts["完成情况"] == "0 / 0"


def test_the_page_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    plan, browser, counts = ours(cast), as_user(cast.inspector), []
    for by in (cast.inspector, cast.office):
        plans.plan_visits(plan, by=None, sites=[a_lift(unit=a_unit()), a_lift(unit=a_unit())])
        a_site(unit=a_unit())
        plans.draw_sites(plan, by=by, per_unit=1)
        browser.get(plan.get_absolute_url())
        counts.append(query_count(lambda: browser.get(plan.get_absolute_url())))
    assert counts[0] == counts[1]


# The list


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"since": "2026-6-1"}, ["done", "late", "town"]),
        ({"until": "2026-6-1"}, ["done", "early", "town"]),
        ({"standing": "left"}, ["early", "town"]),
        ({"q": "消防大"}, ["done", "early", "late"]),
        ({"q": "town"}, ["town"]),
    ],
)
def test_the_list_is_narrowed(query: dict[str, str], expected: list[str], cast: Cast, as_user: Any) -> None:
    a_visit(ours(cast, name="early", month=date(2026, 5, 31)))
    ours(cast, name="late", month=date(2026, 7, 1))
    InspectionPlan.objects.filter(pk=a_done_visit(cast).plan_id).update(name="done")
    a_visit(a_plan(name="town"))
    assert named(as_user(cast.chair), query) == expected


def test_ours_are_the_agency_s_for_an_inspector_and_the_town_s_for_the_office(cast: Cast, as_user: Any) -> None:
    ours(cast, name="消防")
    a_plan(name="别家", agency=a_unit(kind="agency"))
    a_plan(name="本镇")
    shown = {role: named(as_user(getattr(cast, role)), {"mine": "ours"}) for role in ("inspector", "office", "chair")}
    assert shown == {"inspector": ["消防"], "office": ["本镇"], "chair": []}


def test_by_agency_the_list_offers_agencies_alone(cast: Cast, as_user: Any) -> None:
    ours(cast, name="消防")
    a_plan(name="本镇")
    browser = as_user(cast.office)
    field = browser.get(LIST).context["listing"].filters.form.fields["agency"]
    assert list(field.queryset) == [cast.inspector.person.unit]
    assert named(browser, {"agency": cast.inspector.person.unit_id}) == ["消防"]


def test_the_list_says_how_much_is_planned_and_done(cast: Cast, as_user: Any) -> None:
    plan = a_done_visit(cast).plan
    a_visit(plan)
    plans.remove_plannedvisit(a_visit(plan), by=None, reason="停业")
    [row] = Page(as_user(cast.office).get(LIST, {"columns": ["agency", "month", "planned", "done"]})).rows
    assert row == ["2026-06", "消防大队", "2", "1"]


@pytest.mark.parametrize("role", ["liaison", "inspector"])
def test_they_read_the_plans_but_take_no_list_along(role: str, cast: Cast, as_user: Any) -> None:
    a_plan(name="本镇")
    browser = as_user(getattr(cast, role))
    assert named(browser, {}) == ["本镇"]
    url = reverse("inspections:export_inspectionplan", args=["csv"])
    assert browser.get(url).status_code == 403
    assert "本镇".encode() in as_user(cast.lead).get(url).getvalue()
