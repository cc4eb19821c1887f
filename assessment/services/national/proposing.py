"""Evidence: proposed by rule from everyday records, accepted or rejected by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from assessment.models import Evidence, Judgement, SelfAssessment
from assessment.services.national.rules import RULES, sources_of
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today

State, Open = Evidence.State, (SelfAssessment.State.OPEN,)
Key = tuple[int, int, int]  # judgement, kind of record, record
PORTION = 500
# What the names of records of a kind read besides.
NAMED_BY: dict[str, tuple[str, ...]] = {
    "committee.appointment": ("person", "committee", "group"),
    "committee.report": ("form", "group", "unit"),
    "campaigns.poll": ("questionnaire", "event"),
    "campaigns.display": ("channel",),
    "inspections.inspection": ("site", "unit", "agency", "checklist"),
    "inspections.finding": ("unit",),
    "inspections.incident": ("unit",),
}


def period_of(assessment: SelfAssessment) -> tuple[date, date]:
    """What counts as evidence: the year and the one before, up to today."""
    return date(assessment.year - 1, 1, 1), min(date(assessment.year, 12, 31), today())


def propose_all(on: date) -> int:
    """Propose what is new for every self-assessment that is being worked on; how many records."""
    return sum(propose_evidence(each, by=None) for each in SelfAssessment.objects.open())


@verb("assessment.propose_evidence")
def propose_evidence(assessment: SelfAssessment, *, by: Any) -> int:
    """Propose the records that its rules find and that are not there yet; returns how many.

    What was accepted or rejected stays so. Twice is as once. One query for each kind of record, and one to insert.
    """
    require_state(assessment, Open)
    found = _found(assessment)
    kept = Evidence.objects.filter(judgement__assessment=assessment)
    known = set(kept.values_list("judgement_id", "record_type_id", "record_id"))
    new = [evidence for key, evidence in found.items() if key not in known]
    Evidence.objects.bulk_create(new, batch_size=PORTION, ignore_conflicts=True)
    if new:
        record_action("assessment.propose_evidence", assessment, by=by, after={"evidence": str(len(new))})
    return len(new)


def _found(assessment: SelfAssessment) -> dict[Key, Evidence]:
    judgements = list(assessment.judgements.present().select_related("indicator"))
    sources = {judgement.pk: sources_of(judgement.indicator) for judgement in judgements}
    period = period_of(assessment)
    rows = {name: RULES[name].found(*period) for name in {name for names in sources.values() for name in names}}
    found: dict[Key, Evidence] = {}
    for judgement, names in sources.items():
        for name in sorted(names, key=lambda name: not RULES[name].is_effect):  # a record shows its effect first
            for kind, record, on in rows[name]:
                found.setdefault((judgement, kind, record), _evidence(judgement, kind, record, on, name))
    return found


def _evidence(judgement: int, kind: int, record: int, on: date | None, source: str) -> Evidence:
    about = {"record_type_id": kind, "record_id": record, "source": source, "is_effect": RULES[source].is_effect}
    return Evidence(judgement_id=judgement, on=on, **about)


def _require_open(evidence: Evidence) -> None:
    require_state(evidence.judgement.assessment, Open)


@verb("assessment.accept_evidence")
def accept_evidence(evidence: Evidence, *, by: Any) -> None:
    """Let it count for its indicator, while the self-assessment is being worked on."""
    _decide(evidence, State.ACCEPTED, (State.PROPOSED, State.REJECTED))
    record_action("assessment.accept_evidence", evidence.judgement, by=by, after={"evidence": str(evidence)})


@verb("assessment.reject_evidence")
def reject_evidence(evidence: Evidence, *, by: Any) -> None:
    """Let it not count; it is not proposed again."""
    _decide(evidence, State.REJECTED, (State.PROPOSED, State.ACCEPTED))
    record_action("assessment.reject_evidence", evidence.judgement, by=by, after={"evidence": str(evidence)})


def _decide(evidence: Evidence, to: str, of: tuple[str, ...]) -> None:
    _require_open(evidence)
    move_state(evidence, of=of, to=to)


@verb("assessment.decide_evidence")
def decide_evidence(judgement: Judgement, *, by: Any, source: str, state: str) -> int:
    """Accept or reject at once whatever is proposed of one kind and exists for ``by``; how many.

    Raises ``RuleBroken`` where nothing is proposed any more.
    """
    require_state(judgement.assessment, Open)
    rows = Evidence.objects.filter(judgement=judgement, state=State.PROPOSED).of_sources(source)
    keys = list((rows.visible_to(by) if by else rows).values_list("pk", flat=True))
    number = Evidence.objects.filter(pk__in=keys, state=State.PROPOSED).update(state=state)
    if not number:
        raise RuleBroken(_("Nothing of this kind is proposed any more."))
    told = {"state": str(State(state).label), "evidence": str(number)}
    record_action("assessment.decide_evidence", judgement, by=by, after=told)
    return number


def load_records(evidence: list[Evidence]) -> None:
    """Give each its record as ``shown``, with what the record's name reads; one query for each kind of record."""
    by_kind: dict[int, list[Evidence]] = {}
    for each in evidence:
        by_kind.setdefault(each.record_type_id, []).append(each)
    for kind, rows in by_kind.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        named = model.objects.select_related(*NAMED_BY.get(model._meta.label_lower, ()))
        found = named.in_bulk([each.record_id for each in rows])
        for each in rows:
            each.shown = found.get(each.record_id)  # type: ignore[attr-defined]


__all__ = [
    "accept_evidence", "decide_evidence", "load_records", "period_of", "propose_all", "propose_evidence",
    "reject_evidence",
]  # fmt: skip
