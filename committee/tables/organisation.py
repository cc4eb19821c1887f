"""How the committee's lists are read."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import Appointment, Person, WorkingGroup
from dayan_safety.tables import Badge, Column


def posts_in_words(record: Any) -> str:
    """The posts held, as fetched with ``with_posts``."""
    return "、".join(appointment.title for appointment in record.posts_held)


def held_by(group: WorkingGroup, post: str) -> str:
    """The names of those in ``post``."""
    return "、".join(str(a.person) for a in group.posts_held if a.post == post)


def confirmed(group: WorkingGroup) -> Badge:
    """Whether the source named the group."""
    if group.to_be_confirmed:
        return Badge(_("to be confirmed"), "warning", "question-circle")
    return Badge(_("confirmed"), "success", "check-circle")


def in_post(appointment: Appointment) -> Badge:
    """Whether today is a day in the post, before it or after it."""
    today = timezone.localdate()
    if appointment.is_over_on(today):
        return Badge(_("ended"), "secondary", "clock-history")
    if appointment.since > today:
        return Badge(_("not begun yet"), "info", "calendar-event")
    return Badge(_("in the post"), "success", "check-circle")


def filled(post: Any) -> Badge:
    """Whether somebody holds the liaison post."""
    if post.posts_held:
        return Badge(_("filled"), "success", "check-circle")
    return Badge(_("vacant"), "danger", "exclamation-circle")


def holder(post: Any) -> Person | None:
    """Who holds the liaison post."""
    return post.posts_held[0].person if post.posts_held else None


def of_holder(attribute: str) -> Any:
    """A reader of one attribute of the holder."""
    return lambda post: getattr(holder(post), attribute, "")


UNITS = (
    Column("name", _("Name"), order=("initials",)),
    Column("kind", _("Kind"), lambda unit: unit.get_kind_display(), order=("kind", "order")),
    Column("code", _("Statistical code"), order=("code",)),
    Column("address", _("Address"), shown=False),
    Column("telephone", _("Office telephone")),
    Column("valid_from", _("Belongs from"), order=("valid_from",), kind="date", shown=False),
    Column("valid_to", _("Belongs until"), order=("valid_to",), kind="date", shown=False),
)
PEOPLE = (
    Column("name", _("Full name"), order=("initials",)),
    Column("sex", _("Sex"), lambda person: person.get_sex_display(), shown=False),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("position", _("Position"), order=("position",)),
    Column("posts", _("Posts"), posts_in_words),
    Column("telephone", _("Telephone"), lambda person: person.masked_telephone),
    Column("left_on", _("Left on"), order=("left_on",), kind="date", shown=False),
)
COMMITTEES = (
    Column("name", _("Name"), order=("name",)),
    Column("term_from", _("Term from"), order=("term_from",), kind="date"),
    Column("term_to", _("Term until"), order=("term_to",), kind="date"),
    Column("document", _("Founding document")),
)
GROUPS = (
    Column("number", _("Number"), order=("number",), kind="number"),
    Column("name", _("Name"), order=("name",)),
    Column("lead_unit", _("Lead unit"), order=("lead_unit__order",)),
    Column("lead", _("Lead"), lambda group: held_by(group, Appointment.Post.LEAD)),
    Column("deputies", _("Deputies"), lambda group: held_by(group, Appointment.Post.DEPUTY_LEAD)),
    Column("members", _("People"), lambda group: len(group.posts_held), kind="number"),
    Column("confirmed", _("Status"), confirmed, order=("to_be_confirmed",)),
)
APPOINTMENTS = (
    Column("person", _("Person"), order=("person__initials",)),
    Column("title", _("Post")),
    Column("unit", _("Unit"), lambda appointment: appointment.person.unit, order=("person__unit__order",)),
    Column("since", _("Since"), order=("since",), kind="date"),
    Column("until", _("Until"), order=("until",), kind="date"),
    Column("document", _("Appointment document"), shown=False),
    Column("status", _("Status"), in_post, order=("until",)),
)
ROSTER = (
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("code", _("Statistical code"), lambda post: post.unit.code, shown=False),
    Column("role", _("Role"), lambda post: post.get_role_display(), order=("role",)),
    Column("holder", _("Full name"), holder),
    Column("position", _("Position"), of_holder("position")),
    Column("telephone", _("Telephone"), of_holder("masked_telephone")),
    Column("since", _("Since"), lambda post: post.posts_held[0].since if post.posts_held else None, kind="date"),
    Column("status", _("Status"), filled),
)
