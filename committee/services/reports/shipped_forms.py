"""The forms that come with the portal: what the town asks its groups every month, and the law its enterprises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from committee.models import FormField, Period, ReportForm

Audience, Kind, Total = ReportForm.Audience, FormField.Kind, FormField.Total
Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shipped:
    """A form and the sections of its fields."""

    name: str
    audience: str
    period: str
    note: str
    sections: dict[str, tuple[Asked, ...]]

    def fields(self) -> Iterator[Asked]:
        """Every field with its section, in order."""
        for section, fields in self.sections.items():
            yield from ({"section": section, **field} for field in fields)


def figure(code: str, name: str, unit: str, source: str = "", **about: Any) -> Asked:
    """A compulsory number that is not negative. A ``source`` may belong to an app that does not count it yet."""
    return {"code": code, "name": name, "unit": unit, "source": source, "required": True, "least": 0, **about}


def text(code: str, name: str, *, required: bool = False, note: str = "") -> Asked:
    """What is told in words."""
    return {"code": code, "name": name, "kind": Kind.TEXT, "required": required, "total": Total.NONE, "note": note}


MONTHLY = Shipped(
    "工作组月报",
    Audience.GROUPS,
    Period.MONTH,
    "统计期为当月1日至月末。数字由系统按台账自动取数，如有出入可修改并说明原因；本月确无情况的，可作零报告。",
    {
        "会议与督办": (
            figure("meetings_attended", "参加联席会议", "次", "committee.meetings_attended", total=Total.MEAN),
            figure("tasks_received", "接收督办事项", "件", "committee.tasks_received"),
            figure("tasks_done", "办结督办事项", "件", "committee.tasks_done"),
            figure("tasks_on_time", "其中：按期办结", "件", "committee.tasks_on_time"),
            figure("tasks_left", "月末在办事项", "件", "committee.tasks_left", total=Total.STOCK),
            figure("tasks_overdue", "月末逾期事项", "件", "committee.tasks_overdue", total=Total.STOCK),
        ),
        "宣传教育": (
            figure("events", "宣教活动", "场", "campaigns.events", note="含培训和演练"),
            figure("trainings", "培训", "期", "campaigns.trainings"),
            figure("drills", "应急演练", "次", "campaigns.drills"),
            figure("materials", "发放资料", "份", "campaigns.copies"),
            figure("people", "参加人次", "人次", "campaigns.people"),
        ),
        "检查整改": (
            figure("inspections", "检查单位", "家次", "inspections.inspections"),
            figure("findings_found", "发现隐患", "处", "inspections.findings_found"),
            figure("findings_closed", "已整改隐患", "处", "inspections.findings_closed", note="含以前发现、本月整改的"),
        ),
        "事故": (figure("incidents", "事故起数", "起", "inspections.incidents"),),
        "文字情况": (
            text("work", "本月主要工作", required=True),
            text("problems", "存在问题"),
            text("plan", "下月计划", required=True),
            text("support", "需要协调事项", note="需提请联席会议或其他单位解决的事项"),
        ),
    },
)
HAZARDS = (
    figure("checks", "自查次数", "次"),
    figure("general_found", "一般隐患：排查发现", "处"),
    figure("general_fixed", "一般隐患：已整改", "处"),
    figure("major_found", "重大隐患：排查发现", "处", note="发现重大隐患应当及时上报，不等报表"),
    figure("major_fixed", "重大隐患：已整改", "处"),
    figure("unfixed", "期末未整改隐患", "处", total=Total.STOCK, note="一般隐患与重大隐患合计"),
    figure("money", "投入整改资金", "万元", kind=Kind.DECIMAL),
)
# Interim provisions on finding and removing accident hazards 安全生产事故隐患排查治理暂行规定 (2008), article 14.
LAW = "依据《安全生产事故隐患排查治理暂行规定》第十四条，"
QUARTERLY = Shipped(
    "企业安全季报",
    Audience.ENTERPRISES,
    Period.QUARTER,
    f"{LAW}于下一季度15日前报送，由本单位主要负责人审核。",
    {"隐患排查治理统计": HAZARDS, "文字情况": (text("situation", "情况说明", note="未整改隐患的原因、措施和期限"),)},
)
YEARLY = Shipped(
    "企业安全年报",
    Audience.ENTERPRISES,
    Period.YEAR,
    f"{LAW}于下一年1月31日前报送，由本单位主要负责人审核。",
    {
        "隐患排查治理统计": HAZARDS,
        "文字情况": (text("situation", "情况说明"), text("summary", "年度总结", required=True)),
    },
)
FORMS = (MONTHLY, QUARTERLY, YEARLY)
