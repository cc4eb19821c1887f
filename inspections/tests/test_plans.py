"""Plans of inspections: chosen or drawn by lot, anybody can draw again, done with the inspection of the month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast, a_unit
from inspections.models import InspectionPlan, PlannedVisit, SiteDraw
from inspections.services import inspecting, plans
from inspections.services.lots import drawn_from, lot_of
from inspections.tests.builders import a_site
from inspections.tests.inspection_builders import PASS, an_inspection, answer, at_the_village, finished
from inspections.tests.plan_builders import a_done_visit, a_drawn_plan, a_plan, a_visit

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LOT_OF_SEED_7 = "0f1c63b88102f461803c0118ee3e89f1b31b928cd4bc21f5f6297cbb1544b76c"  # sha256sum of "seed:7"
POOLS = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 10_000)), unique_by=lambda row: row[1], max_size=40)


# Drawing


@given(POOLS, st.integers(1, 4), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_of_each_unit_so_many_are_drawn_whatever_the_order_of_the_pool(
    pool: list[tuple[int, int]], per_unit: int, seed: str
) -> None:
    drawn = drawn_from(pool, per_unit=per_unit, seed=seed)
    of_unit = {site: unit for unit, site in pool}
    for unit in set(of_unit.values()):
        has = sum(1 for other, _site in pool if other == unit)
        assert sum(1 for site in drawn if of_unit[site] == unit) == min(per_unit, has)
    assert drawn_from(list(reversed(pool)), per_unit=per_unit, seed=seed) == drawn
    assert len(set(drawn)) == len(drawn)


def test_a_lot_is_what_every_computer_computes() -> None:
    assert lot_of("seed", 7) == LOT_OF_SEED_7
    assert drawn_from([(1, 1), (1, 2), (1, 3)], per_unit=1, seed="a") == [
        min((1, 2, 3), key=lambda site: lot_of("a", site))
    ]


def test_every_site_has_the_same_chance() -> None:
    pool = [(1, site) for site in range(1, 6)]
    hits = [drawn_from(pool, per_unit=1, seed=f"{number:032x}")[0] for number in range(2_000)]
    assert all(300 < hits.count(site) < 500 for site in range(1, 6))


def test_seed_and_pool_are_kept_and_it_can_be_repeated(cast: Cast, as_user: Any) -> None:
    for unit in (cast.village, cast.other_village):
        for _each in range(3):
            a_site(unit=unit)
    plan = a_plan(agency=cast.inspector.person.unit)
    draw = plans.draw_sites(plan, by=cast.inspector, per_unit=2)
    assert (len(draw.pool), len(draw.drawn), len(draw.seed)) == (6, 4, 32)
    assert {visit.site_id for visit in plan.visits.all()} == set(draw.drawn)
    assert plans.is_repeatable(SiteDraw.objects.get())
    page = Page(as_user(cast.liaison).get(plan.get_absolute_url()))
    assert "从6个对象中抽取4个，每单位2个" in page.panels["抽取记录"].text
    assert "重新抽取结果一致" in page.panels["抽取记录"].text
    assert draw.seed in page.panels["抽取记录"].text
    assert history(plan)[-1][0] == "inspections.draw_sites"


def test_who_changes_what_was_drawn_is_found_out(cast: Cast, as_user: Any) -> None:
    plan = a_drawn_plan(cast)
    other = a_site(unit=cast.village)
    SiteDraw.objects.update(drawn=[other.pk])
    assert not plans.is_repeatable(SiteDraw.objects.get())
    assert "重新抽取结果不一致" in Page(as_user(cast.office).get(plan.get_absolute_url())).text


def test_only_sites_of_the_kind_that_are_not_planned_are_drawn_from(cast: Cast) -> None:
    plan = a_plan()
    planned = a_visit(plan, kind="small_place").site
    free, shop = a_site(kind="small_place"), a_site(kind="key_enterprise")
    draw = plans.draw_sites(plan, by=None, per_unit=5, kind="small_place")
    assert draw.drawn == [free.pk]
    assert {planned.pk, shop.pk}.isdisjoint(site for _unit, site in draw.pool)
    with refused("没有尚未列入计划的此类对象。"):
        plans.draw_sites(plan, by=None, per_unit=1, kind="small_place")


# Planning


def test_a_plan_is_of_a_month_whatever_day_is_typed(cast: Cast, as_user: Any) -> None:
    url = reverse("inspections:create_inspectionplan")
    given = {"name": "六月检查", "month": "2026.6.20", "agency": cast.inspector.person.unit_id, "once": "a"}
    as_user(cast.inspector).post(url, given)
    assert InspectionPlan.objects.get().month == date(2026, 6, 1)


def test_inspectors_plan_for_their_own_agency(cast: Cast) -> None:
    other = a_unit(kind="agency")
    new = InspectionPlan(name="x", month=date(2026, 6, 1), agency=other)
    with refused("请为本机构制定计划。"):
        plans.create_plan(new, by=cast.inspector)
    with pytest.raises(PermissionDenied):
        plans.create_plan(InspectionPlan(name="x", month=date(2026, 6, 1)), by=cast.liaison)


def test_sites_are_chosen_once_each(cast: Cast, as_user: Any) -> None:
    plan, first, second = a_plan(), a_site(), a_site()
    url = reverse("inspections:plan_visits", args=[plan.pk])
    as_user(cast.office).post(url, {"sites": [first.pk, second.pk], "once": "a"})
    as_user(cast.office).post(url, {"sites": [first.pk], "once": "b"})
    assert sorted(plan.visits.values_list("site", flat=True)) == [first.pk, second.pk]


def test_a_plan_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_VISITS", 1)
    plan, sites = a_plan(), [a_site(), a_site()]
    with refused("每个计划最多1个对象，请另建计划。"):
        plans.plan_visits(plan, by=cast.office, sites=sites)


# Planned against done


def test_the_inspection_of_the_month_by_its_agency_fulfils_it(cast: Cast) -> None:
    visit = a_done_visit(cast)
    assert visit.inspection is not None
    assert (visit.inspection.state, visit.inspection.site) == ("done", visit.site)
    assert InspectionPlan.objects.with_counts().values_list("planned", "done").get() == (1, 1)


@pytest.mark.parametrize("what", ["other month", "other agency", "other site", "not finished"])
def test_no_other_inspection_does(what: str, cast: Cast) -> None:
    agency = cast.inspector.person.unit if what != "other agency" else a_unit(kind="agency")
    visit = a_visit(a_plan(agency=agency), unit=cast.village)
    about: dict[str, Any] = {"site": visit.site if what != "other site" else a_site(unit=cast.village)}
    about |= {"made_on": date(2026, 5, 31)} if what == "other month" else {}
    at_the_village(cast, **about) if what == "not finished" else finished(cast, **about)
    visit.refresh_from_db()
    assert visit.inspection is None


def test_the_town_itself_fulfils_its_own_plans(cast: Cast) -> None:
    visit = a_visit(a_plan(), unit=cast.village)
    inspection = an_inspection(cast.office, unit=cast.village, site=visit.site)
    answer(inspection, 0, PASS)
    inspecting.finish_inspection(inspection, by=cast.office, met="孙信息")
    visit.refresh_from_db()
    assert visit.inspection == inspection


def test_what_was_inspected_stays_and_what_was_not_goes_with_its_reason(cast: Cast) -> None:
    done, waiting = a_done_visit(cast), a_visit()
    with refused("该对象已检查，不能移出计划。"):
        plans.remove_plannedvisit(done, by=cast.office, reason="x")
    plans.remove_plannedvisit(waiting, by=cast.office, reason="已停业")
    assert list(PlannedVisit.objects.present()) == [done]
    assert history(waiting)[-1][0] == "inspections.remove_plannedvisit"


@pytest.mark.parametrize(
    ("make", "badge"),
    [
        (lambda cast: a_plan(month=date(2026, 7, 1)), "未开始"),
        (lambda cast: a_visit(a_plan()).plan, "进行中"),
        (lambda cast: a_visit(a_plan(month=date(2026, 5, 1))).plan, "未完成"),
        (lambda cast: a_plan(month=date(2026, 5, 1)), "未设计划"),
        (lambda cast: a_done_visit(cast).plan, "已完成"),
    ],
)
def test_the_page_says_how_far_it_is(make: Any, badge: str, cast: Cast, as_user: Any) -> None:
    plan = make(cast)
    assert Page(as_user(cast.office).get(plan.get_absolute_url())).status == badge


def test_from_the_plan_one_begins_the_inspection(cast: Cast, as_user: Any) -> None:
    visit = a_visit(a_plan(agency=cast.inspector.person.unit), unit=cast.village)
    page = Page(as_user(cast.inspector).get(visit.plan.get_absolute_url()))
    links = [str(link.attributes["href"]) for link in page.panels["计划与完成"].all("a")]
    assert f"{reverse('inspections:create_inspection')}?site={visit.site_id}" in links


def test_a_liaison_reads_the_plan_but_opens_no_one_else_s_site(cast: Cast, as_user: Any) -> None:
    plan = a_plan()
    mine, other = a_visit(plan, unit=cast.village), a_visit(plan, unit=cast.other_village)
    page = Page(as_user(cast.liaison).get(plan.get_absolute_url()))
    links = {link.attributes["href"] for link in page.panels["计划与完成"].all("a")}
    assert mine.site.get_absolute_url() in links
    assert other.site.get_absolute_url() not in links
