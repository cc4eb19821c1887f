"""What people type about the dictionaries."""

from typing import ClassVar

from campaigns.models import Audience, Channel, EventKind
from dayan_safety.forms import RecordForm


class EventKindForm(RecordForm):
    """A kind of event."""

    class Meta:
        model = EventKind
        fields: ClassVar = ["name", "counts_as", "order"]


class AudienceForm(RecordForm):
    """A group of people."""

    class Meta:
        model = Audience
        fields: ClassVar = ["name", "order"]


class ChannelForm(RecordForm):
    """A channel."""

    class Meta:
        model = Channel
        fields: ClassVar = ["name", "order"]
