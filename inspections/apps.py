"""The app's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """What we find."""

    name = "inspections"
    verbose_name = _("Inspections")
