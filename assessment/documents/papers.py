"""What the assessment's papers say, filled from records. Always in Chinese."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from assessment.models import Result, Scorecard
from dayan_safety.papers import Context
from dayan_safety.papers.chinese import chinese_day, chinese_number
from dayan_safety.parameters import parameter


def announcement_of(result: Result) -> Context:
    """The announcement of a year that was published: every unit that has a rank, by kind. Two queries."""
    rows = Scorecard.objects.filter(result=result, rank__isnull=False).select_related("unit").newest_first()
    by_kind = groupby(rows, key=lambda card: card.get_kind_display())
    issuer = parameter("committee.paper_issuer")
    return {
        "mark": issuer,
        "number": result.number,
        "year": str(result.year),
        "rulebook": result.rules["name"],
        "posted_on": chinese_day(result.posted_on) if result.posted_on else "",
        "until": chinese_day(result.objections_until) if result.objections_until else "",
        "kinds": [
            {"number": f"{chinese_number(place)}、", "name": str(name), "cards": [_card(card) for card in cards]}
            for place, (name, cards) in enumerate(by_kind, start=1)
        ],
        "issuer": issuer,
        "issued_on": chinese_day(result.published_on) if result.published_on else "",
    }


def _card(card: Scorecard) -> dict[str, Any]:
    veto = "（一票否决）" if card.is_vetoed else ""
    grade = f"{card.get_grade_display()}{veto}"
    return {"rank": str(card.rank), "unit": str(card.unit), "score": str(card.score), "grade": grade}
