"""The self-assessment report as a Word file in the layout of official papers, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import SelfAssessment
from assessment.services.national.judging import Whole
from assessment.tables.national import VERDICTS
from dayan_safety.papers.chinese import chinese_day
from dayan_safety.papers.layout import line, new_paper, saved, signature, title
from dayan_safety.parameters import parameter
from dayan_safety.workdays import today

NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the report says of an indicator: points, text, how many records of each kind."""

    indicator: Any
    points: Decimal
    text: str
    counts: list[tuple[str, int]]


def report(assessment: SelfAssessment, whole: Whole, chapters: list[Chapter]) -> bytes:
    """The report: what it comes to, then each element with its indicators."""
    paper = new_paper()
    title(paper, str(assessment))
    line(paper, "公文正文", _standing(assessment, whole))
    element = 0
    for chapter in chapters:
        if chapter.indicator.element_number != element:
            element = chapter.indicator.element_number
            line(paper, "一级标题", f"{numeral(element)}、{chapter.indicator.element}")
        _write(paper, chapter)
    signature(paper, str(parameter("committee.paper_issuer")), chinese_day(today()))
    return saved(paper)


def _standing(assessment: SelfAssessment, whole: Whole) -> str:
    told = {
        "set": assessment.indicator_set,
        "total": whole.standing.total,
        "full": f"{assessment.indicator_set.total:f}",
        "verdict": VERDICTS[whole.standing.verdict].text,
        "zeros": len(whole.standing.zeros),
        "drafts": whole.drafts,
    }
    said = _("Judged by %(set)s: %(total)s of %(full)s points, %(verdict)s; %(zeros)s indicators at zero.") % told
    informal = _("%(drafts)s indicators have draft wordings: this is no formal result.") % told
    return f"{said}{informal}" if whole.drafts else said


def _write(paper: Any, chapter: Chapter) -> None:
    indicator = chapter.indicator
    line(paper, "二级标题", f"（{indicator.number}）{indicator.text}")
    points = _("Points: %(points)s of %(full)s.") % {"points": chapter.points, "full": indicator.full_mark}
    counts = "，".join(f"{label} {number}" for label, number in chapter.counts)
    line(paper, "公文正文", f"{points}{counts}")
    for paragraph in chapter.text.splitlines():
        if paragraph.strip():
            line(paper, "公文正文", paragraph.strip())


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return before + (NUMERALS[ones] if ones or not tens else "")
