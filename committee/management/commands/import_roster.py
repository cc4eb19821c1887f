"""``manage.py import_roster FILE [--check] [--json] [--by NAME]``: the roster's door for operators and scripts."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from committee.imports import ROSTER
from committee.models import User
from dayan_safety.console import at_the_console, why
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Choice, Outcome, Report, desk

COUNTS = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CONFLICT, Outcome.DUPLICATE, Outcome.SKIPPED)


class Command(BaseCommand):
    """Checks a liaison roster and, unless told otherwise, imports it: all of it or nothing.

    Exits with 0 when the roster is importable as it is or was imported, with 1 when it has errors or open choices, with
    2 when the file was refused.
    """

    help = "Checks or imports a liaison roster (.xlsx, .xls, .csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only check; nothing is written")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
        parser.add_argument("--by", default="", metavar="NAME", help="sign-in name of the acting user")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, import, tell, and leave with the exit code."""
        by = acting_user(options["by"])
        with at_the_console():
            report = outcome(options["file"], by, only_check=options["check"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self.stdout.write(as_text(report))
            self.stdout.write(result(report, only_check=options["check"]))
        if report.exit_code:
            sys.exit(report.exit_code)


def acting_user(name: str) -> User | None:
    """The user of that name, who must hold the right; without a name it is the clock."""
    if not name:
        return None
    user = User.objects.able_to_sign_in().filter(username=name).first()
    if user is None or not user.has_perm(ROSTER.right):
        raise CommandError(_("%(name)s may not import a roster.") % {"name": name}, returncode=2)
    return user


def outcome(path: Path, by: User | None, *, only_check: bool) -> Report:
    """The report of the check; without errors the roster is imported unless ``only_check``."""
    try:
        upload = desk.check_upload(ROSTER, path.name, path.read_bytes())
        if upload.report.is_importable and not only_check:
            batch = desk.keep_upload(ROSTER, upload, by=by)
            desk.import_list(batch, by=by, sheets=upload.sheets)
    except OSError as error:
        return Report(reason=_("The file cannot be opened: %(error)s.") % {"error": why(error)})
    except RuleBroken as broken:
        return Report(reason=str(broken))
    return upload.report


def as_text(report: Report) -> str:
    """The report for people: counts, notes, every problem at its place."""
    if report.reason:
        return report.reason
    counts = _(", ").join(f"{label} {report.counts[outcome]}" for outcome, label in labels().items())
    lines = [_("%(rows)s lines: %(counts)s") % {"rows": report.rows, "counts": counts}, *report.notes]
    place = _("row %(row)s, %(column)s “%(value)s”: %(problem)s")
    lines += [f"{error.sheet} {place % error.as_dict()}".strip() for error in report.errors]
    lines += [question(choice) for choice in report.choices]
    return "\n".join(lines)


def question(choice: Choice) -> str:
    """What only a person can answer, with the answers that fit."""
    told = {"label": f"{choice.problem} “{choice.value}”", "value": _(", ").join(choice.candidates)}
    return _("%(label)s: %(value)s") % told


def result(report: Report, *, only_check: bool) -> str:
    """What became of the file, in one sentence."""
    if report.exit_code:
        return _("Nothing was imported.")
    return _("The roster is in order; nothing was written.") if only_check else _("The roster is imported.")


def labels() -> dict[Outcome, str]:
    """The words for the counts."""
    words = (_("new"), _("changed"), _("unchanged"), _("to decide"), _("twice in the file"), _("skipped"))
    return dict(zip(COUNTS, words, strict=True))
