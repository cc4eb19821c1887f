"""The rulebooks of the demo town, with the default weights."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from assessment.demo.checks import plan_checks
from assessment.demo.year_end import plan_year_end
from assessment.models import Rulebook
from assessment.services.rulebooks import adopt_rulebook
from assessment.services.scores import score_months
from dayan_safety.demo_lists import bring_in
from dayan_safety.records import create_record

DRAWN_UP, SCORED = time(7), time(0, 15)
NAME = "大安镇安全社区督查考核实施细则（%s年）"
# Number, section, item, method, figure, for whom, where it counts, full mark, weight, points off each time, standard:
# regular checks 40, reports and meetings 20, findings 15, campaigns and training 10, mutual evaluation 15.
ITEMS = (
    ("1", "工作进程", "督查考核组定期检查", "定期检查", "", "", "", "30", "", "", "按检查表逐项扣分，扣完为止。"),
    (
        *("2", "安全促进项目", "安全促进项目推进", "系统计算", "项目按期率", "部门", "", "10", "", ""),
        "措施和节点按期完成率乘以标准分。",
    ),
    (
        *("3", "工作进程", "报告按时报送", "系统计算", "报告按时率", "", "", "10", "", ""),
        "按时率乘以标准分；零报告视同按时。",
    ),
    (
        *("4", "工作进程", "联席会议出席", "系统计算", "会议出席率", "部门", "", "10", "", ""),
        "出席率乘以标准分；请假并有人代会不扣分。",
    ),
    (
        *("5", "变化效果", "隐患按期整改", "系统计算", "隐患按期率", "村和企业", "", "15", "", ""),
        "按期销号率乘以标准分。",
    ),
    (
        *("6", "安全促进项目", "宣传教育与培训", "系统计算", "活动月数", "", "年终", "10", "", ""),
        "有活动的月数占全年月数的比例乘以标准分。",
    ),
    (
        *("7", "工作进程", "督办事项按期办结", "系统计算", "督办按期率", "", "", "10", "", ""),
        "按期率乘以标准分。",
    ),
    (
        *("8", "工作进程", "联络员到岗", "系统计算", "到岗率", "村和企业", "", "5", "", ""),
        "信息员、协管员、巡查员缺一岗按比例扣分。",
    ),
    (
        *("9", "变化效果", "责任单位互评", "互评", "", "", "年终", "15", "", ""),
        "去掉最高分和最低分后的平均分。",
    ),
    (
        *("10", "变化效果", "群众安全感与满意度", "问卷调查", "", "村和企业", "年终", "5", "", ""),
        "群众满意度测评的平均分除以100，乘以标准分；答卷不足规定份数的不计分。",
    ),
    (
        *("11", "变化效果", "事故控制", "系统计算", "事故起数", "村和企业", "年终", "10", "", "5"),
        "每发生一起扣5分，扣完为止。",
    ),
    (
        *("12", "工作进程", "提前完成承诺事项", "奖励", "", "", "年终", "2", "", ""),
        "在期限前完成并经核实的，每项不超过2分。",
    ),
    (
        *("13", "工作进程", "未按期完成承诺事项", "处罚", "", "", "年终", "3", "", ""),
        "逾期未完成的，每项不超过3分。",
    ),
    (
        *("14", "变化效果", "发生较大及以上生产安全事故", "一票否决", "", "", "年终", "0", "", ""),
        "本单位发生较大及以上生产安全责任事故的，年度考核为不合格。",
    ),
)


def plan_rulebooks(year: Any) -> None:
    """Each year's rulebook is put in use on its first day that is lived; every month is scored on the fifth.

    ``year``: the town's year, as the committee's demo lives it.
    """
    for number in sorted({year.months[0].year, year.on.year}):
        year.plan(max(date(number, 1, 1), year.months[0]), DRAWN_UP, partial(draw_up, number))
    plan_checks(year)
    for month in year.months:
        year.plan(month.replace(day=5), SCORED, lambda: score_months(localdate()))
    plan_year_end(year)


def draw_up(year: int) -> None:
    """The rulebook of a year, put in use."""
    book = create_record(Rulebook(name=NAME % year, year=year, document=f"大发〔{year}〕20号"), by=None)
    bring_in("rulebookitem", [(book.name, *item) for item in ITEMS])
    adopt_rulebook(book, by=None)
