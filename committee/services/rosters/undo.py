"""Taking a whole import back, for a week and while nobody has touched what it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Appointment, LiaisonPost, Person
from committee.services.rosters.plan import Plan
from dayan_safety.bulk import update_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.importing import batches
from dayan_safety.models import Attachment, ImportBatch, Record
from dayan_safety.permissions import verb

RIGHT = "committee.undo_roster"
NAMES_TOLD = 10
RESTORED = ("sex", "telephone", "position", "identity_number", "identity_digest")
Undo = dict[str, list[Any]]  # as ``way_back`` gives it and the batch keeps it


def way_back(plan: Plan, *, people: list[int], posts: list[int], begun: list[int]) -> Undo:
    """What an import must remember to be taken back: keys of what it registered, and what it changed as it was.

    ``edited``: key, version since then, and the values before, nothing where they stay. An identity number is only
    ever added to a person, so that none has to be remembered. ``moved``: key, version, first and last day before.
    """
    return {
        "people": people,
        "posts": posts,
        "begun": begun,
        "edited": [_before(person) for person in plan.edited_people],
        "moved": [
            [held.pk, held.version + 1, held.since.isoformat(), held.until and held.until.isoformat()]
            for held in (shift.held for shift in plan.shifts)
        ],
    }


def _before(person: Any) -> list[Any]:
    known, changes = person.known, person.changes
    values = {name: getattr(known, name, "") for name in ("sex", "telephone", "position")}
    values |= {"identity_number": "", "identity_digest": ""}
    names = {*changes, *(["identity_digest"] if "identity_number" in changes else [])}
    return [known.pk, known.version + 1, *(values[name] if name in names else None for name in RESTORED)]


def blockers_of(batch: ImportBatch) -> list[str]:
    """Why an import cannot be taken back, in sentences; none: it can. The number of queries is that of the tables."""
    if batches.is_too_old(batch):
        days = batches.UNDO_WITHIN.days
        return [_("An import can be taken back for %(days)s days; this one is older.") % {"days": days}]
    undo: Undo = batch.undo
    begun = dict.fromkeys(undo["begun"], 1)
    people = dict.fromkeys(undo["people"], 1)
    touched = [
        *_touched(Person, people | {row[0]: row[1] for row in undo["edited"]}),
        *_touched(Appointment, begun | {row[0]: row[1] for row in undo["moved"]}),
        *_touched(LiaisonPost, dict.fromkeys(undo["posts"], 1)),
    ]
    used = [*_used(Person, people, begun), *_used(LiaisonPost, dict.fromkeys(undo["posts"], 1), begun)]
    busy = _busy(batch, undo)
    taken = _taken(undo)
    return [
        *_told(_("Changed since: %(names)s."), touched),
        *_told(_("Used elsewhere since: %(names)s."), used),
        *_told(_("Left, or appointed elsewhere since: %(names)s."), busy),
        *_told(_("Held by others since: %(names)s."), taken),
    ]


def _touched(model: type[Record], versions: Mapping[int, int]) -> list[str]:
    """Records that are not as the import left them."""
    found = {record.pk: record for record in model._default_manager.filter(pk__in=versions)}
    changed = [key for key in versions if key not in found or not _is_as_left(found[key], versions[key])]
    return [str(found[key]) if key in found else str(key) for key in changed]


def _is_as_left(record: Record, version: int) -> bool:
    return record.version == version and record.removed_at is None


def _used(model: type[Record], keys: Mapping[int, int], begun: Mapping[int, int]) -> list[str]:
    """New records that something else refers to by now: whatever table refers to them, and files."""
    used: set[int] = set()
    for relation in model._meta.related_objects:
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": list(keys)})
        rows = rows.exclude(pk__in=begun) if relation.related_model is Appointment else rows
        used.update(rows.values_list(name, flat=True))
    kind = ContentType.objects.get_for_model(model)
    used.update(Attachment.objects.filter(thing_type=kind, thing_id__in=keys).values_list("thing_id", flat=True))
    return [str(record) for record in model._default_manager.filter(pk__in=used)]


def _busy(batch: ImportBatch, undo: Undo) -> list[str]:
    """Those who would get a post back and have left since, or were appointed to another one."""
    moved = [row[0] for row in undo["moved"]]
    people = Person.objects.filter(appointments__in=moved)
    left = people.filter(left_on__isnull=False)
    later = people.filter(appointments__created_at__gt=batch.imported_at)
    others = Appointment.objects.filter(created_at__gt=batch.imported_at).exclude(pk__in=undo["begun"])
    appointed = later.filter(appointments__in=others)
    return [str(person) for person in (left | appointed).distinct()]


def _taken(undo: Undo) -> list[str]:
    """Posts that would have two holders, or are gone: somebody else was appointed after the import had ended them."""
    days = {row[0]: (_day(row[2]), _day(row[3])) for row in undo["moved"]}
    moved = {held.pk: held for held in Appointment.objects.filter(pk__in=days).select_related("liaison_post__unit")}
    posts = {held.liaison_post_id: held for held in moved.values()}
    others = Appointment.objects.present().filter(liaison_post__in=posts).exclude(pk__in=[*days, *undo["begun"]])
    spans = [(moved[key].liaison_post_id, *span) for key, span in days.items() if key in moved]
    taken = {
        other.liaison_post_id
        for other in others
        for post, since, until in spans
        if other.liaison_post_id == post and _overlap((since, until), (other.since, other.until))
    }
    gone = {post for post, held in posts.items() if held.liaison_post and held.liaison_post.removed_at}
    return [str(posts[post].liaison_post) for post in taken | gone]


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days meet; an end that is open lasts."""
    first, last = (max(span[0] or date.min for span in (one, other)), min(span[1] or date.max for span in (one, other)))
    return first <= last


