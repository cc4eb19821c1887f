"""A witness outside the database: an end of the history, noted earlier in another place.

The chain proves that its rows belong together. It cannot prove that there were once more of them: whoever writes the
whole database can set all of it back to an earlier day, seal included. A noted end can.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dayan_safety.history import Flaw
from dayan_safety.models import Action, ChainHead


def end_of_history() -> str:
    """``NUMBER:DIGEST`` of the last row; ``0:`` before the first."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    return f"{head.number}:{head.digest}"


def missing_witness(noted: str) -> Iterator[Flaw]:
    """A flaw unless the end ``noted`` earlier is still in the history; nothing noted, nothing to miss."""
    number, _colon, digest = noted.partition(":")
    if number in ("", "0"):
        return
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        yield Flaw(0, _("the noted end is not of the form NUMBER:DIGEST"))
    elif not Action.objects.filter(number=int(number), digest=digest).exists():
        yield Flaw(int(number), _("the end noted earlier is no longer there: the history was set back or rewritten"))
