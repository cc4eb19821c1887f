"""Taking an import back: what stands in the way, told with the records it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dayan_safety.bulk import update_all
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Attachment, Record

NAMES_TOLD = 10


@dataclass(frozen=True, slots=True)
class Blocker:
    """A sentence; ``%(names)s`` in it stands for ``things``, which people may open."""

    sentence: str
    things: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return self.sentence % {"names": _(", ").join(map(str, self._told()))} if self.things else self.sentence

    def _told(self) -> list[Any]:
        return [*self.things[:NAMES_TOLD], *(["…"] if len(self.things) > NAMES_TOLD else [])]

    def __html__(self) -> SafeString:
        """The same with links."""
        names = format_html_join(_(", "), "{}", ((_link(thing),) for thing in self._told()))
        return mark_safe(escape(self.sentence) % {"names": names} if self.things else escape(self.sentence))


def _link(thing: Any) -> str:
    open_to = getattr(thing, "get_absolute_url", None)
    return format_html('<a href="{}">{}</a>', open_to(), thing) if open_to else str(thing)


def blocker(sentence: str, things: Iterable[Any]) -> list[Blocker]:
    """One blocker about ``things``, each named once; none where there are none."""
    several = sorted({str(thing): thing for thing in things}.items())
    return [Blocker(sentence, tuple(thing for _name, thing in several))] if several else []


def touched(model: type[Record], versions: Mapping[int, int]) -> list[Any]:
    """Records that are not as the import left them: ``versions`` by key; a key where the record is gone."""
    found = {record.pk: record for record in model._default_manager.filter(pk__in=versions)}
    return [found.get(key, key) for key, version in versions.items() if not _is_as_left(found.get(key), version)]


def _is_as_left(record: Record | None, version: int) -> bool:
    return record is not None and record.version == version and record.removed_at is None


def used(model: type[Record], keys: Collection[int], own: Mapping[type[Any], Collection[int]]) -> list[Any]:
    """Records that something else refers to by now: whatever table refers to them, and files.

    ``own``: what the import itself wrote, by model, does not count.
    """
    found: set[int] = set()
    for relation in model._meta.related_objects:
        name, related = relation.field.name, relation.related_model
        rows = related._base_manager.filter(**{f"{name}__in": list(keys)}).exclude(pk__in=own.get(related, ()))
        found.update(rows.values_list(name, flat=True))
    kind = ContentType.objects.get_for_model(model)
    found.update(Attachment.objects.filter(thing_type=kind, thing_id__in=keys).values_list("thing_id", flat=True))
    return list(model._default_manager.filter(pk__in=found))


def removals(keys: Iterable[int]) -> list[list[Any]]:
    """What takes new records out of sight, as ``update_all`` wants it for ``removed_at``."""
    now = timezone.now()
    return [[key, 1, now] for key in keys]


def write_back(model: type[Record], names: tuple[str, ...], rows: list[Any], *, emptying: Collection[str] = ()) -> None:
    """``update_all``, all of it; raises ``RuleBroken`` where somebody was faster."""
    if update_all(model, names, rows, emptying=emptying) < len(rows):
        raise RuleBroken(changed_since())


def changed_since() -> str:
    """The sentence for an import that is no longer as it was looked at."""
    return _("Something changed meanwhile: nothing was taken back. Look again.")
