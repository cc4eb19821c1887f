"""``manage.py demo_logins``: who may sign in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from dayan_safety.demo_cast import DEMO_LOGINS, DEMO_PASSWORD


class Command(BaseCommand):
    """Print the demo's logins."""

    help = "Prints the logins of the demo town, in a demo only."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a login."""
        if not settings.DEMO:
            return
        with override("en"):
            for login in DEMO_LOGINS:
                self.stdout.write(f"  {login.username:14} {login.role}: {login.does}")
        self.stdout.write(f"  password for all: {DEMO_PASSWORD}")
