"""Checklists that come with the portal: short ones to begin with, which the office draws up further as it likes.

Questions are put so that “yes” is right. The laws are named as a whole: which article it is the office adds where it
wants to be exact.
"""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """A question: section, words, what is demanded where it fails, kind of danger, level; ``after``: only where the
    question with that number in its list failed."""

    section: str
    text: str
    demand: str
    kind: str
    level: str = "general"
    after: int = 0


FIRE_LAW, WORK_LAW = "《中华人民共和国消防法》", "《中华人民共和国安全生产法》"
ROAD_LAW, EQUIPMENT_LAW = "《中华人民共和国道路交通安全法》", "《中华人民共和国特种设备安全法》"
SCHOOL_RULES, HOME_RULES = "《中小学幼儿园安全管理办法》", "居家安全常识"
FIRE, POWER, GAS, MACHINE = "消防安全", "用电安全", "燃气安全", "机械设备"
TRAFFIC, SCHOOL, HOME, EQUIPMENT = "道路交通", "校园安全", "居家安全", "特种设备"
RULES, TRAINING, CHEMICAL, HEIGHT = "管理制度", "教育培训", "危险化学品", "高处作业"

# Name, trade, law, questions.
LISTS: tuple[tuple[str, str, str, tuple[Asked, ...]], ...] = (
    (
        "消防安全检查表",
        "fire",
        FIRE_LAW,
        (
            Asked("疏散", "疏散通道、安全出口是否畅通", "立即清除占用物，恢复畅通。", FIRE, "urgent"),
            Asked("疏散", "占用物是否当场清除", "限时清除并设置禁止占用标志。", FIRE, after=1),
            Asked("疏散", "应急照明和疏散指示标志是否完好", "修复或更换。", FIRE),
            Asked("设施", "灭火器是否配备到位、压力正常", "补配或更换，建立月检记录。", FIRE),
            Asked("设施", "室内消火栓、喷淋是否能正常使用", "恢复系统运行，期间增设值守和器材。", FIRE, "major"),
            Asked("用电", "是否有私拉乱接、线路裸露", "拆除或穿管敷设。", POWER),
            Asked("用电", "电动自行车是否在规定地点停放充电", "移至室外集中充电点。", FIRE),
            Asked("用气", "燃气管线、阀门和报警装置是否完好", "立即停用，更换后检测合格方可使用。", GAS, "urgent"),
            Asked("管理", "住宿与生产、仓储、经营是否分开设置", "人员立即搬离，恢复防火分隔。", FIRE, "major"),
            Asked("管理", "是否组织消防培训和演练并有记录", "组织培训演练并留存记录。", TRAINING),
        ),
    ),
    (
        "道路交通安全检查表",
        "traffic",
        ROAD_LAW,
        (
            Asked("路口", "路口视线是否良好、无遮挡", "清除遮挡物，增设凸面镜。", TRAFFIC),
            Asked("路口", "标志、标线、减速设施是否齐全", "补设标志、标线和减速设施。", TRAFFIC),
            Asked("道路", "路面、路肩、护栏、桥梁是否完好", "设置警示，限期修复。", TRAFFIC),
            Asked("道路", "是否已设置临时警示", "立即设置临时警示。", TRAFFIC, "urgent", after=3),
            Asked("车辆", "营运车辆和驾驶人证照是否有效", "停运，补办合格后方可上路。", TRAFFIC, "urgent"),
            Asked("车辆", "是否有超员、超载、农用车载人", "立即制止并教育处理。", TRAFFIC, "urgent"),
            Asked("管理", "是否建立驾驶人教育和出车检查记录", "建立并落实记录。", RULES),
        ),
    ),
    (
        "安全生产检查表",
        "work",
        WORK_LAW,
        (
            Asked("责任", "主要负责人和安全管理人员是否持证", "限期培训取证。", TRAINING),
            Asked("责任", "全员安全生产责任制是否建立并考核", "建立责任制并考核。", RULES),
            Asked("培训", "新员工、转岗员工是否经三级教育", "补训合格后方可上岗。", TRAINING),
            Asked("现场", "机械传动部位防护是否完好", "停机，加装防护后方可使用。", MACHINE, "urgent"),
            Asked("现场", "配电箱、线路是否规范，是否接地", "整理线路，恢复接地。", POWER),
            Asked("现场", "危险化学品储存、标识是否规范", "分类存放，补齐标识和说明书。", CHEMICAL),
            Asked("现场", "动火、高处、有限空间作业是否审批", "立即停止作业，审批后方可进行。", HEIGHT, "urgent"),
            Asked("现场", "粉尘、喷涂场所除尘防爆是否有效", "停止作业，修复并检测合格。", MACHINE, "major"),
            Asked("应急", "应急预案和器材是否齐备并演练", "补齐器材，组织演练。", RULES),
        ),
    ),
    (
        "学校安全检查表",
        "school",
        SCHOOL_RULES,
        (
            Asked("门卫", "门卫值守和来访登记是否落实", "落实值守和登记。", SCHOOL),
            Asked("校舍", "校舍、围墙、体育器材是否牢固", "停用并维修。", SCHOOL, "urgent"),
            Asked("消防", "疏散通道是否畅通、器材是否有效", "清理通道，更换器材。", FIRE, "urgent"),
            Asked("食堂", "食堂证照、留样和用气是否规范", "立即整改并复查。", SCHOOL),
            Asked("交通", "上下学时段是否有人护学", "落实护学岗。", SCHOOL),
            Asked("交通", "校车及驾驶人是否合格", "停运，合格后方可使用。", TRAFFIC, "urgent"),
            Asked("教育", "是否开展安全教育和疏散演练", "按学期组织并留存记录。", TRAINING),
        ),
    ),
    (
        "居家安全入户检查表",
        "home",
        HOME_RULES,
        (
            Asked("用电", "插座、线路是否老化、超负荷", "更换线路插座。", HOME),
            Asked("用气", "燃气软管、阀门是否完好、未超期", "更换软管，安装报警器。", GAS, "urgent"),
            Asked("取暖", "煤炉取暖是否安装烟囱和报警器", "安装烟囱和一氧化碳报警器。", HOME, "urgent"),
            Asked("防跌倒", "老人卫生间、楼梯是否防滑、有扶手", "铺设防滑垫，安装扶手。", HOME),
            Asked("防溺水", "附近水塘是否有护栏和警示", "设置护栏和警示牌。", HOME),
            Asked("充电", "电动自行车是否未在室内充电", "移至室外充电。", FIRE, "urgent"),
        ),
    ),
    (
        "特种设备检查表",
        "equipment",
        EQUIPMENT_LAW,
        (
            Asked("登记", "设备是否办理使用登记", "停用，补办登记。", EQUIPMENT),
            Asked("检验", "是否在检验有效期内", "立即停用，检验合格方可使用。", EQUIPMENT, "major"),
            Asked("检验", "超期设备是否已经停用并封存", "当场停用封存。", EQUIPMENT, "major", after=2),
            Asked("人员", "作业人员是否持有效证件", "停止作业，持证上岗。", EQUIPMENT, "urgent"),
            Asked("附件", "安全阀、压力表、限位等是否有效", "更换或校验。", EQUIPMENT, "urgent"),
            Asked("记录", "日常维护和自查记录是否齐全", "建立并落实记录。", RULES),
            Asked("应急", "是否有事故应急措施并演练", "制定措施，组织演练。", RULES),
        ),
    ),
)
