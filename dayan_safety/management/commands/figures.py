"""``manage.py figures``: the seed's figures, computed from records."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.figures import figures

YEARS = range(2000, 2101)


class Command(BaseCommand):
    """Print the town's figures."""

    help = "Prints the town's figures computed from records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--year`` and ``--json``."""
        parser.add_argument("--year", type=int, default=timezone.localdate().year)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        """One line a figure, or one JSON object."""
        if year not in YEARS:
            told = {"year": year, "first": YEARS[0], "last": YEARS[-1]}
            raise CommandError(_("%(year)s is no year of the portal: name one from %(first)s to %(last)s.") % told)
        found = figures(year, timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps({figure.key: figure.value for figure in found}))
            return
        for figure in found:
            self.stdout.write(_("%(label)s: %(value)s") % {"label": figure.label, "value": figure.value})
