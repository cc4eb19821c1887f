"""The ledger of materials on the pages of materials and events, and the doors to it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from campaigns.filters import StockEntryFilter
from campaigns.forms.materials import CountCopiesForm, DistributeCopiesForm, HandOutCopiesForm, ReceiveCopiesForm
from campaigns.models import Event, Material, StockEntry
from campaigns.services import stock
from campaigns.tables.outreach import STOCK_ENTRIES, is_reversed
from dayan_safety.forms import ReasonForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_view

LINES_SHOWN = 100
LEDGER = "campaigns/panels/ledger.html"
ICONS = {"receive_copies": "box-arrow-in-down", "distribute_copies": "send", "count_copies": "clipboard-check"}


def stock_buttons(material: Material) -> list[Button]:
    """Copies come in, go out, are counted."""
    return [
        Button(f"campaigns.{verb}", reverse(f"campaigns:{verb}", args=[material.pk]), icon)
        for verb, icon in ICONS.items()
    ]


def hand_out_button(event: Event) -> Button:
    """Materials are handed out at an event."""
    return Button("campaigns.hand_out_copies", reverse("campaigns:hand_out_copies", args=[event.pk]), "send")


def ledger_of_material(material: Material, user: Any) -> Panel:
    """The last lines of a material that exist for the reader; three queries at most, however many there are."""
    entries = material.stock_entries.all().visible_to(user).with_names()[:LINES_SHOWN]
    return Panel(_("Ledger"), LEDGER, {"entries": _shown(entries, user)})


def ledger_of_event(event: Event, user: Any) -> Panel:
    """What was handed out at an event."""
    entries = event.stock_entries.all().visible_to(user).with_names()[:LINES_SHOWN]
    return Panel(_("Materials handed out"), LEDGER, {"entries": _shown(entries, user), "by_material": True})


def _shown(entries: Any, user: Any) -> list[StockEntry]:
    """With the address of reversing a line, for those who may."""
    found = list(entries)
    may = user.has_perm("campaigns.reverse_entry")
    for entry in found:
        entry.reverse_url = reverse_address(entry) if may and entry.is_reversible else ""
    return found


def reverse_address(entry: StockEntry) -> str:
    """Where a line is taken back."""
    return reverse("campaigns:reverse_entry", args=[entry.pk])


class StockEntryView(RecordView):
    """Every line of the ledger of all materials."""

    model = StockEntry
    columns = STOCK_ENTRIES
    filterset = StockEntryFilter
    search_hint = _("Material, unit, event or note")
    empty_hint = _("No line matches. Take a filter away, or enter on a material's page what came and went.")

    def rows(self) -> QuerySet[Any]:
        """With what the lines name."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def status(self, record: Any) -> Badge | None:
        """Whether it was taken back."""
        return is_reversed(record)

    def facts(self, record: Any) -> list[Fact]:
        """What happened to how many of what."""
        user = self.request.user
        return [
            Fact(_("Material"), record.material, address_for(user, record.material)),
            Fact(_("What happened"), record.get_kind_display()),
            Fact(_("Copies"), f"{record.copies} {record.material.measure}"),
            Fact(_("Day"), record.on),
            Fact(_("To whom"), record.went_to, address_for(user, record.went_to)),
            Fact(_("Entered by"), record.by),
            Fact(_("Note"), record.note),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Taking it back, while that was not done."""
        if not record.is_reversible:
            return []
        return [Button("campaigns.reverse_entry", reverse_address(record), "arrow-counterclockwise", "danger")]


urlpatterns = [
    path(
        "materials/<int:pk>/receive/",
        verb_view("campaigns.receive_copies", Material, ReceiveCopiesForm, stock.receive_copies),
        name="receive_copies",
    ),
    path(
        "materials/<int:pk>/distribute/",
        verb_view("campaigns.distribute_copies", Material, DistributeCopiesForm, stock.distribute_copies),
        name="distribute_copies",
    ),
    path(
        "materials/<int:pk>/count/",
        verb_view(
            "campaigns.count_copies",
            Material,
            CountCopiesForm,
            stock.count_copies,
            explain=_("Say how many copies are really there: the difference becomes a line of the ledger."),
        ),
        name="count_copies",
    ),
    path(
        "events/<int:pk>/hand-out/",
        verb_view("campaigns.hand_out_copies", Event, HandOutCopiesForm, stock.hand_out_copies),
        name="hand_out_copies",
    ),
    path(
        "ledger/<int:pk>/reverse/",
        verb_view(
            "campaigns.reverse_entry",
            StockEntry,
            ReasonForm,
            stock.reverse_entry,
            explain=_("Both lines stay: the one that was wrong, and the one that takes it back."),
            danger=True,
            then=lambda entry, user: entry.material.get_absolute_url(),
        ),
        name="reverse_entry",
    ),
]
