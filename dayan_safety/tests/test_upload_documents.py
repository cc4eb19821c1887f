"""Documents from people: the content is what the extension says, and nothing in it runs or reaches out."""

import io
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.tests import files
from dayan_safety.uploads import DOCUMENTS, check_upload

pytestmark = pytest.mark.hostile
OLD_WORD = files.compound_file("WordDocument", "1Table", "SummaryInformation")
OLD_EXCEL = files.compound_file("Workbook")
TEXT = "大安镇安全社区：第一季度小结".encode()
GOOD = {
    "pdf": files.PDF,
    "docx": files.package(),
    "xlsx": files.package(files.EXCEL_MAIN),
    "doc": OLD_WORD,
    "xls": OLD_EXCEL,
    "txt": TEXT,
}


def refused(content: bytes, extension: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        check_upload(files.upload(content, f"a.{extension}"))
    return str(broken.value)


def accepted(content: bytes, extension: str) -> bool:
    return check_upload(files.upload(content, f"a.{extension}")).content == content


@pytest.mark.parametrize("extension", DOCUMENTS)
def test_a_document_is_kept_as_it_is(extension: str) -> None:
    checked = check_upload(files.upload(GOOD[extension], f"通知.{extension.upper()}"))
    assert checked.content == GOOD[extension]
    assert checked.name == f"通知.{extension}"
    assert checked.content_type == DOCUMENTS[extension][1]


@pytest.mark.parametrize("named", DOCUMENTS)
@pytest.mark.parametrize("content", DOCUMENTS)
def test_extension_and_content_agree(named: str, content: str) -> None:
    if named == content:
        assert accepted(GOOD[content], named)
    elif (content, named) == ("pdf", "txt"):
        assert accepted(GOOD[content], named)  # this PDF is all letters: harmless under the name of a text
    else:
        assert named in refused(GOOD[content], named)


@pytest.mark.parametrize(
    "content",
    [
        files.SVG,
        files.HTML,
        files.picture("PNG"),
        files.picture("GIF", mode="P"),
        b"MZ\x90\0",
        b"\x7fELF\2\1\1\0",
        b"\0" * 600,
    ],
)
@pytest.mark.parametrize("extension", DOCUMENTS)
def test_other_content_is_refused(content: bytes, extension: str) -> None:
    assert refused(content, extension)


@pytest.mark.parametrize(
    "name", ["a.zip", "a.svg", "a.svgz", "a.html", "a.htm", "a.exe", "a.docm", "a.xlsm", "a.gif", "a"]
)
def test_other_kinds_are_refused_by_their_name(name: str) -> None:
    with pytest.raises(RuleBroken, match="pdf、docx"):
        check_upload(files.upload(files.PDF, name))


def test_empty_and_large_files_are_refused(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = len(files.PDF)
    assert accepted(files.PDF, "pdf")
    settings.UPLOAD_MAX_BYTES = len(files.PDF) - 1
    assert refused(files.PDF, "pdf")
    assert refused(b"", "pdf")


def test_a_file_that_lies_about_its_size_is_read_no_further_than_the_limit(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    file = files.upload(b"x" * 5000, "a.txt")
    file.size = 10
    with pytest.raises(RuleBroken):
        check_upload(file)
    assert file.tell() == 1001


# PDF


@pytest.mark.parametrize("version", ["1.0", "1.4", "1.7", "2.0"])
@pytest.mark.parametrize("end", [b"%%EOF", b"%%EOF\r\n", b"%%EOF\n\0\0\n"])
def test_a_pdf_of_any_version_is_accepted(version: str, end: bytes) -> None:
    assert accepted(f"%PDF-{version}\n1 0 obj\n".encode() + end, "pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"\n" + files.PDF,
        files.HTML + files.PDF,
        b"GIF89a" + files.PDF,
        files.PDF + files.HTML,
        files.PDF + files.zipped({"a": "b"}),
        files.PDF[:-7],
        b"%PDF-3.0\n%%EOF",
        b"%!PS-Adobe-3.0\n%%EOF",
    ],
)
def test_a_pdf_is_one_from_its_first_byte_to_its_last(content: bytes) -> None:
    assert refused(content, "pdf")


# Word and Excel


def test_what_real_programs_write_is_accepted() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert accepted(out.getvalue(), "xlsx")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("名册")
    sheet.write_url(0, 0, "https://www.gov.cn/")
    sheet.write_comment(1, 0, "注")
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=名册!$A$1:$A$3"})
    sheet.insert_chart("C3", chart)
    book.close()
    assert accepted(out.getvalue(), "xlsx")


@pytest.mark.parametrize(
    "target",
    ["https://www.gov.cn/", "http://a.b/?q=1", "mailto:a@b.cn", "通知.docx", "file:///C:\\a.docx", "#_Toc1", "a/b.pdf"],
)
def test_links_that_people_click_are_accepted(target: str) -> None:
    assert accepted(files.package(parts=files.outward("hyperlink", target)), "docx")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/x.dotm"),
        ("attachedTemplate", "\\\\evil.example\\x.dotm"),
        ("attachedTemplate", "file://evil.example/x.dotm"),
        ("attachedTemplate", "file:///\\\\evil.example\\x.dotm"),
        ("image", "http://evil.example/pixel.png"),
        ("frame", "//evil.example/x"),
        ("oleObject", "file:///C:\\x.xls"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "ms-msdt:/id"),
        ("hyperlink", "\\\\evil.example\\share"),
        ("hyperlink", "  JavaScript:alert(1)"),
        ("hyperlink", "vbscript:x"),
        ("hyperlink", "file://evil.example/x"),
    ],
)
def test_what_reaches_out_by_itself_is_refused(kind: str, target: str) -> None:
    assert refused(files.package(parts=files.outward(kind, target)), "docx")


