"""What comes of an inspection: findings with their photographs, one notice about them, and who is told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committee.services.hearers import answering
from dayan_safety.attachments import hand_files
from dayan_safety.errors import RuleBroken
from dayan_safety.notices import notify as put_into_inboxes
from inspections.models import Answer, ChecklistItem, Finding, FindingKind, Inspection
from inspections.services.findings.finding import create_finding, issue_notice, missing_of_notice
from inspections.services.places import responsible_of

OTHER = "其他"  # the shipped kind for what belongs to none
Failed = list[tuple[ChecklistItem, Answer]]


def findings_of(inspection: Inspection, failed: Failed, *, by: Any) -> list[Finding]:
    """A finding for every question that failed, as its answer tells it; the question gives what nobody typed."""
    made, responsible = [], responsible_of(inspection.unit)
    for item, answer in failed:
        finding = create_finding(_written(inspection, item, answer, responsible), by=by)
        hand_files(answer, finding, by=by)
        Answer.objects.filter(pk=answer.pk).update(finding=finding)
        made.append(finding)
    return made


def _written(inspection: Inspection, item: ChecklistItem, answer: Answer, responsible: str) -> Finding:
    return Finding(
        unit=inspection.unit,
        site=inspection.site,
        place=answer.place,
        kind=item.kind or _other_kind(),
        level=answer.level,
        text=answer.text or _not_conforming(item),
        basis=item.basis,
        demand=item.demand,
        responsible=responsible,
        found_on=inspection.made_on,
        agency_id=inspection.agency_id,
    )


def _not_conforming(item: ChecklistItem) -> str:
    """What is kept is in the town's language, whatever the inspector reads in."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("does not conform: %(question)s") % {"question": item.text}


def _other_kind() -> FindingKind:
    """The kind for what belongs to none, else the last one of the dictionary."""
    kinds = FindingKind.objects.present()
    found: FindingKind | None = kinds.filter(name=OTHER).first() or kinds.last()
    if found is None:
        raise RuleBroken(_("There is no kind of danger yet: the office enters them first."))
    return found


def tell_outcome(inspection: Inspection, made: list[Finding], *, by: Any, notify: bool) -> None:
    """Issue one notice about what can be told, and tell who answers for the unit what the inspection came to."""
    ripe = [finding for finding in made if finding.state == Finding.State.FOUND and not missing_of_notice(finding)]
    if notify and ripe:
        issue_notice(ripe, by=by)
    about = {"number": len(made), "inspection": inspection}
    title = _("%(number)s dangers found: %(inspection)s") if made else _("Nothing found: %(inspection)s")
    users = [user for user in answering([inspection.unit_id]) if user != by]
    put_into_inboxes(
        users,
        key=f"inspection:{inspection.pk}:finished",
        title=title % about,
        text=inspection.summary,
        url=inspection.get_absolute_url(),
        kind="inspections.finding_news",
        about=inspection,
    )
