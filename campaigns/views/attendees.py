"""Who came to an event: the panel on its page, the list and its export, the page of one, the doors to the verbs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.attendees import EnterAttendeesForm
from campaigns.models import Attendee, Event
from campaigns.services import attendees, check_in
from campaigns.tables.outreach import ATTENDEES
from dayan_safety.forms import ConfirmForm, ReasonForm
from dayan_safety.history import record_action
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_view
from dayan_safety.views.parts import allowed
from dayan_safety.workdays import today

NAMES_SHOWN = 20
VIEW = "campaigns.view_attendee"


def list_of(event: Event) -> str:
    """The address of the names of an event."""
    return reverse("campaigns:list_attendee", args=[event.pk])


class NameList:
    """The beginning of an event's list for whoever may read names; one query."""

    def __init__(self, event: Event, user: Any) -> None:
        self.event, self.user = event, user
        self.is_readable = user.has_perm(VIEW, event)
        self.first = list(event.attendees.present().with_whole()[:NAMES_SHOWN]) if self.is_readable else []
        self.whole: int = self.first[0].whole if self.first else 0

    def panel(self) -> list[Panel]:
        """The panel, where it may be read and there is something to read or to do."""
        buttons = allowed(self.user, self._buttons(), self.event)
        if not (self.first or buttons):
            return []
        context = {"first": self.first, "whole": self.whole, "event": self.event, "list_url": list_of(self.event)}
        return [Panel(gettext_lazy("Sign-in list"), "campaigns/panels/attendees.html", context, buttons)]

    def _buttons(self) -> list[Button]:
        """What can be done with the list on this day."""
        on, event, found = today(), self.event, list[Button]()
        if event.held_on <= on:
            found.append(_button("enter_attendees", event, "person-plus"))
        if event.held_on <= on and self.whole not in (0, event.head_count):
            found.append(_button("adopt_list_count", event, "check2"))
        if event.check_in_code:
            return [*found, _button("show_check_in", event, "qr-code"), _button("close_check_in", event, "x-circle")]
        return [*found, *[_button("open_check_in", event, "qr-code")][: event.held_on >= on]]


def _button(verb: str, event: Event, icon: str) -> Button:
    return Button(f"campaigns.{verb}", reverse(f"campaigns:{verb}", args=[event.pk]), icon)


class AttendeeView(RecordView):
    """The names of one event, and the page of each."""

    model = Attendee
    columns = ATTENDEES
    search_hint = gettext_lazy("Name or unit")
    empty_hint = gettext_lazy("Nobody is on the list. Enter it from paper on the event's page, or let people sign in.")
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A list is that of an event that exists for the reader, and whose names they may read."""
        key = kwargs.pop("event", None)
        if key and request.method in self.methods():
            self.event = get_object_or_404(Event.objects.all().visible_to(request.user), pk=key)
            if not request.user.has_perm(VIEW, self.event):
                raise PermissionDenied(VIEW)
        return super().dispatch(request, *args, **kwargs)

    @property
    def list_title(self) -> str:  # type: ignore[override]
        """Whose names they are."""
        return _("%(event)s: sign-in list") % {"event": self.event}

    def url(self, role: str, *args: Any) -> str:
        """The list and its exports are those of the event."""
        return super().url(role, self.event.pk, *args)

    def rows(self) -> QuerySet[Any]:
        """The event's, with the unit and person they are known as."""
        return self.one_row().filter(event=self.event)

    def one_row(self) -> QuerySet[Any]:
        """With event, unit and person."""
        return self.visible().select_related("event", "unit", "person")

    def export_page(self, format: str) -> HttpResponseBase:
        """As every list; the event's own history says, too, that its names left the house."""
        answer = super().export_page(format)
        if answer.status_code == HTTPStatus.OK:
            record_action("campaigns.export_attendee", self.event, by=self.request.user, after={"format": format})
        return answer

    def view_context(self, record: Any) -> dict[str, Any]:
        """The page is called by the name: the record itself has none."""
        self.event = record.event
        return super().view_context(record) | {"title": record.name}

    def facts(self, record: Any) -> list[Fact]:
        """Where and when, from where, and who it is, if the portal knows."""
        user = self.request.user
        return [
            Fact(_("Event"), record.event, address_for(user, record.event)),
            Fact(_("Day"), record.event.held_on),
            Fact(_("Unit or village"), record.from_unit, address_for(user, record.unit)),
            Fact(_("Known person"), record.person, address_for(user, record.person)),
            Fact(_("Signed in at"), record.came_at),
            Fact(_("How listed"), record.get_way_display()),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Taking the name off, and back to the list."""
        remove = reverse("campaigns:remove_attendee", args=[record.pk])
        return [
            Button(VIEW, list_of(record.event), "list-ul", text=_("The whole list")),
            Button("campaigns.remove_attendee", remove, "trash", "danger"),
        ]


urlpatterns = [
    path("events/<int:event>/attendees/", AttendeeView.as_view(role="list"), name="list_attendee"),
    path(
        "events/<int:event>/attendees/export/<slug:format>/",
        AttendeeView.as_view(role="export"),
        name="export_attendee",
    ),
    path("attendees/<int:pk>/", AttendeeView.as_view(role="view"), name="view_attendee"),
    path(
        "attendees/<int:pk>/remove/",
        verb_view(
            "campaigns.remove_attendee",
            Attendee,
            ReasonForm,
            attendees.remove_attendee,
            danger=True,
            explain=gettext_lazy("The name is no longer on the list and no longer counts."),
            then=lambda attendee, user: list_of(attendee.event),
        ),
        name="remove_attendee",
    ),
    path(
        "events/<int:pk>/attendees/enter/",
        verb_view("campaigns.enter_attendees", Event, EnterAttendeesForm, attendees.enter_attendees),
        name="enter_attendees",
    ),
    path(
        "events/<int:pk>/attendees/count/",
        verb_view(
            "campaigns.adopt_list_count",
            Event,
            ConfirmForm,
            attendees.adopt_list_count,
            explain=lambda event: (
                _("The list has %(names)s names; the head-count will say the same.")
                % {"names": event.attendees.present().count()}
            ),
        ),
        name="adopt_list_count",
    ),
    path(
        "events/<int:pk>/check-in/open/",
        verb_view(
            "campaigns.open_check_in",
            Event,
            ConfirmForm,
            check_in.open_check_in,
            explain=gettext_lazy(
                "The event gets a code that people scan. It works on the day of the event, from two hours before it "
                "begins until midnight; whoever has it can sign in without a login."
            ),
            then=lambda event, user: reverse("campaigns:show_check_in", args=[event.pk]),
        ),
        name="open_check_in",
    ),
    path(
        "events/<int:pk>/check-in/close/",
        verb_view(
            "campaigns.close_check_in",
            Event,
            ConfirmForm,
            check_in.close_check_in,
            explain=gettext_lazy("The code ends, also on sheets that were printed. Opening again gives another one."),
        ),
        name="close_check_in",
    ),
]
