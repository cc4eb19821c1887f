"""The national self-assessment of the new year, begun by the newest edition of its set."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import IndicatorSet, SelfAssessment
from assessment.rollover.rules import url_of
from assessment.services.national.judging import create_selfassessment
from dayan_safety.carrying import Found, Kind, Moved, Read, Turn, found_of, left_out, line_of, moved_of, there


def selfassessments_of(turn: Turn, user: Any) -> Found:
    """One, after the last of the old year; grades and evidence belong to their year."""
    rows = SelfAssessment.objects.all().visible_to(user)
    ahead = rows.filter(year=turn.year)
    of_old = [] if ahead.exists() else rows.filter(year=turn.old).select_related("indicator_set").order_by("-pk")[:1]
    sets = {each.name: each for each in IndicatorSet.objects.all().in_use().visible_to(user)}
    return found_of(
        there(ahead, url_of("selfassessment", f"year={turn.year}")), (_read(turn, each, sets) for each in of_old)
    )


def _read(turn: Turn, old: SelfAssessment, sets: dict[str, IndicatorSet]) -> Read:
    newest = sets.get(old.indicator_set.name)
    if newest is None:
        reason = _("Its indicator set is no longer in use: put an edition of it in use first.")
        return left_out(old, reason, can_come=True)
    made = SelfAssessment(indicator_set=newest, year=turn.year, title=turn.renamed(old.title))
    told = [
        *moved_of(_("title"), old.title, made.title),
        Moved(_("year"), old.year, turn.year),
        *moved_of(_("indicator set"), str(old.indicator_set), str(newest)),
    ]
    return line_of(old, told, partial(create_selfassessment, made), newest.pk)


CARRIED = (
    Kind(
        name="assessment.selfassessment",
        label=gettext_lazy("National self-assessment"),
        note=gettext_lazy("Begun without grades; its evidence is looked for in the records of the new year."),
        view="assessment.view_selfassessment",
        right="assessment.create_selfassessment",
        icon="ui-checks",
        is_ticked=False,
        read=selfassessments_of,
    ),
)
