"""Special equipment: who may operate it, what must not be used, what is due when; the nine small places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast
from dayan_safety.workdays import today
from inspections.models import OperatorCertificate, Site
from inspections.services import certificates as services
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_finding, closed
from inspections.tests.inspection_builders import at_the_village
from inspections.tests.plan_builders import a_certificate, a_lift, a_plan, a_visit
from inspections.views.sites import months_from

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
DUE, LIST = reverse("inspections:view_due"), reverse("inspections:list_site")
DAY = timedelta(days=1)
BARRED = "（禁止使用）"


# Must not be used


def expired(cast: Cast) -> Site:
    """A lift whose inspection ran out yesterday."""
    return a_lift(name="货梯", unit=cast.village, next_inspection_on=today() - DAY)


@pytest.mark.parametrize(
    ("given", "is_barred"),
    [
        ({"next_inspection_on": date(2026, 6, 14)}, True),
        ({"next_inspection_on": date(2026, 6, 15)}, False),
        ({"next_inspection_on": None}, False),
        ({"kind": "small_place", "equipment": "", "next_inspection_on": date(2026, 6, 14)}, False),
    ],
)
def test_equipment_is_barred_from_the_day_after_its_last_day(given: dict[str, Any], is_barred: bool, db: None) -> None:
    site = a_lift(name="货梯", **given)
    assert site.called == ("货梯" + BARRED if is_barred else "货梯")


def test_wherever_it_is_named_it_says_that_it_must_not_be_used(cast: Cast, as_user: Any) -> None:
    site = expired(cast)
    finding = a_finding(cast.inspector, unit=cast.village, site=site)
    inspection = at_the_village(cast, site=site)
    plan = a_plan(agency=cast.inspector.person.unit)
    a_visit(plan)
    plan.visits.update(site=site)
    cards = reverse("inspections:answer_inspection", args=[inspection.pk])
    pages = [finding.get_absolute_url(), inspection.get_absolute_url(), plan.get_absolute_url(), cards]
    browser = as_user(cast.inspector)
    assert [url for url in pages if f"货梯{BARRED}" not in Page(browser.get(url)).text] == []
    assert Page(browser.get(site.get_absolute_url())).status == "禁止使用"
    [found] = browser.get(reverse("pick", args=["site"]), {"q": "货梯"}).json()["results"]
    assert found["detail"] == f"货梯{BARRED} · 东风村"


# Certificates


def test_a_liaison_keeps_the_certificates_of_the_own_unit(cast: Cast, as_user: Any) -> None:
    lift = a_lift(unit=cast.village)
    given = {"holder": "孙师傅", "number": "T123", "valid_until": "2027-6-1", "once": "a"}
    answer = as_user(cast.liaison).post(reverse("inspections:create_operatorcertificate", args=[lift.pk]), given)
    assert answer["Location"] == lift.get_absolute_url()
    certificate = OperatorCertificate.objects.get()
    assert (certificate.holder, certificate.valid_until) == ("孙师傅", date(2027, 6, 1))
    page = Page(as_user(cast.inspector).get(lift.get_absolute_url()))
    assert "孙师傅 T123 有效期至 2027-06-01" in page.panels["作业人员证"].text
    assert [verb for verb, *_rest in history(certificate)] == ["inspections.create_operatorcertificate"]
    services.edit_operatorcertificate(certificate, by=cast.liaison, valid_until=date(2026, 6, 14))
    page = Page(as_user(cast.inspector).get(lift.get_absolute_url()))
    assert "已过期 2026-06-14" in page.panels["作业人员证"].text
    services.remove_operatorcertificate(certificate, by=cast.liaison, reason="离职")
    assert "作业人员证" not in Page(as_user(cast.inspector).get(lift.get_absolute_url())).panels


def test_nobody_else_s(cast: Cast) -> None:
    lift = a_lift(unit=cast.other_village)
    for by in (cast.liaison, cast.inspector, cast.lead, cast.chair):
        with pytest.raises(PermissionDenied):
            services.create_operatorcertificate(lift, by=by, holder="x", valid_until=today())
    certificate = a_certificate(lift)
    with pytest.raises(PermissionDenied):
        services.edit_operatorcertificate(certificate, by=cast.liaison, holder="y")


def test_only_special_equipment_has_operators(cast: Cast, as_user: Any) -> None:
    shop = a_site(unit=cast.village, kind="small_place")
    with refused("只有特种设备才登记作业人员证。"):
        services.create_operatorcertificate(shop, by=cast.office, holder="x", valid_until=today())
    assert "添加作业人员证" not in Page(as_user(cast.office).get(shop.get_absolute_url())).buttons


@pytest.mark.parametrize(("day", "is_expired"), [(date(2026, 6, 14), True), (date(2026, 6, 15), False)])
def test_a_certificate_holds_on_its_last_day(day: date, is_expired: bool) -> None:
    assert OperatorCertificate(valid_until=day).is_expired_on(today()) is is_expired


def test_the_page_of_a_site_shows_what_was_found_there(cast: Cast, as_user: Any) -> None:
    site = a_lift(unit=cast.village)
    a_finding(cast.inspector, unit=cast.village, site=site, text="限速器失效")
    closed(cast, site=site, text="门锁松动")
    a_finding(cast.inspector, unit=cast.village, text="别处")
    told = Page(as_user(cast.office).get(site.get_absolute_url())).panels["隐患"].text
    assert told.index("限速器失效") < told.index("门锁松动")
    assert "别处" not in told


# The nine small places


def test_only_a_small_place_has_its_class(cast: Cast, as_user: Any) -> None:
    with pytest.raises(ValidationError, match="只有九小场所才有此分类"):
        Site(name="x", kind="key_enterprise", small_place="shop").clean()
    assert len(Site.SmallPlace.values) == 9
    given = {"name": "便民超市", "kind": "small_place", "small_place": "shop", "unit": cast.village.pk, "once": "a"}
    as_user(cast.office).post(reverse("inspections:create_site"), given)
    site = Site.objects.get()
    assert Page(as_user(cast.office).get(site.get_absolute_url())).facts["九小场所种类"] == "小商店"
    a_site(kind="small_place", small_place="hotel")
    assert [row[0] for row in Page(as_user(cast.office).get(LIST, {"small_place": "shop"})).rows] == ["便民超市"]


# What is due when


def test_the_months_go_over_the_new_year() -> None:
    months = months_from(date(2026, 11, 30))
    assert (months[0], months[1], months[2], months[-1]) == (
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 10, 1),
    )  # fmt: skip


def test_the_map_counts_what_is_due_and_each_number_opens_its_sites(cast: Cast, as_user: Any) -> None:
    for day in (date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 30), date(2026, 7, 1), date(2027, 6, 1)):
        a_lift(next_inspection_on=day)
    a_lift()
    browser = as_user(cast.office)
    page = Page(browser.get(DUE))
    [row] = [row for row in page.main.all("tr") if row.first("th").text == "特种设备"]
    assert [cell.text for cell in row.all("td")][:3] == ["1", "2", "1"]
    for link in row.all("a"):
        rows = Page(browser.get(link.attributes["href"], follow=True)).rows
        assert len(rows) == int(link.text), link.attributes["href"]


def test_the_map_costs_the_same_for_any_number_and_is_one_s_own(cast: Cast, as_user: Any, query_count: Any) -> None:
    a_lift(unit=cast.other_village, next_inspection_on=today())
    browser = as_user(cast.office)
    browser.get(DUE)
    few = query_count(lambda: browser.get(DUE))
    for days in range(4):
        a_lift(next_inspection_on=today() + 40 * days * DAY)
    assert query_count(lambda: browser.get(DUE)) == few <= 12
    assert not Page(as_user(cast.liaison).get(DUE)).main.first("tbody").all("a")
