"""Who may do what with the house itself: papers, lists, files, logins, history."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_deny

from committee.permissions.predicates import (
    administrator,
    attached_it,
    chair_or_office,
    contributes_to,
    edits_record_of,
    holds,
    imports_lists,
    imports_such,
    insiders,
    is_own_login,
    keeps_files,
    office,
    opens_files_of,
)
from dayan_safety.permissions import Rule

# Who reads all records of the town and all scores.
reads_overview = holds("chair", "office", "supervisor")
# Whoever logs events or writes findings down.
writes_down = holds("office", "lead", "liaison", "inspector", "supervisor", "member")

RULES = {
    "dayan_safety.keep_papers": Rule(_("keep the templates of papers"), office),
    "dayan_safety.replace_paper": Rule(_("replace the template of a paper"), office),
    "dayan_safety.restore_paper": Rule(_("go back to the shipped template of a paper"), office),
    "dayan_safety.view_delivery": Rule(_("see who was told what"), chair_or_office),
    "dayan_safety.set_channels": Rule(_("set the own channels"), is_own_login),
    "dayan_safety.set_parameters": Rule(_("set the parameters"), office),
    "dayan_safety.view_rollover": Rule(_("see what a year hands on"), holds("chair", "office", "supervisor")),
    "dayan_safety.roll_over": Rule(_("carry over into the new year"), holds("office", "supervisor")),
    "dayan_safety.view_overview": Rule(_("read the town at a glance"), reads_overview),
    "dayan_safety.keep_screen": Rule(_("keep the big screen"), office),
    "dayan_safety.open_screen": Rule(_("switch the big screen on"), office),
    "dayan_safety.renew_screen": Rule(_("give the big screen a new address"), office),
    "dayan_safety.close_screen": Rule(_("switch the big screen off"), office),
    "dayan_safety.view_screen": Rule(_("look at the big screen"), always_deny),  # by its address alone
    "dayan_safety.view_imports": Rule(_("bring in lists"), imports_lists),
    "dayan_safety.discard_import": Rule(_("discard a list"), imports_such),
    "dayan_safety.undo_import": Rule(_("take an import back"), imports_such),
    "dayan_safety.download_problems": Rule(_("download the problems of a list"), imports_such),
    "dayan_safety.teach_header_word": Rule(_("teach what a header means"), office),
    "committee.create_user": Rule(_("create a login"), administrator),
    "committee.edit_user": Rule(_("edit a login"), administrator),
    "committee.deactivate_user": Rule(_("close a login"), administrator),
    "committee.activate_user": Rule(_("open a login again"), administrator),
    "committee.reset_password": Rule(_("reset a password"), administrator),
    "committee.change_password": Rule(_("change the password"), is_own_login),
    "dayan_safety.sign_in": Rule(_("sign in"), administrator),
    "dayan_safety.sign_out": Rule(_("sign out"), administrator),
    "dayan_safety.time_out": Rule(_("be signed out by time"), is_own_login),
    "dayan_safety.end_sessions": Rule(_("sign out everywhere else"), is_own_login),
    "dayan_safety.renew_feed": Rule(_("give the own calendar a new address"), is_own_login),
    "dayan_safety.enrol_second_factor": Rule(_("set up the second factor"), is_own_login),
    "dayan_safety.renew_recovery_codes": Rule(_("make new recovery codes"), is_own_login),
    "dayan_safety.disable_second_factor": Rule(_("turn the second factor off"), is_own_login),
    "dayan_safety.reset_second_factor": Rule(_("reset a second factor"), administrator),
    "dayan_safety.view_action": Rule(_("read the history"), holds("auditor")),
    "dayan_safety.view_calendarday": Rule(_("view the calendar"), chair_or_office),
    "dayan_safety.edit_calendar": Rule(_("edit the calendar"), office),
    "dayan_safety.keep_photo": Rule(_("send photographs ahead of a form"), writes_down),
    "dayan_safety.attach": Rule(
        _("attach a file"), keeps_files & opens_files_of & (office | edits_record_of | contributes_to)
    ),
    "dayan_safety.remove_attachment": Rule(
        _("remove a file"), opens_files_of & (office | (attached_it & (edits_record_of | contributes_to)))
    ),
    "dayan_safety.download": Rule(_("download a file"), insiders & opens_files_of),
    "committee.export_user": Rule(_("export the logins"), administrator),
    "dayan_safety.export_action": Rule(_("export the history"), administrator),
    "dayan_safety.export_calendarday": Rule(_("export the calendar"), administrator),
    "dayan_safety.keep_schedules": Rule(_("keep the schedules"), administrator),
    "dayan_safety.run_task": Rule(_("run a task"), administrator),
}
