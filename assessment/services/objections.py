"""Objections: what a unit says against its scorecard, and the answer of the supervision group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Objection, Result, Scorecard
from assessment.services.scores.publishing import NEWS
from assessment.services.scores.reading import line_of_item
from committee.models import User
from committee.services.hearers import answering, supervisors
from dayan_safety.attachments import attach_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.notices import notify
from dayan_safety.permissions import verb
from dayan_safety.states import move_state, require_state
from dayan_safety.uploads import Checked
from dayan_safety.workdays import today

State = Objection.State
OBJECT = "assessment.object_to_scorecard"


@verb(OBJECT)
def object_to_scorecard(
    card: Scorecard, *, by: Any, item: str, said: str, uploads: Iterable[Checked] = ()
) -> Objection:
    """Say that a line of a scorecard, or all of it, is wrong, with files that show it. Tells the supervision group.

    Raises ``RuleBroken`` outside the days for objections, for a line that is not there, and while an objection to the
    same line waits for its answer.
    """
    require_state(card.result, (Result.State.POSTED,))
    if card.result.objections_until is None or today() > card.result.objections_until:
        raise RuleBroken(_("The days for objections are over."))
    if item and line_of_item(card, item) is None:
        raise RuleBroken(_("The scorecard has no such item: choose one of its own."))
    waiting = Objection.objects.open().filter(scorecard=card, item=item)
    if waiting.exists():
        raise RuleBroken(_("An objection to this waits for its answer already."))
    objection = Objection.objects.create(scorecard=card, item=item, said=said, made_by=by)
    record_action(OBJECT, objection, by=by, after={"said": said} | ({"item": item} if item else {}))
    attach_all(objection, by=by, uploads=uploads, right=OBJECT)
    title = _("To be answered: %(objection)s") % {"objection": objection}
    _tell(supervisors(), objection, by=by, key="made", title=title)
    return objection


@verb("assessment.answer_objection")
def answer_objection(objection: Objection, *, by: Any, is_right: bool, answer: str) -> None:
    """Answer it: the unit is right, and the scores have to be computed anew, or the score stands. Tells the unit.

    Raises ``RuleBroken`` for what was answered already.
    """
    to = State.UPHELD if is_right else State.REFUSED
    move_state(objection, of=(State.OPEN,), to=to, answer=answer, answered_by=by, answered_on=today())
    after = {"state": objection.state, "answer": answer}
    record_action("assessment.answer_objection", objection, by=by, after=after)
    title = _("Answered: %(objection)s") % {"objection": objection}
    _tell(answering([objection.scorecard.unit_id]), objection, by=by, key="answered", title=title)


def _tell(users: list[User], objection: Objection, *, by: Any, key: str, title: str) -> int:
    others = [user for user in users if user != by]
    where = objection.get_absolute_url()
    return notify(others, key=f"objection:{objection.pk}:{key}", title=title, url=where, kind=NEWS, about=objection)
