"""Who somebody is to a thing: the small questions that the tables of rights are made of."""

from typing import Any

from rules.predicates import Predicate, predicate

from committee.models import AgendaItem, Person, Report, Task
from committee.querysets import INSIDERS, TOWN_WIDE
from dayan_safety.importing.kinds import kinds_of
from dayan_safety.models import Attachment
from dayan_safety.records import verb_name
from dayan_safety.workdays import today


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


@predicate
def is_own_attendance(user: Any, thing: Any) -> bool:
    """``thing`` is the user's own place at a meeting."""
    return thing is not None and user.person_id is not None and getattr(thing, "person_id", None) == user.person_id


@predicate
def does(user: Any, thing: Any) -> bool:
    """The user's unit or group leads or helps with the task that ``thing`` is, or belongs to."""
    task, standing = getattr(thing, "task", thing), user.standing
    if not isinstance(task, Task):
        return False
    leads = task.lead_unit_id in standing.answers_for or task.lead_group_id in standing.in_groups
    return bool(leads or helps(user, task))


def helps(user: Any, task: Any) -> bool:
    """Whether the user's unit or group helps with the task."""
    units = task.helper_units.filter(pk__in=user.standing.answers_for)
    return bool(units.exists()) or task.helper_groups.filter(pk__in=user.standing.in_groups).exists()


@predicate
def leads(user: Any, thing: Any) -> bool:
    """The user answers for the unit that leads the task, or leads the group that does."""
    task = getattr(thing, "task", thing)
    if not isinstance(task, Task):
        return False
    return bool(task.lead_unit_id in user.standing.answers_for or task.lead_group_id in user.standing.groups)


@predicate
def contributes_to(user: Any, thing: Any) -> bool:
    """The user does the task, writes the report, or presents or proposed the topic, that ``thing`` is, or is a file of;
    a report only while it can be written."""
    record = record_of(thing)
    if isinstance(record, Task):
        return bool(does.test(user, record))
    if isinstance(record, Report):
        return record.is_writable and not record.is_locked_on(today()) and bool(writes_report.test(user, record))
    if isinstance(record, AgendaItem):
        presents = user.person_id is not None and record.owner_id == user.person_id
        return bool(presents or record.proposed_by_id == user.pk)
    return False


@predicate
def writes_report(user: Any, thing: Any) -> bool:
    """The user leads the group that owes the report, or answers for the unit that does."""
    if not isinstance(thing, Report):
        return False
    return thing.group_id in user.standing.groups or thing.unit_id in user.standing.answers_for


office = holds("office")
chair_or_office = holds("chair", "office")
town_wide = holds(*TOWN_WIDE)
insiders = holds(*INSIDERS)
administrator = holds("administrator")
