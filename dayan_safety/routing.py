"""Which ways a notice takes: the inbox always, and each channel its reader has an address for and did not mute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from dayan_safety.channels import kinds_in_use
from dayan_safety.digests import digest_day, digest_moment
from dayan_safety.models import INBOX, Channel, ChannelKind, Delivery, Mute, Notice
from dayan_safety.parameters import parameter
from dayan_safety.workdays import day_of

PORTION = 500
Ways = dict[int, dict[str, str]]


def addresses_of(users: Collection[int]) -> Ways:
    """For each login the address on each channel in use; the login's own e-mail counts unless another one is set.

    Two queries.
    """
    in_use, found = kinds_in_use(), defaultdict[int, dict[str, str]](dict)
    logins: Any = get_user_model()._default_manager.filter(pk__in=users).exclude(email="")
    for pk, email in logins.values_list("pk", "email") if ChannelKind.EMAIL in in_use else ():
        found[pk][ChannelKind.EMAIL.value] = email
    for channel in Channel.objects.filter(user__in=users, kind__in=in_use):
        found[channel.user_id][channel.kind] = channel.address
    return found


def route_notices(now: datetime) -> int:
    """Write down the deliveries of notices that have none yet; returns of how many notices.

    A portion is one transaction: whoever comes second passes over rows that are being routed.
    """
    routed = 0
    while several := _route_some(now):
        routed += several
    return routed


def _route_some(now: datetime) -> int:
    with transaction.atomic():
        waiting = Notice.objects.filter(routed_at=None).order_by("pk").select_for_update(skip_locked=True)
        notices = list(waiting[:PORTION])
        rows = _rows(notices, now) if notices else []
        Delivery.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(routed_at=now)
    return len(notices)


def _rows(notices: list[Notice], now: datetime) -> list[Delivery]:
    users = {notice.user_id for notice in notices}
    ways, mutes = addresses_of(users), set(Mute.objects.filter(user__in=users).values_list("user", "kind", "channel"))
    gone, at = _had_their_digest(users, now), parameter("dayan_safety.digest_time")
    rows = [_in_inbox(notice) for notice in notices]
    for notice in notices:
        wanted = [kind for kind in ways.get(notice.user_id, {}) if (notice.user_id, notice.kind, kind) not in mutes]
        rows += [_row(notice, kind, now, at, (notice.user_id, kind) in gone) for kind in wanted]
    return rows


def _in_inbox(notice: Notice) -> Delivery:
    """The inbox has it as soon as it is there."""
    return Delivery(
        notice=notice, channel=INBOX, state=Delivery.State.SENT, not_before=notice.at, sent_at=notice.at, attempts=1
    )


def _row(notice: Notice, kind: str, now: datetime, at: str, had_today: bool) -> Delivery:
    if notice.urgent:
        return Delivery(notice=notice, channel=kind, not_before=now)
    day = digest_day(now, had_today)
    return Delivery(notice=notice, channel=kind, digest_on=day, not_before=digest_moment(day, at))


def _had_their_digest(users: Collection[int], now: datetime) -> set[tuple[int, str]]:
    """Whose digest of today was sent, or is being sent, by which channel."""
    gone = Delivery.objects.filter(digest_on=day_of(now), notice__user__in=users).exclude(message_id="")
    return set(gone.values_list("notice__user", "channel"))
