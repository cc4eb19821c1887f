"""What a plan holds and what fulfils it: sites chosen, drawn and taken off; the days of the month; whose plan it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.tests.refusals import history, refused
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from inspections.models import InspectionPlan, PlannedVisit, Site, SiteDraw
from inspections.services import plans
from inspections.tests.builders import a_site
from inspections.tests.inspection_builders import finished
from inspections.tests.plan_builders import a_done_visit, a_lift, a_plan, a_visit

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
SEED = "0123456789abcdef" * 2
NOTHING_LEFT = "没有尚未列入计划的此类对象。"


def ours(cast: Cast, **given: Any) -> InspectionPlan:
    """A plan of the inspector's agency."""
    return a_plan(**{"agency": cast.inspector.person.unit, **given})


def counted(plan: InspectionPlan) -> tuple[int, int]:
    """How much is planned, and how much of it done."""
    return InspectionPlan.objects.with_counts().values_list("planned", "done").get(pk=plan.pk)


def waiting() -> list[InspectionPlan]:
    """Plans with sites that nobody has inspected."""
    return list(InspectionPlan.objects.order_by("pk").not_done())


def fresh(visit: PlannedVisit) -> PlannedVisit:
    """As it stands now."""
    return PlannedVisit.objects.get(pk=visit.pk)


def edited(plan: InspectionPlan, by: Any, **given: Any) -> InspectionPlan:
    """With other values, as a form sends them."""
    for name, value in given.items():
        setattr(plan, name, value)
    plans.edit_plan(plan, list(given), by=by, version=plan.version)
    return InspectionPlan.objects.get(pk=plan.pk)


# Drawing it up


def test_whatever_day_of_the_month_is_typed_later_it_is_of_the_month(cast: Cast) -> None:
    assert edited(ours(cast), cast.inspector, month=date(2026, 7, 31)).month == date(2026, 7, 1)


def test_inspectors_cannot_hand_their_plan_to_another_agency_or_the_town(cast: Cast) -> None:
    plan = ours(cast)
    for agency in (a_unit(kind="agency"), None):
        with refused("请为本机构制定计划。"):
            edited(plan, cast.inspector, agency=agency)
        plan.refresh_from_db()


@pytest.mark.parametrize("of_agency", [True, False])
def test_the_office_plans_for_any_agency_and_for_the_town(of_agency: bool, cast: Cast) -> None:
    agency = a_unit(kind="agency") if of_agency else None
    assert a_plan(cast.office, agency=agency).agency == agency
    assert edited(ours(cast), cast.office, agency=agency).agency == agency


def test_of_two_who_edit_a_plan_the_second_is_shown_the_first(cast: Cast) -> None:
    plan = ours(cast)
    seen = InspectionPlan.objects.get(pk=plan.pk)
    edited(plan, cast.office, text="夏季防火")
    with pytest.raises(EditedMeanwhile) as both:
        edited(seen, cast.inspector, text="防汛")
    assert both.value.current.text == "夏季防火"


# Choosing


def test_choosing_says_how_many_were_new_and_history_which(cast: Cast) -> None:
    plan, first, second = ours(cast), a_site(name="超市"), a_site(name="网吧")
    assert plans.plan_visits(plan, by=cast.inspector, sites=[first]) == 1
    assert plans.plan_visits(plan, by=cast.inspector, sites=[first, second]) == 1
    assert plans.plan_visits(plan, by=cast.inspector, sites=[second]) == 0
    told = [(row[1], row[3]) for row in history(plan)[1:]]
    assert told[:2] == [("周警官", {"sites": "超市"}), ("周警官", {"sites": "网吧"})]


def test_what_was_taken_off_can_be_chosen_and_drawn_again(cast: Cast) -> None:
    plan, site = a_plan(), a_site()
    for _round in range(2):
        plans.plan_visits(plan, by=None, sites=[site])
        plans.remove_plannedvisit(plan.visits.present().get(), by=None, reason="改期")
    assert plans.draw_sites(plan, by=None, per_unit=1).drawn == [site.pk]
    assert counted(plan) == (1, 0)


def test_a_plan_is_full_at_its_last_site_and_not_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_VISITS", 3)
    plan, sites = a_plan(), [a_site() for _each in range(4)]
    assert plans.plan_visits(plan, by=None, sites=sites[:1]) == 1
    assert plans.plan_visits(plan, by=None, sites=sites[:3]) == 2
    assert plans.plan_visits(plan, by=None, sites=sites[:3]) == 0
    with refused("每个计划最多3个对象，请另建计划。"):
        plans.plan_visits(plan, by=None, sites=sites[3:])
    with refused("每个计划最多3个对象，请另建计划。"):
        plans.draw_sites(plan, by=None, per_unit=1)


# Drawing


def without_sites(cast: Cast, how: str) -> Site:
    """A site that is there no more, itself or with its unit."""
    site = a_site(unit=a_unit())
    remove_record(site if how == "site" else site.unit, by=None, reason="已停业")
    return site


