"""The administration and its files: reports and incidents are read there, without who reported and who was hurt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from committee.tests.pages import Page
from dayan_safety.testing import Cast
from inspections.models import FindingKind
from inspections.resources import FindingKindResource, FindingResource, HazardReportResource, IncidentResource
from inspections.services import findings
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import a_finding, a_kind_of_danger, a_photo, asked, rectifying
from inspections.tests.incident_builders import an_incident, an_injury
from inspections.tests.resident_builders import a_report, answered

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
TELEPHONE = "13812345678"


def opened(record: Any, browser: Any) -> str:
    """Its page in the administration."""
    url = reverse(f"admin:inspections_{record._meta.model_name}_change", args=[record.pk])
    return str(browser.get(url).content.decode())


def listed(model: str, browser: Any, **query: str) -> list[str]:
    """The rows of a list of the administration, each in its words."""
    page = Page(browser.get(reverse(f"admin:inspections_{model}_changelist"), query))
    return [row.text for row in page.main.first("table").first("tbody").all("tr")]


def file_of(resource: Any, record: Any) -> dict[str, str]:
    """What a file carries of a record, by its column."""
    rows = resource().export(type(record).objects.filter(pk=record.pk))
    return dict(zip(rows.headers, rows[0], strict=True))


# Who reported


def test_the_administration_shows_a_report_and_not_who_may_be_called_back(cast: Cast, as_user: Any) -> None:
    report = a_report(cast.member, telephone=TELEPHONE, text="井盖缺失", unit=cast.village)
    page = opened(report, as_user(cast.administrator))
    assert "井盖缺失" in page
    assert not [word for word in (TELEPHONE, "138****5678", "钱所长", str(report.once)) if word in page]


def test_a_list_of_reports_finds_nobody_by_a_telephone_number(cast: Cast, as_user: Any) -> None:
    report, browser = a_report(telephone=TELEPHONE, text="井盖缺失"), as_user(cast.administrator)
    assert len(listed("hazardreport", browser, q=report.number)) == 1
    assert listed("hazardreport", browser, q=TELEPHONE) == []


def test_a_file_of_reports_carries_what_was_answered_and_nobody(cast: Cast) -> None:
    report = answered(cast, text="井盖缺失", telephone=TELEPHONE, unit=cast.village)
    told = file_of(HazardReportResource, report)
    assert list(told.values()) == [
        report.number, "东风村", "村口", "井盖缺失", "2026-06-15", "已答复", "已核查，井盖完好。", "2026-06-15",
    ]  # fmt: skip


# Who was hurt


@pytest.mark.parametrize(("at_work", "word"), [(True, "是"), (False, "否")])
def test_whether_it_was_at_work_is_told_in_words(at_work: bool, word: str, cast: Cast, as_user: Any) -> None:
    incident, browser = an_incident(unit=cast.village, is_production=at_work), as_user(cast.administrator)
    [row] = listed("incident", browser)
    assert row.endswith(word)
    assert file_of(IncidentResource, incident)["生产安全事故"] == word


def test_a_file_of_incidents_tells_of_nobody_who_was_hurt(cast: Cast) -> None:
    incident = an_incident(unit=cast.village, place_kind="water", cause="drowning", happened_on=date(2026, 6, 1))
    before = file_of(IncidentResource, incident)
    an_injury(incident, age=45, severity="death", outcome="died")
    assert file_of(IncidentResource, incident) == before
    assert {"水域", "溺水", "2026-06-01", "东风村"} <= set(before.values())


def test_who_was_hurt_is_looked_at_and_not_written(cast: Cast, as_user: Any) -> None:
    injury, browser = an_injury(an_incident(unit=cast.village), age=45), as_user(cast.administrator)
    page = Page(browser.get(reverse("admin:inspections_incident_change", args=[injury.incident.pk])))
    assert "骨折" in page.text
    assert not [node for node in page.main.all("input") if "injuries-0-age" in str(node.attributes.get("name"))]
    given = {"text": "无事", "injuries-TOTAL_FORMS": "1", "injuries-0-age": "1"}
    url = reverse("admin:inspections_incident_change", args=[injury.incident.pk])
    assert browser.post(url, given).status_code == 403
    injury.refresh_from_db()
    assert injury.age == 45


# Findings


def test_steps_and_verdicts_are_told_in_words(cast: Cast, as_user: Any) -> None:
    browser, going = as_user(cast.administrator), rectifying(cast)
    findings.report_step(going, by=cast.liaison, text="已购材料")
    seen = asked(cast)
    findings.fail_finding(seen, by=cast.inspector, text="仍有裸露")
    findings.ask_reinspection(seen, by=cast.liaison, text="全部更换", uploads=[a_photo()])
    findings.close_finding(seen, by=cast.inspector, text="合格")
    steps, verdicts = listed("rectification", browser), listed("reinspection", browser)
    assert [("整改中" in row, "申请复查" in row) for row in steps if "已购材料" in row] == [(True, False)]
    assert [("整改中" in row, "申请复查" in row) for row in steps if "全部更换" in row] == [(False, True)]
    told = {row.split()[0]: "未整改到位" in row for row in verdicts}
    assert told == {"大安安复〔2026〕1号": True, "大安安复〔2026〕2号": False}


def test_a_file_of_findings_names_unit_site_kind_and_level(cast: Cast) -> None:
    site = a_site(unit=cast.village, name="成品仓库")
    finding = a_finding(cast.inspector, unit=cast.village, site=site, kind=a_kind_of_danger(name="用电"), level="major")
    told = set(file_of(FindingResource, finding).values())
    assert {finding.number, "东风村", "成品仓库", "用电", "重大隐患", "消防大队", "2026-06-15"} <= told


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_kinds_of_dangers_come_back_as_they_left(language: str, cast: Cast) -> None:
    a_kind_of_danger(name="用电", order=3)
    a_kind_of_danger(name="=动火", order=1)
    before = list(FindingKind.objects.order_by("pk").values("name", "order", "version"))
    with override(language):
        rows = FindingKindResource().export()
        result = FindingKindResource().import_data(rows, user=cast.administrator)
    assert (result.has_errors(), result.has_validation_errors()) == (False, False)
    assert list(FindingKind.objects.order_by("pk").values("name", "order", "version")) == before
