"""How sites are read."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.models import Site
from inspections.querysets import ASKED_BEFORE


def inspected(site: Site) -> Badge | None:
    """Whether it may be used, as far as its inspection says; equipment alone must have one."""
    today, due = timezone.localdate(), site.next_inspection_on
    equipment = site.kind == Site.Kind.SPECIAL_EQUIPMENT
    if due is None:
        return Badge(_("no date"), "secondary", "dash-circle") if equipment else None
    if site.is_expired_on(today):
        return Badge(_("must not be used") if equipment else _("overdue"), "danger", "x-octagon")
    if due <= today + ASKED_BEFORE:
        return Badge(_("due soon"), "warning", "hourglass-split")
    return Badge(_("inspected"), "success", "check-circle")


def small_place(site: Site) -> str:
    """Which of the nine."""
    return site.get_small_place_display()


SITES = (
    Column("name", _("Name"), order=("initials",)),
    Column("kind", _("Kind of site"), lambda site: site.get_kind_display(), order=("kind",)),
    Column("equipment", _("Class of equipment"), lambda site: site.get_equipment_display(), order=("equipment",)),
    Column(
        "small_place",
        _("Class of small place"),
        lambda site: site.get_small_place_display(),
        order=("small_place",),
        shown=False,
    ),
    Column("number", _("Registration number"), order=("number",)),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("place", _("Place"), shown=False),
    Column("keeper", _("Responsible person"), shown=False),
    Column("used_since", _("In use since"), order=("used_since",), kind="date", shown=False),
    Column("inspected_on", _("Last inspection"), order=("inspected_on",), kind="date", shown=False),
    Column("next_inspection_on", _("Next inspection"), order=("next_inspection_on",), kind="date"),
    Column("status", _("Status"), inspected, order=("next_inspection_on",)),
)
