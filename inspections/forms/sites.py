"""What people type about sites."""

from typing import ClassVar

from dayan_safety.forms import DayField, PickWidget, RecordForm
from dayan_safety.names import tidy
from inspections.models import Site


class SiteForm(RecordForm):
    """A site."""

    class Meta:
        model = Site
        fields: ClassVar = [
            "name", "kind", "equipment", "small_place", "number", "unit", "place", "keeper", "used_since",
            "inspected_on", "next_inspection_on",
        ]  # fmt: skip
        field_classes: ClassVar = {"used_since": DayField, "inspected_on": DayField, "next_inspection_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit")}

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])
