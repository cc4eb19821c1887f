"""Who may do what in the inspections: one literal table."""

from django.utils.translation import gettext_lazy as _

from committee.permissions import insiders, office, town_wide
from dayan_safety.permissions import Rule

RULES = {
    "inspections.view_site": Rule(_("view the sites"), insiders),
    "inspections.create_site": Rule(_("register a site"), office),
    "inspections.edit_site": Rule(_("edit a site"), office),
    "inspections.remove_site": Rule(_("remove a site"), office),
    "inspections.export_site": Rule(_("export the sites"), town_wide),
    "inspections.import_site": Rule(_("import a list of sites"), office),
}
