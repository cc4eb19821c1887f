"""Who may do what in the committee: one literal table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate, predicate

from committee.models import Person
from committee.querysets import INSIDERS, TOWN_WIDE
from dayan_safety.importing.kinds import kinds_of
from dayan_safety.models import Attachment
from dayan_safety.permissions import Rule
from dayan_safety.records import verb_name


def holds(*roles: str) -> Predicate:
    """A predicate: the user holds one of ``roles`` today."""
    return Predicate(lambda user, thing: user.standing.is_one_of(*roles), name="|".join(roles))


@predicate
def is_liaison_of(user: Any, thing: Any) -> bool:
    """The user is a liaison of the unit that ``thing`` is, or belongs to."""
    return thing is not None and getattr(thing, "unit_id", getattr(thing, "pk", None)) in user.standing.units


@predicate
def is_self(user: Any, thing: Any) -> bool:
    """``thing`` is the user's own person."""
    return thing is not None and user.person_id == thing.pk


@predicate
def is_own_login(user: Any, thing: Any) -> bool:
    """``thing`` is the user's own login."""
    return bool(user == thing)


@predicate
def is_lead_of(user: Any, thing: Any) -> bool:
    """The user leads the group, or stands in for its lead."""
    return thing is not None and thing.pk in user.standing.groups


def record_of(thing: Any) -> Any:
    """The record that ``thing`` is, or is a file of."""
    return thing.thing if isinstance(thing, Attachment) else thing


@predicate
def keeps_files(user: Any, thing: Any) -> bool:
    """``thing`` is a record that files can be attached to."""
    return bool(getattr(thing, "KEEPS_FILES", False))


@predicate
def edits_record_of(user: Any, thing: Any) -> bool:
    """The user may edit the record that ``thing`` is, or is a file of."""
    record = record_of(thing)
    return bool(user.has_perm(verb_name("edit", type(record)), record))


@predicate
def opens_files_of(user: Any, thing: Any) -> bool:
    """A person's files may show what is masked elsewhere: they open to those who may see the full numbers."""
    record = record_of(thing)
    return not isinstance(record, Person) or bool(user.has_perm("committee.reveal_person", record))


@predicate
def attached_it(user: Any, thing: Any) -> bool:
    """The user attached the file."""
    return bool(getattr(thing, "by_id", None) == user.pk)


@predicate
def imports_lists(user: Any, thing: Any) -> bool:
    """The user may import lists of some kind."""
    return bool(kinds_of(user))


@predicate
def imports_such(user: Any, thing: Any) -> bool:
    """The user may import lists of the kind of ``thing``, an import; without one, lists of some kind."""
    return any(thing is None or kind.name == thing.kind for kind in kinds_of(user))


office = holds("office")
chair_or_office = holds("chair", "office")
town_wide = holds(*TOWN_WIDE)
insiders = holds(*INSIDERS)
administrator = holds("administrator")

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
    "dayan_safety.enrol_second_factor": Rule(_("set up the second factor"), is_own_login),
    "dayan_safety.renew_recovery_codes": Rule(_("make new recovery codes"), is_own_login),
    "dayan_safety.disable_second_factor": Rule(_("turn the second factor off"), is_own_login),
    "dayan_safety.reset_second_factor": Rule(_("reset a second factor"), administrator),
    "dayan_safety.view_action": Rule(_("read the history"), holds("auditor")),
    "dayan_safety.view_calendarday": Rule(_("view the calendar"), chair_or_office),
    "dayan_safety.edit_calendar": Rule(_("edit the calendar"), office),
    "dayan_safety.attach": Rule(_("attach a file"), keeps_files & opens_files_of & (office | edits_record_of)),
    "dayan_safety.remove_attachment": Rule(
        _("remove a file"), opens_files_of & (office | (attached_it & edits_record_of))
    ),
    "dayan_safety.download": Rule(_("download a file"), insiders & opens_files_of),
    "committee.export_user": Rule(_("export the logins"), administrator),
    "dayan_safety.export_action": Rule(_("export the history"), administrator),
    "dayan_safety.export_calendarday": Rule(_("export the calendar"), administrator),
    "dayan_safety.keep_schedules": Rule(_("keep the schedules"), administrator),
    "dayan_safety.run_task": Rule(_("run a task"), administrator),
}
