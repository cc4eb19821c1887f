"""Units 单位: anything that can be responsible."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.querysets import UnitQuerySet
from dayan_safety.models import Record
from dayan_safety.names import pinyin_initials


class Unit(Record):
    """A department, village, enterprise, school, agency or mass organisation, for as long as it belongs to the town.

    ``code`` is the 12-digit statistical code, kept as text. ``initials`` are derived from the name for search.
    """

    KEEPS_FILES = True

    class Kind(models.TextChoices):
        """What it is."""

        TOWN = "town", _("town leadership")
        DEPARTMENT = "department", _("department or station")
        VILLAGE = "village", _("village")
        ENTERPRISE = "enterprise", _("enterprise")
        SCHOOL = "school", _("school")
        AGENCY = "agency", _("outside agency")
        ORGANISATION = "organisation", _("mass organisation")

    WITH_LIAISONS = (Kind.VILLAGE, Kind.ENTERPRISE)

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind of unit"), max_length=20, choices=Kind)
    # Empty is NULL: many units have no code, and no two share one.
    code = models.CharField(  # noqa: DJ001
        _("statistical code"),
        max_length=12,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{12}\Z", _("The code has 12 digits."))],
    )
    initials = models.CharField(_("pinyin initials"), max_length=100, blank=True, editable=False, db_index=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("office telephone"), max_length=20, blank=True)
    order = models.PositiveIntegerField(_("protocol order"), default=1000)
    valid_from = models.DateField(_("belongs to the town from"), null=True, blank=True)
    valid_to = models.DateField(_("belongs to the town until"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_unit_a_name",
                violation_error_code="unique",
                violation_error_message=_("A unit of this name exists already: look for it in the list."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(removed_at__isnull=True),
                name="one_unit_a_code",
                violation_error_code="unique",
                violation_error_message=_("Another unit has this code: check it."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "order", "id"], name="unit_kind_order")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keep the initials in step with the name."""
        self.derive()
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = [*fields, "initials"]
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Set what follows from other fields; bulk writers call it themselves."""
        self.initials = pinyin_initials(self.name)
        self.code = self.code or None

    def is_valid_on(self, on: date) -> bool:
        """Whether the unit belongs to the town on ``on``."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def has_liaisons(self) -> bool:
        """Whether the unit names an information officer, a coordinator and a patrol inspector."""
        return self.kind in self.WITH_LIAISONS


class UnitAlias(models.Model):
    """Another name people write for a unit."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
