"""The tables any record can have: history, files, notices, imports, working days, tokens, second factors, templates;
and the big screen."""

from dayan_safety.models.actions import Action, ChainHead
from dayan_safety.models.attachments import Attachment
from dayan_safety.models.calendar import CalendarDay
from dayan_safety.models.editions import Edition, in_edition
from dayan_safety.models.imports import HeaderWord, ImportBatch
from dayan_safety.models.limits import Knock
from dayan_safety.models.notices import INBOX, Channel, ChannelKind, Delivery, Heartbeat, Mute, Notice
from dayan_safety.models.papers import PaperTemplate
from dayan_safety.models.parameters import Parameter, YearlyNumber
from dayan_safety.models.pending import PendingFile
from dayan_safety.models.records import Record
from dayan_safety.models.screens import Screen
from dayan_safety.models.second_factors import RecoveryCode, SecondFactor
from dayan_safety.models.tokens import OnceToken
from dayan_safety.models.views import SavedView

__all__ = [
    "INBOX",
    "Action",
    "Attachment",
    "CalendarDay",
    "ChainHead",
    "Channel",
    "ChannelKind",
    "Delivery",
    "Edition",
    "HeaderWord",
    "Heartbeat",
    "ImportBatch",
    "Knock",
    "Mute",
    "Notice",
    "OnceToken",
    "PaperTemplate",
    "Parameter",
    "PendingFile",
    "Record",
    "RecoveryCode",
    "SavedView",
    "Screen",
    "SecondFactor",
    "YearlyNumber",
    "in_edition",
]
