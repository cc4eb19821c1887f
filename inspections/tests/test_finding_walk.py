"""A danger from the workshop to its closing, on a telephone: found, told, received, put right, failed, right again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.models import Notice
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import Watched, serious_findings
from inspections.models import Finding
from inspections.tests.finding_builders import FIXINGS, a_kind_of_danger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "main .form-sheet button[type=submit], main form.sheet-form button[type=submit]"


def looked_at(watched: Watched, name: str) -> None:
    """The page fits the telephone, and axe finds nothing serious on it."""
    watched.shot(f"finding-{name}")
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious_findings(watched.page, "main") == []


def do(watched: Watched, finding: Finding, verb: str, photo: Path | None = None, **typed: str) -> None:
    """Open the door from the finding's page, fill it in, press the button."""
    watched.open(finding.get_absolute_url())
    door = reverse(f"inspections:{verb}", args=[finding.pk])
    assert watched.page.locator(f"main a[href='{door}']").count() >= 1, verb
    watched.open(door)
    for name, value in typed.items():
        watched.page.fill(f"main [name={name}]", value)
    if photo:
        watched.page.set_input_files("main input[type=file]", str(photo))
    looked_at(watched, verb)
    watched.press(BUTTON)
    finding.refresh_from_db()


@pytest.fixture
def town(transactional_db: Any, settings: Any, tmp_path: Path) -> Cast:
    """The cast, and an empty private storage."""
    files.keep_in(tmp_path / "kept", settings)
    return build_cast()


def photo_in(folder: Path, name: str) -> Path:
    """A photograph as a telephone takes it: sideways, with the place in it."""
    path = folder / name
    path.write_bytes(files.phone_photo(6, (1600, 1200)))
    return path


def test_a_major_danger_is_closed_after_it_failed_once(town: Cast, visit: Any, tmp_path: Path) -> None:
    kind = a_kind_of_danger(name="用电安全")
    inspector, liaison = visit(town.inspector, "phone"), visit(town.liaison, "phone")
    page = inspector.open(reverse("inspections:create_finding"))
    page.locator("main .ts-control input, main .pick input").first.fill("东风")
    page.get_by_text("东风村", exact=False).first.click()
    page.select_option("[name=kind]", str(kind.pk))
    page.check("[name=level][value=major]")
    page.fill("[name=text]", "一号车间配电箱无盖，线路裸露")
    page.fill("[name=demand]", "停用，更换配电箱")
    page.click("main summary")
    page.fill("[name=basis]", "安全生产法")
    looked_at(inspector, "create")
    inspector.press(BUTTON)
    finding = Finding.objects.get()
    assert (finding.unit, finding.state, finding.agency) == (town.village, "found", town.inspector.person.unit)
    looked_at(inspector, "found")
    do(inspector, finding, "notify_finding")
    assert Notice.objects.filter(user=town.liaison, title__contains="配电箱无盖").exists()
    do(liaison, finding, "receive_finding")
    do(liaison, finding, "fix_finding", **FIXINGS)
    do(liaison, finding, "report_step", photo_in(tmp_path, "停用.jpg"), text="已停用")
    do(liaison, finding, "ask_reinspection", photo_in(tmp_path, "加盖.jpg"), text="已加盖")
    do(inspector, finding, "fail_finding", text="盖未固定")
    assert (finding.state, finding.failed) == ("rectifying", 1)
    do(liaison, finding, "ask_reinspection", photo_in(tmp_path, "固定.jpg"), text="已固定")
    do(inspector, finding, "close_finding", text="现场查看合格")
    assert finding.state == "closed"
    told = inspector.open(finding.get_absolute_url()).inner_text("main")
    order = [told.index(words) for words in ("已停用", "已加盖", "盖未固定", "已固定", "现场查看合格")]
    assert order == sorted(order)
    after = inspector.page.locator("img[alt*='固定.jpg']").first
    after.scroll_into_view_if_needed()
    inspector.page.wait_for_function("image => image.complete && image.naturalWidth", arg=after.element_handle())
    assert after.evaluate("image => image.naturalWidth < image.naturalHeight"), "it was sideways and stands upright"
    looked_at(inspector, "closed")


def test_a_liaison_writes_down_what_the_own_patrol_found(town: Cast, visit: Any) -> None:
    kind = a_kind_of_danger(name="消防安全")
    watched = visit(town.liaison, "phone")
    page = watched.open(reverse("inspections:create_finding"))
    assert page.locator("[name=unit]").input_value() == str(town.village.pk)
    page.select_option("[name=kind]", str(kind.pk))
    page.fill("[name=text]", "灭火器压力不足")
    watched.press(BUTTON)
    finding = Finding.objects.get()
    assert (finding.state, finding.source, finding.received_by) == ("rectifying", "patrol", town.liaison)
    looked_at(watched, "own")
