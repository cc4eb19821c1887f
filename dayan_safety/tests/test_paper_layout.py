"""The layout of official papers, asserted from the XML: GB/T 9704-2012."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from dayan_safety.papers import layout
from dayan_safety.papers.kinds import all_papers
from dayan_safety.papers.templates import shipped_template
from dayan_safety.papers.word import FONT_TABLE
from dayan_safety.tests.word_files import parts_of

TWIP, MM = 635, 36_000  # in EMU
FONTS = {"ascii", "hAnsi", "eastAsia", "cs"}
KINDS = ["inspection_record", "meeting_minutes", "meeting_notice", "rectification_notice", "reinspection_opinion"]
KINDS += ["score_announcement", "supervision_slip", "town_report", "year_minutes"]


@pytest.fixture(scope="module")
def drawn() -> Callable[[str], Any]:
    """The shipped template of a kind, opened."""
    return lambda kind: Document(io.BytesIO(shipped_template(kind)))


def grid_of(paper: Any) -> dict[str, str]:
    """The grid of the page."""
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    return {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}


def fonts_of(properties: Any) -> set[str]:
    """The fonts that run properties name, for letters and characters."""
    fonts = properties.find(qn("w:rFonts"))
    assert {name for name in FONTS if fonts.get(qn(f"w:{name}"))} == FONTS
    assert not [name for name in fonts.keys() if "Theme" in name]  # noqa: SIM118 an element, not a mapping
    return {fonts.get(qn(f"w:{name}")) for name in FONTS}


def style(paper: Any, name: str) -> Any:
    """A style's element."""
    return paper.styles[name].element


def number(element: Any, path: str, name: str) -> int:
    """A number in the XML."""
    return int(element.find(f".//{qn(path)}").get(qn(f"w:{name}")))


