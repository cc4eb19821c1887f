"""The shipped templates of the inspections' papers, forms in the layout of official papers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dayan_safety.papers import layout
from dayan_safety.papers.form_tables import Row, form_table

NOTICE: tuple[Row, ...] = (
    (("被查单位", "{{ unit }}"),),
    (("隐患地点", "{{ place }}"), ("发现日期", "{{ found_on }}")),
    (("检查单位", "{{ agency }}"), ("检查人员", "{{ inspectors }}")),
    "{%tr for danger in dangers %}",
    (("存在隐患", "{{ danger.told }}"),),
    (("整改要求", "{{ danger.demand }}"),),
    (("整改时限", "{{ danger.due_on }}"), ("隐患等级", "{{ danger.level }}")),
    "{%tr endfor %}",
    (("责任人", "{{ responsible }}"), ("联系电话", "{{ telephone }}")),
    (("签 发 人", "{{ issued_by }}"), ("签　　收", "{{ signed }}")),
)
OPINION: tuple[Row, ...] = (
    (("被查单位", "{{ unit }}"),),
    (("隐患编号", "{{ finding }}"), ("整改通知书", "{{ notice }}")),
    (("存在隐患", "{{ danger }}"),),
    (("整改情况", "{{ rectified }}"),),
    (("整改时限", "{{ due_on }}"), ("申请复查", "{{ asked_on }}")),
    (("复查结论", "{{ verdict }}"),),
    (("复查意见", "{{ seen }}"),),
    (("复查人员", "{{ by }}"), ("复查日期", "{{ on }}")),
)
RECORD: tuple[Row, ...] = (
    (("被查单位", "{{ unit }}"),),
    (("检查对象", "{{ site }}"), ("检查日期", "{{ made_on }}")),
    (("检查单位", "{{ agency }}"), ("检查人员", "{{ inspectors }}")),
    (("检 查 表", "{{ checklist }}"),),
    "{%tr for part in parts %}",
    (("检查内容", "{{ part.question }}"),),
    (("检查结果", "{{ part.verdict }}"), ("隐患编号", "{{ part.finding }}")),
    "{%tr endfor %}",
    (("检查得分", "{{ score }}"), ("整改通知书", "{{ notice }}")),
    (("检查意见", "{{ summary }}"),),
    (("陪同人员", "{{ met }}"), ("签　　名", "")),
)
HIGH = ("检查意见", "存在隐患", "整改要求", "整改情况", "复查意见")


def draw_rectification() -> bytes:
    """The rectification notice 整改通知书."""
    return _form("安全隐患整改通知书", NOTICE, HIGH)


def draw_opinion() -> bytes:
    """The re-inspection opinion 整改复查意见书."""
    return _form("安全隐患整改复查意见书", OPINION, HIGH)


def draw_record() -> bytes:
    """The record of an inspection 现场检查记录."""
    return _form("现场检查记录", RECORD, HIGH)


def _form(title: str, rows: Sequence[Row], high: Collection[str]) -> bytes:
    paper = layout.new_paper()
    layout.title(paper, title)
    layout.line(paper, "公文编号", "{{ number }}")
    form_table(paper, rows, high=high)
    layout.signature(paper, "{{ issuer }}", "{{ issued_on }}")
    return layout.saved(paper)
