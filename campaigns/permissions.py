"""Who may do what in the campaigns: one literal table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_deny, predicate

from campaigns.querysets import READ_NAMES
from committee.permissions import holds, insiders, is_liaison_of, office, town_wide
from dayan_safety.permissions import Rule


@predicate
def leads_group_of(user: Any, thing: Any) -> bool:
    """The user leads the working group that ``thing`` belongs to, or stands in for its lead."""
    return getattr(thing, "group_id", None) in user.standing.groups


@predicate
def leads_project_of(user: Any, thing: Any) -> bool:
    """The user leads the working group of the promotion project that ``thing`` is, or belongs to."""
    return bool(leads_group_of.test(user, getattr(thing, "project", thing)))


@predicate
def is_about_unit(user: Any, thing: Any) -> bool:
    """What is said in the poll ``thing`` counts in the score of a unit."""
    return getattr(thing, "unit_id", None) is not None


own = leads_group_of | is_liaison_of
runs_project = office | leads_project_of


@predicate
def keeps_event_of(user: Any, attendee: Any) -> bool:
    """The user keeps the event that ``attendee`` came to. Of whose unit the attendee is does not matter."""
    return bool(own.test(user, getattr(attendee, "event", None)))


@predicate
def reads_names(user: Any, thing: Any) -> bool:
    """Chair, office and supervision read all names; others those of the events they keep (``thing`` or its event)."""
    if user.standing.is_one_of(*READ_NAMES):
        return True
    event = getattr(thing, "event", thing)
    return bool(own.test(user, event)) if event else user.standing.is_one_of("lead", "liaison")


RULES = {
    "campaigns.view_safetyday": Rule(_("view the safety days"), insiders),
    "campaigns.create_safetyday": Rule(_("enter a safety day"), office),
    "campaigns.edit_safetyday": Rule(_("edit a safety day"), office),
    "campaigns.remove_safetyday": Rule(_("remove a safety day"), office),
    "campaigns.export_safetyday": Rule(_("export the safety days"), town_wide),
    "campaigns.import_safetyday": Rule(_("import a list of safety days"), office),
    "campaigns.view_campaign": Rule(_("view the campaigns"), insiders),
    "campaigns.create_campaign": Rule(_("plan a campaign"), office | holds("lead")),
    "campaigns.edit_campaign": Rule(_("edit a campaign"), office | leads_group_of),
    "campaigns.remove_campaign": Rule(_("remove a campaign"), office),
    "campaigns.export_campaign": Rule(_("export the campaigns"), town_wide),
    "campaigns.view_calendar": Rule(_("view the calendar of campaigns"), insiders),
    "campaigns.view_programme": Rule(_("view the training programmes"), insiders),
    "campaigns.create_programme": Rule(_("enter a training programme"), office | holds("lead")),
    "campaigns.edit_programme": Rule(_("edit a training programme"), office | leads_group_of),
    "campaigns.remove_programme": Rule(_("remove a training programme"), office),
    "campaigns.export_programme": Rule(_("export the training programmes"), town_wide),
    "campaigns.view_questionnaire": Rule(_("view the questionnaires"), insiders),
    "campaigns.create_questionnaire": Rule(_("draw up a questionnaire"), office | holds("lead")),
    "campaigns.edit_questionnaire": Rule(_("edit a questionnaire"), office | leads_group_of),
    "campaigns.copy_questionnaire": Rule(_("copy a questionnaire"), office | leads_group_of),
    "campaigns.remove_questionnaire": Rule(_("remove a questionnaire"), office),
    "campaigns.export_questionnaire": Rule(_("export the questionnaires"), town_wide),
    "campaigns.create_question": Rule(_("add a question"), office | leads_group_of),
    "campaigns.edit_question": Rule(_("edit a question"), office | leads_group_of),
    "campaigns.remove_question": Rule(_("remove a question"), office | leads_group_of),
    "campaigns.view_poll": Rule(_("view the polls"), insiders),
    "campaigns.create_poll": Rule(_("put a questionnaire to people"), office | holds("lead")),
    "campaigns.edit_poll": Rule(_("edit a poll"), office | (leads_group_of & ~is_about_unit)),
    "campaigns.put_to_units": Rule(_("ask about every unit of a kind"), office),
    "campaigns.show_unit_codes": Rule(_("print the codes of polls about units"), office),
    "campaigns.read_words": Rule(_("read what was said in own words"), town_wide | (insiders & ~is_about_unit)),
    "campaigns.remove_poll": Rule(_("remove a poll"), office),
    "campaigns.export_poll": Rule(_("export the polls"), town_wide),
    "campaigns.export_answers": Rule(_("export what was answered"), town_wide),
    "campaigns.answer_poll": Rule(_("answer a poll without a login"), always_deny),
    "campaigns.view_display": Rule(_("view the displays"), insiders),
    "campaigns.create_display": Rule(_("enter a display"), office | holds("lead", "liaison")),
    "campaigns.edit_display": Rule(_("edit a display"), office | own),
    "campaigns.remove_display": Rule(_("remove a display"), office),
    "campaigns.export_display": Rule(_("export the displays"), town_wide),
    "campaigns.view_project": Rule(_("view the promotion projects"), insiders),
    "campaigns.create_project": Rule(_("plan a promotion project"), office | holds("lead")),
    "campaigns.edit_project": Rule(_("edit a promotion project"), runs_project),
    "campaigns.remove_project": Rule(_("remove a promotion project"), office),
    "campaigns.export_project": Rule(_("export the promotion projects"), town_wide),
    "campaigns.add_step": Rule(_("add a measure or milestone"), runs_project),
    "campaigns.edit_step": Rule(_("edit a measure or milestone"), runs_project),
    "campaigns.finish_step": Rule(_("enter as done"), runs_project),
    "campaigns.reopen_step": Rule(_("enter as not done after all"), runs_project),
    "campaigns.remove_step": Rule(_("remove a measure or milestone"), runs_project),
    "campaigns.record_effect": Rule(_("enter a figure of the effect"), runs_project),
    "campaigns.remove_effect": Rule(_("remove a figure of the effect"), runs_project),
    "campaigns.view_coverage": Rule(_("view the coverage map"), insiders),
    "campaigns.plan_events": Rule(_("plan events from the coverage map"), office | holds("lead")),
    "campaigns.view_material": Rule(_("view the materials"), insiders),
    "campaigns.create_material": Rule(_("enter a material"), office),
    "campaigns.edit_material": Rule(_("edit a material"), office),
    "campaigns.remove_material": Rule(_("remove a material"), office),
    "campaigns.export_material": Rule(_("export the materials"), town_wide),
    "campaigns.import_material": Rule(_("import a list of materials"), office),
    "campaigns.view_stockentry": Rule(_("view the ledger of materials"), insiders),
    "campaigns.export_stockentry": Rule(_("export the ledger of materials"), town_wide),
    "campaigns.view_outreach": Rule(_("view the year of outreach"), insiders),
    "campaigns.export_outreach": Rule(_("export events with their files"), town_wide),
    "campaigns.receive_copies": Rule(_("enter copies that came in"), office),
    "campaigns.distribute_copies": Rule(_("hand copies out to a unit"), office),
    "campaigns.count_copies": Rule(_("count what is in stock"), office),
    "campaigns.reverse_entry": Rule(_("reverse a line of the ledger"), office),
    "campaigns.hand_out_copies": Rule(_("hand out materials at an event"), office | own),
    "campaigns.view_eventkind": Rule(_("view the kinds of events"), insiders),
    "campaigns.create_eventkind": Rule(_("enter a kind of event"), office),
    "campaigns.edit_eventkind": Rule(_("edit a kind of event"), office),
    "campaigns.remove_eventkind": Rule(_("remove a kind of event"), office),
    "campaigns.export_eventkind": Rule(_("export the kinds of events"), town_wide),
    "campaigns.view_audience": Rule(_("view the audiences"), insiders),
    "campaigns.create_audience": Rule(_("enter an audience"), office),
    "campaigns.edit_audience": Rule(_("edit an audience"), office),
    "campaigns.remove_audience": Rule(_("remove an audience"), office),
    "campaigns.export_audience": Rule(_("export the audiences"), town_wide),
    "campaigns.view_channel": Rule(_("view the channels of outreach"), insiders),
    "campaigns.create_channel": Rule(_("enter a channel of outreach"), office),
    "campaigns.edit_channel": Rule(_("edit a channel of outreach"), office),
    "campaigns.remove_channel": Rule(_("remove a channel of outreach"), office),
    "campaigns.export_channel": Rule(_("export the channels of outreach"), town_wide),
    "campaigns.view_event": Rule(_("view the events"), insiders),
    "campaigns.create_event": Rule(_("log an event"), office | holds("lead", "liaison")),
    "campaigns.edit_event": Rule(_("edit an event"), office | own),
    "campaigns.remove_event": Rule(_("remove an event"), office),
    "campaigns.export_event": Rule(_("export the events"), town_wide),
    "campaigns.view_attendee": Rule(_("read who came to an event"), reads_names),
    "campaigns.export_attendee": Rule(_("export who came to an event"), reads_names & town_wide),
    "campaigns.enter_attendees": Rule(_("enter a sign-in list"), office | own),
    "campaigns.remove_attendee": Rule(_("take a name off a sign-in list"), office | keeps_event_of),
    "campaigns.adopt_list_count": Rule(_("make the number of names the head-count"), office | own),
    "campaigns.open_check_in": Rule(_("open signing in by a code"), office | own),
    "campaigns.show_check_in": Rule(_("show the code to sign in"), office | own),
    "campaigns.close_check_in": Rule(_("close signing in by a code"), office | own),
    "campaigns.check_in": Rule(_("sign in to an event"), office | own),
    "campaigns.import_event": Rule(_("import a list of events"), office),
}
