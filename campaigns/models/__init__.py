"""What we do: the year's safety days, campaigns, outreach events, trainings and what people learnt, materials."""

from campaigns.models.attendees import Attendee
from campaigns.models.campaigns import Campaign
from campaigns.models.displays import Display
from campaigns.models.events import Event, EventKind
from campaigns.models.materials import Material
from campaigns.models.programmes import Programme
from campaigns.models.projects import EffectFigure, Project, ProjectStep
from campaigns.models.questionnaires import Poll, Question, Questionnaire
from campaigns.models.safety_days import SafetyDay
from campaigns.models.sheets import Answer, Sheet
from campaigns.models.stock import StockEntry
from campaigns.models.words import Audience, Channel

__all__ = [
    "Answer",
    "Attendee",
    "Audience",
    "Campaign",
    "Channel",
    "Display",
    "EffectFigure",
    "Event",
    "EventKind",
    "Material",
    "Poll",
    "Programme",
    "Project",
    "ProjectStep",
    "Question",
    "Questionnaire",
    "SafetyDay",
    "Sheet",
    "StockEntry",
]
