"""Querysets every table shares: which rows exist for a user."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models


class CountOf(models.Subquery):
    """How many rows a query finds, asked for together with something else; the query may be cut short."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = models.IntegerField()


class RecordQuerySet(models.QuerySet[Any]):
    """Rows of a record. Each model says in ``visible_to`` which of them exist for a user."""

    def visible_to(self, user: Any) -> Self:
        """Rows that exist for ``user``; a model that forgets to answer shows nothing at all."""
        raise NotImplementedError(f"{self.model.__name__} does not say whom it is visible to")

    def present(self) -> Self:
        """Rows nobody has removed."""
        return self.filter(removed_at__isnull=True)

    def all_if(self, allowed: bool) -> Self:
        """Every present row when ``allowed``, none otherwise."""
        return self.present() if allowed else self.none()

    def with_existence(self, user: Any, *names: str) -> Self:
        """With ``<name>_exists``: whether what the field ``name`` names exists for ``user``; no query of its own."""
        named = {name: self.model._meta.get_field(name).related_model._default_manager.all() for name in names}
        exists = {name: rows.visible_to(user).filter(pk=models.OuterRef(name)) for name, rows in named.items()}
        return self.annotate(**{f"{name}_exists": models.Exists(rows) for name, rows in exists.items()})


class InEditions:
    """What a queryset of something that comes in editions can be asked besides."""

    def in_use(self) -> Any:
        """Those that hold now."""
        rows: Any = self
        return rows.present().filter(state="in_use")

    def drafts(self) -> Any:
        """Those that are being drawn up."""
        rows: Any = self
        return rows.present().filter(state="draft")


class RightQuerySet(models.QuerySet[Any]):
    """Rows of a slab table that one right opens as a whole: ``<app>.view_<model>``."""

    def visible_to(self, user: Any) -> Self:
        """Every row for whoever holds the table's view right, none for others."""
        allowed = user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")
        return self.all() if allowed else self.none()


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that belong to one user each."""

    def visible_to(self, user: Any) -> Self:
        """The user's own rows."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class SealedQuerySet(RightQuerySet):
    """Rows that are written once: changing or deleting them is refused."""

    def search(self, text: str) -> Self:
        """By the name of the person or of the thing, or the network address."""
        return self.filter(
            models.Q(by_name__icontains=text) | models.Q(thing_name__icontains=text) | models.Q(address=text)
        )

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("history is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("history is append-only")


class AttachmentQuerySet(RecordQuerySet):
    """Files of records."""

    def visible_to(self, user: Any) -> Self:
        """Files of the records that exist for ``user``."""
        theirs = models.Q(pk__in=[])
        for model in apps.get_models():
            if getattr(model, "KEEPS_FILES", False):
                rows: Any = model._default_manager.all()
                kind = ContentType.objects.get_for_model(model)
                theirs |= models.Q(thing_type=kind, thing_id__in=rows.visible_to(user).present().values("pk"))
        return self.present().filter(theirs)


class PaperTemplateQuerySet(RecordQuerySet):
    """Templates of papers."""

    def visible_to(self, user: Any) -> Self:
        """All for those who keep them."""
        return self.all_if(user.has_perm("dayan_safety.keep_papers"))

    def current(self) -> Self:
        """Those in use."""
        return self.present().filter(replaced_at__isnull=True)


class ImportBatchQuerySet(models.QuerySet[Any]):
    """Imports, seen by those who may import lists of that kind."""

    def visible_to(self, user: Any) -> Self:
        """The imports of the lists the user may import."""
        kinds = import_module("dayan_safety.importing.kinds")
        return self.filter(kind__in=[kind.name for kind in kinds.kinds_of(user)])


class PendingFileQuerySet(models.QuerySet[Any]):
    """Files that wait for their form."""

    def of_form(self, token: str) -> Self:
        """Those of one form; a form without a token has none."""
        return self.filter(token=token[:64]).exclude(token="")


class NoticeQuerySet(OwnQuerySet):
    """Rows of inboxes."""

    MOST_COUNTED = 100  # the bell says 99+ beyond

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)

    def to_count(self) -> Self:
        """Those that the bell counts."""
        return self.unread().order_by()[: self.MOST_COUNTED]

    def of(self, thing: models.Model) -> Self:
        """About one thing."""
        return self.filter(thing_type=thing._meta.label_lower, thing_id=thing.pk)


class DeliveryQuerySet(RightQuerySet):
    """Who was told what, by which way."""

    def search(self, text: str) -> Self:
        """By the person's name or what was told."""
        named = models.Q(notice__user__person__name__icontains=text)
        return self.filter(models.Q(notice__title__icontains=text) | named)

    def waiting(self) -> Self:
        """To be sent."""
        return self.filter(state=self.model.State.WAITING)

    def of(self, thing: models.Model) -> Self:
        """Of notices about one thing."""
        return self.filter(notice__thing_type=thing._meta.label_lower, notice__thing_id=thing.pk)

    def with_people(self) -> Self:
        """With the notice and the person at hand."""
        return self.select_related("notice__user__person")
