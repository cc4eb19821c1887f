"""What the writer of a report is told of a value that is saved, and of the days there are left."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from committee.models import ReportValue
from committee.services.reports import plain
from dayan_safety.workdays import today


def written_in(value: ReportValue) -> str:
    """What stands in a field, as it is typed."""
    return value.text or plain(value.number)


def version_of(value: ReportValue) -> int:
    """The version the writer sees; 0 while nobody has written."""
    return value.version if value.pk else 0


def saved_of(value: ReportValue) -> dict[str, Any]:
    """A field as the script is told of it: as it was understood."""
    return {
        "value": written_in(value),
        "why": value.why,
        "version": version_of(value),
        "filled": plain(value.filled),
        "overridden": value.is_overridden,
    }


def theirs_of(value: ReportValue) -> dict[str, Any]:
    """The same of what somebody else wrote meanwhile, with who and when, to be compared with one's own."""
    told = {"who": str(value.by or _("The portal")), "when": moment_in_words(value.updated_at)}
    said = _("%(who)s wrote here at %(when)s, while you were typing:") % told
    return saved_of(value) | told | {"by": value.by_id, "said": said}


def moment_in_words(moment: Any) -> str:
    """``14:03``, with the day before it where it was not today."""
    at = timezone.localtime(moment)
    clock = at.strftime("%H:%M")
    return clock if at.date() == today() else f"{date_format(at, _('j F'))} {clock}"


def days_left(day: date) -> str:
    """How far a day is, in words."""
    days = (day - today()).days
    if not days:
        return _("today")
    return (_("%(days)s days left") if days > 0 else _("%(days)s days late")) % {"days": abs(days)}
