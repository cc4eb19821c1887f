"""``manage.py send_reminders``: what the clock does every few minutes, once and now."""

from typing import Any

from django.core.management.base import BaseCommand

from dayan_safety.delivery import deliver_notices
from dayan_safety.reminders import remind_people


class Command(BaseCommand):
    """Reminds and delivers; sent again it changes nothing."""

    help = "Tells everybody what falls due and was not told yet, and sends what is to leave the house."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run both."""
        told, sent = remind_people(), deliver_notices()
        self.stdout.write(f"notices: {told}, letters: {sent}")
