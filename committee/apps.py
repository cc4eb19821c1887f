"""The app's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteeConfig(AppConfig):
    """Who we are and how we work together."""

    name = "committee"
    verbose_name = _("Committee")
