"""What residents open with a telephone, and what the office makes of it; a plan drawn; somebody hurt at work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.attachments import attachments_of
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import Watched, serious_findings
from inspections.models import Finding, HazardReport, Incident, InspectionPlan
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_kind_of_danger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "main form button[type=submit].btn-primary"


@pytest.fixture
def town(transactional_db: Any, settings: Any, tmp_path: Path) -> Cast:
    """The cast, and an empty private storage."""
    files.keep_in(tmp_path / "kept", settings)
    return build_cast()


def looked_at(watched: Watched, name: str) -> None:
    """It fits, and axe finds nothing serious."""
    watched.shot(f"resident-{name}")
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert serious_findings(watched.page) == []


def test_a_danger_is_reported_by_thumb_sorted_and_followed(town: Cast, visit: Any, tmp_path: Path) -> None:
    kind = a_kind_of_danger(name="公共场所")
    photo = tmp_path / "井盖.jpg"
    photo.write_bytes(files.phone_photo(6, (1600, 1200)))
    phone = visit(None, "phone")
    page = phone.open(reverse("report_hazard_at", args=[town.village.pk]))
    looked_at(phone, "form")
    phone.press(BUTTON)
    assert page.locator(".invalid-feedback").count() == 2
    page.fill("[name=text]", "井盖缺失，夜里看不见")
    page.fill("[name=place]", "村口小卖部前")
    page.set_input_files("[name=photos]", str(photo))
    page.wait_for_function("() => document.querySelector('[name=photos]').files[0]?.size < 200000")
    page.wait_for_selector(f"{BUTTON}:enabled")
    phone.press(BUTTON)
    number = page.inner_text("[data-number]")
    looked_at(phone, "sent")
    report = HazardReport.objects.get()
    assert (report.number, report.unit, attachments_of(report).count()) == (number, town.village, 1)
    office = visit(town.office, "desktop")
    office.open("/")
    office.press("main a:has-text('待受理的举报')")
    office.press("main tbody a:has-text('井盖缺失')")
    office.look("resident-report")
    office.press("main a:has-text('列为隐患')")
    office.page.select_option("[name=kind]", str(kind.pk))
    office.look("resident-take")
    office.press("main .form-foot button[type=submit]")
    finding = Finding.objects.get()
    assert (finding.source, attachments_of(finding).count()) == ("resident", 1)
    phone.press("main a.btn-primary")
    assert "经核查属于隐患，将通知单位整改。" in page.inner_text("main")
    looked_at(phone, "followed")
    phone.open(reverse("show_hazard_figures"))
    looked_at(phone, "figures")


def test_a_plan_is_drawn_by_lot_and_says_so(town: Cast, visit: Any) -> None:
    for unit in (town.village, town.other_village):
        for _each in range(2):
            a_site(unit=unit)
    watched = visit(town.inspector, "desktop")
    watched.open(reverse("inspections:create_inspectionplan"))
    watched.page.fill("[name=name]", "六月双随机检查")
    watched.press("main .form-foot button[type=submit]")
    watched.press("main a:has-text('随机抽取')")
    watched.look("plan-draw")
    watched.press("main .form-foot button[type=submit]")
    assert InspectionPlan.objects.get().visits.count() == 2
    assert "重新抽取结果一致" in watched.page.inner_text("main")
    watched.look("plan-drawn")


def test_an_accident_is_written_down_with_somebody_hurt(town: Cast, visit: Any) -> None:
    watched = visit(town.liaison, "phone")
    page = watched.open(reverse("inspections:create_incident"))
    page.select_option("[name=place_kind]", "work")
    page.select_option("[name=cause]", "machine")
    page.fill("[name=text]", "木工机械割伤手指")
    page.click("main summary")
    page.check("[name=is_production]")
    looked_at(watched, "incident")
    watched.press("main .form-foot button[type=submit]")
    watched.press("main a:has-text('添加伤亡人员')")
    page.fill("[name=age]", "41")
    page.select_option("[name=nature]", "wound")
    page.select_option("[name=part]", "arm")
    page.check("[name=severity][value=moderate]")
    looked_at(watched, "injury")
    watched.press("main .form-foot button[type=submit]")
    looked_at(watched, "hurt")
    assert Incident.objects.with_injured().get().hurt == 1
    assert "一般事故" in page.inner_text("main")
