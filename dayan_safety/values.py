"""Values as people read them, one rule for history, lists and exports."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override


def in_words(record: Any, name: str) -> str:
    """The field ``name`` of ``record`` as whoever sees the record may see it: numbers masked, codes as their labels."""
    value, mask = getattr(record, name), record.PERSONAL.get(name)
    if mask:
        return mask(value) if value else ""
    label = getattr(record, f"get_{name}_display", None)
    return plain_text(label() if label else value)


def plain_text(value: Any) -> str:
    """``value`` as text: dates as 2026-03-05, moments to the minute in local time, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def in_every_language(words: Any) -> Iterator[str]:
    """``words`` as each language of the portal says them."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(words)
