"""The six lists as people read them: titles, headings, rows, buttons, empty lists, and the state in the address."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Committee
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_group, a_person, a_unit, an_appointment

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LISTS = {
    "unit": ("单位", ["名称", "类别", "统计代码", "办公电话"]),
    "person": ("人员", ["姓名", "单位", "单位职务", "任职", "电话"]),
    "committee": ("促进委员会", ["名称", "任期起", "任期止", "成立文件"]),
    "workinggroup": ("工作组", ["序号", "名称", "牵头单位", "组长", "副组长", "人员", "状态"]),
    "appointment": ("任职情况", ["人员", "职务", "单位", "任职起", "截止日期", "状态"]),
    "liaisonpost": ("联络员名册", ["单位", "岗位", "姓名", "单位职务", "电话", "任职起", "状态"]),
}


def list_of(browser: Any, name: str, **query: Any) -> Page:
    """A list as ``browser`` reads it."""
    return Page(browser.get(reverse(f"committee:list_{name}"), query))


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_its_title_and_its_headings(name: str, cast: Cast, as_user: Any) -> None:
    page = list_of(as_user(cast.office), name)
    assert (page.title, page.columns) == LISTS[name]
    assert page.main.first("p", "total").text == f"共 {len(page.rows)} 条"


def test_the_rows_are_read_as_they_are(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert list_of(browser, "appointment", q="信息").rows == [
        ["孙信息", "东风村 信息员", "东风村", "2024-01-01", "", "在任"]
    ]
    assert list_of(browser, "liaisonpost", q="东风").rows == [
        ["东风村", "信息员", "孙信息", "", cast.liaison.person.masked_telephone, "2024-01-01", "在岗"],
        ["东风村", "协管员", "", "", "", "", "空缺"],
        ["东风村", "巡查员", "", "", "", "", "空缺"],
    ]
    [fire] = list_of(browser, "workinggroup", q="消防").rows
    assert fire[1:] == ["消防安全组", "", "赵组长", "", "1", "已确认"]


BUTTONS = {
    "office": {
        "unit": ["新增", "导入单位名册"],
        "person": ["新增", "导入人员名单"],
        "committee": ["新增"],
        "workinggroup": ["新增", "导入成员名单"],
        "appointment": [],
        "liaisonpost": ["导入名册", "空缺雷达", "打印稿", "下载名册（Excel）"],
    },
    "chair": {"liaisonpost": ["空缺雷达", "打印稿", "下载名册（Excel）"]},
    "lead": {"liaisonpost": ["空缺雷达", "打印稿"]},
    "liaison": {"liaisonpost": ["空缺雷达", "打印稿"]},
    "inspector": {"liaisonpost": None, "person": None},
}


@pytest.mark.parametrize("role", BUTTONS)
def test_each_role_is_offered_what_it_may_do_on_a_list(role: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    expected: dict[str, Any] = {name: [] for name in LISTS} | BUTTONS[role]
    for name, buttons in expected.items():
        page = list_of(browser, name)
        assert (page.status_code, page.buttons) == ((403, []) if buttons is None else (200, buttons)), name


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("office", set(LISTS)),
        ("chair", set(LISTS)),
        ("lead", set(LISTS) - {"person", "liaisonpost"}),
        ("liaison", set()),
    ],
)
def test_a_file_is_offered_to_those_who_may_take_it(role: str, lists: set[str], cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    offered = {name for name in LISTS if "Excel 表格（.xlsx）" in list_of(browser, name).text}
    assert offered == lists


EMPTY = {
    "unit": "没有符合条件的单位。请减少筛选条件，或者登记单位。",
    "person": "没有符合条件的人员。请减少筛选条件，或者登记人员、导入名册。",
    "committee": "还没有促进委员会。请先成立，再任命人员。",
    "workinggroup": "没有符合条件的工作组。请减少筛选条件，或者设立工作组。",
    "appointment": "当日没有人担任这样的职务。请减少筛选条件。",
    "liaisonpost": "没有符合条件的联络岗。请减少筛选条件；登记村或企业后，联络岗自动设立。",
}


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(name: str, cast: Cast, as_user: Any) -> None:
    page = list_of(as_user(cast.office), name, q="查无此人")
    empty = page.main.first(kind="empty")
    assert (empty.first("h2").text, empty.first("p").text) == ("没有记录", EMPTY[name])
    assert [link.text for link in empty.all("a")] == ["清除全部筛选条件"]
    assert page.main.first("a", "chip").text == "搜索：查无此人 移除"


def test_a_list_that_never_had_a_row_offers_the_first(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    Committee.objects.update(removed_at="2026-01-01T00:00Z")
    assert [link.text for link in list_of(browser, "committee").main.first(kind="empty").all("a")] == ["新增"]
    assert list_of(as_user(cast.member), "committee").main.first(kind="empty").all("a") == []


def test_search_filter_order_and_columns_stand_in_the_address_together(cast: Cast, as_user: Any) -> None:
    for name, code in (("东岭村", "370899001200"), ("东庄村", "370899002200"), ("东厂", None)):
        a_unit(name=name, code=code, kind="village" if code else "enterprise")
    browser = as_user(cast.office)
    query = {"q": "d", "kind": "village", "sort": "-code", "columns": ["code", "name"]}
    page = list_of(browser, "unit", **query)
    assert page.columns == ["名称", "统计代码"]
    assert [row for row in page.rows if row[1]] == [["东庄村", "370899002200"], ["东岭村", "370899001200"]]
    assert {row[0] for row in page.rows} == {"东风村", "东庄村", "东岭村"}
    back = browser.get(reverse("committee:list_unit"))
    for part in ("q=d", "kind=village", "sort=-code", "columns=code", "columns=name"):
        assert part in back.headers["Location"]


SORTABLE = [
    ("unit", "name"),
    ("unit", "code"),
    ("person", "name"),
    ("person", "unit"),
    ("workinggroup", "number"),
    ("appointment", "since"),
    ("appointment", "person"),
    ("liaisonpost", "unit"),
]


@pytest.mark.parametrize(("name", "column"), SORTABLE)
def test_one_direction_is_the_other_the_other_way_round(name: str, column: str, cast: Cast, as_user: Any) -> None:
    a_unit(name="北山村", code="370899001200")
    an_appointment(a_group(cast.committee), "lead", a_person(name="阿甲", unit=cast.village), since=date(2025, 1, 1))
    browser, url = as_user(cast.office), reverse(f"committee:list_{name}")

    def values(sort: str) -> list[str]:
        rows = browser.get(url, {"sort": sort}).context["listing"].rows
        return [cell.text for row in rows for cell in row.cells if cell.column.name == column]

    assert len(set(values(column))) > 1
    assert values(column) == values(f"-{column}")[::-1]
    head = list_of(browser, name, sort=column).main.first("thead")
    assert [cell.attributes.get("aria-sort") for cell in head.all("th") if cell.attributes.get("aria-sort")] == [
        "ascending"
    ]


def test_the_same_list_speaks_english(cast: Cast, as_user: Any, settings: Any) -> None:
    browser = as_user(cast.office)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = list_of(browser, "liaisonpost", q="东风")
    assert (page.title, page.columns[:3]) == ("Liaison roster", ["Unit", "Role", "Full name"])
    assert [row[1] for row in page.rows] == ["information officer", "coordinator", "patrol inspector"]
    assert [row[-1] for row in page.rows] == ["filled", "vacant", "vacant"]
