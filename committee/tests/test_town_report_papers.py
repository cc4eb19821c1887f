"""The town's report in Word and Excel: opened, and compared with its page figure by figure."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from committee.documents.town_reports import month_workbook, town_report_of
from committee.models import TownReport
from committee.services import reports
from committee.tests import town_work
from committee.tests.pages import Page, rows_of
from committee.tests.paper_work import in_chinese, shape
from committee.tests.reporting import JUNE
from committee.tests.town_work import HOSTILE, NAMES, a_town, accepted, changed
from dayan_safety.models import Action
from dayan_safety.papers import all_papers, render
from dayan_safety.papers.kinds import shape_of
from dayan_safety.papers.templates import replace_paper, shipped_template
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_group
from dayan_safety.tests import files
from dayan_safety.tests.markup import in_english
from dayan_safety.tests.word_files import a_template, texts

pytestmark = pytest.mark.usefixtures("midsummer")
PAGE, WORD, BOOK = (
    reverse(f"committee:{name}", args=[2026, 6])
    for name in ("view_town_month", "download_town_month", "export_town_month")
)
HEADING = re.compile(r"[一二三]、|（[一二]）|[0-9]\.[^0-9]")
CLEAN = HOSTILE.rstrip("\x01")
Figures = dict[str, dict[str, str]]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)


def told_by_page(browser: Any, query: str = "") -> Figures:
    """Figure → column → number, as the page shows them; what is empty is left out."""
    found = {}
    for panel in Page(browser.get(PAGE + query)).panels.values():
        heads = [cell.text for cell in panel.first("thead").all("th")][1:]
        for name, *cells in rows_of(panel):
            numbers = [cell.removesuffix("平均").removesuffix("不汇总").strip("— ") for cell in cells]
            found[name.split()[0]] = filled(zip(heads, numbers, strict=True))
    return found


def filled(cells: Any) -> dict[str, str]:
    """Without what is empty."""
    return {head: text for head, text in cells if text}


def word(browser: Any, query: str = "") -> bytes:
    """The file that is handed out."""
    answer = browser.get(WORD + query)
    assert answer["Content-Type"].endswith("wordprocessingml.document"), answer
    return bytes(answer.content)


def told_by_word(content: bytes) -> Figures:
    """The same in the tables of the paper, those of the annex put together."""
    found: Figures = {}
    for grid in Document(io.BytesIO(content)).tables:
        (_figure, _unit, *heads), *rows = [[cell.text for cell in row.cells] for row in grid.rows]
        for name, _of, *cells in rows:
            found.setdefault(name, {}).update(filled(zip(heads, cells, strict=True)))
    return found


def book(browser: Any, query: str = "") -> openpyxl.Workbook:
    """The workbook that is handed out."""
    answer = browser.get(BOOK + query)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet"), answer
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def told_by_book(found: openpyxl.Workbook) -> Figures:
    """The same in the first sheet, where numbers are numbers."""
    heads, *rows = found.worksheets[0].iter_rows(min_row=3, values_only=True)
    told = {}
    for _section, name, _unit, *cells in rows:
        assert all(cell is None or isinstance(cell, int | float) for cell in cells)
        told[str(name)] = {
            head: f"{cell:.10g}" for head, cell in zip(heads[3:], cells, strict=True) if cell is not None
        }
    return told


def test_page_word_and_excel_tell_the_same_numbers(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = as_user(cast.office)
    told = told_by_page(browser)
    assert told == {
        "应急演练": {"全镇": "7", "消防安全组": "3", "交通安全组": "0", "学校安全组": "4"},
        "人均学时": {"全镇": "1.35", "消防安全组": "2.5", "交通安全组": "1.25", "学校安全组": "0.3"},
        "志愿者": {"全镇": "22", "消防安全组": "10", "交通安全组": "12"},
        "自评得分": {"消防安全组": "88.5", "学校安全组": "90.25"},
    }
    assert told_by_word(word(browser)) == told
    assert told_by_book(book(browser)) == told


def test_totals_are_what_an_addition_of_the_groups_numbers_gives(cast: Cast, as_user: Any) -> None:
    """Added up here once more, from what the files say of each group."""
    a_town(cast)
    browser = as_user(cast.chair)
    for told in (told_by_page(browser), told_by_word(word(browser)), told_by_book(book(browser))):
        for name, numbers in told.items():
            total = numbers.pop("全镇", "")
            parts = [Decimal(text) for text in numbers.values()]
            whole = sum(parts, Decimal(0))
            mean = (whole / len(parts)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected = {"人均学时": mean, "自评得分": None}.get(name, whole)
            assert (Decimal(total) if total else None) == expected


def test_the_paper_tells_the_month_section_by_section(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    told = texts(word(as_user(cast.office)))
    assert told[:5] == [
        "大安镇安全社区促进委员会办公室",
        "大安创报〔2026〕1号",
        "关于2026年6月安全社区建设工作情况的报告",
        "县安全社区建设领导小组办公室：",
        "现将2026年6月全镇安全社区建设工作情况报告如下。本报告汇总消防安全组、交通安全组、学校安全组（3个组）上报的情况；"
        "涉水组零报告；老年组本月免报；治安组的月报未上报或未审核通过，未计入本报告。",
    ]
    headings = [text for text in told if HEADING.match(text)]
    assert headings == [
        "一、宣教培训",
        "二、队伍建设",
        "三、文字情况",
        "（一）消防安全组",
        "1.主要工作",
        "2.存在问题",
        "（二）交通安全组",
    ]
    assert told[told.index("一、宣教培训") + 1] == "应急演练7次，人均学时1.35学时。"
    assert told[told.index("二、队伍建设") + 1] == "志愿者22人。"
    assert told[told.index("1.主要工作") + 1 :][:2] == ["开展消防检查。", "第二段。"]
    assert told[-3:] == ["特此报告。", "大安镇安全社区促进委员会办公室", "2026年6月15日"]


def test_what_was_not_issued_is_a_draft_and_an_edition_stays_as_it_was(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    browser = as_user(cast.office)
    assert texts(word(browser))[1] == "（草稿）"
    assert book(browser).worksheets[0]["A2"].value == "草稿：截至 2026-06-15 的情况"
    reports.issue_town_report(JUNE, by=cast.office)
    changed(cast, town["fire"], drills="100")
    for told in (told_by_word(word(browser)), told_by_book(book(browser))):
        assert told["应急演练"]["全镇"] == "7"
    for told in (told_by_word(word(browser, "?edition=0")), told_by_book(book(browser, "?edition=0"))):
        assert told["应急演练"]["全镇"] == "104"
    assert texts(word(browser))[1] == "大安创报〔2026〕1号"
    assert book(browser).worksheets[0]["A2"].value == "大安创报〔2026〕1号，2026-06-15 印发"
    assert texts(word(browser, "?edition=0"))[1] == "（草稿）"


def test_a_corrected_edition_says_why(cast: Cast, as_user: Any) -> None:
    town = a_town(cast)
    reports.issue_town_report(JUNE, by=cast.office)
    changed(cast, town["fire"], drills="5")
    reports.issue_town_report(JUNE, by=cast.office, reason="消防组更正。")
    browser = as_user(cast.office)
    told = "本报告为第2版，此前印发的版本同时作废。更正事由：消防组更正。"
    assert told in texts(word(browser))
    assert told_by_word(word(browser)) == told_by_page(browser)
    assert told not in texts(word(browser, "?edition=1"))


def test_hostile_texts_are_words_in_word(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    content = word(as_user(cast.office))
    told = texts(content)
    assert told[told.index("（二）交通安全组") + 1] == CLEAN


def test_nothing_in_the_workbook_runs_or_leads_out(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    found = book(as_user(cast.office))
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert CLEAN in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert all("_x" not in str(cell.value) for cell in cells)


def test_the_workbook_has_texts_and_standings_on_sheets_of_their_own(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    found = book(as_user(cast.office))
    assert found.sheetnames == ["指标数据", "文字情况", "工作组"]
    heads = [cell.value for cell in found.worksheets[0][3]]
    assert heads[3:] == ["全镇", *NAMES.values()]
    told = [row[1:] for row in found["文字情况"].iter_rows(min_row=4, values_only=True)]
    assert told == [
        ("主要工作", "消防安全组", "开展消防检查。\n\n 第二段。"),
        ("主要工作", "交通安全组", CLEAN),
        ("存在问题", "消防安全组", "无"),
    ]
    standing = dict(found["工作组"].iter_rows(min_row=4, values_only=True))
    assert list(standing.values()) == ["审核通过", "审核通过", "审核通过", "尚未上报", "零报告", "免报"]


def test_a_group_named_like_a_formula_is_a_name(cast: Cast, as_user: Any) -> None:
    town_work.a_town_form()
    accepted(cast, a_group(cast.committee, name="=cmd|' /C calc'!A0"), {"drills": "1"})
    found = book(as_user(cast.office))
    assert [cell.value for cell in found.worksheets[0][3]][-1] == "=cmd|' /C calc'!A0"
    assert {cell.data_type for cell in found.worksheets[0][3]} == {"s"}


@pytest.mark.parametrize(
    ("groups", "columns"), [(4, [[5], []]), (5, [[], [6]]), (8, [[], [5, 4]]), (12, [[], [5, 5, 3]])]
)
def test_with_more_than_four_groups_the_numbers_stand_in_the_annex(
    groups: int, columns: list[list[int]], cast: Cast, as_user: Any
) -> None:
    town_work.a_town_form()
    for number in range(groups):
        accepted(cast, a_group(cast.committee), {"drills": str(number)})
    browser = as_user(cast.office)
    content = word(browser)
    fields = in_chinese(town_report_of, JUNE, None, reports.town_month(JUNE, date(2026, 6, 15)))
    found = [[fields["sections"][0]], fields["tables"]]
    assert [[len(each["columns"]) for each in tables if each["rows"]] for tables in found] == columns
    assert told_by_word(content) == told_by_page(browser)
    assert ("附件：2026年6月各工作组指标数据表" in texts(content)) is (groups > 4)


def test_tables_fill_the_text_block_whatever_the_number_of_columns(cast: Cast, as_user: Any) -> None:
    town_work.a_town_form()
    for number in range(9):
        accepted(cast, a_group(cast.committee), {"drills": str(number)})
    for table in Document(io.BytesIO(word(as_user(cast.office)))).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert len(widths) == len(table.rows[0].cells)
        assert round(sum(widths) / 1440 * 25.4) == 156
        assert not list(table._tbl.iter(qn("w:tcW")))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_what_the_paper_says_has_the_fields_it_declares(cast: Cast) -> None:
    a_town(cast)
    told = in_chinese(town_report_of, JUNE, None, reports.town_month(JUNE, date(2026, 6, 15)))
    declared = shape_of(all_papers()["town_report"].fields)
    assert {*told} == {*declared}
    assert shape(told["sections"][0]) == declared["sections"] | {"groups": {}}
    assert shape(told["sections"][2]["groups"]) == declared["sections"]["groups"]


def test_a_month_of_which_nothing_is_known_is_a_paper_all_the_same(cast: Cast, as_user: Any) -> None:
    told = texts(word(as_user(cast.office)))
    assert told[4:6] == ["现将2026年6月全镇安全社区建设工作情况报告如下。", "特此报告。"]
    assert book(as_user(cast.office)).sheetnames == ["指标数据", "文字情况", "工作组"]


@pytest.mark.parametrize(
    ("name", "told"), [("应急演练", "应急演练7次。"), ("PM2.5", "PM2.5 7次。"), ("人数A", "人数A 7次。")]
)
def test_a_name_that_ends_in_a_digit_keeps_off_the_number(name: str, told: str, cast: Cast) -> None:
    a_town(cast)
    content = reports.town_month(JUNE, date(2026, 6, 15))
    section = content["sections"][0]
    section["figures"] = [{**section["figures"][0], "name": name}]
    assert in_chinese(town_report_of, JUNE, None, content)["sections"][0]["told"] == told


def test_whom_it_goes_to_is_what_the_office_set(cast: Cast, as_user: Any) -> None:
    set_parameters({"committee.town_report_to": "市安委会办公室"}, by=None)
    assert "市安委会办公室：" in texts(word(as_user(cast.office)))


def test_the_office_writes_it_on_its_own_template(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    own = a_template("{%p for section in sections %}", "{{ section.title }}：{{ section.told }}", "{%p endfor %}")
    replace_paper(all_papers()["town_report"], by=cast.office, file=files.upload(own, "a.docx"))
    assert texts(word(as_user(cast.office)))[0] == "宣教培训：应急演练7次，人均学时1.35学时。"


def test_a_template_that_fails_leads_back_with_the_sentence(cast: Cast, as_user: Any) -> None:
    own = files.upload(a_template("{% if number == '（草稿）' %}{{ wrong }}{% endif %}"), "a.docx")
    replace_paper(all_papers()["town_report"], by=cast.office, file=own)
    answer = as_user(cast.office).get(WORD, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?edition=0", 302)]
    assert "“wrong”" in answer.content.decode()
    assert not Action.objects.filter(verb="committee.export_town_month").exists()


def test_history_keeps_who_took_it(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = as_user(cast.supervisor)
    word(browser)
    issued = reports.issue_town_report(JUNE, by=cast.office)
    word(browser)
    book(browser)
    rows = Action.objects.filter(verb="committee.export_town_month").order_by("number")
    assert [(row.by, row.thing_id, row.after["file"]) for row in rows] == [
        (cast.supervisor, "", "2026年6月全镇月报 草稿.docx"),
        (cast.supervisor, str(issued.pk), "2026年6月全镇月报 大安创报〔2026〕1号.docx"),
        (cast.supervisor, str(issued.pk), "2026年6月全镇月报 大安创报〔2026〕1号.xlsx"),
    ]


def test_for_readers_of_english_the_paper_is_chinese_and_the_workbook_english(cast: Cast, as_user: Any) -> None:
    a_town(cast)
    browser = in_english(as_user(cast.office))
    assert "特此报告。" in texts(word(browser))
    assert book(browser).sheetnames == ["Figures", "Texts", "Working groups"]


def test_a_paper_asks_nothing_of_reports(cast: Cast, query_count: Any) -> None:
    town_work.a_town_form()
    costs = []
    for number in (1, 2):
        for _each in range(number):
            accepted(cast, a_group(cast.committee), {"drills": "1", "work": "好"})
        content = reports.town_month(JUNE, date(2026, 6, 15))
        costs.append(query_count(lambda content=content: in_chinese(town_report_of, JUNE, None, content)))
    assert costs[0] == costs[1] <= 1
    standings = {group["key"]: "" for group in content["groups"]}
    assert query_count(lambda: month_workbook("x", "", content, standings)) == 0


def test_the_shipped_template_says_the_same_for_an_edition_read_back_from_the_database(cast: Cast) -> None:
    a_town(cast)
    content = reports.town_month(JUNE, date(2026, 6, 15))
    reports.issue_town_report(JUNE, by=cast.office)
    issued = TownReport.objects.get()
    papers = [
        texts(render(shipped_template("town_report"), in_chinese(town_report_of, JUNE, issued, each)))
        for each in (content, issued.content)
    ]
    assert papers[0] == papers[1]
