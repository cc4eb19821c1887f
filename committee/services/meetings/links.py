"""Signed links that stand for a person at a meeting: to answer the invitation, and to sign in after scanning."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from committee.models import Attendance, Meeting

ANSWER, SIGN_IN = "committee.answer_invitation", "committee.sign_in_to_meeting"
SCANNED_FOR = 300  # seconds one has to type the name after scanning


def answer_token(attendance: Attendance) -> str:
    """What stands for ``attendance`` in a link."""
    return signing.dumps(attendance.pk, salt=ANSWER, compress=False)


def answer_link(attendance: Attendance) -> str:
    """The path on which ``attendance`` is answered without a login."""
    return reverse("committee:answer_by_link", args=[answer_token(attendance)])


def attendance_of(token: str) -> Attendance | None:
    """The place at a meeting that still lies ahead that ``token`` stands for; ``None`` for any other token."""
    try:
        key = signing.loads(token, salt=ANSWER)
    except signing.BadSignature:
        return None
    ahead = Attendance.objects.present().filter(pk=key, meeting__removed_at__isnull=True)
    return ahead.select_related("meeting", "person").first()


def scanned_token(meeting: Meeting) -> str:
    """Proof that the code on the wall was scanned just now."""
    return signing.dumps(meeting.pk, salt=SIGN_IN)


def was_scanned(meeting: Meeting, token: str) -> bool:
    """Whether ``token`` proves it, for some minutes."""
    try:
        return bool(signing.loads(token, salt=SIGN_IN, max_age=SCANNED_FOR) == meeting.pk)
    except signing.BadSignature:
        return False
