"""What a sheet sent without a script saves: every field that was changed on it, and what could not be saved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Report
from committee.services import reports as services
from committee.services.reports import Line, plain
from committee.views.reports.told_of_values import theirs_of
from dayan_safety.errors import EditedMeanwhile, RuleBroken


@dataclass(frozen=True, slots=True)
class Fault:
    """What was typed into a field and not saved: why not, and what somebody else wrote there meanwhile."""

    text: str
    why: str
    error: str
    theirs: dict[str, Any] | None = None


def mark_of(text: str, why: str) -> str:
    """A short mark of what stood in a field; line ends are written differently by browsers."""
    said = "\0".join((text.replace("\r\n", "\n").strip(), why.strip()))
    return hashlib.blake2s(said.encode(), digest_size=6).hexdigest()


def save_changed(report: Report, posted: Any, *, by: Any) -> dict[int, Fault]:
    """Save every field that was changed on the page it was sent from; returns what could not be saved, by field."""
    found = {line.field.pk: _save_one(report, line, posted, by) for line in services.lines_of(report)}
    return {key: fault for key, fault in found.items() if fault}


def _save_one(report: Report, line: Line, posted: Any, by: Any) -> Fault | None:
    key = str(line.field.pk)
    text, why = posted.get(f"field-{key}", ""), posted.get(f"why-{key}", "")
    is_untouched = f"field-{key}" not in posted or mark_of(text, why) == posted.get(f"was-{key}")
    if posted.get("counted") == key:
        text, why, is_untouched = plain(line.value.filled), "", False
    if is_untouched or posted.get("theirs") == key:
        return None
    version = number_in(posted.get(f"version-{key}", ""))
    try:
        services.save_value(report, by=by, field=line.field, text=text, why=why, version=version)
    except RuleBroken as broken:
        return Fault(text, why, str(broken))
    except EditedMeanwhile as other:
        return Fault(text, why, conflict_in_words(), theirs_of(other.current))
    return None


def conflict_in_words() -> str:
    return _("Somebody else wrote here meanwhile. Choose which of the two stays.")


def number_in(text: str) -> int:
    """A number of ours that came back; 0 for anything else, which no saved field has."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
