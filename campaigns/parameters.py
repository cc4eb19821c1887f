"""What the office may set about pages without a login."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.parameters import Declared

PARAMETERS = (
    Declared(
        "campaigns.from_one_network",
        _("Answers or sign-ins an hour from one network"),
        _("Polls and sign-in lists"),
        120,
        lambda: forms.IntegerField(min_value=10, max_value=5000),
        _("A hall full of people may share one network: allow as many as sit in it."),
    ),
)
