"""Word and Excel 97-2003: what is inside a compound file decides, and no file leads the reader round in circles."""

import struct

import pytest

from dayan_safety.errors import RuleBroken
from dayan_safety.tests import files
from dayan_safety.uploads import check_upload
from dayan_safety.uploads.compound import Unreadable, entry_names

pytestmark = pytest.mark.hostile
OLD_WORD = files.compound_file("WordDocument", "1Table", "SummaryInformation")
TABLE = 512  # where the allocation table begins


def changed(*changes: tuple[str, int, int]) -> bytes:
    """``OLD_WORD`` with numbers written over: format, place, number."""
    content = bytearray(OLD_WORD)
    for form, place, number in changes:
        struct.pack_into(form, content, place, number)
    return bytes(content)


def test_the_names_inside_are_read() -> None:
    assert entry_names(OLD_WORD) == {"Root Entry", "WordDocument", "1Table", "SummaryInformation"}
    many = [f"Stream {number}" for number in range(400)]
    assert entry_names(files.compound_file(*many)) == {"Root Entry", *many}


def test_old_macros_are_refused() -> None:
    for name, extension in (
        (("WordDocument", "Macros"), "doc"),
        (("WordDocument", "VBA"), "doc"),
        (("Workbook", "_VBA_PROJECT_CUR"), "xls"),
    ):
        with pytest.raises(RuleBroken):
            check_upload(files.upload(files.compound_file(*name), f"a.{extension}"))


@pytest.mark.parametrize(
    "content",
    [
        changed(("<I", TABLE + 4, 1)),  # the directory follows itself
        changed(("<I", 48, 5)),  # and begins behind the end
        changed(("<H", 30, 40)),  # sectors of a terabyte
        changed(("<I", 76, 7)),  # the allocation table lies behind the end
        OLD_WORD[:600],
        OLD_WORD[:100],
        OLD_WORD[1:],
    ],
)
def test_a_file_that_leads_nowhere_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        entry_names(content)
    with pytest.raises(RuleBroken):
        check_upload(files.upload(content, "a.doc"))


def test_a_table_whose_list_leads_into_itself_comes_to_an_end() -> None:
    content = changed(("<I", 68, 0), ("<I", 72, 0xFFFFFFFF), ("<I", TABLE + 508, 0))
    assert "WordDocument" in entry_names(content)
