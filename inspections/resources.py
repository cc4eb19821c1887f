"""What files carry in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from committee.models import Unit
from dayan_safety.resources import WordedResource, by_name
from inspections.models import Site


class SiteResource(WordedResource):
    """Sites: they leave this way; they come in through the portal's own lists."""

    unit = by_name("unit", Unit, gettext_lazy("unit"))

    class Meta:
        model = Site
        fields: ClassVar = (
            "name", "kind", "equipment", "number", "unit", "place", "keeper", "used_since", "inspected_on",
            "next_inspection_on",
        )  # fmt: skip
