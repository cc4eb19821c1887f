"""What a letter says: one notice as it is, several as the digest of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.channels import Letter
from dayan_safety.models import Notice
from dayan_safety.notice_kinds import declared
from dayan_safety.workdays import day_of

A_DAY = timedelta(days=1)


def direct_links(notices: Sequence[Notice]) -> dict[int, str]:
    """Paths on which the reader of a notice acts without signing in, by the notice's key: ``LINKS`` of the apps'
    ``deadlines``. They stand for the reader: only for letters that nobody else reads."""
    return {key: path for links in declared("deadlines", "LINKS") for key, path in links(notices).items()}


def letter_of(
    notices: Sequence[Notice], message_id: str, now: datetime, links: Mapping[int, str] = MappingProxyType({})
) -> Letter:
    """The letter with ``notices``: what is most overdue, or due first, comes first."""
    ordered = sorted(notices, key=lambda notice: (notice.due_on or date.max, notice.pk))
    if len(ordered) == 1:
        subject = ordered[0].title
    else:
        subject = _("%(number)s matters for you, %(day)s") % {"number": len(ordered), "day": day_of(now)}
    return Letter(subject, "\n\n".join(_paragraph(notice, links.get(notice.pk, "")) for notice in ordered), message_id)


def _paragraph(notice: Notice, link: str) -> str:
    act = _("Answer here without signing in: %(address)s") % {"address": _whole(link)} if _whole(link) else ""
    return "\n".join(part for part in (notice.title, notice.text, act, _whole(notice.url)) if part)


def _whole(path: str) -> str:
    """The address of a path; nothing where the portal does not know its own."""
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL and path else ""


def digest_day(now: datetime, had_today: bool) -> date:
    """The day of the digest that what is told at ``now`` belongs to: today's, even late, unless it has gone."""
    return day_of(now) + A_DAY if had_today else day_of(now)


def digest_moment(day: date, at: str) -> datetime:
    """The instant of the digest of ``day``; ``at`` is the time of the town, ``08:30``."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)), timezone.get_default_timezone())
