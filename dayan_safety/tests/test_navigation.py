"""What stands around every page: places one may go to, the bell, warnings, language, size of words."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dayan_safety import heartbeats
from dayan_safety.models import Notice
from dayan_safety.notices import notify
from dayan_safety.testing import Cast
from dayan_safety.tests.markup import in_english, markup_of
from dayan_safety.workdays import today

BODIES = ["组织机构图", "促进委员会", "工作组", "单位", "人员", "任职情况"]
ROSTER = ["联络员名册", "空缺雷达"]
OUTREACH = [
    "宣教年览",
    "专项活动",
    "专项活动日历",
    "宣教覆盖图",
    "安全促进项目",
    "宣教活动",
    "培训计划",
    "问卷",
    "问卷调查",
    "宣传阵地",
    "宣传资料",
    "资料台账",
    "安全日",
]
FOUND = ["现场检查", "隐患", "群众举报", "检查计划", "事故与伤害", "监管对象", "检查表"]
READ = ["考核结果", "实施细则"]
ASSESSED = ["计分卡", "定期检查", "考核结果", "互评", "奖惩台账", "全国自评", "实施细则"]
OF_UNITS = [place for place in ASSESSED if place != "全国自评"]
UPPER = {"宣传教育": OUTREACH, "检查整改": FOUND, "考核评价": ASSESSED}
WORK = {"协同工作": ["联席会议", "督办台账", "定期报告", "上报看板", "单位履职情况"]}
TOWN = {"协同工作": ["全镇概览", *WORK["协同工作"]]}
OWN_WORK = {"协同工作": ["联席会议", "督办台账", "定期报告"]}
PLACES = {
    "chair": {"组织机构": BODIES, **TOWN, "联络员": ROSTER, **UPPER, "监督": ["通知发送记录"]},
    "office": {
        "组织机构": BODIES,
        **TOWN,
        "联络员": [*ROSTER, "导入名单"],
        **UPPER,
        "宣传教育": [*OUTREACH, "活动类别", "受众", "宣传渠道"],
        "检查整改": [*FOUND, "隐患类别"],
        "监督": ["通知发送记录", "参数设置", "文书模板"],
    },
    "lead": {"组织机构": BODIES, **WORK, "联络员": ROSTER, **UPPER},
    "member": {"组织机构": BODIES, **WORK, "联络员": ROSTER, **UPPER},
    "supervisor": {"组织机构": BODIES, **TOWN, "联络员": [*ROSTER, "导入名单"], **UPPER},
    "liaison": {
        "组织机构": BODIES,
        **OWN_WORK,
        "联络员": ROSTER,
        **UPPER,
        "考核评价": ["计分卡", "定期检查", "考核结果", "互评", "奖惩台账", "实施细则"],
    },
    "inspector": {
        "组织机构": ["组织机构图", "促进委员会", "工作组", "单位", "任职情况"],
        **OWN_WORK,
        **UPPER,
        "考核评价": READ,  # it is not assessed
    },
    "auditor": {"监督": ["操作记录"]},
    "administrator": {"监督": ["后台管理"]},
    "outsider": {},
}


def sidebar(browser: Any) -> dict[str, list[str]]:
    """The work areas with their places."""
    page = markup_of(browser.get("/"))
    areas = page.all("nav", "sidebar-inner")[0].text
    lists = [[item for item in menu.text.split(" ") if item] for menu in page.all("ul", "area-links")]
    titles = page.texts("p", "area-title")
    assert areas == " ".join(f"{title} {' '.join(items)}" for title, items in zip(titles, lists, strict=True))
    return dict(zip(titles, lists, strict=True))


@pytest.mark.parametrize("role", Cast.ROLES)
def test_the_sidebar_of_each_role(role: str, cast: Cast, as_user: Any) -> None:
    assert sidebar(as_user(getattr(cast, role))) == PLACES[role]


def test_the_sidebar_speaks_the_readers_language(cast: Cast, as_user: Any) -> None:
    page = markup_of(in_english(as_user(cast.auditor)).get("/"))
    assert (page.texts("p", "area-title"), page.texts("ul", "area-links")) == (["Oversight"], ["History"])
    assert page.one("html")["lang"] == "en"


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", []),
        ("/search/", []),
        ("/committee/chart/", ["组织机构图"]),
        ("/committee/units/", ["单位"]),
        ("/committee/units/{unit}/", ["单位"]),
        ("/committee/units/{unit}/edit/", ["单位"]),
        ("/committee/groups/new/", ["工作组"]),
        ("/committee/roster/", ["联络员名册"]),
        ("/committee/roster/vacancies/", ["空缺雷达"]),
        ("/imports/of/roster/", ["导入名单"]),
    ],
)
def test_the_place_one_is_in_is_marked(path: str, here: list[str], cast: Cast, as_user: Any) -> None:
    page = markup_of(as_user(cast.office).get(path.format(unit=cast.village.pk)))
    assert [link.text for link in page.all("a") if link["aria-current"] == "page"] == here


def test_places_of_others_are_refused_not_only_hidden(cast: Cast, as_user: Any) -> None:
    for role, url in (
        ("office", "/history/"),
        ("chair", "/imports/of/roster/"),
        ("auditor", "/committee/units/"),
    ):
        assert as_user(getattr(cast, role)).get(url).status_code == 403


# The bell


@pytest.mark.parametrize(("number", "shown"), [(0, []), (1, ["1"]), (99, ["99"]), (150, ["99+"])])
def test_the_bell_counts_what_is_unread_up_to_a_hundred(
    number: int, shown: list[str], cast: Cast, as_user: Any
) -> None:
    for each in range(number):
        notify([cast.office], key=str(each), title="x")
    page = markup_of(as_user(cast.office).get("/"))
    assert page.texts("span", "count-dot") == shown
    assert markup_of(as_user(cast.chair).get("/")).texts("span", "count-dot") == []


def test_what_was_read_is_not_counted(cast: Cast, as_user: Any) -> None:
    notify([cast.office], key="a", title="a")
    browser = as_user(cast.office)
    browser.post(reverse("open_notice", args=[Notice.objects.get().pk]))
    assert markup_of(browser.get("/")).texts("span", "count-dot") == []


# Warnings


@pytest.mark.usefixtures("midsummer")  # in December the next year is told of, too
@pytest.mark.parametrize("role", Cast.ROLES)
def test_an_unknown_year_is_told_to_those_who_can_do_something(
    role: str, cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeats, "STARTED", timezone.now())  # or a long test run is warned of its idle scheduler
    told = markup_of(as_user(getattr(cast, role)).get("/")).texts("div", "alert-warning")
    sentence = f"{today().year} 年的节假日安排尚未载入，目前只按周末休息计算。"
    assert [text.startswith(sentence) for text in told] == ([True] if role in ("chair", "office") else [])


# Language, words, paper


def test_changing_the_language_keeps_the_page_with_all_its_filters(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.office), "/committee/units/?q=%E6%9D%91&sort=-name"
    [form] = [form for form in markup_of(browser.get(url)).forms() if form.action == "/preferences/"]
    assert form.hidden["next"] == [url]
    answer = browser.post("/preferences/", {"language": "en", "next": form.hidden["next"][0]})
    assert answer["Location"] == url
    page = markup_of(browser.get(url))
    assert (page.one("html")["lang"], page.texts("h1"), page.texts("a", "chip")) == (
        "en",
        ["Units"],
        ["Search: 村 take away"],
    )


@pytest.mark.parametrize("size", ["standard", "large", "larger"])
def test_the_size_of_words_is_everywhere_and_said_to_be_chosen(
    size: str, cast: Cast, as_user: Any, client: Any
) -> None:
    browser = as_user(cast.office)
    for anyone in (browser, client):
        anyone.post("/preferences/", {"font_size": size, "next": "/"})
    pages = [browser.get("/"), browser.get("/committee/units/new/"), client.get("/sign-in/"), browser.get("/nowhere/")]
    for page in map(markup_of, pages[:3]):
        assert page.one("html")["class"] == size
        pressed = {button["value"] for button in page.all("button", name="font_size", aria_pressed="true")}
        assert pressed == {size}


@pytest.mark.parametrize("value", ['"><script>alert(1)</script>', "huge", ""])
def test_a_cookie_made_up_by_somebody_is_only_text(value: str, client: Any, db: Any) -> None:
    client.cookies["font_size"] = client.cookies["colours"] = value
    page = markup_of(client.get("/sign-in/"))
    assert "alert" not in [script.text for script in page.all("script")]
    assert page.all("script", src="") == []


def test_paper_says_who_printed_and_leaves_buttons_out(cast: Cast, as_user: Any) -> None:
    with time_machine.travel("2026-03-05 09:07+08:00", tick=False):
        page = markup_of(as_user(cast.office).get(f"/committee/people/{cast.lead.person.pk}/"))
    assert page.one("div", "print-only").text == "大安镇安全社区李文员 于 2026-03-05 09:07 打印"
    assert [form["class"] for form in page.all("form") if "reveal" in form["action"]] == ["no-print"]
    assert "data-print" in [name for button in page.all("button") for name in button.attrs]


def test_a_stranger_sees_no_places_no_bell_no_names(cast: Cast, client: Any) -> None:
    page = markup_of(client.get("/sign-in/"))
    assert (page.all("nav"), page.texts("span", "bell"), page.one("html")["lang"]) == ([], [], "zh-hans")
    assert "李文员" not in page.one("body").text
