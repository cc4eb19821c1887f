"""Who may do what with periodic reports, their forms, and the town's report."""

from django.utils.translation import gettext_lazy as _

from committee.permissions.predicates import chair_or_office, insiders, office, town_wide, writes_report
from dayan_safety.permissions import Rule

RULES = {
    "committee.view_reportform": Rule(_("view the report forms"), insiders),
    "committee.create_reportform": Rule(_("draw up a report form"), office),
    "committee.edit_reportform": Rule(_("edit a report form"), office),
    "committee.remove_reportform": Rule(_("remove a report form"), office),
    "committee.export_reportform": Rule(_("export the report forms"), town_wide),
    "committee.copy_form": Rule(_("copy a form for a later month"), office),
    "committee.view_formfield": Rule(_("view what forms ask for"), insiders),
    "committee.create_formfield": Rule(_("ask for something more"), office),
    "committee.edit_formfield": Rule(_("change what a form asks for"), office),
    "committee.remove_formfield": Rule(_("ask for something no longer"), office),
    "committee.export_formfield": Rule(_("export what forms ask for"), town_wide),
    "committee.import_formfield": Rule(_("import what forms ask for"), office),
    "committee.open_reports": Rule(_("open the reports of a period"), office),
    "committee.view_report": Rule(_("view the periodic reports"), insiders),
    "committee.export_report": Rule(_("export the periodic reports"), town_wide),
    "committee.write_report": Rule(_("write a report"), writes_report),
    "committee.fill_in_report": Rule(_("fill in what the portal counts"), writes_report),
    "committee.submit_report": Rule(_("hand a report in"), writes_report),
    "committee.return_report": Rule(_("send a report back"), office),
    "committee.accept_report": Rule(_("accept a report"), office),
    "committee.reopen_report": Rule(_("open a report again"), chair_or_office),
    "committee.comment_report": Rule(_("comment on a report"), writes_report | chair_or_office),
    "committee.move_report": Rule(_("give a report other days"), office),
    "committee.excuse_report": Rule(_("find a report not needed"), chair_or_office),
    "committee.demand_report": Rule(_("ask for a report after all"), chair_or_office),
    "committee.remind_report": Rule(_("remind those whose report is late"), chair_or_office),
    "committee.view_board": Rule(_("see who has reported"), town_wide),
    "committee.view_town_month": Rule(_("read the town's monthly report"), town_wide),
    "committee.export_town_month": Rule(_("take the town's monthly report along"), town_wide),
    "committee.issue_town_report": Rule(_("issue the town's monthly report"), chair_or_office),
}
