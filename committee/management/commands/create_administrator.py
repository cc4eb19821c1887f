"""The first administrator of a real town."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from committee.models import User
from committee.services.accounts import create_user
from dayan_safety.console import at_the_console
from dayan_safety.errors import RuleBroken


class Command(BaseCommand):
    """Gives a login to the first administrator and prints its first password, once."""

    help = "Creates the first administrator and prints a random first password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The sign-in name, and whether a further administrator is really meant."""
        parser.add_argument("username", help="the name to sign in with")
        parser.add_argument("--email", default="", help="where to write to this administrator")
        parser.add_argument("--force", action="store_true", help="create one although there is an administrator")

    def handle(self, *args: Any, username: str, email: str, force: bool, **options: Any) -> None:
        """Create it, unless there is one."""
        administrators = User.objects.able_to_sign_in().filter(duty=User.Duty.ADMINISTRATOR)
        if administrators.exists() and not force:
            raise CommandError(_("There is an administrator already. Add --force to create another one."))
        try:
            with at_the_console():
                user, first = create_user(None, by=None, username=username, duty=User.Duty.ADMINISTRATOR, email=email)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(_("Sign-in name: %(username)s") % {"username": user.username})
        self.stdout.write(_("First password, shown this once: %(password)s") % {"password": first})