def test_a_template_on_the_writers_own_disk_is_no_danger() -> None:
    assert accepted(files.package(parts=files.outward("attachedTemplate", "file:///C:\\模板\\公文.dotx")), "docx")


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "word/VBAPROJECT.BIN",
        "word/vbaData.xml",
        "xl/macrosheets/sheet1.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "xl/externalLinks/externalLink1.xml",
    ],
)
def test_parts_that_run_or_fetch_are_refused(part: str) -> None:
    assert refused(files.package(parts={part: "x"}), "docx")


def test_a_document_with_macros_is_refused_under_any_name() -> None:
    types = '<Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert refused(files.package(types=types), "docx")


@pytest.mark.parametrize(
    "parts",
    [
        {"../../etc/passwd": "x"},
        {"/etc/passwd": "x"},
        {"word\\..\\x": "x"},
        {"C:/x": "x"},
        {"[Content_Types].xml": "no XML"},
        {"[Content_Types].xml": "<Types/>"},
        {"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'},
        {"word/_rels/document.xml.rels": '<!DOCTYPE a SYSTEM "http://evil.example/x"><Relationships/>'},
        {"word/_rels/document.xml.rels": "\0"},
        {f"word/media/{number}.png": "" for number in range(2001)},
    ],
)
def test_a_strange_package_is_refused(parts: dict[str, str]) -> None:
    assert refused(files.package(parts=parts), "docx")


def test_a_list_of_parts_of_megabytes_is_refused() -> None:
    assert accepted(files.package(types=" " * 1_000_000), "docx")
    assert refused(files.package(types=" " * 5_000_000), "docx")


def test_a_package_is_one_from_its_first_byte_to_its_last() -> None:
    good = files.package()
    assert refused(files.HTML + good, "docx")
    assert refused(good + files.HTML, "docx")
    assert refused(good[:-1], "docx")
    assert refused(good[:-2] + struct.pack("<H", 5) + b"hello", "docx")


def test_a_part_that_is_there_twice_is_refused() -> None:
    out = io.BytesIO(files.package())
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", "<other/>")
    assert refused(out.getvalue(), "docx")


def test_a_package_with_a_password_is_refused() -> None:
    assert refused(files.compound_file("EncryptionInfo", "EncryptedPackage"), "docx")


def test_a_package_that_unfolds_to_gigabytes_is_refused() -> None:
    out = io.BytesIO(files.package())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            with file.open(f"word/media/{number}.bmp", "w") as part:
                for _mb in range(90):
                    part.write(bytes(1024 * 1024))
    assert len(out.getvalue()) < 1_000_000
    assert refused(out.getvalue(), "docx")


# Damage


@pytest.mark.parametrize("make", [OLD_WORD, OLD_EXCEL, GOOD["docx"], GOOD["xlsx"], GOOD["pdf"], TEXT])
@given(data=st.data())
def test_damaged_documents_are_kept_or_refused_and_never_crash(make: bytes, data: st.DataObject) -> None:
    content = bytearray(make)
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[place] = value
    extension = next(name for name, good in GOOD.items() if good == make)
    try:
        assert accepted(bytes(content[: data.draw(st.integers(1, len(content)))]), extension)
    except RuleBroken as broken:
        assert str(broken)


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_any_chinese_computer_is_accepted(encoding: str) -> None:
    assert accepted("一、检查情况\r\n\t隐患 3 处 < 5 处".encode(encoding), "txt")


@pytest.mark.parametrize(
    "content",
    [b"  <html><body>", b"<?xml version='1.0'?>", b"<script>", b"<a href=x>", b"a\0b", b"\x1b[31m", b"\xff\xff"],
)
def test_a_page_in_the_name_of_a_text_is_refused(content: bytes) -> None:
    assert refused(content, "txt")
