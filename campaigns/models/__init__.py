"""What we do: the year's safety days, outreach events, and what is handed out at them."""

from campaigns.models.events import Event, EventKind
from campaigns.models.materials import Material
from campaigns.models.safety_days import SafetyDay

__all__ = ["Event", "EventKind", "Material", "SafetyDay"]
