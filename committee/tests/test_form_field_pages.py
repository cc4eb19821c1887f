"""Pages of what forms ask for: the list, a figure added from its form, kept, refused, taken off."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from committee.forms.report_forms import FieldForm
from committee.models import FormField, ReportForm
from committee.tests.pages import Page, rows_of
from committee.tests.reporting import a_field, a_form, a_quarterly, a_submitted, field_of
from committee.tests.test_report_form_pages import FIELDS, SETTLED, page_of
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
NEW_FIELD = reverse("committee:create_formfield")


def typed_field(of: ReportForm, **values: Any) -> dict[str, Any]:
    """A figure as the office types it."""
    return {"form": of.pk, "section": "宣教培训", "name": "隐患排查", "kind": "whole", "total": "sum", **values}


def test_the_list_of_fields_goes_form_by_form_in_their_order(cast: Cast, as_user: Any) -> None:
    form = a_form()
    page = Page(as_user(cast.office).get(FIELDS))
    assert page.columns == ["指标", "表式", "板块", "排序", "填写类型", "计量单位", "必填", "自动取数"]
    assert page.rows == [
        ["应急演练", str(form), "宣教培训", "10", "整数", "次", "是", ""],
        ["办结督办事项", str(form), "工作落实", "20", "整数", "件", "否", "办结督办事项"],
        ["本月工作", str(form), "文字情况", "30", "文字", "", "是", ""],
    ]
    assert page.buttons == ["新增", "导入表式指标"]


def test_fields_are_found_by_form_kind_name_section_and_code(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    a_quarterly(cast)
    queries = {
        f"?form={form.pk}": 3,
        "?kind=text": 2,
        f"?form={form.pk}&kind=whole": 2,
        "?q=演练": 2,
        "?q=工作": 4,
        "?q=drills": 2,
    }
    assert {query: len(browser.get(f"{FIELDS}{query}").context["listing"].rows) for query in queries} == queries


def test_a_figure_is_added_from_its_form_with_little_to_type(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    url = page_of(browser, form).head.first("a", "btn-primary").attributes["href"]
    page = Page(browser.get(url))
    assert [page.input(name) for name in ("section", "order", "code")] == ["文字情况", "40", ""]
    assert page.main.first("option").attributes["value"] == ""
    chosen = [option.text for option in page.main.all("option") if "selected" in option.attributes]
    assert chosen[0] == str(form)
    page = Page(browser.post(str(url), typed_field(form, order="40"), follow=True))
    assert page.title == str(form)
    assert rows_of(page.panels["宣教培训"])[-1][0] == "隐患排查"
    assert FormField.objects.get(name="隐患排查").code == "yhpc"


@pytest.mark.parametrize("query", ["", "?form=", "?form=x", "?form=999999", f"?form={'9' * 40}"])
def test_an_address_that_names_no_form_leaves_the_choice(query: str, cast: Cast, as_user: Any) -> None:
    a_form()
    page = Page(as_user(cast.office).get(f"{NEW_FIELD}{query}"))
    assert page.status_code == 200
    assert [page.input(name) for name in ("section", "order")] == ["", ""]


def test_a_field_keeps_all_that_was_typed(cast: Cast, as_user: Any) -> None:
    form = a_form()
    given = {
        "order": "", "kind": "decimal", "unit": "万元", "required": "on", "least": "0", "most": "99.5",
        "source": "committee.tasks_left", "total": "stock", "note": "含上年", "code": "money",
    }  # fmt: skip
    as_user(cast.office).post(NEW_FIELD, typed_field(form, **given))
    field = FormField.objects.get(code="money")
    page = page_of(as_user(cast.lead), field)
    assert page.facts == {
        "表式": "工作组月报（2026-01）",
        "板块": "宣教培训",
        "排序": "40",
        "代码": "money",
        "填写类型": "小数",
        "必填": "是",
        "计量单位": "万元",
        "取值范围": "0 – 99.5",
        "自动取数": "期末在办督办事项",
        "全镇汇总": "各组合计，取期末数",
        "统计口径": "含上年",
    }


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"form": ""}, {"form": "这个字段是必填项。"}),
        ({"section": ""}, {"section": "这个字段是必填项。"}),
        ({"code": "Drills"}, {"code": "只能使用小写字母、数字和下划线。"}),
        ({"code": "drills"}, {"": "该表式已有此代码，请换一个。"}),
        ({"kind": "text", "least": "1"}, {"": "文字项不设计量单位、上下限和取数来源。"}),
        ({"kind": "text", "source": "committee.tasks_left"}, {"": "文字项不设计量单位、上下限和取数来源。"}),
        ({"least": "2", "most": "1"}, {"most": "下限高于上限。"}),
        ({"source": "committee.no"}, {"source": "选择一个有效的选项。 committee.no 不在可用的选项中。"}),
    ],
)
def test_a_wrong_field_is_refused_with_the_typed_text_kept(
    values: dict[str, str], errors: dict[str, str], cast: Cast, as_user: Any
) -> None:
    form = a_form()
    answer = as_user(cast.office).post(NEW_FIELD, typed_field(form, unit="处", **values))
    page = Page(answer)
    assert (answer.status_code, page.errors, page.input("unit")) == (422, errors, "处")
    assert form.fields.count() == 3


def test_a_settled_form_takes_nothing_more(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    field = field_of(report, "drills")
    page = Page(browser.post(NEW_FIELD, typed_field(report.form)))
    assert (page.status_code, page.errors) == (422, {"": SETTLED})
    page = Page(browser.post(reverse("committee:edit_formfield", args=[field.pk]), typed_field(report.form, order="1")))
    assert page.errors == {"": SETTLED}
    page = Page(browser.post(reverse("committee:remove_formfield", args=[field.pk]), {"reason": "x"}))
    assert page.errors == {"": SETTLED}
    assert report.form.fields.present().count() == 3


def test_a_field_stays_with_its_form_and_leads_back_to_it(cast: Cast, as_user: Any) -> None:
    form, other, browser = a_form(), a_quarterly(cast).form, as_user(cast.office)
    field = form.fields.get(code="drills")
    url = reverse("committee:edit_formfield", args=[field.pk])
    assert "form" not in browser.get(url).context["form"].fields
    typed = typed_field(other, name="演练", order="15", code="drills", version=field.version)
    assert browser.post(url, typed)["Location"] == form.get_absolute_url()
    field.refresh_from_db()
    assert (field.form, field.name, field.order) == (form, "演练", 15)
    assert Page(browser.post(url, typed | {"name": "推演"})).status_code == 409


def test_taking_a_field_off_asks_why(cast: Cast, as_user: Any) -> None:
    form, browser = a_form(), as_user(cast.office)
    url = reverse("committee:remove_formfield", args=[form.fields.get(code="drills").pk])
    assert Page(browser.post(url, {"reason": ""})).errors == {"reason": "这个字段是必填项。"}
    browser.post(url, {"reason": "多余"})
    assert Action.objects.get(verb="committee.remove_formfield").reason == "多余"
    assert list(form.fields.present().values_list("code", flat=True)) == ["tasks_done", "text"]


def test_limits_stand_in_the_form_without_noughts_behind_them(cast: Cast, as_user: Any) -> None:
    field = a_field(a_form(), "money", kind="decimal", least=0, most="2.50")
    page = Page(as_user(cast.office).get(reverse("committee:edit_formfield", args=[field.pk])))
    assert [page.input(name) for name in ("least", "most")] == ["0", "2.5"]


def test_what_is_not_counted_yet_can_be_kept_but_not_chosen(cast: Cast, as_user: Any) -> None:
    form = a_form()
    field = form.fields.get(code="drills")
    FormField.objects.filter(pk=field.pk).update(source="campaigns.no_such")
    field.refresh_from_db()

    def offered(instance: FormField) -> list[Any]:
        return [name for name, _label in FieldForm(user=cast.office, instance=instance).fields["source"].choices]

    assert ("campaigns.no_such" in offered(field), "campaigns.no_such" in offered(FormField())) == (True, False)
    url = reverse("committee:edit_formfield", args=[field.pk])
    typed = typed_field(form, name="演练", order="1", code="drills", source="campaigns.no_such", version=field.version)
    assert as_user(cast.office).post(url, typed).status_code == 302
    field.refresh_from_db()
    assert (field.name, field.source) == ("演练", "campaigns.no_such")
    assert page_of(as_user(cast.office), field).facts["自动取数"] == "尚未接入"
