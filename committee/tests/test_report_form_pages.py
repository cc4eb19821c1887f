"""Pages of report forms and of what they ask for: lists, facts, buttons, forms, and what the office is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.forms.report_forms import MonthField
from committee.models import FormField, ReportForm
from committee.services import reports
from committee.services.reports.shipped import load_shipped
from committee.tests.pages import Page, rows_of
from committee.tests.reporting import a_field, a_form, a_quarterly, a_report, a_submitted
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
FORMS, FIELDS = reverse("committee:list_reportform"), reverse("committee:list_formfield")
NEW_FORM = reverse("committee:create_reportform")
SETTLED = "已有报告按此表式上报：请复制一份，从以后月份起启用，再修改新表。"
TYPED = {"name": "季报", "audience": "enterprises", "period": "quarter", "since": "2026-4", "note": "按季填"}
COPY, PRINT, EDIT, REMOVE, ADD = "复制表式用于以后月份", "打印空白表", "编辑", "移除", "新增指标"


def page_of(browser: Any, record: Any) -> Page:
    """A record's page."""
    return Page(browser.get(record.get_absolute_url()))


# The list of forms


def test_the_list_says_who_reports_how_often_and_since_when(cast: Cast, as_user: Any) -> None:
    a_form()
    a_form(fields={}, name="消防组月报", group=cast.group, since=date(2026, 3, 1))
    a_quarterly(cast)
    page = Page(as_user(cast.office).get(FORMS))
    assert page.columns == ["表式", "填报单位", "工作组", "报告期", "启用月份", "指标数"]
    assert page.rows == [
        ["消防组月报", "工作组", "消防安全组", "月度", "2026-03", "0"],
        ["工作组月报", "工作组", "全部", "月度", "2026-01", "3"],
        ["企业季报", "企业", "", "季度", "2026-01", "3"],
    ]
    assert page.buttons == ["新增", "全部指标"]


def test_what_was_taken_off_is_not_counted(cast: Cast, as_user: Any) -> None:
    form = a_form()
    reports.remove_field(form.fields.get(code="drills"), by=cast.office, reason="x")
    assert Page(as_user(cast.office).get(FORMS)).rows[0][-1] == "2"
    assert page_of(as_user(cast.office), form).facts["指标数"] == "2"


def test_forms_are_found_by_who_reports_by_period_and_by_name(cast: Cast, as_user: Any) -> None:
    load_shipped()
    browser = as_user(cast.office)
    queries = {"?audience=groups": 1, "?period=year": 1, "?q=企业": 2, "?audience=groups&period=year": 0}
    assert {query: len(browser.get(f"{FORMS}{query}").context["listing"].rows) for query in queries} == queries


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        ("office", [ADD, COPY, PRINT, EDIT, REMOVE]),
        ("chair", [PRINT]),
        ("lead", [PRINT]),
        ("supervisor", [PRINT]),
    ],
)
def test_each_role_is_offered_what_it_may_do(role: str, buttons: list[str], cast: Cast, as_user: Any) -> None:
    form = a_form()
    assert page_of(as_user(getattr(cast, role)), form).buttons == buttons
    listed = ["新增", "全部指标"] if role == "office" else ["全部指标"]
    assert Page(as_user(getattr(cast, role)).get(FORMS)).buttons == listed


def test_a_liaison_sees_the_form_its_village_reports_on_and_no_other(cast: Cast, as_user: Any) -> None:
    other, own = a_form(), a_quarterly(cast).form
    browser = as_user(cast.liaison)
    assert [row[0] for row in Page(browser.get(FORMS)).rows] == ["企业季报"]
    assert [browser.get(form.get_absolute_url()).status_code for form in (own, other)] == [200, 404]
    assert {row[1] for row in Page(browser.get(FIELDS)).rows} == {"企业季报（2026-01）"}
    fields = [form.fields.first() for form in (own, other)]
    assert [browser.get(field.get_absolute_url()).status_code for field in fields] == [200, 404]
    assert Page(browser.get(FORMS)).buttons == ["全部指标"]


