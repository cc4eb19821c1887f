"""Views of lists that a person keeps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import OwnQuerySet


class SavedView(models.Model):
    """A list with its filters, order and columns, kept under a name by one user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    list_name = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=50)
    query = models.CharField(_("query"), max_length=1000, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "list_name", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
