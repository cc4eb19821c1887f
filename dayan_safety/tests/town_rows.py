"""One more record of each kind that meetings, tasks and the upper apps keep, with relations of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessment.tests import check_builders, peer_builders
from assessment.tests.builders import a_result, a_rulebook, a_scorecard, an_item, an_objection, years_in_every_state
from assessment.tests.evaluation_builders import a_draw, a_drawn, a_note, a_past_note, an_evaluation
from assessment.tests.ledger_builders import a_commitment, a_confirmed, an_entry, delivered
from assessment.tests.national_builders import a_judgement, a_selfassessment, a_set, an_evidence, an_indicator
from campaigns.tests.builders import (
    a_campaign,
    a_channel,
    a_display,
    a_distribution,
    a_kind_of_event,
    a_material,
    a_poll_about,
    a_programme,
    a_questionnaire,
    a_safety_day,
    a_survey,
    an_answered_poll,
    an_audience,
    an_event,
    an_open_event,
    names_of,
)
from campaigns.tests.project_builders import a_figure, a_project, a_step_of_each_light
from committee.tests import report_rows, work_rows
from dayan_safety.models import PaperTemplate
from dayan_safety.testing import Cast, a_group, a_person, a_unit, a_user
from inspections.tests import finding_rows
from inspections.tests.builders import a_site


def a_template_row(user: Any) -> Any:
    """A template in use; the one before it is replaced."""
    return PaperTemplate.objects.create(
        kind="meeting_notice", name="模板.docx", size=1, sha256="x", by=user, replaced_at=timezone.now()
    )


def an_event_row(cast: Cast) -> Any:
    """An event of several units, with names on its list."""
    about = {"audiences": [an_audience()], "channel": a_channel(), "more_units": [a_unit(), a_unit()]}
    event = an_event(unit=a_unit(), group=a_group(cast.committee), **about)
    names_of(event)
    return event


YES_NO = "A|100\nB|0"  # in no language

ONE_MORE: dict[str, Callable[[Cast], Any]] = {
    **work_rows.ONE_MORE,
    **report_rows.ONE_MORE,
    **finding_rows.ONE_MORE,
    "assessment.objection": an_objection,
    "assessment.check": lambda cast: check_builders.a_drawn_check(),
    "assessment.checkedunit": lambda cast: check_builders.checked(cast.village),
    "assessment.deduction": lambda cast: check_builders.a_deduction(check_builders.checked(cast.village)),
    "assessment.commitment": a_commitment,
    "assessment.ledgerentry": a_confirmed,
    "assessment.result": a_result,
    "assessment.scorecard": a_scorecard,
    "assessment.round": lambda cast: peer_builders.a_round(),
    "assessment.rulebook": lambda cast: a_rulebook(),
    "assessment.rulebookitem": lambda cast: an_item(),
    "assessment.indicatorset": lambda cast: a_set(),
    "assessment.indicator": lambda cast: an_indicator(),
    "assessment.selfassessment": lambda cast: a_selfassessment(),
    "assessment.judgement": lambda cast: a_judgement(),
    "assessment.evidence": lambda cast: an_evidence(),
    "assessment.evaluation": lambda cast: an_evaluation(),
    "assessment.evaluationnote": lambda cast: a_note(),
    "assessment.evidencedraw": lambda cast: a_draw(),
    "assessment.drawnevidence": lambda cast: a_drawn(),
    "campaigns.audience": lambda cast: an_audience(),
    "campaigns.channel": lambda cast: a_channel(),
    "campaigns.campaign": lambda cast: a_campaign(group=cast.group),
    "campaigns.display": lambda cast: a_display(unit=cast.village, group=a_group(cast.committee)),
    "campaigns.event": an_event_row,
    "campaigns.eventkind": lambda cast: a_kind_of_event(),
    "campaigns.material": lambda cast: a_material(),
    "campaigns.programme": lambda cast: a_programme(group=a_group(cast.committee), audiences=[an_audience()]),
    "campaigns.questionnaire": lambda cast: a_questionnaire(
        YES_NO, group=a_group(cast.committee), programme=a_programme()
    ),
    "campaigns.poll": lambda cast: an_answered_poll(a_questionnaire(YES_NO, group=a_group(cast.committee))),
    "campaigns.project": lambda cast: a_project(
        group=a_group(cast.committee), audiences=[an_audience()], helpers=[a_unit()]
    ),
    "campaigns.projectstep": lambda cast: a_step_of_each_light(cast.group),
    "campaigns.effectfigure": lambda cast: a_figure(a_project(group=cast.group)),
    "campaigns.stockentry": lambda cast: a_distribution(cast.village),
    "campaigns.safetyday": lambda cast: a_safety_day(),
    "inspections.site": lambda cast: a_site(unit=a_unit()),
    "dayan_safety.papertemplate": lambda cast: a_template_row(a_user(a_person())),
}


def one_of_each(cast: Cast) -> None:
    """A record of every kind; those with a unit belong to the liaison's village."""
    for label, make in ONE_MORE.items():
        if label not in ("campaigns.event", "inspections.site"):
            make(cast)
    work_rows.in_every_state(cast)
    report_rows.in_every_state(cast)
    finding_rows.in_every_state(cast)
    check_builders.in_every_state(cast)
    years_in_every_state(cast)
    an_entry(cast)
    delivered(cast)
    peer_builders.in_every_state(cast)
    a_past_note()
    about = {"audiences": [an_audience()], "channel": a_channel(), "more_units": [cast.other_village]}
    an_event(unit=cast.village, entry="countryside", **about)
    a_programme(group=cast.group)
    a_questionnaire(YES_NO, group=cast.group)
    a_poll_about(cast.village, 0, 0, 1, survey=a_survey(YES_NO, group=cast.group))
    an_answered_poll(a_questionnaire(YES_NO, group=cast.group))
    names_of(an_open_event(unit=cast.village, entry="countryside"))
    an_event(unit=cast.village, entry="countryside", held_on=timezone.localdate() + timedelta(days=9))
    a_site(unit=cast.village, kind="special_equipment", equipment="lift")
