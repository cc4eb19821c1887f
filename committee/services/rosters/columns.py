"""The columns of a roster: one line per person and post."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committee.models import LiaisonPost, Person
from dayan_safety import personal
from dayan_safety.importing import Field, Group, cleaning
from dayan_safety.importing.fields import words

Role, Sex = LiaisonPost.Role, Person.Sex


ROLE_WORDS: dict[str, tuple[str, ...]] = {
    Role.INFORMATION_OFFICER: ("信息员", "安全信息员", "信息报送员", "information officer"),
    Role.COORDINATOR: ("协管员", "安全协管员", "协调员", "coordinator"),
    Role.PATROL_INSPECTOR: ("巡查员", "安全巡查员", "巡检员", "patrol inspector"),
}
ROLES = cleaning.one_of(ROLE_WORDS, dict(Role.choices))
SEXES = cleaning.one_of({Sex.MALE: ("男", "男性", "m"), Sex.FEMALE: ("女", "女性", "f")}, dict(Sex.choices))

UNIT = Field(
    "unit",
    _("Unit"),
    words("单位 单位名称 所在单位 所属单位 村 村名 村名称 村居 行政村 企业 企业名称 村/企业 unit"),
    required=True,
    instead="code",
    clean=cleaning.compact,
    above=words("填报单位 报送单位 上报单位 填报村"),
)
CODE = Field(
    "code",
    _("Unit code"),
    words("单位代码 代码 统计代码 区划代码 行政区划代码 统计用区划代码 村代码 unitcode"),
    clean=cleaning.compact,
)
ROLE = Field(
    "role",
    _("Liaison role"),
    words("岗位 岗位名称 岗位类别 联络岗 联络岗位 角色 人员类别 role liaisonrole"),
    required=True,
    clean=ROLES,
    told=None,
)
NAME = Field(
    "name", _("Full name"), words("姓名 名字 人员姓名 name fullname"), required=True, clean=cleaning.person_name
)
SEX = Field("sex", _("Sex"), words("性别 sex"), clean=SEXES, told=None)
TELEPHONE = Field(
    "telephone",
    _("Telephone"),
    words("手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 telephone mobile phone"),
    clean=cleaning.telephone,
)
IDENTITY_NUMBER = Field(
    "identity_number",
    _("Identity number"),
    words("身份证号 身份证号码 身份证 公民身份号码 身份号码 证件号码 identitynumber"),
    clean=cleaning.identity_number,
    mask=personal.mask_identity,
)
POSITION = Field(
    "position", _("Position"), words("职务 单位职务 职位 行政职务 现任职务 position"), clean=cleaning.short_text(50)
)
SINCE = Field(
    "since",
    _("In the post since"),
    words("任职日期 任职时间 任职起始日期 起始日期 聘任日期 上岗日期 since inthepostsince"),
    clean=cleaning.day,
)

FIELDS = (UNIT, CODE, ROLE, NAME, SEX, TELEPHONE, IDENTITY_NUMBER, POSITION, SINCE)
OF_PERSON = (NAME, SEX, TELEPHONE, IDENTITY_NUMBER, POSITION, SINCE)  # a line without any of them names nobody
POSTS = Group(
    "role", ROLE_WORDS, alone="name", members=tuple(field.name for field in OF_PERSON), labels=dict(Role.choices)
)
STATED = ("sex", "telephone", "identity_number", "position")  # what a line may say of its person; blank: as it is
