"""A town whose working groups have reported, each in another way, for tests of the town's report and of its year."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.models import Report, ReportForm, WorkingGroup
from committee.services import reports
from committee.tests.reporting import JUNE, a_form, a_report, field_of
from committee.tests.work import in_one_change
from dayan_safety.testing import Cast, a_group

FIELDS: dict[str, dict[str, Any]] = {
    "drills": {"name": "应急演练", "unit": "次", "section": "宣教培训"},
    "hours": {"name": "人均学时", "unit": "学时", "section": "宣教培训", "kind": "decimal", "total": "mean"},
    "members": {"name": "志愿者", "unit": "人", "section": "队伍建设", "total": "stock"},
    "score": {"name": "自评得分", "unit": "分", "section": "队伍建设", "kind": "decimal", "total": "none"},
    "work": {"name": "主要工作", "kind": "text", "section": "文字情况"},
    "trouble": {"name": "存在问题", "kind": "text", "section": "文字情况"},
}
HOSTILE = "=1+1 <script>alert(1)</script> {{ 7*7 }} {% if %} \"&' ]]> 𠮷\x01"
FIRE = {
    "drills": "3",
    "hours": "2.5",
    "members": "10",
    "score": "88.5",
    "work": "开展消防检查。\n\n 第二段。",
    "trouble": "无",
}
TRAFFIC = {"drills": "0", "hours": "1.25", "members": "12", "work": HOSTILE}
SCHOOL = {"drills": "4", "hours": "0.3", "score": "90.25"}
OPEN = {"due_on": date(2026, 6, 25), "lock_on": date(2026, 6, 29)}  # whatever month it is of
NAMES = {
    "fire": "消防安全组",
    "traffic": "交通安全组",
    "school": "学校安全组",
    "late": "治安组",
    "nil": "涉水组",
    "excused": "老年组",
}


def a_town_form() -> ReportForm:
    """A form of figures of every rule, and two texts."""
    return a_form(FIELDS)


@in_one_change
def groups_of(cast: Cast) -> dict[str, WorkingGroup]:
    """The working groups that report, in their order; the first is the cast's, the supervision group owes nothing."""
    found = {"fire": cast.group} | {key: a_group(cast.committee, name=NAMES[key]) for key in list(NAMES)[1:]}
    for number, group in enumerate(found.values(), start=1):
        WorkingGroup.objects.filter(pk=group.pk).update(number=number)
    return found


@in_one_change
def accepted(cast: Cast, group: Any, values: dict[str, str], first: date = JUNE, form: Any = None) -> Report:
    """The group's report with ``values``, accepted by the office; without any it has nothing to report."""
    report = a_report(cast, form, first, group=group, **OPEN)
    for code, text in values.items():
        reports.save_value(report, by=None, field=field_of(report, code), text=text)
    reports.submit_report(report, by=None, is_nil=not values)
    reports.accept_report(report, by=cast.office)
    return report


@in_one_change
def a_town(cast: Cast) -> dict[str, Report]:
    """June of six groups: three with figures and texts, one missing, one with nothing to report, one excused."""
    a_town_form()
    groups = groups_of(cast)
    told = {"fire": FIRE, "traffic": TRAFFIC, "school": SCHOOL, "nil": {}}
    found = {key: accepted(cast, groups[key], values) for key, values in told.items()}
    found |= {key: a_report(cast, group=groups[key]) for key in ("late", "excused")}
    reports.excuse_report(found["excused"], by=cast.office, reason="本月撤并")
    return found


def changed(cast: Cast, report: Report, **values: str) -> None:
    """The accepted report opened again, changed, and accepted once more."""
    reports.reopen_report(report, by=cast.chair, reason="更正")
    for code, text in values.items():
        reports.save_value(report, by=None, field=field_of(report, code), text=text)
    reports.submit_report(report, by=None)
    reports.accept_report(report, by=cast.office)
