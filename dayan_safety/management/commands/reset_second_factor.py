"""``manage.py reset_second_factor``: for the only administrator of a town who lost the telephone."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import Source, source
from dayan_safety.second_factor import reset_second_factor


class Command(BaseCommand):
    """Takes the second factor of a login away; its next sign-in is by password alone."""

    help = "Takes the second factor of a login away, for somebody who lost it and has no recovery code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username", help="the name to sign in with")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Take it away; the history names who was at the console."""
        user = get_user_model()._default_manager.filter(username=username.lower()).first()
        if user is None:
            raise CommandError(_("There is no login with this name."))
        token = source.set(Source(address=f"console {getpass.getuser()}"[:45]))
        try:
            reset_second_factor(user, by=None)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        finally:
            source.reset(token)
        self.stdout.write(_("The second factor of %(name)s is reset.") % {"name": user.get_username()})
