"""The app's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """What we do."""

    name = "campaigns"
    verbose_name = _("Outreach")