def test_strangers_are_kept_out(cast: Cast, as_user: Any) -> None:
    form = a_form()
    pages = [FORMS, form.get_absolute_url(), NEW_FORM, reverse("committee:copy_form", args=[form.pk])]
    assert [as_user(cast.outsider).get(url).status_code for url in pages] == [403, 404, 403, 404]
    assert [as_user(cast.chair).get(url).status_code for url in pages] == [200, 200, 403, 403]


# The page of a form


def test_its_page_tells_who_reports_and_shows_section_by_section(cast: Cast, as_user: Any) -> None:
    form = a_form(note="月底前填")
    a_field(form, "fires", name="火灾", unit="起", least=0, most=99, section="工作落实")
    page = page_of(as_user(cast.lead), form)
    assert (page.title, page.status) == ("工作组月报（2026-01）", "使用中")
    assert page.facts == {
        "填报单位": "工作组",
        "工作组": "全部",
        "报告期": "月度",
        "启用月份": "2026-01",
        "指标数": "4",
        "已上报的报告": "暂无，可以修改",
    }
    assert list(page.panels) == ["填报说明", "宣教培训", "工作落实", "文字情况", "操作记录"]
    assert rows_of(page.panels["工作落实"]) == [
        ["办结督办事项", "整数", "件", "否", "办结督办事项", ""],
        ["火灾", "整数", "起", "否", "", "0 – 99"],
    ]
    assert rows_of(page.panels["文字情况"]) == [["本月工作", "是", ""]]


def test_a_form_without_anything_says_what_to_do(cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.office), a_form(fields={}))
    assert page.panels["指标数"].first(kind="prose").text == "还没有指标。请逐项新增，或者导入清单。"


@pytest.mark.parametrize(
    ("least", "most", "told"), [(None, None, ""), (0, None, "≥ 0"), (None, "2.5", "≤ 2.5"), (1, 9, "1 – 9")]
)
def test_limits_are_told_shortly(least: Any, most: Any, told: str, cast: Cast, as_user: Any) -> None:
    field = a_field(a_form(), "money", kind="decimal", least=least, most=most)
    field.refresh_from_db()
    assert page_of(as_user(cast.office), field).facts["取值范围"] == (told or "未填写")


def test_once_reports_came_it_says_so_and_offers_a_copy_first(cast: Cast, as_user: Any) -> None:
    form = a_submitted(cast).form
    page = page_of(as_user(cast.office), form)
    assert page.facts["已上报的报告"] == "1 份，指标不能再改；如需修改，请复制一份，从以后月份起启用"
    assert page.buttons == [COPY, PRINT, EDIT, REMOVE]
    assert page.head.first("a", "btn-primary").text == COPY
    assert page_of(as_user(cast.office), form.fields.first()).buttons == []


def test_a_form_is_in_force_until_the_next_one_begins(cast: Cast, as_user: Any) -> None:
    old, own = a_form(since=date(2025, 1, 1)), a_form(fields={}, name="消防组月报", group=cast.group)
    now, later = (reports.copy_form(old, by=None, since=since) for since in (date(2026, 6, 1), date(2026, 7, 1)))
    browser = as_user(cast.office)
    states = {form.pk: page_of(browser, form).status for form in (old, now, later, own)}
    assert list(states.values()) == ["已被新表替代", "使用中", "尚未启用", "使用中"]


# Drawn up and changed


def test_a_form_is_drawn_up(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW_FORM, TYPED, follow=True))
    form = ReportForm.objects.get()
    assert (form.since, form.note, form.group) == (date(2026, 4, 1), "按季填", None)
    assert (page.title, page.facts["报告期"]) == ("季报（2026-04）", "季度")
    assert Action.objects.get(verb="committee.create_reportform").by == cast.office


