"""``manage.py load_calendar [--year Y …] [FILE.csv]``: public holidays and shifted working days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dayan_safety.calendars import Loaded, load_calendar, load_days, load_unknown_years, read_days
from dayan_safety.console import at_the_console, why
from dayan_safety.errors import RuleBroken

MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    """Loads what is unknown; the years named, over what is there; or the office's own file."""

    help = _("Load public holidays and shifted working days: all unknown years, the years named, or a file.")

    def add_arguments(self, parser: CommandParser) -> None:
        """What to load."""
        parser.add_argument("file", nargs="?", help="a CSV file with the header day,is_working,name")
        parser.add_argument("--year", type=int, action="append", dest="years", help="load this year again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was done."""
        try:
            with at_the_console():
                done = self.load(options["file"], options["years"])
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        told = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged}
        if options["verbosity"]:
            self.stdout.write(_("%(new)s days new, %(changed)s changed, %(unchanged)s unchanged.") % told)

    def load(self, file: str | None, years: list[int] | None) -> Loaded:
        """Carry out what was asked."""
        if file and years:
            raise RuleBroken(_("Name years or a file, not both."))
        if file:
            return load_days(read_days(_text_of(Path(file))), by=None, file=Path(file).name)
        return load_calendar(years, by=None) if years else load_unknown_years()


def _text_of(path: Path) -> str:
    """The file's text, as Excel in China writes it: UTF-8 with or without its mark, or GB 18030."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise RuleBroken(_("The file cannot be read: %(problem)s.") % {"problem": why(wrong)}) from wrong
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("The file is too large for a list of holidays."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken(_("The file is not text: save it as CSV."))
