"""From the preview of a year to what is final: posted for objections, then published by the chair."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Objection, Result, Scorecard
from committee.services.hearers import answering
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.notices import notify
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today, working_days_after

State = Result.State
NEWS = "assessment.score_news"


@verb("assessment.post_result")
def post_result(result: Result, *, by: Any) -> None:
    """Show every unit its scorecard of the year; it may object as many working days as the rules say. Tells the units.

    Raises ``RuleBroken`` for what is no preview.
    """
    on = today()
    until = working_days_after(on, int(result.rules["objection_days"]))
    move_state(result, of=(State.PREVIEW,), to=State.POSTED, posted_on=on, objections_until=until)
    record_action("assessment.post_result", result, by=by, after={"objections_until": str(until)})
    title = _("Open to objections until %(day)s: %(scores)s") % {"day": until, "scores": result}
    tell_units(result, by=by, key="posted", title=title)


@verb("assessment.publish_result")
def publish_result(result: Result, *, by: Any) -> None:
    """Make it final, with a document number of its own. Tells the units.

    Raises ``RuleBroken`` while units may object, an objection waits for its answer, or one was found right and the
    scores were not computed anew since.
    """
    require_state(result, (State.POSTED,))
    if lacking := what_is_open(result):
        raise RuleBroken(lacking[0])
    number = document_number("score_announcement", parameter("assessment.announcement_prefix"), today().year)
    move_state(result, of=(State.POSTED,), to=State.FINAL, published_on=today(), number=number)
    record_action("assessment.publish_result", result, by=by, after={"number": number})
    tell_units(result, by=by, key="final", title=_("Published: %(scores)s") % {"scores": result})


def what_is_open(result: Result) -> list[str]:
    """What keeps a posted result from being published, in sentences; one query."""
    found = []
    if result.objections_until and today() <= result.objections_until:
        found.append(_("Units may object until %(day)s.") % {"day": result.objections_until})
    states = list(Objection.objects.present().filter(scorecard__result=result).values_list("state", flat=True))
    if number := states.count(Objection.State.OPEN):
        told = ngettext(
            "%(number)s objection waits for its answer.", "%(number)s objections wait for their answer.", number
        )
        found.append(told % {"number": number})
    if Objection.State.UPHELD in states:
        found.append(_("A unit was found to be right: compute the scores anew first."))
    return found


def tell_units(result: Result, *, by: Any, key: str, title: str) -> int:
    """Put it into the inbox of everybody who answers for a unit that has a scorecard, but not of who did it."""
    units = Scorecard.objects.filter(result=result).values_list("unit", flat=True)
    users = [user for user in answering(units) if user != by]
    return notify(
        users, key=f"result:{result.pk}:{key}", title=title, url=result.get_absolute_url(), kind=NEWS, about=result
    )