def test_these_are_the_shipped_papers() -> None:
    assert sorted(all_papers()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_margins_are_those_of_the_standard(kind: str, drawn: Callable[[str], Any]) -> None:
    section = drawn(kind).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(size / MM) for size in sizes] == [210, 297, 37, 28]
    block = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert [round(block / MM, 1), round(height / MM, 1)] == [156.0, 225.0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_holds_22_lines_of_28_characters(kind: str, drawn: Callable[[str], Any]) -> None:
    paper = drawn(kind)
    section, grid = paper.sections[0], grid_of(paper)
    height = (section.page_height - section.top_margin - section.bottom_margin) / TWIP
    width = (section.page_width - section.left_margin - section.right_margin) / TWIP / 20
    pitch = 16 + int(grid["charSpace"]) / 4096
    assert grid["type"] == "linesAndChars"
    assert (int(height // int(grid["linePitch"])), int(width // pitch)) == (22, 28)


def test_text_keeps_to_22_by_28_without_the_grid(drawn: Callable[[str], Any]) -> None:
    normal = style(drawn("meeting_minutes"), "Normal")
    spacing = normal.find(qn("w:pPr")).find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 22 * int(spacing.get(qn("w:line"))) <= 225 / 25.4 * 1440 < 22 * (int(spacing.get(qn("w:line"))) + 2)
    closer = number(normal.find(qn("w:rPr")), "w:spacing", "val") / 20
    assert int(156 / 25.4 * 72 // (16 + closer)) == 28
    assert number(normal, "w:snapToGrid", "val") == 0


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", 32),
        ("公文正文", "仿宋_GB2312", 32),
        ("公文标题", "方正小标宋简体", 44),
        ("一级标题", "黑体", 32),
        ("二级标题", "楷体_GB2312", 32),
        ("主送机关", "仿宋_GB2312", 32),
        ("人员名单", "仿宋_GB2312", 32),
        ("版记文字", "仿宋_GB2312", 28),
    ],
)
def test_styles_have_the_fonts_and_sizes_of_the_standard(
    name: str, font: str, half_points: int, drawn: Callable[[str], Any]
) -> None:
    properties = style(drawn("meeting_minutes"), name).find(qn("w:rPr"))
    assert fonts_of(properties) == {font}
    assert number(properties, "w:sz", "val") == half_points


@pytest.mark.parametrize(
    ("name", "indents"),
    [
        ("公文正文", {"firstLineChars": "200", "leftChars": "0"}),
        ("主送机关", {"firstLineChars": "0", "leftChars": "0"}),
        ("人员名单", {"hangingChars": "300", "leftChars": "500"}),
        ("版记文字", {"leftChars": "100", "rightChars": "100"}),
    ],
)
def test_indents_are_counted_in_characters(name: str, indents: dict[str, str], drawn: Callable[[str], Any]) -> None:
    found = style(drawn("meeting_minutes"), name).find(f".//{qn('w:ind')}")
    assert {key: found.get(qn(f"w:{key}")) for key in indents} == indents


def test_the_title_stands_in_the_middle_and_headings_stay_with_their_text(drawn: Callable[[str], Any]) -> None:
    styles = drawn("meeting_minutes").styles
    assert styles["公文标题"].paragraph_format.alignment == layout.CENTRE
    kept = {name for name in layout.STYLES if styles[name].paragraph_format.keep_with_next}
    assert kept == {"一级标题", "二级标题"}


def test_labels_of_people_are_black(drawn: Callable[[str], Any]) -> None:
    lines = [line for line in drawn("meeting_minutes").paragraphs if line.style.name == "人员名单"]
    assert [line.runs[0].text for line in lines] == ["出席：", "请假：", "缺席：", "列席：", "记录："]
    assert all(fonts_of(line.runs[0]._element.rPr) == {"黑体"} for line in lines)
    assert all(line.runs[1]._element.rPr is None for line in lines)


@pytest.mark.parametrize("kind", ["meeting_notice", "meeting_minutes", "year_minutes", "town_report"])
def test_the_mark_is_red_and_35_mm_below_the_top_of_the_text(kind: str, drawn: Callable[[str], Any]) -> None:
    mark = drawn(kind).paragraphs[0]
    assert mark.text == "{{ mark }}"
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert round(mark.paragraph_format.space_before / MM) == 35


@pytest.mark.parametrize("kind", ["meeting_notice", "meeting_minutes", "town_report"])
def test_a_red_line_stands_4_mm_below_the_number(kind: str, drawn: Callable[[str], Any]) -> None:
    numbered = next(line for line in drawn(kind).paragraphs if line.text == "{{ number }}")
    edge = numbered._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    assert edge.get(qn("w:color")) == "FF0000"
    assert round(int(edge.get(qn("w:space"))) / 72 * 25.4) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_outside_between_dashes(kind: str, drawn: Callable[[str], Any]) -> None:
    paper = drawn(kind)
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer
    for footer, alignment in ((section.footer, 2), (section.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert (line.text, line.alignment) == ("— 1 —", alignment)
        assert [run.text for run in line._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert {number(run, "w:sz", "val") for run in line._p.iter(qn("w:r"))} == {28}
        assert line._p.find(f".//{qn('w:ind')}").get(qn("w:rightChars")) == "100"


def test_the_imprint_is_ruled_and_stands_at_the_foot(drawn: Callable[[str], Any]) -> None:
    table = drawn("meeting_minutes").tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {edge.tag.split("}")[1]: int(edge.get(qn("w:sz"))) for edge in borders} == {
        "top": 8,
        "bottom": 8,
        "insideH": 6,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_are_named_with_stand_ins_and_not_embedded(kind: str, drawn: Callable[[str], Any]) -> None:
    parts = parts_of(shipped_template(kind))
    assert not [name for name in parts if "font" in name.lower() and not name.endswith("fontTable.xml")]
    table = next(p for p in drawn(kind).part.package.iter_parts() if p.content_type == FONT_TABLE).blob.decode()
    for font, other in layout.STANDS_IN.items():
        assert f'w:name="{font}"><w:altName w:val="{other}"' in table


def test_the_three_colours_of_a_slip_are_cells_and_words(drawn: Callable[[str], Any]) -> None:
    paper = drawn("supervision_slip")
    assert paper.tables[0].rows[0].cells[0].text == "{% cellbg shade %}"
    title = next(line for line in paper.paragraphs if "heading" in line.text)
    assert [str(run.font.color.rgb) for run in title.runs] == ["1A5493", "B07800", "C00000"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_properties_stand_in_the_order_of_the_standard(kind: str, drawn: Callable[[str], Any]) -> None:
    """Word is strict about the order of elements (ISO/IEC 29500-1, 17.3.1.26 and 17.3.2.28)."""
    paragraphs = (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ).split()
    runs = "rStyle rFonts b bCs i iCs caps color spacing w kern position sz szCs highlight u lang".split()
    paper = drawn(kind)
    for root in (paper.element.body, *(style(paper, name) for name in layout.STYLES), style(paper, "Normal")):
        for properties, order in (("w:pPr", paragraphs), ("w:rPr", runs)):
            for element in root.iter(qn(properties)):
                places = [order.index(child.tag.split("}")[1]) for child in element]
                assert places == sorted(places), [child.tag for child in element]
