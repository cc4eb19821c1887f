"""What we do: the year's safety days, campaigns, outreach events, what is handed out at them, and its ledger."""

from campaigns.models.campaigns import Campaign
from campaigns.models.displays import Display
from campaigns.models.events import Event, EventKind
from campaigns.models.materials import Material
from campaigns.models.projects import EffectFigure, Project, ProjectStep
from campaigns.models.safety_days import SafetyDay
from campaigns.models.stock import StockEntry
from campaigns.models.words import Audience, Channel

__all__ = [
    "Audience",
    "Campaign",
    "Channel",
    "Display",
    "EffectFigure",
    "Event",
    "EventKind",
    "Material",
    "Project",
    "ProjectStep",
    "SafetyDay",
    "StockEntry",
]