@pytest.mark.parametrize(
    "text", ["2026-3", "2026-03", "2026/3", "2026.3", "2026年3月", "２０２６-3", "2026-3-17", " 2026 年 3 月 "]
)
def test_a_month_may_be_typed_in_any_usual_writing(text: str) -> None:
    assert MonthField().clean(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026", "2026-13", "0000-1", "三月", "2026-2-30", "2026-3-", "-", "9" * 400])
def test_what_is_no_month_is_refused(text: str, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW_FORM, TYPED | {"since": text}))
    assert (page.status_code, page.errors) == (422, {"since": "请填写月份，如 2026-3。"})
    assert page.input("since") == text
    assert not ReportForm.objects.exists()


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"period": "month"}, {"period": "工作组按月上报，企业按季度或年度上报。"}),
        ({"audience": "groups"}, {"period": "工作组按月上报，企业按季度或年度上报。"}),
        ({"name": ""}, {"name": "这个字段是必填项。"}),
        ({"since": ""}, {"since": "这个字段是必填项。"}),
    ],
)
def test_a_wrong_form_is_refused_beside_its_field(
    values: dict[str, str], errors: dict[str, str], cast: Cast, as_user: Any
) -> None:
    page = Page(as_user(cast.office).post(NEW_FORM, TYPED | values))
    assert (page.status_code, page.errors) == (422, errors)


