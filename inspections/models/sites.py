"""Sites 监管对象: what the police, the fire brigade, the traffic police and the town itself look at."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.models import Record
from dayan_safety.names import pinyin_initials
from dayan_safety.workdays import today
from inspections.querysets import OfSiteQuerySet, SiteQuerySet


class Site(Record):
    """A place or a piece of special equipment under supervision, and the unit that answers for it.

    ``next_inspection_on`` is the last day on which special equipment may be used without a new inspection.
    """

    KEEPS_FILES = True

    class Kind(models.TextChoices):
        """What it is [S: the first three]."""

        KEY_ENTERPRISE = "key_enterprise", _("key enterprise")
        IMPORTANT_DEPARTMENT = "important_department", _("important department")
        SPECIAL_EQUIPMENT = "special_equipment", _("special equipment")
        FIRE_KEY_UNIT = "fire_key_unit", _("key unit of fire safety")
        SMALL_PLACE = "small_place", _("one of the nine small places")

    class Equipment(models.TextChoices):
        """The eight classes of special equipment (Special Equipment Safety Law, article 2)."""

        BOILER = "boiler", _("boiler")
        PRESSURE_VESSEL = "pressure_vessel", _("pressure vessel")
        PRESSURE_PIPE = "pressure_pipe", _("pressure pipe")
        LIFT = "lift", _("lift")
        HOIST = "hoist", _("hoist")
        ROPEWAY = "ropeway", _("passenger ropeway")
        AMUSEMENT_RIDE = "amusement_ride", _("large amusement ride")
        ON_SITE_VEHICLE = "on_site_vehicle", _("on-site vehicle")

    class SmallPlace(models.TextChoices):
        """The nine small places 九小场所, as the fire brigade counts them [P]."""

        SCHOOL = "school", _("small school or nursery")
        HOSPITAL = "hospital", _("small hospital or clinic")
        SHOP = "shop", _("small shop")
        RESTAURANT = "restaurant", _("small restaurant")
        HOTEL = "hotel", _("small hotel")
        KARAOKE = "karaoke", _("small place of song and dance")
        INTERNET = "internet", _("small internet café")
        BATH = "bath", _("small beauty salon or bath")
        WORKSHOP = "workshop", _("small workshop")

    name = models.CharField(_("name"), max_length=100)
    initials = models.CharField(_("pinyin initials"), max_length=100, blank=True, editable=False, db_index=True)
    kind = models.CharField(_("kind of site"), max_length=30, choices=Kind)
    equipment = models.CharField(_("class of equipment"), max_length=30, choices=Equipment, blank=True)
    small_place = models.CharField(_("class of small place"), max_length=12, choices=SmallPlace, blank=True)
    number = models.CharField(_("registration number"), max_length=50, blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="sites")
    place = models.CharField(_("place"), max_length=200, blank=True)
    keeper = models.CharField(_("responsible person"), max_length=50, blank=True)
    used_since = models.DateField(_("in use since"), null=True, blank=True)
    inspected_on = models.DateField(_("last inspection"), null=True, blank=True)
    next_inspection_on = models.DateField(_("next inspection"), null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["unit__order", "unit_id", "kind", "name", "pk"]
        indexes = [models.Index(fields=["kind", "next_inspection_on"], name="site_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number="") & models.Q(removed_at__isnull=True),
                name="one_site_a_number",
                violation_error_message=_("Another site has this registration number."),
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=models.Q(removed_at__isnull=True, number=""),
                name="one_site_a_name",
                violation_error_message=_("The unit has a site of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keep the initials in step with the name."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = [*fields, "initials"]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Equipment has its class, and nothing else has one; the next inspection comes after the last."""
        is_equipment = self.kind == self.Kind.SPECIAL_EQUIPMENT
        if is_equipment and not self.equipment:
            raise ValidationError({"equipment": _("Special equipment needs its class.")})
        if self.equipment and not is_equipment:
            raise ValidationError({"equipment": _("Only special equipment has a class: leave it blank.")})
        if self.small_place and self.kind != self.Kind.SMALL_PLACE:
            raise ValidationError({"small_place": _("Only a small place has this class: leave it blank.")})
        if self.inspected_on and self.next_inspection_on and self.next_inspection_on <= self.inspected_on:
            raise ValidationError({"next_inspection_on": _("The next inspection comes after the last one.")})

    def derive(self) -> None:
        """Set the initials."""
        self.initials = pinyin_initials(self.name)

    @property
    def called(self) -> str:
        """Its name, and behind it that it must not be used, wherever equipment is named."""
        is_barred = self.kind == self.Kind.SPECIAL_EQUIPMENT and self.is_expired_on(today())
        return _("%(name)s (must not be used)") % {"name": self.name} if is_barred else self.name

    def is_expired_on(self, on: date) -> bool:
        """Whether an inspection was due before ``on``: equipment must not be used then."""
        return self.next_inspection_on is not None and self.next_inspection_on < on


class OperatorCertificate(Record):
    """Who may operate a piece of special equipment, and until when 作业人员证."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="certificates")
    holder = models.CharField(_("name of the operator"), max_length=50)
    number = models.CharField(_("number of the certificate"), max_length=50, blank=True)
    valid_until = models.DateField(_("valid until"))

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("operator certificate")
        verbose_name_plural = _("operator certificates")
        ordering = ["valid_until", "pk"]

    def __str__(self) -> str:
        return self.holder

    def get_absolute_url(self) -> str:
        """The page of its equipment."""
        return self.site.get_absolute_url()

    def is_expired_on(self, on: date) -> bool:
        """Whether it ran out before ``on``."""
        return self.valid_until < on
