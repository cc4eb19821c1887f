"""The access matrix: one row a URL name. Who gets in, who is refused, for whom the record does not exist.

``ROWS`` are about records of one's own where the liaison or the lead has any, ``OTHERS`` about somebody else's,
``PERSONAL`` about a file of a person; ``missing`` gives what is promised for a record that is not there at all.
How a row is written: ``access_row``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns.tests.builders import (
    a_campaign,
    a_channel,
    a_display,
    a_distribution,
    a_kind_of_event,
    a_material,
    a_safety_day,
    an_audience,
    an_event,
)
from committee.documents import roster_workbook
from committee.imports import ROSTER as LIAISONS
from committee.services.rosters import blank_rows
from dayan_safety.attachments import attach
from dayan_safety.feeds import feed_key
from dayan_safety.importing.desk import upload_list
from dayan_safety.models import Notice, SavedView
from dayan_safety.notices import notify
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.tests import files
from dayan_safety.tests.access_row import (
    ALL,
    CHAIR_OFFICE,
    INSIDERS,
    NO_LISTS,
    OFFICE,
    OWN,
    SEES_PERSON,
    SEES_UNIT,
    SUPERVISOR,
    TOWN_WIDE,
    Args,
    Row,
    missing,
    noun,
    record_pages,
)
from dayan_safety.tests.access_rows_assessment import ASSESSMENT
from dayan_safety.tests.access_rows_check_in import CHECK_IN, OTHERS_CHECK_IN
from dayan_safety.tests.access_rows_checks import CHECKS, OTHERS_CHECKS
from dayan_safety.tests.access_rows_findings import FINDINGS, OTHERS_FINDINGS
from dayan_safety.tests.access_rows_inspections import INSPECTIONS, OTHERS_INSPECTIONS
from dayan_safety.tests.access_rows_ledger import LEDGER, OTHERS_LEDGER
from dayan_safety.tests.access_rows_national import NATIONAL
from dayan_safety.tests.access_rows_outreach import OTHERS_TRAININGS, TRAININGS
from dayan_safety.tests.access_rows_overview import OVERVIEW
from dayan_safety.tests.access_rows_peers import PEERS
from dayan_safety.tests.access_rows_projects import OTHERS_PROJECTS, PROJECTS
from dayan_safety.tests.access_rows_reports import OTHERS_REPORTS, REPORTS
from dayan_safety.tests.access_rows_residents import OTHERS_RESIDENTS, RESIDENTS
from dayan_safety.tests.access_rows_work import MEETINGS, OTHERS_WORK, TASKS
from inspections.tests.builders import a_site


def village(cast: Cast) -> list[Any]:
    """The liaison's own village."""
    return [cast.village.pk]


def other_village(cast: Cast) -> list[Any]:
    """A village of other liaisons."""
    return [cast.other_village.pk]


def a_liaison(cast: Cast) -> list[Any]:
    """The liaison's own person."""
    return [cast.liaison.person.pk]


def a_lead(cast: Cast) -> list[Any]:
    """The person of a group's lead, at a department."""
    return [cast.lead.person.pk]


def a_post(cast: Cast) -> list[Any]:
    """A liaison post of the own village."""
    return [cast.village.liaison_posts.get(role="coordinator").pk]


def other_post(cast: Cast) -> list[Any]:
    """A liaison post of another village."""
    return [cast.other_village.liaison_posts.get(role="coordinator").pk]


def own_appointment(cast: Cast) -> list[Any]:
    """The liaison's own appointment."""
    return [cast.liaison.person.appointments.get().pk]


def other_appointment(cast: Cast) -> list[Any]:
    """The appointment of another village's liaison."""
    return [an_appointment(cast.other_village.liaison_posts.first(), "liaison").pk]


def appointment_of_lead(cast: Cast) -> list[Any]:
    """The appointment of a group's lead, which whoever works in or for the committee may see."""
    return [cast.lead.person.appointments.get().pk]


def keyed(make: Callable[[], Any]) -> Args:
    """A record of the town that belongs to nobody in particular."""
    return lambda cast: [make().pk]


def own_event(cast: Cast) -> list[Any]:
    """An event in the liaison's own village."""
    return [an_event(unit=cast.village).pk]


def own_campaign(cast: Cast) -> list[Any]:
    """A campaign that the lead's group runs."""
    return [a_campaign(group=cast.group).pk]


def other_campaign(cast: Cast) -> list[Any]:
    """A campaign of another group."""
    return [a_campaign(group=cast.supervision).pk]


def own_display(cast: Cast) -> list[Any]:
    """A display in the liaison's own village."""
    return [a_display(unit=cast.village).pk]


