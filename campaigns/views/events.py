"""Pages of events."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.filters import EventFilter
from campaigns.forms.events import EventForm
from campaigns.models import Event, Programme
from campaigns.querysets import SEVERAL
from campaigns.services.events import create_event, edit_event
from campaigns.services.hints import hints_of
from campaigns.tables.outreach import EVENTS, held
from campaigns.tables.words import listed
from campaigns.views.attendees import NameList
from campaigns.views.beginning import beginning_of
from campaigns.views.stock import hand_out_button, ledger_of_event
from dayan_safety.attachments import load_files
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, address_for
from dayan_safety.views.beginning import asked_for
from dayan_safety.views.photos import PhotosFirstView
from dayan_safety.workdays import today


def _shared(user: Any, word: Any) -> str:
    """The address of what all who view such words see: it came with the event, and nothing more is asked."""
    if word is None or word.removed_at or not user.has_perm(f"campaigns.view_{word._meta.model_name}"):
        return ""
    return str(word.get_absolute_url())


class EventView(PhotosFirstView):
    """What was held, and what is planned."""

    model = Event
    columns = EVENTS
    filterset = EventFilter
    form = EventForm
    create_service = staticmethod(create_event)
    edit_service = staticmethod(edit_event)
    list_kind = "event"
    search_hint = _("Theme or place")
    empty_hint = _("No event matches. Take a filter away, or log the event.")

    def rows(self) -> QuerySet[Any]:
        """With what the chosen columns name: most lists are read without those that cost a query of their own."""
        chosen = self.request.GET.getlist("columns")
        return self.visible().with_names([name for name in SEVERAL if name in chosen])

    def fresh(self) -> Event:
        """Today's, of the own unit or group where there is one, in the campaign that is under way where it is one; of
        the training programme in the address."""
        begun = beginning_of(self.request.user)
        programme = asked_for(Programme, self.request, "programme")
        return Event(held_on=begun.pop("on"), programme=programme, **begun)

    def one_row(self) -> QuerySet[Any]:
        """With all that it names."""
        return self.visible().with_names()

    def status(self, record: Any) -> Badge:
        """Planned or held."""
        return held(record)

    def facts(self, record: Any) -> list[Fact]:
        """When, where, by whom, for whom."""
        user, audiences = self.request.user, listed("audiences")(record)
        return [
            Fact(_("Kind of event"), record.kind, _shared(user, record.kind)),
            Fact(_("Day"), record.held_on),
            Fact(_("Begins at"), record.begins_at and f"{record.begins_at:%H:%M}"),
            Fact(_("Place"), record.place),
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Working group"), record.group, address_for(user, record.group)),
            Fact(_("Campaign"), record.campaign, _shared(user, record.campaign)),
            Fact(_("Training programme"), record.programme, _shared(user, record.programme)),
            Fact(_("Hosts"), record.hosts),
            Fact(_("Lecturer"), record.lecturer),
            Fact(_("Five entries"), record.get_entry_display()),
            Fact(_("Audiences"), audiences, reverse("campaigns:list_audience") if audiences else ""),
            Fact(_("Channel of outreach"), record.channel, _shared(user, record.channel)),
            Fact(_("Head-count"), record.head_count),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Handing out materials, once it was held."""
        return [hand_out_button(record)] if record.held_on <= today() else []

    def panels(self, record: Any) -> list[Panel]:
        """What is open for those who may fill it in, who took part, how it went, their names, what was handed out."""
        user = self.request.user
        load_files([record])
        names, may = NameList(record, user), user.has_perm("campaigns.edit_event", record)
        hints = hints_of(record, record.loaded_files, today(), names.whole) if may else []
        texts = [(_("Units taking part"), listed("more_units")(record)), (_("Summary"), record.summary)]
        texts.append((_("Effect"), record.effect))
        ledger = ledger_of_event(record, user)
        return [
            *[Panel(_("Still open"), "campaigns/panels/hints.html", {"hints": hints})][: len(hints)],
            *(Panel(title, "records/panels/text.html", {"text": text}) for title, text in texts if text),
            *names.panel(),
            *[ledger][: len(ledger.context["entries"])],
        ]
