"""Which rows of the campaigns exist for whom, and the questions asked of them."""

from campaigns.querysets.attendees import READ_NAMES, AttendeeQuerySet
from campaigns.querysets.campaigns import CampaignQuerySet, SafetyDayQuerySet
from campaigns.querysets.events import SEVERAL, DisplayQuerySet, EventKindQuerySet, EventQuerySet
from campaigns.querysets.materials import MaterialQuerySet, StockEntryQuerySet
from campaigns.querysets.projects import OfProjectQuerySet, ProjectQuerySet, ProjectStepQuerySet
from campaigns.querysets.scopes import TermQuerySet
from campaigns.querysets.trainings import PollQuerySet, ProgrammeQuerySet, QuestionnaireQuerySet, QuestionQuerySet

__all__ = [
    "READ_NAMES",
    "SEVERAL",
    "AttendeeQuerySet",
    "CampaignQuerySet",
    "DisplayQuerySet",
    "EventKindQuerySet",
    "EventQuerySet",
    "MaterialQuerySet",
    "OfProjectQuerySet",
    "PollQuerySet",
    "ProgrammeQuerySet",
    "ProjectQuerySet",
    "ProjectStepQuerySet",
    "QuestionQuerySet",
    "QuestionnaireQuerySet",
    "SafetyDayQuerySet",
    "StockEntryQuerySet",
    "TermQuerySet",
]
