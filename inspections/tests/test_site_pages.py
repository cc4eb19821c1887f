"""Pages of sites and of who may operate equipment: days and months, search, who may do what, what history tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_unit
from inspections.models import OperatorCertificate, Site
from inspections.resources import SiteResource
from inspections.services import certificates as services
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_finding
from inspections.tests.plan_builders import a_certificate, a_lift

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST, DUE, NEW = (reverse(f"inspections:{name}") for name in ("list_site", "view_due", "create_site"))
TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)
NO_OPERATORS = "只有特种设备才登记作业人员证。"


def named(browser: Any, **query: Any) -> set[str]:
    """The sites on the list, by their names."""
    return {row[0] for row in Page(browser.get(LIST, query)).rows}


# Days and months


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2026-06-01", {"6-15", "6-30"}),
        ("2026-6-30", {"6-15", "6-30"}),
        ("2026-07-15", {"7-1", "7-31"}),
        ("2026-05-15", set()),
        ("2028-02-01", {"2-29"}),
    ],
)
def test_due_in_a_month_are_its_days_from_today_on(month: str, expected: set[str], cast: Cast, as_user: Any) -> None:
    days = ("2026-05-31", "2026-06-14", "2026-06-15", "2026-06-30", "2026-07-01", "2026-07-31", "2028-02-29")
    for day in map(date.fromisoformat, days):
        a_lift(name=f"{day.month}-{day.day}", next_inspection_on=day)
    assert named(as_user(cast.office), month=month) == expected


def test_what_is_due_on_one_day_is_counted_together(cast: Cast) -> None:
    for name in ("甲", "乙"):
        a_lift(name=name, next_inspection_on=TODAY)
    a_site(next_inspection_on=TODAY)
    counts = sorted(Site.objects.all().counts_by_day())
    assert counts == [("small_place", TODAY, 1), ("special_equipment", TODAY, 2)]


# The register


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("小超市", True), ("LJXCS", True), ("ljx", True), ("老街12", True), ("KH-7", True), ("h-7", False), ("cs", False)],
)
def test_a_site_is_found_by_the_beginnings_people_remember(text: str, is_found: bool, db: None) -> None:
    a_site(name="老街小超市", place="老街12号", number="KH-7")
    assert Site.objects.all().search(text).exists() is is_found


def test_narrowed_by_class_of_equipment_and_by_kind(cast: Cast, as_user: Any) -> None:
    a_lift(name="客梯")
    a_lift(name="蒸汽锅炉", equipment="boiler")
    a_site(name="超市")
    browser = as_user(cast.office)
    assert named(browser, equipment="boiler") == {"蒸汽锅炉"}
    assert named(browser, kind="special_equipment") == {"客梯", "蒸汽锅炉"}


def test_renamed_a_site_is_found_by_its_new_initials(cast: Cast) -> None:
    site = a_site(name="老街超市", unit=cast.village)
    site.name = "新街商店"
    edit_record(site, ["name"], by=cast.office)
    assert Site.objects.get().initials == "xjsd"


def test_the_form_tidies_the_name_and_keeps_names_apart(cast: Cast, as_user: Any) -> None:
    typed = {"name": "便民　 超市", "kind": "small_place", "unit": cast.village.pk}
    browser = as_user(cast.office)
    assert browser.post(NEW, typed | {"once": "a"}).status_code == 302
    assert Site.objects.get().name == "便民 超市"
    told = browser.post(NEW, typed | {"once": "b"})
    assert (told.status_code, Site.objects.count()) == (422, 1)
    assert "该单位已有同名的监管对象。" in Page(told).text


@pytest.mark.parametrize("role", ["chair", "lead", "liaison", "inspector", "supervisor", "member"])
def test_only_the_office_keeps_the_register(role: str, cast: Cast, as_user: Any) -> None:
    site, user = a_site(unit=cast.village), getattr(cast, role)
    rights = ("create_site", "edit_site", "remove_site", "import_site")
    assert [right for right in rights if user.has_perm(f"inspections.{right}", site)] == []
    assert user.has_perm("inspections.export_site") is (role not in ("liaison", "inspector"))
    buttons = Page(as_user(user).get(site.get_absolute_url())).buttons
    assert {"编辑", "移除"}.isdisjoint(buttons)


def test_the_list_leads_to_what_is_due(cast: Cast, as_user: Any) -> None:
    links = {link.attributes["href"] for link in Page(as_user(cast.liaison).get(LIST)).head.all("a")}
    assert DUE in links


def test_from_its_page_a_site_is_inspected(cast: Cast, as_user: Any) -> None:
    site = a_lift(unit=cast.village)
    page = Page(as_user(cast.liaison).get(site.get_absolute_url()))
    links = {link.attributes["href"] for link in page.head.all("a")}
    assert f"{reverse('inspections:create_inspection')}?site={site.pk}" in links


def test_its_page_shows_ten_findings_the_open_ones_first(cast: Cast, as_user: Any) -> None:
    site = a_site(unit=cast.village)
    for number in range(11):
        a_finding(cast.inspector, unit=cast.village, site=site, text=f"第{number:02}处")
    lines = Page(as_user(cast.office).get(site.get_absolute_url())).panels["隐患"].all("li")
    assert len(lines) == 10


def test_the_list_costs_the_same_for_one_row_and_three(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    a_site()
    browser.get(LIST)
    few = query_count(lambda: browser.get(LIST))
    for _each in range(2):
        a_lift(unit=a_unit(), next_inspection_on=TODAY)
    assert query_count(lambda: browser.get(LIST)) == few


def test_a_file_for_the_administration_carries_every_field_of_the_register(cast: Cast) -> None:
    a_site(name="便民超市", small_place="shop", unit=cast.village, number="KH-1", place="村口", keeper="王店主")
    [row] = SiteResource().export().dict
    assert {"便民超市", "小商店", "东风村", "KH-1", "村口", "王店主"} <= set(row.values())


# Who may operate it


@pytest.mark.parametrize("kind", ["key_enterprise", "fire_key_unit"])
def test_what_is_no_equipment_has_no_operators(kind: str, cast: Cast) -> None:
    site = a_site(kind=kind, unit=cast.village)
    with refused(NO_OPERATORS):
        services.create_operatorcertificate(site, by=cast.liaison, holder="x", valid_until=TODAY)


def test_the_one_that_runs_out_first_stands_first_and_the_removed_one_nowhere(cast: Cast, as_user: Any) -> None:
    lift = a_lift(unit=cast.village)
    for name, days in (("丙师傅", 30), ("甲师傅", -1), ("乙师傅", 0), ("丁师傅", 1)):
        a_certificate(lift, holder=name, valid_until=TODAY + days * DAY)
    services.remove_operatorcertificate(lift.certificates.get(holder="丁师傅"), by=cast.liaison, reason="离职")
    lines = Page(as_user(cast.liaison).get(lift.get_absolute_url())).panels["作业人员证"].all("li")
    assert [line.text[:3] for line in lines] == ["甲师傅", "乙师傅", "丙师傅"]
    assert ["已过期" in line.text for line in lines] == [True, False, False]


@pytest.mark.parametrize(("role", "may"), [("liaison", True), ("office", True), ("inspector", False), ("lead", False)])
def test_who_keeps_the_certificates_is_offered_to(role: str, may: bool, cast: Cast, as_user: Any) -> None:
    lift = a_lift(unit=cast.village)
    kept = a_certificate(lift)
    page = Page(as_user(getattr(cast, role)).get(lift.get_absolute_url()))
    links = {link.attributes["href"] for link in page.main.all("a")}
    doors = {reverse(f"inspections:{verb}_operatorcertificate", args=[kept.pk]) for verb in ("edit", "remove")}
    assert (doors <= links) is may
    assert ("添加作业人员证" in page.buttons) is may
    if not may:
        with pytest.raises(PermissionDenied):
            services.remove_operatorcertificate(kept, by=getattr(cast, role), reason="x")


def test_renewed_and_removed_history_says_what_and_why(cast: Cast, as_user: Any) -> None:
    lift = a_lift(unit=cast.village)
    kept = a_certificate(lift, holder="孙师傅", valid_until=TODAY)
    url = reverse("inspections:edit_operatorcertificate", args=[kept.pk])
    typed = {"holder": "孙师傅", "number": "T1", "valid_until": "2028.6.15"}
    assert as_user(cast.liaison).post(url, typed | {"once": "a"})["Location"] == lift.get_absolute_url()
    told = Page(as_user(cast.liaison).get(lift.get_absolute_url())).history
    assert any(line.startswith("孙信息") and "2028-06-15" in line for line in told)
    services.remove_operatorcertificate(OperatorCertificate.objects.get(), by=cast.liaison, reason="离职")
    made, renewed, gone = history(kept)
    assert (made[3]["holder"], made[3]["valid_until"]) == ("孙师傅", "2026-06-15")
    assert (renewed[1], renewed[2], renewed[3]) == (
        "孙信息", {"valid_until": "2026-06-15"}, {"valid_until": "2028-06-15"},
    )  # fmt: skip
    assert (gone[0], gone[1], gone[4]) == ("inspections.remove_operatorcertificate", "孙信息", "离职")


def test_its_page_costs_the_same_for_any_number_of_operators(cast: Cast, as_user: Any, query_count: Any) -> None:
    lift, browser = a_lift(unit=cast.village), as_user(cast.liaison)
    a_certificate(lift)
    browser.get(lift.get_absolute_url())
    few = query_count(lambda: browser.get(lift.get_absolute_url()))
    for _each in range(2):
        a_certificate(lift)
    assert query_count(lambda: browser.get(lift.get_absolute_url())) == few