def other_display(cast: Cast) -> list[Any]:
    """A display of the lead's group in another village."""
    return [a_display(unit=cast.other_village, group=cast.group).pk]


def own_line(cast: Cast) -> list[Any]:
    """Copies that went to the liaison's own village."""
    return [a_distribution(cast.village).pk]


def other_line(cast: Cast) -> list[Any]:
    """Copies that went to another village."""
    return [a_distribution(cast.other_village).pk]


def other_event(cast: Cast) -> list[Any]:
    """An event of the lead's working group in another village."""
    return [an_event(unit=cast.other_village, group=cast.group).pk]


def own_site(cast: Cast) -> list[Any]:
    """A site of the liaison's own village."""
    return [a_site(unit=cast.village).pk]


def other_site(cast: Cast) -> list[Any]:
    """A site of another village."""
    return [a_site(unit=cast.other_village).pk]


def of_committee(cast: Cast) -> list[Any]:
    """The committee."""
    return [cast.committee.pk]


def of_group(cast: Cast) -> list[Any]:
    """The lead's own group."""
    return [cast.group.pk]


def other_group(cast: Cast) -> list[Any]:
    """A group with another lead."""
    return [cast.supervision.pk]


def a_list(cast: Cast) -> list[Any]:
    """A list that comes as a file."""
    return ["roster"]


def an_import(cast: Cast) -> list[Any]:
    """A roster that waits for its confirmation."""
    rows = list(blank_rows(cast.committee.term_from))[:1]
    filled = [row._replace(name="新人", telephone="13812345678") for row in rows]
    return [upload_list(LIAISONS, "名册.xlsx", roster_workbook(filled), by=cast.office).pk]


def a_file_of(thing: Callable[[Cast], Any]) -> Args:
    """A picture kept with ``thing``."""
    photo = files.picture("PNG")
    return lambda cast: [attach(thing(cast), by=None, file=files.upload(photo, "图.png")).pk]


def a_notice(cast: Cast) -> list[Any]:
    """Something the office was told."""
    notify([cast.office], key="x", title="x", url="/")
    return [Notice.objects.get().pk]


def calendar_key(cast: Cast) -> list[Any]:
    """The secret address of somebody's calendar."""
    return [feed_key(a_user(a_person()))]


def a_view(cast: Cast) -> list[Any]:
    """A view the office keeps; who forgot it may forget it again in the next test."""
    return [SavedView.objects.create(user=cast.office, list_name="/committee/units/", name="x").pk]


def file_pages(record: Args, opens: frozenset[str], sees: frozenset[str], removes: frozenset[str]) -> dict[str, Row]:
    """The rows of the pages of a file: who opens it, who sees its record, who removes it."""
    return {
        "download_attachment": Row(opens, record, sees=sees),
        "preview_attachment": Row(opens, record, sees=sees),
        "remove_attachment": Row(removes, record, sees=sees, post=422),
    }