def test_only_groups_have_forms_of_their_own(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    page = Page(browser.post(NEW_FORM, TYPED | {"group": cast.group.pk}))
    assert list(page.errors) == ["group"]
    monthly = TYPED | {"audience": "groups", "period": "month", "group": cast.group.pk}
    assert browser.post(NEW_FORM, monthly).status_code == 302
    assert ReportForm.objects.get().group == cast.group


def test_the_same_form_again_is_refused_in_words(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.post(NEW_FORM, TYPED)
    page = Page(browser.post(NEW_FORM, TYPED | {"name": "另一季报"}))
    assert page.errors == {"": "自该月起已有这样的表式：请直接修改那一份。"}
    page = Page(browser.post(NEW_FORM, TYPED | {"period": "year"}))
    assert page.errors == {"": "已有同名表式自该月起启用：请换一个名称。"}


def test_the_form_shows_its_month_and_changes_until_a_report_comes(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    url = reverse("committee:edit_reportform", args=[form.pk])
    assert Page(browser.get(url)).input("since") == "2026-01"
    typed = {"name": "月报", "audience": "groups", "period": "month", "since": "2026-02", "version": form.version}
    assert browser.post(url, typed)["Location"] == form.get_absolute_url()
    form.refresh_from_db()
    assert (form.name, form.since) == ("月报", date(2026, 2, 1))
    a_submitted(cast, a_report(cast, form))
    page = Page(browser.post(url, typed | {"since": "2026-3", "version": form.version}))
    assert (page.status_code, page.errors) == (422, {"": SETTLED})
    assert browser.post(url, typed | {"name": "各组月报", "version": form.version}).status_code == 302


def test_removing_asks_why_and_a_form_with_reports_stays(cast: Cast, as_user: Any) -> None:
    used, spare, browser = a_report(cast).form, a_form(fields={}, since=date(2027, 1, 1)), as_user(cast.office)
    urls = [reverse("committee:remove_reportform", args=[form.pk]) for form in (used, spare)]
    page = Page(browser.post(urls[0], {"reason": "重定"}))
    assert page.errors == {"": "已有报告使用此表式，不能移除；可以复制一份，从以后月份起启用。"}
    assert Page(browser.post(urls[1], {"reason": ""})).errors == {"reason": "这个字段是必填项。"}
    assert browser.post(urls[1], {"reason": "重定"})["Location"] == FORMS
    assert list(ReportForm.objects.present()) == [used]


def test_copying_leads_to_the_copy(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    url = reverse("committee:copy_form", args=[form.pk])
    assert "该月及以后的报告使用新表" in Page(browser.get(url)).text
    page = Page(browser.post(url, {"since": "2026年9月"}, follow=True))
    assert (page.title, page.facts["指标数"], page.status) == ("工作组月报（2026-09）", "3", "尚未启用")
    assert page.history[0].startswith("李文员 复制表式用于以后月份")
    page = Page(browser.post(url, {"since": "2026-9"}))
    assert page.errors == {"": "自该月起已有这样的表式：请直接修改那一份。"}
    page = Page(browser.post(url, {"since": "2026-1"}))
    assert page.errors == {"": "请选择晚于本表启用月份的月份。"}
    assert ReportForm.objects.count() == 2


def test_sent_twice_one_copy_is_made(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    url = reverse("committee:copy_form", args=[form.pk])
    typed = {"since": "2026-9", "once": Page(browser.get(url)).input("once")}
    assert len({browser.post(url, typed)["Location"] for _time in range(3)}) == 1
    assert ReportForm.objects.count() == 2


# Files and costs


def test_the_export_carries_every_column_that_was_chosen(cast: Cast, as_user: Any) -> None:
    a_field(a_form(), "money", name="资金", kind="decimal", least=0, most="2.50", note="万元")
    url = reverse("committee:export_formfield", args=["csv"])
    text = as_user(cast.supervisor).get(
        url, {"columns": ["name", "code", "least", "most", "total", "note"], "q": "资金"}
    )
    lines = text.content.decode("utf-8-sig").splitlines()
    assert lines == ['"指标","代码","下限","上限","全镇汇总","统计口径"', '"资金","money","0","2.5","合计","万元"']
    assert as_user(cast.liaison).get(url).status_code == 403
    forms = reverse("committee:export_reportform", args=["csv"])
    assert '"工作组月报","工作组","全部","月度","2026-01","4"' in as_user(cast.chair).get(forms).content.decode()


def one_more(cast: Cast, number: int) -> None:
    """A form with two fields, its group's own."""
    asked = {f"f{n}": {"section": f"板块{n}", "source": "committee.tasks_left"} for n in range(2)}
    a_form(asked, name=f"月报{number}", since=date(2026, number, 1), group=cast.group)


@pytest.mark.parametrize("url", [FORMS, FIELDS])
def test_a_longer_list_costs_no_more(url: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    one_more(cast, 1)
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for number in (2, 3):
        one_more(cast, number)
    assert query_count(lambda: browser.get(url)) == few
    assert len(Page(browser.get(url)).rows) in (3, 6)


def test_a_longer_form_costs_no_more(cast: Cast, as_user: Any, query_count: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    for url in (form.get_absolute_url(), reverse("committee:print_form", args=[form.pk])):
        browser.get(url)
        few = query_count(lambda url=url: browser.get(url))
        for _each in range(3):
            a_field(form, f"f{form.fields.count()}", section=f"板块{form.fields.count()}")
        assert query_count(lambda url=url: browser.get(url)) == few


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_office_draws_up_a_form_in_a_browser(cast: Cast, visit: Any) -> None:
    load_shipped()
    form = ReportForm.objects.get(period="month")
    watched = visit(cast.office)
    edit = reverse("committee:edit_formfield", args=[form.fields.get(code="events").pk])
    places = {
        "forms": FORMS, "form": form.get_absolute_url(), "fields": FIELDS, "field": edit,
        "paper": reverse("committee:print_form", args=[form.pk]),
    }  # fmt: skip
    for name, url in places.items():
        watched.open(url)
        watched.look(f"report-form-{name}")
    watched.open(form.get_absolute_url())
    watched.press(f"main a:has-text('{ADD}')")
    watched.page.fill("[name=name]", "消防检查")
    watched.press("main .form-foot button[type=submit]")
    assert watched.page.locator("main h1").inner_text() == str(form)
    assert watched.page.locator("main a:has-text('消防检查')").count() == 1
    assert FormField.objects.get(name="消防检查").code == "xfjc"
