"""The lists of the inspections that come as files: columns, and what names one record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from committee.services.references import CODE, OF_UNIT, UNIT
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.declared import RecordList
from dayan_safety.importing.fields import words
from inspections.models import Site

KIND_WORDS: dict[str, tuple[str, ...]] = {
    Site.Kind.KEY_ENTERPRISE: ("重点企业",),
    Site.Kind.IMPORTANT_DEPARTMENT: ("重要部门", "重要部位"),
    Site.Kind.SPECIAL_EQUIPMENT: ("特种设备", "特殊设备"),
    Site.Kind.FIRE_KEY_UNIT: ("消防重点单位", "消防安全重点单位"),
    Site.Kind.SMALL_PLACE: ("九小场所", "九小"),
}
EQUIPMENT_WORDS: dict[str, tuple[str, ...]] = {
    Site.Equipment.BOILER: ("锅炉",),
    Site.Equipment.PRESSURE_VESSEL: ("压力容器", "储罐"),
    Site.Equipment.PRESSURE_PIPE: ("压力管道",),
    Site.Equipment.LIFT: ("电梯",),
    Site.Equipment.HOIST: ("起重机械", "起重机", "行车"),
    Site.Equipment.ROPEWAY: ("客运索道", "索道"),
    Site.Equipment.AMUSEMENT_RIDE: ("大型游乐设施", "游乐设施"),
    Site.Equipment.ON_SITE_VEHICLE: ("场内专用机动车辆", "场（厂）内专用机动车辆", "叉车", "厂车"),
}
SMALL_PLACE_WORDS: dict[str, tuple[str, ...]] = {
    Site.SmallPlace.SCHOOL: ("小学校", "小学校（幼儿园）", "幼儿园"),
    Site.SmallPlace.HOSPITAL: ("小医院", "小诊所"),
    Site.SmallPlace.SHOP: ("小商店", "小超市", "小商场"),
    Site.SmallPlace.RESTAURANT: ("小餐饮场所", "小餐馆", "小餐饮"),
    Site.SmallPlace.HOTEL: ("小旅馆", "小宾馆"),
    Site.SmallPlace.KARAOKE: ("小歌舞娱乐场所", "小歌舞厅"),
    Site.SmallPlace.INTERNET: ("小网吧",),
    Site.SmallPlace.BATH: ("小美容洗浴场所", "小浴室"),
    Site.SmallPlace.WORKSHOP: ("小生产加工企业", "小作坊"),
}
SITES = RecordList(
    model=Site,
    fields=(
        Field(
            "name",
            gettext_lazy("Name"),
            words("名称 对象名称 监管对象 场所名称 设备名称 name"),
            required=True,
            clean=cleaning.short_text(100),
        ),
        Field(
            "kind",
            gettext_lazy("Kind of site"),
            words("类别 对象类别 监管类别 场所类别 类型 kind"),
            clean=cleaning.one_of(KIND_WORDS, dict(Site.Kind.choices)),
            told=None,
        ),
        Field(
            "equipment",
            gettext_lazy("Class of equipment"),
            words("设备种类 设备类别 特种设备种类 equipment"),
            clean=cleaning.one_of(EQUIPMENT_WORDS, dict(Site.Equipment.choices)),
            told=None,
        ),
        Field(
            "small_place",
            gettext_lazy("Class of small place"),
            words("九小场所种类 九小种类 场所种类 smallplace"),
            clean=cleaning.one_of(SMALL_PLACE_WORDS, dict(Site.SmallPlace.choices)),
            told=None,
        ),
        Field(
            "number",
            gettext_lazy("Registration number"),
            words("注册代码 登记证编号 使用登记证编号 设备代码 编号 number"),
            clean=cleaning.short_text(50),
        ),
        UNIT,
        CODE,
        Field("place", gettext_lazy("Place"), words("地点 地址 位置 使用地点 place"), clean=cleaning.short_text(200)),
        Field(
            "keeper",
            gettext_lazy("Responsible person"),
            words("责任人 负责人 安全管理员 管理人 keeper"),
            clean=cleaning.person_name,
        ),
        Field(
            "used_since",
            gettext_lazy("In use since"),
            words("投用日期 启用日期 投入使用日期 usedsince"),
            clean=cleaning.day,
        ),
        Field(
            "inspected_on",
            gettext_lazy("Last inspection"),
            words("上次检验日期 检验日期 上次检查日期 lastinspection"),
            clean=cleaning.day,
        ),
        Field(
            "next_inspection_on",
            gettext_lazy("Next inspection"),
            words("下次检验日期 检验有效期 有效期至 检验到期日 nextinspection"),
            clean=cleaning.day,
        ),
    ),
    keys=(("number",), ("unit_id", "name")),
    needed=("name", "kind", "unit"),
    references=(OF_UNIT,),
    derived=("initials",),
)
