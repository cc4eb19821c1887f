"""Names of files: harmless in a page, in a header and on any disk."""

import unicodedata
from email.message import Message

import pytest
from django.utils.http import content_disposition_header
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.uploads.names import LONGEST, display_name, extension_of

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("通知（2026）第3号.pdf", "通知（2026）第3号.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("C:\\Users\\张三\\报告.PDF", "报告.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("报告\u202efdp.exe.pdf", "报告fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('a"; filename="b.pdf', "a_; filename=_b.pdf"),
        ("a<b>|c?*.pdf", "a_b__c__.pdf"),
        ("  .hidden. .pdf", "hidden.pdf"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("全角\u3000空格.pdf", "全角 空格.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("\ud800x.pdf", "x.pdf"),
        ("noending", "noending.pdf"),
        ("报告.2026年", "报告.2026年.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, shown: str) -> None:
    assert display_name(name, "pdf").replace("文件", "file") == shown


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.pdf", "pdf"),
        ("a.PDF. ", "pdf"),
        ("a.pdf\0", "pdf"),
        ("a.pdf.exe", "exe"),
        ("a.html\0.jpg", "jpg"),
        ("a.ｐｄｆ", ""),
        ("pdf", ""),
        (".pdf", ""),
        ("a.p df", ""),
        ("a.toolongone", ""),
        ("x.pdf/y", ""),
        ("a.jpg\u202e", "jpg"),
    ],
)
def test_the_ending_is_read_as_people_see_it(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_a_long_name_is_cut_before_its_ending() -> None:
    shown = display_name("长" * 300 + ".pdf", "pdf")
    assert len(shown) == LONGEST
    assert shown.endswith("长.pdf")


def read_back(header: str) -> str | None:
    message = Message()
    message["Content-Disposition"] = header
    return message.get_filename()


@given(st.text(st.characters(), max_size=300))
def test_any_name_is_harmless_and_survives_the_header(name: str) -> None:
    shown = display_name(name, "pdf")
    assert shown.endswith(".pdf") and 5 <= len(shown) <= LONGEST
    assert not set(shown) & set('/\\<>:"|?*\r\n\0')
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert not shown.startswith((".", " "))
    assert display_name(shown, "pdf") == shown
    header = content_disposition_header(True, shown)
    assert header.isascii() and header.startswith("attachment; ")
    assert read_back(header) == shown
