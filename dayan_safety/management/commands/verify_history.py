"""``manage.py verify_history [--json] [--known NUMBER:DIGEST]``: whether the history is what was written."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.witness import end_of_history, missing_witness


class Command(BaseCommand):
    """Prints every flaw and ends with 1 if there is any.

    The chain shows what was changed inside it. Only a witness outside the database shows that all of it was set back
    to an earlier state: note the printed end somewhere else, and name it next time.
    """

    help = _("Verify the chain of the history.")

    def add_arguments(self, parser: CommandParser) -> None:
        """How to print, and what was noted before."""
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--known", default="", help="NUMBER:DIGEST, an end of the history printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and print."""
        flaws = [*verify_history(), *missing_witness(options["known"])]
        rows, end = Action.objects.count(), end_of_history()
        if options["json"]:
            found = {"rows": rows, "end": end, "flaws": [asdict(flaw) for flaw in flaws]}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            told = {"rows": rows, "end": end, "flaws": len(flaws)}
            self.stdout.write(_("%(rows)s rows, %(flaws)s flaws. The end is %(end)s.") % told)
            self.stdout.writelines(f"{flaw.number}: {flaw.problem}\n" for flaw in flaws)
        if flaws:
            raise SystemExit(1)
