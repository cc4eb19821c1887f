"""People 人员: everyone the committee knows, with or without a login."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.units import Unit
from committee.querysets import PersonQuerySet
from dayan_safety import personal
from dayan_safety.models import Record
from dayan_safety.names import pinyin_initials


class Person(Record):
    """A person at a unit. The telephone is shown masked; the identity number is kept as cipher and digest."""

    PERSONAL: ClassVar = {"telephone": personal.mask_telephone, "identity_number": personal.mask_identity}
    KEEPS_FILES = True

    class Sex(models.TextChoices):
        """As on the identity card."""

        MALE = "male", _("male")
        FEMALE = "female", _("female")

    name = models.CharField(_("full name"), max_length=50)
    initials = models.CharField(_("pinyin initials"), max_length=50, blank=True, editable=False, db_index=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    position = models.CharField(_("position"), max_length=50, blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=20, blank=True, db_index=True, validators=[personal.validate_telephone]
    )
    identity_number = personal.EncryptedField(
        _("identity number"), blank=True, default="", validators=[personal.validate_identity]
    )
    identity_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    order = models.PositiveIntegerField(_("protocol order"), default=1000)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["order", "initials", "pk"]
        indexes = [models.Index(fields=["order", "initials", "id"], name="person_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_digest"],
                condition=~models.Q(identity_digest="") & models.Q(removed_at__isnull=True),
                name="one_person_an_identity",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keep what is derived in step: initials of the name, digest of the identity number."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = [*fields, "initials", "identity_digest"]
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Set what follows from other fields; bulk writers call it themselves."""
        self.initials = pinyin_initials(self.name)[:50]
        self.identity_digest = personal.digest_of(self.identity_number)

    def is_active_on(self, on: date) -> bool:
        """Neither removed nor gone on ``on``; the day of leaving is the last one."""
        return self.removed_at is None and (self.left_on is None or self.left_on >= on)

    @property
    def masked_telephone(self) -> str:
        """The telephone as everyone may see it."""
        return personal.mask_telephone(self.telephone) if self.telephone else ""

    @property
    def masked_identity(self) -> str:
        """The identity number as everyone may see it."""
        return personal.mask_identity(self.identity_number) if self.identity_number else ""
