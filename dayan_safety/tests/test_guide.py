"""The guide tells true: what it puts in quotation marks stands on a page, and its table of contents leads there."""

import re

import pytest

from dayan_safety.tests.test_house import ROOT
from dayan_safety.translation import kept

GUIDE = (ROOT / "docs/user-guide.md").read_text(encoding="utf-8")
QUOTED = re.compile(r"“([^”]+)”")
# Not of the portal: names of villages and firms, a duty in one, words of a telephone and of Excel.
EXAMPLES = {"东风村", "东风村委会", "村委委员", "陈庄", "陈庄村委会", "大安镇陈庄村", "有限公司", "有限责任公司"}
EXAMPLES |= {"引号", "订阅日历", "文本"}


def on_screen() -> str:
    """Every Chinese text of the portal, a line each; N where a number or a name comes in."""
    texts = (text for message in kept() for text in ([message.string] if message.id else []))
    lines = [line for text in texts for line in ([text] if isinstance(text, str) else text)]
    return "\n".join(re.sub(r"%\(\w+\)s", "N", line) for line in lines)


def strangers(guide: str) -> set[str]:
    """What a guide quotes and no page says."""
    said = on_screen()
    return {words for words in QUOTED.findall(guide) if words not in said} - EXAMPLES


def test_what_the_guide_quotes_stands_on_a_page() -> None:
    assert strangers(GUIDE) == set()
    assert set(QUOTED.findall(GUIDE)) >= EXAMPLES


@pytest.mark.parametrize("words", ["引用上期内容", "待填写的报告", "不存在的按钮"])
def test_a_word_that_no_page_says_would_be_noticed(words: str) -> None:
    assert strangers(f"点“{words}”，再点“填写报告”。") == {words}


def test_the_contents_lead_to_the_chapters_in_their_order() -> None:
    chapters = re.findall(r"^## (\d+)\. (.+)$", GUIDE, re.MULTILINE)
    listed = re.findall(r"^(\d+)\. \[(.+?)\]\(#(.+?)\)$", GUIDE, re.MULTILINE)
    assert [number for number, _title in chapters] == [str(number) for number in range(1, len(chapters) + 1)]
    assert [number for number, _title, _anchor in listed] == [number for number, _title in chapters]
    anchors = [f"{number}-" + re.sub(r"[^\w-]", "", title) for number, title in chapters]
    assert [anchor for _number, _title, anchor in listed] == anchors
