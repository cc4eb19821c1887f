"""Materials 宣传资料: what is printed and handed out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.querysets import MaterialQuerySet
from dayan_safety.models import Record
from dayan_safety.names import pinyin_initials


class Material(Record):
    """A handbook, letter, leaflet or the like; copies are counted in ``measure``."""

    KEEPS_FILES = True

    class Form(models.TextChoices):
        """What it is."""

        HANDBOOK = "handbook", _("handbook")
        LETTER = "letter", _("open letter")
        LEAFLET = "leaflet", _("leaflet")
        POSTER = "poster", _("poster")
        BANNER = "banner", _("banner")
        RECORDING = "recording", _("film or recording")
        OBJECT = "object", _("object with an imprint")

    name = models.CharField(_("title"), max_length=100)
    initials = models.CharField(_("pinyin initials"), max_length=100, blank=True, editable=False, db_index=True)
    form = models.CharField(_("kind of material"), max_length=20, choices=Form)
    measure = models.CharField(_("counted in"), max_length=10, default="份")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["form", "initials", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_material_a_title",
                violation_error_message=_("There is a material of this title already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keep the initials in step with the title."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = [*fields, "initials"]
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Set the initials."""
        self.initials = pinyin_initials(self.name.strip("《》"))
