"""Rectification notices and re-inspection opinions: what they say, who takes them along."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.urls import reverse

from committee.tests.refusals import history
from dayan_safety.papers import all_papers
from dayan_safety.papers.templates import sample_paper
from dayan_safety.testing import Cast
from inspections.documents.papers import opinion_of, rectification_of
from inspections.services import findings as services
from inspections.tests.finding_builders import FIXINGS, a_photo, asked, notified, rectifying

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026


def words_of(content: bytes) -> str:
    """Every word of a Word file, cell by cell."""
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_a_notice_says_what_practice_asks_for(cast: Cast) -> None:
    finding = notified(cast, text="线路裸露", demand="穿管敷设", basis="用电安全导则", place="一号车间", level="major")
    services.fix_finding(finding, by=cast.liaison, **FIXINGS)
    services.receive_finding(finding, by=cast.liaison)
    told = rectification_of(finding.notices.get())
    assert told["dangers"] == [
        {"told": "线路裸露（依据：用电安全导则）", "demand": "穿管敷设", "due_on": "2026年7月15日", "level": "重大隐患"}
    ]
    assert (
        told
        | {
            "number": "大安安整〔2026〕1号",
            "unit": "东风村",
            "place": "一号车间",
            "found_on": "2026年6月15日",
            "agency": "消防大队",
            "inspectors": "周警官",
            "responsible": "孙经理",
            "issued_by": "周警官",
            "signed": "孙信息　2026年6月15日",
            "issued_on": "2026年6月15日",
        }
        == told
    )


def test_an_opinion_says_what_was_done_and_what_was_seen(cast: Cast) -> None:
    finding = asked(cast)
    failed = services.fail_finding(finding, by=cast.inspector, text="仍有裸露")
    services.ask_reinspection(finding, by=cast.liaison, text="全部更换", uploads=[a_photo()])
    passed = services.close_finding(finding, by=cast.inspector, text="合格")
    told = [opinion_of(each) for each in (failed, passed)]
    assert [each["rectified"] for each in told] == ["已整改", "全部更换"]
    assert [each["verdict"] for each in told] == ["未整改到位，限期继续整改", "已整改，准予销号"]
    assert [each["notice"] for each in told] == ["大安安整〔2026〕1号"] * 2


@pytest.mark.parametrize("kind", ["rectification_notice", "reinspection_opinion"])
def test_the_shipped_template_holds_every_field(kind: str, db: None) -> None:
    paper = all_papers()[kind]
    words, sample = words_of(sample_paper(paper)), paper.sample()
    texts = [value for value in sample.values() if isinstance(value, str)]
    texts += [value for danger in sample.get("dangers", []) for value in danger.values()]
    assert [text for text in texts if text not in words] == []


def test_they_are_taken_along_by_who_sees_the_finding_and_history_keeps_it(cast: Cast, as_user: Any) -> None:
    finding = rectifying(cast)
    url = reverse("inspections:download_rectification", args=[finding.notices.get().pk])
    answer = as_user(cast.liaison).get(url)
    assert "大安安整〔2026〕1号" in words_of(answer.content)
    verb, who, _before, after, _reason = history(finding)[-1]
    assert (verb, who, after) == ("inspections.download_rectification", "孙信息", {"file": "大安安整〔2026〕1号.docx"})
    finding.unit = cast.other_village
    finding.save()
    assert as_user(cast.liaison).get(url).status_code == 404
