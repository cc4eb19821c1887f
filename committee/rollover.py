"""What the committee hands on to the next year: nothing is copied; what ends is named, what is open goes on.

Bodies, posts and forms run on from day to day, joint meetings and reports are opened by the clock.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.models import Appointment, Committee, LiaisonPost, Meeting, Report, ReportForm, Task, Unit, WorkingGroup
from dayan_safety.carrying import Noticed, Turn
from dayan_safety.todos import Waiting, list_url

Post = Appointment.Post
MUST_BE_HELD = (Post.DIRECTOR, Post.OFFICE_DIRECTOR)  # a committee does not work without them


_url = partial(list_url, "committee")  # a noun, a query


def noticed_in_committee(turn: Turn, user: Any) -> list[Noticed]:
    """Bodies whose term ends, posts that end or are nobody's, units that leave the town, by the end of the new year."""
    until = date(turn.year, 12, 31)
    return [
        *_terms(turn, user, until),
        *_without_lead(turn, user),
        *_without_holder(turn, user),
        *_ending(turn, user, until),
        *_units(turn, user, until),
    ]


def _terms(turn: Turn, user: Any, until: date) -> list[Noticed]:
    rows = Committee.objects.all().visible_to(user).in_office(turn.on).filter(term_to__lte=until)
    text = _("The term ends on %(day)s: found the next committee, or move the last day.")
    return [Noticed(str(each), each.get_absolute_url(), text % {"day": each.term_to}) for each in rows]


def _without_lead(turn: Turn, user: Any) -> list[Noticed]:
    rows = WorkingGroup.objects.all().visible_to(user).of_committee_in_office(turn.on)
    led = Appointment.objects.held_on(turn.first).filter(post=Post.LEAD, group__isnull=False)
    text = _("Nobody leads it on New Year's Day: appoint somebody.")
    return [Noticed(str(each), each.get_absolute_url(), text) for each in rows.exclude(pk__in=led.values("group"))]


def _without_holder(turn: Turn, user: Any) -> list[Noticed]:
    rows = Committee.objects.all().visible_to(user).in_office(turn.first)
    held = Appointment.objects.held_on(turn.first).filter(post__in=MUST_BE_HELD, committee__isnull=False)
    known = set(held.values_list("committee", "post"))
    return [
        Noticed(str(each), each.get_absolute_url(), _("Nobody is “%(post)s” on New Year's Day.") % {"post": post.label})
        for each in rows
        for post in MUST_BE_HELD
        if (each.pk, post.value) not in known
    ]


def _ending(turn: Turn, user: Any, until: date) -> list[Noticed]:
    rows = Appointment.objects.all().visible_to(user).filter(until__range=(turn.on, until))
    named = rows.select_related("person").with_bodies().order_by("until", "pk")
    text = _("Ends on %(day)s.")
    return [Noticed(str(each), each.get_absolute_url(), text % {"day": each.until}) for each in named]


def _units(turn: Turn, user: Any, until: date) -> list[Noticed]:
    rows = Unit.objects.all().visible_to(user).filter(valid_to__range=(date(turn.old, 1, 1), until))
    text = _("Belongs to the town until %(day)s; what is of it is left out afterwards.")
    return [Noticed(str(each), each.get_absolute_url(), text % {"day": each.valid_to}) for each in rows]


def open_of_committee(turn: Turn, user: Any) -> list[Waiting]:
    """Tasks, reports, minutes and posts that somebody still has to see to."""
    tasks, reports = Task.objects.all().visible_to(user), Report.objects.all().visible_to(user)
    minutes = Meeting.objects.all().visible_to(user).filter(state__in=Meeting.MINUTED)
    posts = LiaisonPost.objects.all().visible_to(user).of_valid_units(turn.on).vacant_on(turn.on)
    return [
        Waiting(gettext_lazy("Tasks not closed"), tasks.open(), _url("task", "standing=open"), "danger", "alarm"),
        Waiting(
            gettext_lazy("Reports that did not come"), reports.missing(turn.on),
            _url("report", "standing=missing"), "danger", "journal-x",
        ),
        Waiting(
            gettext_lazy("Reports to review"), reports.filter(state=Report.State.SUBMITTED),
            _url("report", "standing=review"), "warning", "journal-check",
        ),
        Waiting(
            gettext_lazy("Minutes not final"), minutes, _url("meeting", "standing=minutes"), "warning", "journal-text"
        ),
        Waiting(
            gettext_lazy("Liaison posts nobody holds"), posts, _url("liaisonpost", "state=vacant"),
            "warning", "person-x",
        ),
    ]  # fmt: skip


def going_on_in_committee(turn: Turn, user: Any) -> list[Waiting]:
    """Groups, posts, forms: they hold until somebody ends or replaces them."""
    posts = Appointment.objects.all().visible_to(user).held_on(turn.first)
    units = Unit.objects.all().visible_to(user).valid_on(turn.first)
    groups = WorkingGroup.objects.all().visible_to(user).of_committee_in_office(turn.first)
    forms = ReportForm.objects.all().visible_to(user)
    return [
        Waiting(gettext_lazy("Units"), units, _url("unit", f"valid_on={turn.first}"), "info", "building"),
        Waiting(
            gettext_lazy("Working groups"), groups, _url("workinggroup", f"in_office_on={turn.first}"), "info", "people"
        ),
        Waiting(
            gettext_lazy("Posts that are held"), posts,
            _url("appointment", f"on={turn.first}"), "info", "person-badge",
        ),
        Waiting(gettext_lazy("Report forms"), forms, _url("reportform", "reset=1"), "info", "journal-text"),
    ]  # fmt: skip
