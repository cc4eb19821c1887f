"""What each person sets for themselves: addresses on channels, and kinds of notices they do not want there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dayan_safety.history import record_action
from dayan_safety.models import Channel, ChannelKind, Mute
from dayan_safety.permissions import verb

SET = "dayan_safety.set_channels"
Pair = tuple[str, str]  # kind of notice, channel


@verb(SET)
def set_channels(user: Any, *, by: Any, addresses: Mapping[str, str], muted: Collection[Pair]) -> None:
    """Keep ``addresses`` by channel (an empty one is taken away) and what is ``muted``; history keeps no address."""
    before = _told(user)
    for kind, address in addresses.items():
        _keep(user, kind, address)
    Mute.objects.filter(user=user, channel__in=list(addresses)).delete()
    rows = [Mute(user=user, kind=kind, channel=channel) for kind, channel in muted if channel in addresses]
    Mute.objects.bulk_create(rows, ignore_conflicts=True)
    after = _told(user)
    if before != after:
        record_action(SET, user, by=by, before=before, after=after)


def _keep(user: Any, kind: str, address: str) -> None:
    if address:
        Channel.objects.update_or_create(user=user, kind=kind, defaults={"address": address})
    else:
        Channel.objects.filter(user=user, kind=kind).delete()


def _told(user: Any) -> dict[str, str]:
    kinds = Channel.objects.filter(user=user).order_by("kind").values_list("kind", flat=True)
    words = [str(ChannelKind(kind).label) for kind in kinds]
    return {"channels": "、".join(words), "muted": str(Mute.objects.filter(user=user).count())}


def own_addresses(user: Any) -> dict[str, str]:
    """The addresses the user has set, by channel; one query."""
    return {channel.kind: channel.address for channel in Channel.objects.filter(user=user)}


def muted_by(user: Any) -> set[Pair]:
    """What the user does not want; one query."""
    return set(Mute.objects.filter(user=user).values_list("kind", "channel"))
