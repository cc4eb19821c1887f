"""``manage.py build_demo``: the demo town, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.demo import build_demo


class Command(BaseCommand):
    """Build the demo town."""

    help = "Builds the demo town, unless the portal already holds a committee."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say whether anything was built."""
        if not settings.DEMO:
            raise CommandError(_("The demo town has logins everybody knows: set DEMO=1 to build it."))
        built = build_demo(timezone.localdate())
        self.stdout.write(_("The demo town is built.") if built else _("There is a town already: nothing was changed."))
