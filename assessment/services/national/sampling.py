"""Samples: accepted records drawn by lot, so that anybody can draw them again, and how the evaluator found each."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from assessment.models import DrawnEvidence, Evaluation, Evidence, EvidenceDraw, Judgement
from assessment.services.national.evaluations import keep_running
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action, snapshot
from dayan_safety.permissions import verb
from inspections.services.lots import drawn_from

DRAW, MARK = "assessment.draw_evidence", "assessment.mark_drawn"
MARKED = ["outcome", "remark"]


@verb(DRAW)
def draw_evidence(
    evaluation: Evaluation, /, *, by: Any, number: int, judgement: Judgement | None = None, seed: str = ""
) -> EvidenceDraw:
    """Draw so many accepted records of an indicator, or of the whole file; all of them where there are fewer.

    ``seed`` is chance's own, but for towns that are built the same each time. Raises ``RuleBroken`` outside the term
    and for an empty pool.
    """
    keep_running(evaluation, judgement)
    pool = _pool(evaluation, judgement)
    if not pool:
        raise RuleBroken(_("No record is accepted here: there is nothing to draw from."))
    about = {"number": number, "seed": seed or secrets.token_hex(16), "pool": pool}
    draw = EvidenceDraw.objects.create(evaluation=evaluation, judgement=judgement, **about)
    hit = lots_of(draw)
    DrawnEvidence.objects.bulk_create(DrawnEvidence(draw=draw, evidence_id=key) for key in hit)
    record_action(DRAW, evaluation, by=by, after={"seed": draw.seed, "drawn": str(len(hit))})
    return draw


def _pool(evaluation: Evaluation, judgement: Judgement | None) -> list[int]:
    rows = Evidence.objects.accepted().filter(judgement__assessment=evaluation.assessment_id)
    chosen = rows if judgement is None else rows.filter(judgement=judgement)
    return list(chosen.filter(judgement__removed_at__isnull=True).order_by("pk").values_list("pk", flat=True))


def lots_of(draw: EvidenceDraw) -> list[int]:
    """The records whose lots, the SHA-256 of ``seed:key``, are the lowest of the kept pool; pure."""
    return drawn_from([(0, key) for key in draw.pool], per_unit=draw.number, seed=draw.seed)


def is_repeatable(draw: EvidenceDraw, drawn: list[DrawnEvidence]) -> bool:
    """Whether drawing again from the kept pool by the kept seed hits the records that were kept as ``drawn``."""
    return set(lots_of(draw)) == {each.evidence_id for each in drawn}


@verb(MARK)
def mark_drawn(drawn: DrawnEvidence, *, by: Any, outcome: str, remark: str = "") -> None:
    """Say how a drawn record was found, while the evaluation runs; said again, it is written over, with history."""
    keep_running(drawn.draw.evaluation)
    before = snapshot(DrawnEvidence.objects.select_for_update().get(pk=drawn.pk), MARKED)
    drawn.outcome, drawn.remark = outcome, remark
    DrawnEvidence.objects.filter(pk=drawn.pk).update(outcome=outcome, remark=remark, version=F("version") + 1)
    record_action(MARK, drawn, by=by, before=before, after=snapshot(drawn, MARKED))
