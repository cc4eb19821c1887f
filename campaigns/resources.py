"""What files carry in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from campaigns.models import Event, EventKind, Material, SafetyDay
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


class SafetyDayResource(RecordResource):
    """Safety days by name and year."""

    class Meta:
        model = SafetyDay
        fields: ClassVar = ("name", "month", "day", "week", "weekday", "lasts", "first_year", "year", "note")
        import_id_fields: ClassVar = ("name", "year")
        skip_unchanged = True
        clean_model_instances = True


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

    class Meta:
        model = Event
        fields: ClassVar = (
            "theme", "kind", "held_on", "begins_at", "place", "unit", "group", "hosts", "lecturer", "entry",
            "head_count", "summary",
        )  # fmt: skip
