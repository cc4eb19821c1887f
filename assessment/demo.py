"""The rulebook of the demo town, with the default weights."""

from __future__ import annotations

from datetime import date

from assessment.models import Rulebook
from dayan_safety.demo_lists import bring_in
from dayan_safety.records import create_record

NAME = "大安镇安全社区督查考核实施细则（%s年）"
# Number, section, item, method, full mark, standard: regular checks 40, reports and meetings 20, findings 15,
# campaigns and training 10, mutual evaluation 15.
ITEMS = (
    ("1", "工作进程", "督查考核组定期检查", "定期检查", "30", "按检查表逐项扣分，扣完为止。"),
    ("2", "安全促进项目", "安全促进项目推进", "定期检查", "10", "项目有计划、有措施、有效果数据；缺一项扣2分。"),
    ("3", "工作进程", "月报按时报送", "系统计算", "10", "按时率乘以标准分；零报告视同按时。"),
    ("4", "工作进程", "联席会议出席", "系统计算", "10", "出席率乘以标准分；请假并有人代会不扣分。"),
    ("5", "变化效果", "隐患按期整改", "系统计算", "15", "按期销号率乘以标准分。"),
    ("6", "安全促进项目", "宣传教育与培训", "系统计算", "10", "全年计划完成率乘以标准分。"),
    ("7", "变化效果", "责任单位互评", "互评", "10", "去掉最高分和最低分后的平均分。"),
    ("8", "变化效果", "居民安全感与满意度", "问卷调查", "5", "问卷满意率乘以标准分。"),
)


def build_assessment(on: date) -> None:
    """This year's rulebook and the one of last year."""
    for year in (on.year - 1, on.year):
        book = create_record(Rulebook(name=NAME % year, year=year, document=f"大发〔{year}〕20号"), by=None)
        bring_in("rulebookitem", [(book.name, *item) for item in ITEMS])
