"""The dangers of the demo town: invented, of the kinds that towns find."""

from __future__ import annotations

from typing import NamedTuple


class Danger(NamedTuple):
    """Days ago, agency (none: the unit itself), where, kind, level, what, law, demand, what became of it, in days."""

    ago: int
    agency: str
    at: str
    place: str
    kind: str
    level: str
    text: str
    basis: str
    demand: str
    fate: str
    days: int = 5


FIRE, POLICE, TRAFFIC = "消防大队", "公安局", "交警大队"
FIRE_LAW, WORK_LAW = "《中华人民共和国消防法》", "《中华人民共和国安全生产法》"
ROAD_LAW = "《中华人民共和国道路交通安全法》"
DANGERS = (
    Danger(
        330, FIRE, "enterprise", "成品仓库", "消防安全", "general",
        "疏散通道堆放货物", FIRE_LAW, "立即清空通道，设置禁止占用标志。", "closed", 3,
    ),
    Danger(
        318, TRAFFIC, "village", "村口丁字路口", "道路交通", "general",
        "转弯处树枝遮挡视线", ROAD_LAW, "修剪树枝，增设凸面镜。", "closed", 5,
    ),
    Danger(
        300, POLICE, "enterprise", "危化品库", "危险化学品", "general",
        "危化品出入库登记不全", WORK_LAW, "补齐登记，落实双人双锁。", "closed", 5,
    ),
    Danger(
        289, FIRE, "enterprise", "一号车间", "用电安全", "general",
        "配电箱无盖，线路裸露", FIRE_LAW, "更换配电箱，线路穿管敷设。", "failed", 5,
    ),
    Danger(
        271, "", "enterprise", "二号车间", "机械设备", "general",
        "传动部位防护罩缺失", WORK_LAW, "加装防护罩。", "closed", 4,
    ),
    Danger(
        255, FIRE, "enterprise", "职工宿舍", "消防安全", "major",
        "宿舍与仓库设在同一建筑内，未作防火分隔", FIRE_LAW, "人员立即搬离，恢复防火分隔后方可使用。", "closed", 20,
    ),
    Danger(
        240, TRAFFIC, "village", "村北桥头", "道路交通", "general",
        "桥头护栏缺失", ROAD_LAW, "恢复护栏，设置警示标志。", "closed", 6,
    ),
    Danger(
        222, FIRE, "village", "村文化广场", "消防安全", "general",
        "电动自行车飞线充电", FIRE_LAW, "拆除飞线，集中充电。", "closed", 2,
    ),
    Danger(
        204, POLICE, "enterprise", "厂区大门", "管理制度", "general",
        "门卫值班记录缺失", "", "落实值班登记。", "closed", 2,
    ),
    Danger(
        190, "", "village", "村委会", "用电安全", "general",
        "会议室插座烧蚀", "", "更换插座，检查线路。", "closed", 2,
    ),
    Danger(
        176, FIRE, "enterprise", "喷涂车间", "危险化学品", "major",
        "喷涂车间通风、防爆设施失效", WORK_LAW, "停止作业，修复通风防爆设施并检测合格。", "closed", 25,
    ),
    Danger(
        160, FIRE, "enterprise", "厨房", "燃气安全", "urgent",
        "燃气软管老化，无报警装置", FIRE_LAW, "立即停用，更换软管并安装报警装置。", "closed", 2,
    ),
    Danger(
        148, TRAFFIC, "enterprise", "厂门外公路", "道路交通", "general",
        "大型货车占道停放", ROAD_LAW, "设置专用停车场，安排专人引导。", "closed", 5,
    ),
    Danger(
        133, FIRE, "village", "农家乐", "公共场所", "general",
        "安全出口锁闭", FIRE_LAW, "营业期间保持出口畅通。", "closed", 1,
    ),
    Danger(
        120, "", "enterprise", "锅炉房", "特种设备", "general",
        "压力表超期未检", WORK_LAW, "送检合格后方可使用。", "closed", 5,
    ),
    Danger(
        108, FIRE, "enterprise", "原料库", "消防安全", "general",
        "灭火器压力不足", FIRE_LAW, "更换灭火器，建立月检记录。", "failed", 3,
    ),
    Danger(
        95, POLICE, "village", "村小学门口", "校园安全", "general",
        "上下学时段无人值守", "", "落实护学岗。", "closed", 3,
    ),
    Danger(
        83, FIRE, "enterprise", "木工车间", "消防安全", "general",
        "木屑粉尘堆积", FIRE_LAW, "每班清扫，安装除尘设施。", "closed", 6,
    ),
    Danger(
        71, TRAFFIC, "village", "东环路口", "道路交通", "general",
        "路口缺少减速带", ROAD_LAW, "增设减速带和警示灯。", "closed", 6,
    ),
    Danger(
        60, FIRE, "enterprise", "办公楼", "消防安全", "general",
        "应急照明损坏", FIRE_LAW, "修复应急照明。", "closed", 4,
    ),
    Danger(
        52, "", "village", "敬老院", "居家安全", "general",
        "卫生间无防滑设施", "", "铺设防滑垫，安装扶手。", "closed", 6,
    ),
    Danger(
        45, FIRE, "enterprise", "配电室", "用电安全", "general",
        "配电室堆放杂物", FIRE_LAW, "清理杂物，张贴警示。", "closed", 2,
    ),
    Danger(
        38, TRAFFIC, "village", "过境公路", "道路交通", "major",
        "事故多发路段无隔离设施", ROAD_LAW, "增设中央隔离设施。", "handed", 5,
    ),
    Danger(
        31, FIRE, "enterprise", "物流仓库", "消防安全", "general",
        "消防通道被货架占用", FIRE_LAW, "恢复通道宽度。", "listed", 5,
    ),
    Danger(
        26, FIRE, "enterprise", "食品车间", "消防安全", "major",
        "自动喷水灭火系统停用", FIRE_LAW, "恢复系统运行，期间增设值守和器材。", "longer", 5,
    ),
    Danger(
        20, FIRE, "enterprise", "纺织车间", "用电安全", "general",
        "照明线路老化", FIRE_LAW, "更换老化线路。", "late", 5,
    ),
    Danger(
        16, POLICE, "enterprise", "油库", "危险化学品", "general",
        "防静电接地断开", WORK_LAW, "恢复接地并检测。", "late", 5,
    ),
    Danger(
        12, "", "village", "村卫生室", "用电安全", "general",
        "消毒设备线路老化", "", "更换线路。", "asked", 6,
    ),
    Danger(
        9, FIRE, "enterprise", "包装车间", "消防安全", "general",
        "疏散指示标志损坏", FIRE_LAW, "更换疏散指示标志。", "asked", 5,
    ),
    Danger(
        6, TRAFFIC, "village", "村道弯道", "道路交通", "general",
        "弯道路肩塌陷", ROAD_LAW, "修复路肩，设置警示桩。", "begun", 5,
    ),
    Danger(
        4, FIRE, "enterprise", "铸造车间", "机械设备", "urgent",
        "行车限位失灵", WORK_LAW, "立即停用，检修合格后方可使用。", "begun", 5,
    ),
    Danger(
        3, FIRE, "village", "村便民超市", "消防安全", "general",
        "未配备灭火器", FIRE_LAW, "按标准配备灭火器。", "new", 5,
    ),
    Danger(
        2, POLICE, "enterprise", "剧毒品柜", "危险化学品", "general",
        "监控存在盲区", WORK_LAW, "补装摄像头。", "new", 5,
    ),
    Danger(
        1, FIRE, "enterprise", "新建厂房", "建筑施工", "general",
        "脚手架未设安全网", WORK_LAW, "加设安全网后方可作业。", "found", 5,
    ),
)  # fmt: skip
