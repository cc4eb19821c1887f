"""Who may do what with committee, groups, units, people, posts and their lists."""

from django.utils.translation import gettext_lazy as _

from committee.permissions.predicates import (
    administrator,
    chair_or_office,
    holds,
    insiders,
    is_lead_of,
    is_liaison_of,
    is_self,
    office,
    town_wide,
)
from committee.querysets import TOWN_WIDE
from dayan_safety.permissions import Rule

RULES = {
    "committee.use_admin": Rule(_("use the administration"), administrator),
    "committee.view_committee": Rule(_("view the committee"), insiders),
    "committee.create_committee": Rule(_("found a committee"), office),
    "committee.edit_committee": Rule(_("edit the committee"), office),
    "committee.remove_committee": Rule(_("remove a committee"), office),
    "committee.export_committee": Rule(_("export the committees"), town_wide),
    "committee.view_workinggroup": Rule(_("view the working groups"), insiders),
    "committee.create_workinggroup": Rule(_("set up a working group"), office),
    "committee.edit_workinggroup": Rule(_("edit a working group"), office | is_lead_of),
    "committee.remove_workinggroup": Rule(_("remove a working group"), office),
    "committee.export_workinggroup": Rule(_("export the working groups"), town_wide),
    "committee.view_unit": Rule(_("view the units"), holds(*TOWN_WIDE, "inspector", "liaison")),
    "committee.create_unit": Rule(_("register a unit"), office),
    "committee.edit_unit": Rule(_("edit a unit"), office),
    "committee.remove_unit": Rule(_("remove a unit"), office),
    "committee.export_unit": Rule(_("export the units"), town_wide),
    "committee.add_alias": Rule(_("add another name"), office),
    "committee.view_person": Rule(_("view the people"), holds(*TOWN_WIDE, "liaison") | is_self),
    "committee.create_person": Rule(_("register a person"), office),
    "committee.edit_person": Rule(_("edit a person"), office | is_liaison_of),
    "committee.remove_person": Rule(_("remove a person"), office),
    "committee.export_person": Rule(_("export the people"), chair_or_office),
    "committee.reveal_person": Rule(_("see a full number"), chair_or_office | is_self),
    "committee.view_appointment": Rule(_("view the appointments"), insiders),
    "committee.view_figures": Rule(_("read the town's figures"), town_wide),
    "committee.export_appointment": Rule(_("export the appointments"), town_wide),
    "committee.appoint": Rule(_("appoint"), office),
    "committee.end_appointment": Rule(_("end an appointment"), office),
    "committee.hand_over": Rule(_("hand over"), office),
    "committee.view_liaisonpost": Rule(_("view the liaison roster"), holds(*TOWN_WIDE, "liaison")),
    "committee.export_liaisonpost": Rule(_("export the liaison roster"), chair_or_office),
    "committee.open_posts": Rule(_("open the liaison posts"), office),
    "committee.import_roster": Rule(_("import a roster"), office),
    "committee.import_unit": Rule(_("import a list of units"), office),
    "committee.import_person": Rule(_("import a list of people"), office),
    "committee.import_member": Rule(_("import a list of members"), office),
}
