"""Reports as they are written in tests: a form with a past, the addresses, what a page or a script sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from committee.models import Report, ReportValue
from committee.services import reports, tasks
from committee.tests.pages import Node, Page
from committee.tests.reporting import JUNE, a_form, a_report, a_submitted, field_of
from committee.tests.work import in_one_change
from dayan_safety.testing import Cast, a_task

WIDE: dict[str, dict[str, Any]] = {
    "drills": {"name": "应急演练", "unit": "次", "required": True, "section": "宣教培训", "least": 0, "most": 500},
    "visits": {"name": "入户宣传", "unit": "户", "section": "宣教培训", "note": "不重复计算"},
    "tasks_done": {"name": "办结督办事项", "unit": "件", "source": "committee.tasks_done", "section": "工作落实"},
    "money": {"name": "投入经费", "unit": "万元", "kind": "decimal", "section": "工作落实"},
    "text": {"name": "本月工作", "kind": "text", "required": True, "section": "文字情况"},
    "plans": {"name": "下月打算", "kind": "text", "section": "文字情况"},
}


def a_sheet(cast: Cast, done: int = 0, **values: Any) -> Report:
    """The June report on a form with every kind of field; ``done`` tasks were done by the group."""
    for number in range(done):
        task = a_task(lead_group=cast.group, title=f"清理通道{number}")
        tasks.report_done(task, by=cast.lead, text="已完成。")
    return a_report(cast, a_form(WIDE), **values)


@in_one_change
def a_past(cast: Cast, report: Report, drills: list[int], text: str = "上期文字") -> None:
    """Handed in for the months before: these drills, and a text."""
    for month, number in enumerate(drills, JUNE.month - len(drills)):
        first = date(2026, month, 1)
        earlier = a_report(cast, report.form, first=first, lock_on=date(2026, 12, 31))
        a_submitted(cast, earlier, drills=str(number), text=f"{month}月{text}")


def write_url(report: Report) -> str:
    """Where it is written."""
    return reverse("committee:write_report", args=[report.pk])


def url_of(name: str, report: Report, code: str) -> str:
    """A door of one field."""
    return reverse(f"committee:{name}", args=[report.pk, field_of(report, code).pk])


def save(browser: Any, report: Report, code: str, text: str, version: Any = 0, **more: str) -> Any:
    """What the script sends for one field."""
    return browser.post(url_of("save_report_value", report, code), {"text": text, "version": version, **more})


def sheet_page(browser: Any, report: Report) -> Page:
    """The page on which it is written."""
    return Page(browser.get(write_url(report)))


def ask(page: Page, report: Report, code: str) -> Node:
    """One field of the page with all that stands beside it."""
    key = f"ask-{field_of(report, code).pk}"
    return next(node for node in page.main.all("div", "ask") if node.attributes.get("id") == key)


def seen(node: Node) -> str:
    """The words in it that are not hidden."""
    if "hidden" in node.attributes or node.name in ("title", "template"):
        return ""
    words = " ".join(child if isinstance(child, str) else seen(child) for child in node.children)
    return " ".join(words.split())


def form_of(page: Page) -> dict[str, str]:
    """What the page sends when it is sent as it stands, without a script."""
    fields = page.main.first("form").all("input") + page.main.first("form").all("textarea")
    return {
        str(node.attributes["name"]): str(node.attributes.get("value") or "".join(map(str, node.children)).strip())
        for node in fields
        if node.attributes.get("name")
    }


def typed(report: Report, **values: str) -> dict[str, str]:
    """Codes as the names they have on the page: ``drills="3"``, ``why_drills="…"``."""
    return {_name(report, key): text for key, text in values.items()}


def _name(report: Report, key: str) -> str:
    part, code = ("why", key.removeprefix("why_")) if key.startswith("why_") else ("field", key)
    return f"{part}-{field_of(report, code).pk}"


def value_of(report: Report, code: str) -> ReportValue | None:
    """What is saved in a field."""
    return ReportValue.objects.filter(report=report, field__code=code).select_related("by").first()


def saved(report: Report) -> dict[str, str]:
    """What stands in the report, by code; empty fields are left out."""
    rows = ReportValue.objects.filter(report=report).select_related("field")
    return {row.field.code: row.text or reports.plain(row.number) for row in rows if not row.is_empty}