WRITES_DOWN = OFFICE | OWN | {"lead", "inspector", "supervisor", "member"}
FORMS = {"create": OFFICE, "edit": OFFICE, "remove": OFFICE, "attach": OFFICE}
OF_GROUP = FORMS | {"edit": OFFICE | {"lead"}, "attach": OFFICE | {"lead"}}
OF_PERSON = FORMS | {"edit": OFFICE | OWN, "attach": OFFICE | OWN}
OF_EVENT = FORMS | {"create": OFFICE | OWN | {"lead"}, "edit": OFFICE | OWN, "attach": OFFICE | OWN}
OF_CAMPAIGN = OF_GROUP | {"create": OFFICE | {"lead"}}
WITHOUT_FILES = dict.fromkeys(("create", "edit", "remove"), OFFICE)
# What the office does with the copies of a material.
STOCK = ("receive", "distribute", "count")
ROWS: dict[str, Row] = {
    "home": Row(ALL),
    "health": Row(ALL, get=503, public=True),
    "sign_in": Row(ALL, get=302, post=302, other_methods=302, public=True),
    "sign_out": Row(ALL, get=405, post=302, public=True),
    "change_password": Row(ALL, post=200),
    "set_preferences": Row(ALL, get=405, post=302, public=True),
    "list_notices": Row(ALL),
    "open_notice": Row(OFFICE, a_notice, get=405, post=302),
    "read_all_notices": Row(ALL, get=405, post=302),
    **file_pages(a_file_of(lambda cast: cast.village), INSIDERS, INSIDERS, OFFICE),
    "sign_in_code": Row(ALL, get=302, post=302, public=True),
    "view_account": Row(ALL),
    "end_sessions": Row(ALL, get=405, post=302),
    "renew_feed": Row(ALL, get=405, post=302),
    "view_feed": Row(ALL, calendar_key, public=True),
    "enrol_second_factor": Row(ALL, post=422),
    "renew_recovery_codes": Row(ALL, get=302, post=302),
    "disable_second_factor": Row(ALL, get=302, post=302),
    "search": Row(ALL),
    "pick": Row(ALL, word="unit"),
    "save_view": Row(ALL, get=405, post=302),
    "forget_view": Row(OFFICE, a_view, get=405, post=302),
    "list_action": Row(frozenset({"auditor"})),
    "export_action": Row(frozenset({"auditor"}), word="csv"),
    "set_parameters": Row(OFFICE, post=422),
    "list_papers": Row(OFFICE),
    "replace_paper": Row(OFFICE, word="meeting_notice", post=422),
    "restore_paper": Row(OFFICE, word="meeting_notice", get=405, post=302),
    "download_paper_template": Row(OFFICE, word="meeting_notice"),
    "download_test_paper": Row(OFFICE, word="meeting_notice"),
    "list_delivery": Row(CHAIR_OFFICE),
    "export_delivery": Row(CHAIR_OFFICE, word="csv"),
    "set_channels": Row(ALL, post=302),
    **OVERVIEW,
    **MEETINGS,
    **TASKS,
    **REPORTS,
    **TRAININGS,
    "committee:show_chart": Row(INSIDERS),
    **noun("committee", INSIDERS, of_committee, TOWN_WIDE, **FORMS),
    **noun("workinggroup", INSIDERS, of_group, TOWN_WIDE, **OF_GROUP),
    **noun("unit", SEES_UNIT, village, TOWN_WIDE, **FORMS),
    **noun("person", SEES_PERSON, a_liaison, CHAIR_OFFICE, **OF_PERSON),
    **noun("appointment", INSIDERS, appointment_of_lead, TOWN_WIDE, attach=OFFICE),
    **noun("liaisonpost", TOWN_WIDE | OWN, a_post, CHAIR_OFFICE),
    **noun("event", INSIDERS, own_event, TOWN_WIDE, app="campaigns", **OF_EVENT),
    **noun("display", INSIDERS, own_display, TOWN_WIDE, app="campaigns", **OF_EVENT),
    **PROJECTS,
    **noun("material", INSIDERS, keyed(a_material), TOWN_WIDE, app="campaigns", **FORMS),
    **{f"campaigns:{verb}_copies": Row(OFFICE, keyed(a_material), sees=INSIDERS, post=422) for verb in STOCK},
    **CHECK_IN,
    "campaigns:view_outreach": Row(INSIDERS),
    "keep_photo": Row(WRITES_DOWN, get=405, post=422),
    "drop_photo": Row(WRITES_DOWN, get=405, post=200),
    "campaigns:export_outreach": Row(TOWN_WIDE, word="2026"),
    "campaigns:export_campaign_files": Row(TOWN_WIDE, own_campaign, sees=INSIDERS),
    "view_rollover": Row(CHAIR_OFFICE | SUPERVISOR),
    "roll_over": Row(OFFICE | SUPERVISOR, get=405, post=409),
    "campaigns:view_calendar": Row(INSIDERS),
    "campaigns:view_coverage": Row(INSIDERS),
    "campaigns:plan_events": Row(OFFICE | {"lead"}, get=405, post=422),
    **noun("campaign", INSIDERS, own_campaign, TOWN_WIDE, app="campaigns", **OF_CAMPAIGN),
    **noun("stockentry", INSIDERS, own_line, TOWN_WIDE, app="campaigns"),
    "campaigns:hand_out_copies": Row(OFFICE | OWN, own_event, sees=INSIDERS, post=422),
    "campaigns:reverse_entry": Row(OFFICE, own_line, sees=INSIDERS, post=422),
    **noun("safetyday", INSIDERS, keyed(a_safety_day), TOWN_WIDE, app="campaigns", **WITHOUT_FILES),
    **noun("eventkind", INSIDERS, keyed(a_kind_of_event), TOWN_WIDE, app="campaigns", **WITHOUT_FILES),
    **noun("audience", INSIDERS, keyed(an_audience), TOWN_WIDE, app="campaigns", **WITHOUT_FILES),
    **noun("channel", INSIDERS, keyed(a_channel), TOWN_WIDE, app="campaigns", **WITHOUT_FILES),
    **FINDINGS,
    **INSPECTIONS,
    **RESIDENTS,
    **noun("site", INSIDERS, own_site, TOWN_WIDE, app="inspections", **FORMS),
    **ASSESSMENT,
    **CHECKS,
    **LEDGER,
    **PEERS,
    **NATIONAL,
    "committee:appoint_committee": Row(OFFICE, of_committee, sees=INSIDERS, post=422),
    "committee:appoint_workinggroup": Row(OFFICE, of_group, sees=INSIDERS, post=422),
    "committee:appoint_liaisonpost": Row(OFFICE, a_post, sees=SEES_PERSON, post=422),
    "committee:end_appointment": Row(OFFICE, own_appointment, sees=SEES_PERSON, post=422),
    "committee:add_alias": Row(OFFICE, village, sees=SEES_UNIT, post=422),
    "committee:hand_over": Row(OFFICE, a_liaison, sees=SEES_PERSON, post=422),
    "committee:reveal_person": Row(CHAIR_OFFICE | OWN, a_liaison, sees=SEES_PERSON, get=405, post=200),
    "committee:list_vacancies": Row(SEES_PERSON),
    "committee:print_roster": Row(SEES_PERSON),
    "download_template": Row(OFFICE, a_list, sees=NO_LISTS, asks_first=True),
    "list_imports": Row(OFFICE | SUPERVISOR),
    "committee:download_roster": Row(CHAIR_OFFICE),
    "import_list": Row(OFFICE, a_list, sees=NO_LISTS, post=422, asks_first=True),
    "view_import": Row(OFFICE, an_import, sees=NO_LISTS, asks_first=True),
    "download_problems": Row(OFFICE, an_import, sees=NO_LISTS, asks_first=True),
    "answer_import": Row(OFFICE, an_import, sees=NO_LISTS, get=405, post=302, asks_first=True),
    "undo_import": Row(OFFICE, an_import, sees=NO_LISTS, get=405, post=302, asks_first=True),
    "confirm_import": Row(OFFICE, an_import, sees=NO_LISTS, get=405, post=302, asks_first=True),
    "discard_import": Row(OFFICE, an_import, sees=NO_LISTS, get=405, post=302, asks_first=True),
}
OF_OTHER_EVENT = FORMS | {"edit": OFFICE | {"lead"}, "attach": OFFICE | {"lead"}}
OTHERS: dict[str, Row] = {
    **OTHERS_WORK,
    **OTHERS_REPORTS,
    **OTHERS_TRAININGS,
    **OTHERS_PROJECTS,
    **OTHERS_CHECK_IN,
    **OTHERS_CHECKS,
    **OTHERS_FINDINGS,
    **OTHERS_INSPECTIONS,
    **OTHERS_RESIDENTS,
    **OTHERS_LEDGER,
    **file_pages(a_file_of(lambda cast: cast.other_village), INSIDERS - OWN, INSIDERS - OWN, OFFICE),
    **record_pages("workinggroup", INSIDERS, other_group, **FORMS),
    **record_pages("unit", SEES_UNIT - OWN, other_village, **FORMS),
    **record_pages("person", TOWN_WIDE, a_lead, **FORMS),
    **record_pages("appointment", TOWN_WIDE, other_appointment, attach=OFFICE),
    **record_pages("liaisonpost", TOWN_WIDE, other_post),
    **record_pages("event", INSIDERS - OWN, other_event, app="campaigns", **OF_OTHER_EVENT),
    "campaigns:hand_out_copies": Row(OFFICE | {"lead"}, other_event, sees=INSIDERS - OWN, post=422),
    **record_pages("display", INSIDERS - OWN, other_display, app="campaigns", **OF_OTHER_EVENT),
    **record_pages("campaign", INSIDERS, other_campaign, app="campaigns", **FORMS),
    **record_pages("stockentry", INSIDERS - OWN, other_line, app="campaigns"),
    "campaigns:reverse_entry": Row(OFFICE, other_line, sees=INSIDERS - OWN, post=422),
    **record_pages("site", INSIDERS - OWN, other_site, app="inspections", **FORMS),
    "committee:appoint_workinggroup": Row(OFFICE, other_group, sees=INSIDERS, post=422),
    "committee:appoint_liaisonpost": Row(OFFICE, other_post, sees=TOWN_WIDE, post=422),
    "committee:end_appointment": Row(OFFICE, other_appointment, sees=TOWN_WIDE, post=422),
    "committee:add_alias": Row(OFFICE, other_village, sees=SEES_UNIT - OWN, post=422),
    "committee:hand_over": Row(OFFICE, a_lead, sees=TOWN_WIDE, post=422),
    "committee:reveal_person": Row(CHAIR_OFFICE | {"lead"}, a_lead, sees=TOWN_WIDE, get=405, post=200),
}
PERSONAL = file_pages(a_file_of(lambda cast: cast.liaison.person), CHAIR_OFFICE | OWN, SEES_PERSON, OFFICE)
MATRIX: dict[str, dict[str, Row]] = {
    "own": ROWS,
    "foreign": OTHERS,
    "personal": PERSONAL,
    "missing": {name: missing(row) for name, row in ROWS.items() if row.has_record},
}
