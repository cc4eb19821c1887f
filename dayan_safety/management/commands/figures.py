"""``manage.py figures``: the seed's figures, computed from records."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dayan_safety.figures import figures


class Command(BaseCommand):
    """Print the town's figures."""

    help = "Prints the town's figures computed from records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--year`` and ``--json``."""
        parser.add_argument("--year", type=int, default=timezone.localdate().year)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        """One line a figure, or one JSON object."""
        found = figures(year, timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps({figure.key: figure.value for figure in found}))
            return
        for figure in found:
            self.stdout.write(f"{figure.label}: {figure.value}")
