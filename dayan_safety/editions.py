"""What comes in editions: putting a draft in use in place of another, and the number of the next one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.models import Edition
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today

State = Edition.State
DRAFT, IN_USE = (State.DRAFT,), (State.IN_USE,)


def put_in_use(draft: Edition, *, instead_of: Any, right: str, by: Any) -> None:
    """Put ``draft`` in use; those of ``instead_of`` that are in use are replaced. Each has its row in the history.

    Raises ``RuleBroken`` for what is no draft.
    """
    for before in instead_of.in_use().select_for_update():
        move_state(before, of=IN_USE, to=State.REPLACED)
        record_action(right, before, by=by, after={"state": before.state})
    move_state(draft, of=DRAFT, to=State.IN_USE, used_since=today())
    record_action(right, draft, by=by)


def next_edition(used: Any) -> int:
    """The number of the edition after those of the same name.

    Raises ``RuleBroken`` for what is not in use, and while the next edition is being drawn up already.
    """
    require_state(used, IN_USE)
    same = type(used)._default_manager.all().present().filter(name=used.name)
    if same.filter(state=State.DRAFT).exists():
        raise RuleBroken(_("The next edition is being drawn up already."))
    return int(same.aggregate(last=Max("edition"))["last"] or 0) + 1


def require_drafts(editions: Any, keys: Iterable[int]) -> None:
    """Raise ``RuleBroken`` with the names of those that are no drafts, by their keys; the others stay drafts.

    ``editions``: the model, an ``Edition``.
    """
    rows = editions.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update()
    if settled := [str(edition) for edition in rows if edition.state != State.DRAFT]:
        told = {"names": _(", ").join(settled)}
        raise RuleBroken(_("In use, and not to be changed any more: %(names)s. Draw up the next edition.") % told)