@pytest.mark.parametrize("how", ["site", "unit"])
def test_what_is_there_no_more_is_drawn_no_more(how: str, cast: Cast) -> None:
    gone, plan = without_sites(cast, how), a_plan()
    with refused(NOTHING_LEFT):
        plans.draw_sites(plan, by=None, per_unit=1)
    there = a_site()
    draw = plans.draw_sites(plan, by=None, per_unit=1)
    assert (draw.drawn, draw.pool) == ([there.pk], [(there.unit_id, there.pk)])
    assert gone.pk not in draw.drawn


def test_the_pool_is_kept_unit_by_unit_however_sites_were_registered(cast: Cast) -> None:
    sites = [a_site(unit=unit) for unit in (cast.other_village, cast.village, cast.other_village)]
    draw = plans.draw_sites(a_plan(), by=None, per_unit=9, seed=SEED)
    assert draw.pool == sorted((site.unit_id, site.pk) for site in sites)
    assert {site.pk for site in sites[1:2]} == set(draw.drawn[:1])


def test_who_drew_and_by_which_seed_is_kept_and_told(cast: Cast) -> None:
    a_lift(unit=cast.village)
    plan = ours(cast)
    draw = plans.draw_sites(plan, by=cast.inspector, per_unit=1, seed=SEED)
    kept = SiteDraw.objects.get()
    assert (kept.by, kept.seed, kept.per_unit, kept.kind) == (cast.inspector, SEED, 1, "")
    assert plan.visits.get().draw == draw
    verb, who, _before, after, _reason = history(plan)[-1]
    assert (verb, who, after) == ("inspections.draw_sites", "周警官", {"seed": SEED, "drawn": "1"})


def another_seed(draw: SiteDraw) -> str:
    """One by which other sites are drawn: some seeds hit the same by chance."""
    pool = [(unit, site) for unit, site in draw.pool]
    seeds = (f"{number:032x}" for number in range(100))
    return next(seed for seed in seeds if plans.drawn_from(pool, per_unit=draw.per_unit, seed=seed) != draw.drawn)


@pytest.mark.parametrize("changed", [{"seed": another_seed}, {"pool": lambda draw: []}])
def test_who_changes_any_part_of_a_drawing_is_found_out(changed: dict[str, Any], cast: Cast) -> None:
    for _each in range(5):
        a_site(unit=cast.village)
    plans.draw_sites(a_plan(), by=None, per_unit=1, seed=SEED)
    draw = SiteDraw.objects.get()
    assert plans.is_repeatable(draw)
    SiteDraw.objects.filter(pk=draw.pk).update(**{name: other(draw) for name, other in changed.items()})
    assert not plans.is_repeatable(SiteDraw.objects.get())


# Fulfilling


@pytest.mark.parametrize(
    ("made_on", "is_done"),
    [("2026-04-30", False), ("2026-05-01", True), ("2026-05-31", True), ("2026-06-01", False)],
)
def test_from_the_first_day_of_the_month_to_its_last_it_is_fulfilled(made_on: str, is_done: bool, cast: Cast) -> None:
    visit = a_visit(ours(cast, month=date(2026, 5, 1)), unit=cast.village)
    finished(cast, site=visit.site, made_on=date.fromisoformat(made_on))
    assert (fresh(visit).inspection is not None) is is_done
    assert waiting() == ([] if is_done else [visit.plan])


def test_the_first_inspection_of_the_month_stays_the_one_that_fulfilled_it(cast: Cast) -> None:
    visit = a_done_visit(cast)
    first, version = visit.inspection, visit.version
    finished(cast, site=visit.site)
    assert (fresh(visit).inspection, fresh(visit).version) == (first, version)
    assert version == 2


def test_one_inspection_fulfils_the_site_on_every_plan_of_its_agency(cast: Cast) -> None:
    site = a_lift(unit=cast.village)
    several = [ours(cast), ours(cast), a_plan()]
    for plan in several:
        plans.plan_visits(plan, by=None, sites=[site])
    inspection = finished(cast, site=site)
    assert [counted(plan) for plan in several] == [(1, 1), (1, 1), (1, 0)]
    assert set(PlannedVisit.objects.filter(inspection=inspection).values_list("plan", flat=True)) == {
        several[0].pk, several[1].pk,
    }  # fmt: skip


@pytest.mark.parametrize("what", ["visit", "plan"])
def test_what_was_taken_off_is_fulfilled_no_more(what: str, cast: Cast) -> None:
    visit = a_visit(ours(cast), unit=cast.village)
    remove_record(visit if what == "visit" else visit.plan, by=cast.inspector, reason="改期")
    finished(cast, site=visit.site)
    assert fresh(visit).inspection is None


# Taking off


def test_a_site_taken_off_leaves_its_reason_and_the_count(cast: Cast) -> None:
    plan = ours(cast)
    done, left = a_visit(plan, unit=cast.village), a_visit(plan, unit=cast.village)
    finished(cast, site=done.site)
    assert (counted(plan), waiting()) == ((2, 1), [plan])
    plans.remove_plannedvisit(left, by=cast.inspector, reason="已停业")
    assert (counted(plan), waiting()) == ((1, 1), [])
    verb, who, _before, _after, reason = history(left)[-1]
    assert (verb, who, reason) == ("inspections.remove_plannedvisit", "周警官", "已停业")
