"""The lists of the committee that come as files: one declaration each."""

from django.utils.translation import gettext_lazy as _

from committee.documents import member_template, person_template, roster_template, unit_template
from committee.services import rosters, unit_list
from committee.services.form_list import FORM_FIELDS
from dayan_safety.importing.kinds import ListKind, WayBack

ROSTER = ListKind(
    name="roster",
    label=_("Liaison roster"),
    right="committee.import_roster",
    icon="telephone",
    page="committee:list_liaisonpost",
    fields=rosters.FIELDS,
    group=rosters.POSTS,
    check=rosters.check_roster,
    write=rosters.write,
    way_back=WayBack(rosters.lock, rosters.blockers, rosters.restore),
    template=roster_template,
    thing=_("Post"),
    advice=(
        _("One person a line, or one unit a line with its three people side by side, or one sheet a role."),
        _("Unit and role are needed; name and telephone say who is in the post."),
        _("Units by name, other name or 12-digit code."),
        _("Who is no longer named stays in the post: an import ends nothing by silence."),
    ),
)

UNITS = ListKind(
    name="unit",
    label=_("Register of units"),
    right="committee.import_unit",
    icon="building",
    page="committee:list_unit",
    fields=unit_list.FIELDS,
    check=unit_list.check_units,
    write=unit_list.write_units,
    way_back=WayBack(unit_list.lock_units, unit_list.unit_blockers, unit_list.restore_units),
    template=unit_template,
    thing=_("Unit"),
    advice=(
        _("One unit a line; the name is needed, and for a new unit its kind."),
        _("A unit is found by its 12-digit code, its name or another name; a blank cell leaves what stands."),
        _("A new village or enterprise gets its three liaison posts, still vacant."),
        _("Who is not in the list stays: an import removes nobody."),
    ),
)

MEMBERS = ListKind(
    name="member",
    label=_("Members of the working groups"),
    right="committee.import_member",
    icon="people",
    page="committee:list_workinggroup",
    fields=rosters.MEMBER_FIELDS,
    check=rosters.check_members,
    write=rosters.write,
    way_back=WayBack(rosters.lock, rosters.blockers, rosters.restore),
    template=member_template,
    thing=_("Post"),
    advice=(
        _("One person and post a line: working group, post in the group, name and unit are needed."),
        _("A group is found by its name, with or without “working group” behind it."),
        _("A new lead ends the one before by a day; a group may have several deputies and members."),
        _("Who is no longer named stays in the post: an import ends nothing by silence."),
    ),
)

PEOPLE = ListKind(
    name="person",
    label=_("Register of people"),
    right="committee.import_person",
    icon="person-vcard",
    page="committee:list_person",
    fields=rosters.PERSON_FIELDS,
    check=rosters.check_people,
    write=rosters.write,
    way_back=WayBack(rosters.lock, rosters.blockers, rosters.restore),
    template=person_template,
    thing=_("Person"),
    advice=(
        _("One person a line; name and unit are needed."),
        _("A person is found by identity number, else by unit, name and telephone; namesakes are asked about."),
        _("A blank cell leaves what stands, and so does a masked number."),
        _("Who is not in the list stays: an import removes nobody."),
    ),
)

FIELDS_OF_FORMS = FORM_FIELDS.kind(
    name="formfield",
    label=_("Figures and texts of report forms"),
    right="committee.import_formfield",
    icon="ui-checks-grid",
    page="committee:list_formfield",
    thing=_("Figure or text"),
    advice=(
        _("One figure or text a line; the form, with its month, may stand in a column or above the header."),
        _("It is found by form and code, without a code by form and name; for a new one section and name are needed."),
        _("A blank code is filled in; figures of one code are the same figure in every form."),
        _("A form on which reports were handed in stays as it is: copy it for a later month first."),
    ),
)

LISTS = (ROSTER, UNITS, PEOPLE, MEMBERS, FIELDS_OF_FORMS)
