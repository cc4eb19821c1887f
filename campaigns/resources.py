"""What files carry in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from campaigns.models import (
    Audience,
    Campaign,
    Channel,
    Display,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    Project,
    Questionnaire,
    SafetyDay,
)
from committee.models import Unit, WorkingGroup
from dayan_safety.resources import RecordResource, WordedResource, by_name


class EventKindResource(RecordResource):
    """Kinds of events by name."""

    class Meta:
        model = EventKind
        fields: ClassVar = ("name", "counts_as", "order")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class AudienceResource(RecordResource):
    """Audiences by name."""

    class Meta:
        model = Audience
        fields: ClassVar = ("name", "order")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class ChannelResource(RecordResource):
    """Channels by name."""

    class Meta:
        model = Channel
        fields: ClassVar = ("name", "order")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class SafetyDayResource(RecordResource):
    """Safety days by name and year."""

    class Meta:
        model = SafetyDay
        fields: ClassVar = (
            "name",
            "month",
            "day",
            "week",
            "weekday",
            "lasts",
            "first_year",
            "year",
            "plan_ahead",
            "note",
        )
        import_id_fields: ClassVar = ("name", "year")
        skip_unchanged = True
        clean_model_instances = True


class CampaignResource(WordedResource):
    """Campaigns leave this way."""

    safety_day = by_name("safety_day", SafetyDay, gettext_lazy("safety day"))
    group = by_name("group", WorkingGroup, gettext_lazy("working group"))

    class Meta:
        model = Campaign
        fields: ClassVar = (
            "name", "theme", "first_on", "last_on", "safety_day", "group", "text", *Campaign.PLANNED, "summary",
        )  # fmt: skip


class DisplayResource(WordedResource):
    """Displays leave this way."""

    channel = by_name("channel", Channel, gettext_lazy("channel of outreach"))
    unit = by_name("unit", Unit, gettext_lazy("unit"))
    group = by_name("group", WorkingGroup, gettext_lazy("working group"))
    campaign = by_name("campaign", Campaign, gettext_lazy("campaign"))

    class Meta:
        model = Display
        fields: ClassVar = ("title", "channel", "place", "unit", "group", "campaign", "first_on", "last_on", "text")


class ProgrammeResource(WordedResource):
    """Training programmes leave this way."""

    group = by_name("group", WorkingGroup, gettext_lazy("working group"))

    class Meta:
        model = Programme
        fields: ClassVar = ("name", "first_on", "last_on", "group", "planned_sessions", "planned_people", "text")


class QuestionnaireResource(WordedResource):
    """Questionnaires leave this way."""

    programme = by_name("programme", Programme, gettext_lazy("training programme"))
    group = by_name("group", WorkingGroup, gettext_lazy("working group"))

    class Meta:
        model = Questionnaire
        fields: ClassVar = ("title", "purpose", "text", "programme", "group")


class PollResource(WordedResource):
    """Polls leave this way, without the code that opens them."""

    questionnaire = by_name("questionnaire", Questionnaire, gettext_lazy("questionnaire"))
    unit = by_name("unit", Unit, gettext_lazy("unit asked about"))

    class Meta:
        model = Poll
        fields: ClassVar = ("questionnaire", "moment", "unit", "first_on", "last_on")


class ProjectResource(WordedResource):
    """Promotion projects leave this way."""

    group = by_name("group", WorkingGroup, gettext_lazy("working group"))

    class Meta:
        model = Project
        fields: ClassVar = (
            "name", "group", "first_on", "last_on", "place", "diagnosis", "goal", "resources", "funds", "measured",
            "measure", "baseline", "baseline_on", "target", "review", "improvement",
        )  # fmt: skip


class MaterialResource(RecordResource):
    """Materials by title."""

    class Meta:
        model = Material
        fields: ClassVar = ("name", "form", "measure", "published_on", "note")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class EventResource(WordedResource):
    """Events: they leave this way; they come in through the portal's own lists."""

    kind = by_name("kind", EventKind, gettext_lazy("kind"))
    unit = by_name("unit", Unit, gettext_lazy("unit"))
    group = by_name("group", WorkingGroup, gettext_lazy("working group"))
    campaign = by_name("campaign", Campaign, gettext_lazy("campaign"))
    programme = by_name("programme", Programme, gettext_lazy("training programme"))
    channel = by_name("channel", Channel, gettext_lazy("channel of outreach"))

    class Meta:
        model = Event
        fields: ClassVar = (
            "theme", "kind", "held_on", "begins_at", "place", "unit", "group", "campaign", "programme", "hosts",
            "lecturer", "entry", "channel", "head_count", "summary", "effect",
        )  # fmt: skip
