"""``manage.py load_dictionaries``: holidays, kinds of events, safety days and whatever else comes with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dayan_safety.console import at_the_console
from dayan_safety.shipped import load_shipped


class Command(BaseCommand):
    """Loads what was never there; what the office changed or removed stays so."""

    help = _("Load the words and days that come with the portal, as far as they were never there.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many."""
        with at_the_console():
            number = load_shipped()
        if options["verbosity"]:
            self.stdout.write(_("%(number)s new words and days.") % {"number": number})
