"""What we do: the year's safety days, campaigns, outreach events, what is handed out at them, and its ledger."""

from campaigns.models.attendees import Attendee
from campaigns.models.campaigns import Campaign
from campaigns.models.displays import Display
from campaigns.models.events import Event, EventKind
from campaigns.models.materials import Material
from campaigns.models.safety_days import SafetyDay
from campaigns.models.stock import StockEntry
from campaigns.models.words import Audience, Channel

__all__ = [
    "Attendee",
    "Audience",
    "Campaign",
    "Channel",
    "Display",
    "Event",
    "EventKind",
    "Material",
    "SafetyDay",
    "StockEntry",
]
