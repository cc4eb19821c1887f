"""Pages of training programmes: what is planned, which sessions were held for whom, and what people learnt."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.figures import Progress
from campaigns.filters import ProgrammeFilter
from campaigns.forms.trainings import ProgrammeForm
from campaigns.models import Attendee, Audience, Event, Programme, Questionnaire
from campaigns.services.owning import create_own, edit_own
from campaigns.services.polls import moments_of
from campaigns.tables.trainings import PROGRAMMES
from campaigns.tables.words import listed, standing
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for
from dayan_safety.views.beginning import only_one
from dayan_safety.workdays import today

PERSONS_SHOWN = 200


class ProgrammeView(RecordView):
    """What a group of people is to learn, in how many sessions."""

    model = Programme
    columns = PROGRAMMES
    filterset = ProgrammeFilter
    form = ProgrammeForm
    create_service = staticmethod(create_own)
    edit_service = staticmethod(edit_own)
    search_hint = _("Name")
    empty_hint = _("No training programme matches. Take a filter away, or enter one.")

    def rows(self) -> QuerySet[Any]:
        """With group, audiences and the sessions held."""
        return self.one_row().with_sessions_held(today())

    def one_row(self) -> QuerySet[Any]:
        """With group and audiences."""
        return self.visible().with_names()

    def fresh(self) -> Programme:
        """Of the own group where there is one."""
        return Programme(group_id=only_one(self.request.user.standing.groups))

    def buttons(self, record: Any) -> list[Button]:
        """One session more."""
        url = f"{reverse('campaigns:create_event')}?programme={record.pk}"
        return [Button("campaigns.create_event", url, "plus-lg", text=_("Log a session"))]

    def status(self, record: Any) -> Badge:
        """Planned, under way or over."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """Days, who runs it, for whom."""
        user = self.request.user
        return [
            Fact(_("Begins on"), record.first_on),
            Fact(_("Ends on"), record.last_on),
            Fact(_("Working group"), record.group or _("the office"), address_for(user, record.group)),
            Fact(_("Audiences"), listed("audiences")(record)),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """Planned and done, content, whom the sessions reached, what was learnt, who of those known was there."""
        held = record.sessions.all().visible_to(self.request.user).held_by(today())
        text = Panel(_("Content and aims"), "records/panels/text.html", {"text": record.text})
        return [
            Panel(_("Planned and done"), "campaigns/panels/progress.html", {"lines": progress(record, held)}),
            *([text] if record.text else []),
            *([reached] if (reached := reached_panel(record, held)) else []),
            *([learnt] if (learnt := learnt_panel(record)) else []),
            *([came] if (came := attendance_panel(record, self.request.user)) else []),
        ]


def sessions_url(programme: Programme, **more: Any) -> str:
    """The list of its sessions held."""
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('campaigns:list_event')}?programme={programme.pk}&standing=held{asked}"


def progress(programme: Programme, held: QuerySet[Event]) -> list[Progress]:
    """Sessions and head-count, planned and done; one query."""
    done = held.aggregate(sessions=Count("pk"), people=Sum("head_count"))
    url = sessions_url(programme)
    return [
        Progress(_("sessions held"), programme.planned_sessions, done["sessions"], url),
        Progress(_("head-count"), programme.planned_people, done["people"] or 0, url),
    ]


def reached_panel(programme: Programme, held: QuerySet[Event]) -> Panel | None:
    """Each audience that is meant or came, with its sessions; nothing where nobody is named. One query."""
    keys = held.order_by().values("pk")
    came = Count("events", filter=Q(events__in=keys), distinct=True)
    meant = Audience.objects.present().filter(Q(programmes=programme) | Q(events__in=keys)).distinct()
    rows = [
        {"audience": audience, "sessions": audience.came, "url": sessions_url(programme, audiences=audience.pk)}
        for audience in meant.annotate(came=came).order_by("order", "pk")
    ]
    return Panel(_("Whom the sessions reached"), "campaigns/panels/reached.html", {"rows": rows}) if rows else None


def learnt_panel(programme: Programme) -> Panel | None:
    """Figures of its questionnaires before and after; nothing where it has none. Two queries."""
    questionnaires = list(Questionnaire.objects.present().filter(programme=programme).order_by("pk"))
    if not questionnaires:
        return None
    moments = moments_of(questionnaires)
    rows = [{"questionnaire": each, "moments": moments[each.pk]} for each in questionnaires]
    return Panel(_("What people learnt"), "campaigns/panels/learnt.html", {"rows": rows})


def attendance_panel(programme: Programme, user: Any) -> Panel | None:
    """Persons the portal knows by their sessions, for whoever may read the names; nothing without any. One query."""
    known = list(Attendee.objects.all().visible_to(user).known_at_sessions_of(programme)[: PERSONS_SHOWN + 1])
    if not known:
        return None
    context = {"rows": known[:PERSONS_SHOWN], "more": len(known) > PERSONS_SHOWN}
    return Panel(_("Attendance by person"), "campaigns/panels/attendance.html", context)