def _told(sentence: str, names: Iterable[str]) -> list[str]:
    several = sorted(set(names))
    more = ["…"] if len(several) > NAMES_TOLD else []
    return [sentence % {"names": _(", ").join(several[:NAMES_TOLD] + more)}] if several else []


@verb(RIGHT)
def undo_roster(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Take an import back, all of it or nothing: what it registered is removed, what it changed is as it was.

    ``RuleBroken`` when it was taken back already or something stands in the way. History keeps both.
    """
    batches.take_back(batch)
    _lock(batch)
    if blockers := blockers_of(batch):
        raise RuleBroken(" ".join([_("The import cannot be taken back."), *blockers]))
    try:
        _restore(batch.undo)
    except IntegrityError as error:
        raise RuleBroken(changed_meanwhile()) from error
    changes = batch.report["changes"]
    before = {change["thing"]: change["after"] for change in changes}
    after = {"name": batch.name} | {change["thing"]: change["before"] for change in changes if change["before"]}
    record_action(RIGHT, batch, by=by, before=before, after=after)
    return batch


def _lock(batch: ImportBatch) -> None:
    """Whoever appoints to these posts, or refers to these people, comes before this or waits for its end."""
    posts = LiaisonPost.objects.filter(pk__in=batch.report.get("touched", {}).get("liaisonpost", ()))
    people = Person.objects.filter(pk__in=batch.undo.get("people", ()))
    for rows in (posts, people):
        list(rows.order_by("pk").select_for_update().values_list("pk"))


def _restore(undo: Undo) -> None:
    """Five statements. Who began goes before who comes back: a post has one holder at a time."""
    now = timezone.now()
    moved = [[*row[:2], _day(row[2]), _day(row[3])] for row in undo["moved"]]
    works: list[tuple[type[Record], tuple[str, ...], list[Any], bool]] = [
        (Appointment, ("removed_at",), [[key, 1, now] for key in undo["begun"]], False),
        (Appointment, ("since", "until"), moved, True),
        (Person, RESTORED, undo["edited"], False),
        (Person, ("removed_at",), [[key, 1, now] for key in undo["people"]], False),
        (LiaisonPost, ("removed_at",), [[key, 1, now] for key in undo["posts"]], False),
    ]
    for model, names, rows, emptying in works:
        if update_all(model, names, rows, emptying=emptying) < len(rows):
            raise RuleBroken(changed_meanwhile())


def changed_meanwhile() -> str:
    """The sentence for an import that is no longer as it was looked at."""
    return _("Something changed meanwhile: nothing was taken back. Look again.")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
