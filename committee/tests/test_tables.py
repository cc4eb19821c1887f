"""How each list is read: every column's text, vacancies and empty values, statuses as word, tone and icon."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, WorkingGroup
from committee.tables import APPOINTMENTS, COMMITTEES, GROUPS, PEOPLE, ROSTER, UNITS, confirmed, filled, in_post
from dayan_safety.tables import Column
from dayan_safety.testing import Cast, a_group, a_person, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)


def told(columns: tuple[Column, ...], record: Any) -> dict[str, str]:
    """Every column's heading and text."""
    return {str(column.label): column.text(record) for column in columns}


def test_a_unit_is_read_with_what_is_known_of_it(db: Any) -> None:
    known = a_unit(
        name="北山村", code="370899001200", address="山下", telephone="0537-2212345", valid_from=date(2013, 1, 1)
    )
    assert told(UNITS, known) == {
        "名称": "北山村",
        "类别": "村",
        "统计代码": "370899001200",
        "地址": "山下",
        "办公电话": "0537-2212345",
        "隶属起": "2013-01-01",
        "隶属止": "",
    }
    assert set(told(UNITS, a_unit(name="无", kind="school")).values()) == {"无", "学校", ""}


def test_a_person_is_read_masked_with_the_posts_of_today(cast: Cast) -> None:
    person = a_person(
        name="高多职", sex="female", unit=cast.village, position="委员", telephone="13812345678", left_on=TODAY
    )
    an_appointment(cast.group, "group_member", person, until=TODAY)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", person, until=TODAY)
    an_appointment(cast.supervision, "group_member", person, until=date(2026, 6, 14))
    assert told(PEOPLE, Person.objects.filter(pk=person.pk).with_posts(TODAY).get()) == {
        "姓名": "高多职",
        "性别": "女",
        "单位": "东风村",
        "单位职务": "委员",
        "任职": "消防安全组 组员、东风村 协管员",
        "电话": "138****5678",
        "离职日期": "2026-06-15",
    }
    bare = a_person(name="张某", telephone="")
    texts = told(PEOPLE, Person.objects.filter(pk=bare.pk).with_posts(TODAY).get())
    assert set(texts.values()) == {"张某", ""}


def test_a_committee_is_read_with_its_term(cast: Cast) -> None:
    Committee.objects.update(term_to=date(2028, 12, 31), document="大发〔2024〕1号")
    assert told(COMMITTEES, Committee.objects.get()) == {
        "名称": "测试促进委员会",
        "任期起": "2024-01-01",
        "任期止": "2028-12-31",
        "成立文件": "大发〔2024〕1号",
    }


def test_a_group_is_read_with_its_lead_its_deputies_and_its_number_of_people(cast: Cast) -> None:
    for post, name in (("deputy_lead", "副甲"), ("deputy_lead", "副乙"), ("group_member", "员甲")):
        an_appointment(cast.group, post, a_person(name=name, order=int(name == "副甲")))
    an_appointment(cast.group, "group_member", a_person(name="去者"), until=date(2026, 6, 14))
    WorkingGroup.objects.filter(pk=cast.group.pk).update(number=2, lead_unit=cast.village)
    group = WorkingGroup.objects.filter(pk=cast.group.pk).with_posts(TODAY).get()
    assert told(GROUPS, group) == {
        "序号": "2",
        "名称": "消防安全组",
        "牵头单位": "东风村",
        "组长": "赵组长",
        "副组长": "副乙、副甲",
        "人员": "4",
        "状态": "已确认",
    }
    empty = a_group(cast.committee, name="空组", number=9, to_be_confirmed=True)
    texts = told(GROUPS, WorkingGroup.objects.filter(pk=empty.pk).with_posts(TODAY).get())
    assert list(texts.values()) == ["9", "空组", "", "", "", "0", "待确认"]


def test_an_appointment_is_read_with_body_days_and_state(cast: Cast) -> None:
    made = an_appointment(cast.group, "deputy_lead", a_person(name="副甲", unit=cast.village), document="任〔2026〕1号")
    assert told(APPOINTMENTS, made) == {
        "人员": "副甲",
        "职务": "消防安全组 副组长",
        "单位": "东风村",
        "任职起": "2024-01-01",
        "截止日期": "",
        "任职文件": "任〔2026〕1号",
        "状态": "在任",
    }


def test_the_roster_is_read_with_its_holders_and_its_vacancies(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.village.pk).update(code="370899001200")
    Person.objects.filter(pk=cast.liaison.person.pk).update(position="村委委员", telephone="13812345678")
    rows = [told(ROSTER, post) for post in LiaisonPost.objects.filter(unit=cast.village).with_holder(TODAY)]
    assert rows[0] == {
        "单位": "东风村",
        "统计代码": "370899001200",
        "岗位": "信息员",
        "姓名": "孙信息",
        "单位职务": "村委委员",
        "电话": "138****5678",
        "任职起": "2024-01-01",
        "状态": "在岗",
    }
    assert [list(row.values()) for row in rows[1:]] == [
        ["东风村", "370899001200", role, "", "", "", "", "空缺"] for role in ("协管员", "巡查员")
    ]


DAYS = [
    (date(2024, 1, 1), None, ("在任", "success", "check-circle")),
    (TODAY, TODAY, ("在任", "success", "check-circle")),
    (date(2024, 1, 1), date(2026, 12, 31), ("在任", "success", "check-circle")),
    (date(2024, 1, 1), date(2026, 6, 14), ("已结束", "secondary", "clock-history")),
    (date(2026, 6, 16), None, ("尚未到任", "info", "calendar-event")),
]


@pytest.mark.parametrize(("since", "until", "badge"), DAYS)
def test_whether_an_appointment_stands_is_a_matter_of_today(since: date, until: date | None, badge: Any) -> None:
    shown = in_post(Appointment(since=since, until=until))
    assert (str(shown), shown.tone, shown.icon) == badge


def test_no_status_is_colour_alone(cast: Cast) -> None:
    post = LiaisonPost.objects.filter(unit=cast.other_village).with_holder(TODAY)[0]
    shown = [filled(post), confirmed(WorkingGroup(to_be_confirmed=True)), confirmed(WorkingGroup())]
    assert [(str(badge), badge.tone, badge.icon) for badge in shown] == [
        ("空缺", "danger", "exclamation-circle"),
        ("待确认", "warning", "question-circle"),
        ("已确认", "success", "check-circle"),
    ]


@pytest.mark.parametrize("columns", [UNITS, PEOPLE, COMMITTEES, GROUPS, APPOINTMENTS, ROSTER])
def test_headings_are_said_in_both_languages_and_each_once(columns: tuple[Column, ...]) -> None:
    chinese = [str(column.label) for column in columns]
    with translation.override("en"):
        english = [str(column.label) for column in columns]
    assert len(set(chinese)) == len(set(english)) == len(columns)
    assert [word for word in chinese if word.isascii()] == []
    assert [word for word in english if not word.isascii()] == []


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Unit, UNITS),
        (Person, PEOPLE),
        (Committee, COMMITTEES),
        (WorkingGroup, GROUPS),
        (Appointment, APPOINTMENTS),
        (LiaisonPost, ROSTER),
    ],
)
def test_every_column_that_says_it_can_be_sorted_can_be(model: Any, columns: Any, db: Any) -> None:
    sortable = [column for column in columns if column.order]
    assert sortable
    for column in sortable:
        list(model.objects.order_by(*column.order))
