"""E-mail through Django: one connection for all letters of a pass."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dayan_safety.channels.letters import Letter, NotDelivered

FAILURES = (OSError, smtplib.SMTPException, ValueError)


class Mail:
    """Sends letters; a broken connection is closed, the next letter opens another one."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.unreachable = ""

    def send(self, address: str, letter: Letter) -> None:
        """Hand ``letter`` to the mail server. Raises ``NotDelivered``."""
        headers = {"Message-ID": f"<{letter.message_id}@{_host()}>", "X-Idempotency-Key": letter.message_id}
        subject = " ".join(letter.subject.split())
        mail = EmailMessage(subject, letter.body, to=[address], headers=headers, connection=self.connection)
        self._open()
        try:
            mail.send()
        except FAILURES as failed:
            self.close()
            raise NotDelivered(_why(failed)) from failed

    def _open(self) -> None:
        """A server that could not be reached is not tried again in this pass: the other letters would wait for it."""
        if self.unreachable:
            raise NotDelivered(self.unreachable)
        try:
            self.connection.open()
        except FAILURES as failed:
            self.unreachable = _why(failed)
            raise NotDelivered(self.unreachable) from failed

    def close(self) -> None:
        """Let the connection go."""
        try:
            self.connection.close()
        except FAILURES:
            self.connection = get_connection()


def _host() -> str:
    return str(urlsplit(settings.PORTAL_URL).hostname or settings.ALLOWED_HOSTS[0])


def _why(failed: BaseException) -> str:
    return str(failed) or type(failed).__name__
