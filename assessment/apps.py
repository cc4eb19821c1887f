"""The app's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """How we stand."""

    name = "assessment"
    verbose_name = _("Assessment")
