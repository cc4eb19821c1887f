"""The national indicator set that comes with the portal: nine known texts, drafts of our own for the rest."""

from __future__ import annotations

from typing import Any

from assessment.models import Indicator, IndicatorSet
from assessment.services.national.sets import adopt_indicatorset, create_indicator
from dayan_safety.history import change
from dayan_safety.records import create_record

NAME, STANDARD = "全国安全社区现场评定指标", "AQ/T 9001-2006"
NOTE = (
    "第1至9项为公开资料可查的内容，用自己的话简写；第10至50项原文未公开，标“草案”的为自拟，请导入评定单位下发的指标表。"
)
KNOWN = 9  # the first nine indicators are known; the others are our own drafts
# Element, and its indicators: text, and the records that prove it.
ELEMENTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "安全社区创建机构与职责",
        (
            ("有跨部门合作的领导机构", "bodies,posts"),
            ("有各安全促进项目工作组", "bodies,posts"),
            ("工作制度和职责明确", "bodies,meetings"),
            ("有长期和年度的目标与计划", "campaigns,meetings"),
            ("有经费保障", "funded,meetings"),
        ),
    ),
    (
        "信息交流和全员参与",
        (
            ("开展社区内外的交流活动", "joint,events"),
            ("有信息沟通的渠道", "meetings,reports,town_reports,reported"),
            ("有长期的志愿者队伍", "events"),
            ("社区成员广泛参与", "events,polls,reported"),
        ),
    ),
    (
        "事故与伤害风险辨识及其评价",
        (
            ("有风险辨识的方法和记录", "sites,findings"),
            ("重点场所和设备底数清楚", "sites"),
            ("重点人群的风险得到辨识", "incidents,polls"),
            ("有事故与伤害风险的分析", "incidents,findings"),
            ("辨识结果用于确定促进项目", "projects,reviewed"),
        ),
    ),
    (
        "事故与伤害预防目标及计划",
        (
            ("预防目标有依据、可考核", "projects,reviewed"),
            ("计划覆盖各工作领域", "campaigns,plans"),
            ("计划定期检查和调整", "meetings,tasks"),
        ),
    ),
    (
        "安全促进项目",
        (
            ("项目针对高风险环境", "projects,reviewed"),
            ("项目针对高危人群", "projects,reviewed"),
            ("项目针对弱势群体", "projects,reviewed"),
            ("项目有基线、目标和措施", "projects"),
            ("项目按计划实施", "projects,tasks"),
            ("项目效果得到评估", "reviewed,polls"),
        ),
    ),
    (
        "宣传教育与培训",
        (
            ("有年度宣传教育计划", "campaigns"),
            ("宣传形式多样、覆盖各类场所", "events,displays"),
            ("重点人员接受培训", "trainings"),
            ("居民知晓安全知识", "events,polls"),
            ("培训效果得到检验", "trainings,polls"),
        ),
    ),
    (
        "应急预案和响应",
        (
            ("有各类应急预案", "drills,sites"),
            ("定期开展应急演练", "drills"),
            ("应急队伍和物资到位", "drills,inspections"),
            ("演练后总结改进", "drills,tasks"),
        ),
    ),
    (
        "监测与监督",
        (
            ("有监督检查计划", "plans"),
            ("定期开展监督检查", "inspections,checked"),
            ("邀请专业部门参与监督", "agencies"),
            ("公众参与监督", "reported,polls"),
            ("监督结果得到运用", "tasks,rectified,scores"),
        ),
    ),
    (
        "事故与伤害记录",
        (
            ("有事故与伤害记录制度", "incidents,reports"),
            ("记录信息完整", "incidents"),
            ("记录用于分析和干预", "incidents,reviewed"),
        ),
    ),
    (
        "安全社区创建档案",
        (
            ("档案分类清楚、内容齐全", "reports,town_reports,meetings"),
            ("过程资料真实、可追溯", "reports,events"),
            ("档案及时更新", "reports,town_reports"),
        ),
    ),
    (
        "预防与纠正措施",
        (
            ("发现的隐患有整改措施", "findings,rectified"),
            ("整改有复查、形成闭环", "rectified"),
            ("事故和伤害有原因分析", "incidents,tasks"),
            ("预防措施落实到责任单位", "tasks,rectified"),
        ),
    ),
    (
        "评审与持续改进",
        (
            ("定期开展工作评审", "checked,scores,town_reports"),
            ("评审结果用于改进", "tasks,reviewed,scores"),
            ("事故与伤害得到控制", "incidents,reviewed"),
        ),
    ),
)


def load_shipped(*, by: Any = None) -> int:
    """Enter the national set, in use, unless one of its name was ever there; returns how many sets are new."""
    if IndicatorSet.objects.filter(name=NAME).exists():
        return 0
    with change():
        made = create_record(IndicatorSet(name=NAME, document=STANDARD, note=NOTE), by=by)
        for about in shipped_indicators():
            create_indicator(Indicator(indicator_set=made, **about), by=by)
        adopt_indicatorset(made, by=by)
    return 1


def shipped_indicators() -> list[dict[str, Any]]:
    """The fifty indicators, numbered through."""
    lines = [
        {"element_number": place, "element": element, "text": text, "sources": sources}
        for place, (element, asked) in enumerate(ELEMENTS, start=1)
        for text, sources in asked
    ]
    Wording = Indicator.Wording
    return [
        line | {"number": number, "wording": Wording.OFFICIAL if number <= KNOWN else Wording.DRAFT}
        for number, line in enumerate(lines, start=1)
    ]
