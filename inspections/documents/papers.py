"""What the inspections' papers say, filled from records. Always in Chinese."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dayan_safety.papers import Context
from dayan_safety.papers.chinese import chinese_day
from dayan_safety.parameters import parameter
from inspections.models import Answer, Finding, Inspection, RectificationNotice, Reinspection
from inspections.services.answered import answered

VERDICTS = {True: "已整改，准予销号", False: "未整改到位，限期继续整改"}


def rectification_of(notice: RectificationNotice) -> Context:
    """A rectification notice about its findings; the fields that practice asks for [P: domain.md §4]. Two queries."""
    findings = list(
        notice.findings.present().select_related("site", "agency", "found_by__person", "received_by__person")
    )
    received = next((finding for finding in findings if finding.received_at), None)
    return {
        "number": notice.number,
        "unit": str(notice.unit),
        "place": _each(findings, lambda finding: finding.place or str(finding.site or "")),
        "found_on": _each(findings, lambda finding: chinese_day(finding.found_on)),
        "agency": _each(findings, lambda finding: str(finding.agency or "")),
        "inspectors": _each(findings, lambda finding: str(finding.found_by or "")),
        "dangers": [_danger(finding) for finding in findings],
        "responsible": _each(findings, lambda finding: finding.responsible),
        "telephone": notice.unit.telephone,
        "issued_by": str(notice.issued_by or ""),
        "signed": _signed(received),
        "issuer": parameter("committee.paper_issuer"),
        "issued_on": chinese_day(notice.issued_on),
    }


def _danger(finding: Finding) -> Context:
    law = f"（依据：{finding.basis}）" if finding.basis else ""
    return {
        "told": f"{finding.text}{law}",
        "demand": finding.demand,
        "due_on": chinese_day(finding.due_on),
        "level": str(finding.get_level_display()),
    }


def _each(findings: list[Finding], told: Any) -> str:
    """What is told of each, once."""
    return "、".join(dict.fromkeys(text for finding in findings if (text := told(finding))))


def _signed(finding: Finding | None) -> str:
    if finding is None or finding.received_at is None:
        return ""
    return f"{finding.received_by or ''}　{chinese_day(timezone.localtime(finding.received_at).date())}".strip()


def opinion_of(seen: Reinspection) -> Context:
    """A re-inspection opinion: what had been said to be done by then, and what was seen. Two queries."""
    finding = seen.finding
    done, notice = seen.step, finding.notices.present().first()
    return {
        "number": seen.number,
        "unit": str(finding.unit),
        "finding": finding.number,
        "notice": notice.number if notice else "",
        "danger": finding.text,
        "rectified": done.text if done else "",
        "due_on": chinese_day(finding.due_on),
        "asked_on": chinese_day(timezone.localtime(done.created_at).date()) if done else "",
        "verdict": VERDICTS[seen.has_passed],
        "seen": seen.text,
        "by": str(seen.by or ""),
        "on": chinese_day(seen.on),
        "issuer": parameter("committee.paper_issuer"),
        "issued_on": chinese_day(seen.on),
    }


def record_of(inspection: Inspection) -> Context:
    """An inspection: every question that appeared, and what was seen. Five queries."""
    seen = answered(inspection)
    told = [(item, seen.answers[item.pk]) for item in seen.asked if seen.verdicts.get(item.pk)]
    found = [answer.finding for _item, answer in told if answer.finding]
    notices = RectificationNotice.objects.present().filter(findings__in=found).distinct()
    who = (str(inspection.made_by or ""), inspection.companions)
    counted = f"{inspection.passed}／{(inspection.passed or 0) + (inspection.failed or 0)}"
    return {
        "number": inspection.number,
        "unit": str(inspection.unit),
        "site": str(inspection.site or ""),
        "made_on": chinese_day(inspection.made_on),
        "agency": str(inspection.agency or ""),
        "inspectors": "、".join(name for name in who if name),
        "checklist": str(inspection.checklist),
        "parts": [_part(item.text, answer) for item, answer in told],
        "score": counted,
        "notice": "、".join(notice.number for notice in notices),
        "summary": inspection.summary,
        "met": inspection.met,
        "issuer": parameter("committee.paper_issuer"),
        "issued_on": chinese_day(inspection.made_on),
    }


def _part(question: str, answer: Answer) -> Context:
    told = "：".join(text for text in (str(answer.get_verdict_display()), _where(answer)) if text)
    return {"question": question, "verdict": told, "finding": answer.finding.number if answer.finding else ""}


def _where(answer: Answer) -> str:
    """What is wrong, and where; nothing of an answer that was changed to a good one."""
    parts = (answer.text, answer.place) if answer.verdict == Answer.Verdict.FAIL else ()
    return "，".join(part for part in parts if part)
