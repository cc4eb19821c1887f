"""Invitations are answered from the letter itself: no login, no password."""

from __future__ import annotations

from collections.abc import Sequence

from committee.models import Attendance, Meeting
from committee.services.meetings.links import answer_link
from dayan_safety.models import Notice


def answer_links(notices: Sequence[Notice]) -> dict[int, str]:
    """For notices about a meeting that their reader has not answered yet: the path on which to; at most one query."""
    told = [notice for notice in notices if notice.thing_type == Meeting._meta.label_lower]
    if not told:
        return {}
    unanswered = Attendance.objects.present().filter(answer="", meeting__state=Meeting.State.NOTIFIED)
    of_these = unanswered.filter(
        meeting__in={notice.thing_id for notice in told}, person__user__in={notice.user_id for notice in told}
    )
    places = {(place.meeting_id, place.person.user.pk): place for place in of_these.select_related("person__user")}
    found = {notice.pk: places.get((notice.thing_id, notice.user_id)) for notice in told}
    return {key: answer_link(place) for key, place in found.items() if place}
