"""Pages of sites."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge
from dayan_safety.views import Fact, RecordView, address_for
from inspections.filters import SiteFilter
from inspections.forms import SiteForm
from inspections.models import Site
from inspections.tables import SITES, inspected


class SiteView(RecordView):
    """What is under supervision."""

    model = Site
    columns = SITES
    filterset = SiteFilter
    form = SiteForm
    list_kind = "site"
    search_hint = _("Name, number, place or pinyin initials")
    empty_hint = _("No site matches. Take a filter away, register the site, or bring in the list.")

    def rows(self) -> QuerySet[Any]:
        """With the unit."""
        return self.visible().with_unit()

    def status(self, record: Any) -> Badge | None:
        """What its inspection says."""
        return inspected(record)

    def facts(self, record: Any) -> list[Fact]:
        """What, where, who answers for it, when it is inspected."""
        return [
            Fact(_("Kind of site"), record.get_kind_display()),
            Fact(_("Class of equipment"), record.get_equipment_display()),
            Fact(_("Registration number"), record.number),
            Fact(_("Unit"), record.unit, address_for(self.request.user, record.unit)),
            Fact(_("Place"), record.place),
            Fact(_("Responsible person"), record.keeper),
            Fact(_("In use since"), record.used_since),
            Fact(_("Last inspection"), record.inspected_on),
            Fact(_("Next inspection"), record.next_inspection_on),
        ]
