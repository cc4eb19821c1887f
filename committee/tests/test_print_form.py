"""A form on paper: boxes for numbers, lines for texts, and what has to be known to fill it in by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from committee.models import ReportForm
from committee.services import reports
from committee.services.reports.shipped import load_shipped
from committee.tests.pages import Node, Page
from committee.tests.reporting import a_field, a_form, a_quarterly
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


def url_of(form: ReportForm) -> str:
    """Where it is printed."""
    return reverse("committee:print_form", args=[form.pk])


def sections(page: Page) -> dict[str, Node]:
    """The sections by their headings."""
    return {section.first("h2").text: section for section in page.main.first(kind="paper").all("section")}


def boxes(section: Node) -> list[list[str]]:
    """The rows of a section's boxes."""
    rows = section.first("tbody").all("tr")
    return [[cell.text for cell in row.children if isinstance(cell, Node)] for row in rows]


def test_figures_have_boxes_and_texts_have_lines(cast: Cast, as_user: Any) -> None:
    form = a_form(note="月底前填")
    a_field(form, "money", name="资金", unit="万元", kind="decimal", note="含上年", section="工作落实")
    page = Page(as_user(cast.lead).get(url_of(form)))
    found = sections(page)
    assert (page.title, list(found)) == ("工作组月报", ["宣教培训", "工作落实", "文字情况"])
    assert boxes(found["宣教培训"]) == [["应急演练 *", "次", ""]]
    assert boxes(found["工作落实"]) == [["办结督办事项", "件", ""], ["资金 含上年", "万元", ""]]
    assert [heading.text for heading in found["文字情况"].all("h3")] == ["本月工作 *"]
    assert [len(lines.all("div")) for lines in found["文字情况"].all("div", "lines")] == [4]
    assert found["宣教培训"].all("div", "lines") == found["文字情况"].all("table") == []
    assert "月底前填" in page.text


def test_there_is_room_for_who_reports_on_what_and_who_signs(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(url_of(a_form())))
    blanks = [
        (blank.first("dt").text, blank.first("dd").text)
        for blank in page.main.first(kind="paper").all("div")
        if blank.first("dt").text
    ]
    assert blanks == [("填报单位", ""), ("报告期", ""), ("填报人", ""), ("审核人", ""), ("日期", "")]
    assert page.head.first("button").text == "打印"


def test_the_form_of_one_group_names_it(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(url_of(a_form(group=cast.group))))
    assert page.main.first("dl", "blanks").first("dd").text == "消防安全组"


def test_what_was_taken_off_is_not_printed(cast: Cast, as_user: Any) -> None:
    form = a_form()
    assert "应急演练" in Page(as_user(cast.office).get(url_of(form))).text
    reports.remove_field(form.fields.get(code="drills"), by=cast.office, reason="x")
    assert "应急演练" not in Page(as_user(cast.office).get(url_of(form))).text


def test_every_shipped_form_can_be_printed(cast: Cast, as_user: Any) -> None:
    load_shipped()
    for form in ReportForm.objects.all():
        page = Page(as_user(cast.office).get(url_of(form)))
        assert len(page.main.all("td", "box")) + len(page.main.all("h3")) == form.fields.count()


def test_it_is_printed_by_whom_it_exists_for(cast: Cast, as_user: Any) -> None:
    form, own = a_form(), a_quarterly(cast).form
    codes = {
        role: [as_user(getattr(cast, role)).get(url_of(each)).status_code for each in (form, own)]
        for role in ("office", "lead", "liaison", "outsider", "administrator")
    }
    assert codes == {
        "office": [200, 200],
        "lead": [200, 200],
        "liaison": [404, 200],
        "outsider": [404, 404],
        "administrator": [404, 404],
    }
    assert as_user(cast.office).post(url_of(form)).status_code == 405
    assert as_user(cast.office).get(reverse("committee:print_form", args=[999_999])).status_code == 404


def test_an_empty_form_says_so(cast: Cast, as_user: Any) -> None:
    assert "还没有指标" in Page(as_user(cast.office).get(url_of(a_form(fields={})))).text


def test_its_page_leads_here(cast: Cast, as_user: Any) -> None:
    form = a_form()
    links = [link.attributes["href"] for link in Page(as_user(cast.lead).get(form.get_absolute_url())).head.all("a")]
    assert links == [url_of(form)]
