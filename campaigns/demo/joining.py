"""Which events of the demo town were for several villages or enterprises at once."""

from __future__ import annotations

from campaigns.models import Event
from committee.models import Unit

# Theme → the kind of the units that took part, and which of them in their order.
JOINED = {
    "安全社区建设专题培训": ("enterprise", slice(0, 8)),
    "安全社区业务培训": ("enterprise", slice(8, 15)),
    "安全宣传咨询日": ("village", slice(0, 6)),
    "全民消防进村宣传": ("village", slice(30, 33)),
}


def more_units_of(event: Event) -> list[Unit]:
    """Who took part beside the unit that the event was for; nobody in most."""
    kind, some = JOINED.get(event.theme, ("", slice(0)))
    return list(Unit.objects.present().filter(kind=kind)[some])
