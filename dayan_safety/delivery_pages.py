"""Who was told what, by which way and when: the ledger of deliveries, and the panel on the page of a thing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from dayan_safety.models import Delivery
from dayan_safety.notice_kinds import all_kinds, kind_words
from dayan_safety.tables import Badge, Column
from dayan_safety.todos import Todo
from dayan_safety.views import Panel, RecordView

VIEW = "dayan_safety.view_delivery"
SHOWN = 30
A_DAY, LATELY = timedelta(days=1), timedelta(days=7)
State = Delivery.State
LOOKS = {
    State.SENT: ("success", "check-circle"),
    State.WAITING: ("info", "hourglass-split"),
    State.FAILED: ("danger", "exclamation-octagon"),
    State.SILENT: ("secondary", "bell-slash"),
}


def standing(delivery: Delivery) -> Badge:
    """Where it stands."""
    return Badge(delivery.get_state_display(), *LOOKS[State(delivery.state)])


def when(delivery: Delivery) -> Any:
    """When it was sent, else when it will be tried."""
    return timezone.localtime(delivery.sent_at or delivery.not_before)


def read_at(delivery: Delivery) -> Any:
    """When its reader opened the notice."""
    return delivery.notice.read_at and timezone.localtime(delivery.notice.read_at)


DELIVERIES = (
    Column("title", _("Notice"), lambda row: row.notice.title, order=("notice__title",)),
    Column("person", _("Person"), lambda row: str(row.notice.user), order=("notice__user__person__name",)),
    Column("channel", _("Channel"), lambda row: row.get_channel_display(), order=("channel",)),
    Column("state", _("State"), standing, order=("state",)),
    Column("when", _("When"), when, order=("sent_at", "not_before"), kind="date"),
    Column("attempts", _("Attempts"), order=("attempts",), kind="number"),
    Column("note", _("Note")),
    Column("kind", _("kind of notice"), lambda row: kind_words(row.notice.kind), order=("notice__kind",), shown=False),
    Column(
        "read_at", _("read at"), lambda row: row.notice.read_at, order=("notice__read_at",), kind="date", shown=False
    ),
    Column("message_id", _("Key of the letter"), shown=False),
)


class DeliveryFilter(django_filters.FilterSet):
    """Deliveries by channel, state, kind and days."""

    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Delivery._meta.get_field("channel").choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    kind = django_filters.ChoiceFilter(
        label=_("kind of notice"),
        field_name="notice__kind",
        choices=lambda: [(kind.name, kind.label) for kind in all_kinds().values()],
    )
    since = DayFilter(label=_("From"), field_name="notice__at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="notice__at", lookup_expr="date__lte")

    class Meta:
        model = Delivery
        fields: ClassVar = ["channel", "state"]


class DeliveryList(RecordView):
    """Every delivery, the newest first; nothing can be changed here."""

    model: ClassVar[Any] = Delivery
    columns = DELIVERIES
    filterset = DeliveryFilter
    list_title = _("Who was told what")
    search_hint = _("Name of a person, or words of a notice")
    empty_hint = _("Nothing of the kind was told. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """With the notice and the person."""
        return self.visible().select_related("notice__user__person")

    def right(self, verb: str) -> str:
        """One right opens the list and its export."""
        return VIEW

    def url(self, role: str, *args: Any) -> str:
        """It belongs to the whole portal."""
        return reverse(f"{role}_delivery", args=args)


def delivery_todos(user: Any, on: date) -> list[Todo]:
    """What could not be delivered in the last days, for those who can see to it."""
    if not user.has_perm(VIEW):
        return []
    failed = Delivery.objects.filter(state=State.FAILED, notice__at__date__gt=on - LATELY).count()
    query = f"?state=failed&since={on - LATELY + A_DAY}"
    url = reverse("list_delivery") + query
    return [Todo(_("Messages could not be delivered"), failed, url, "danger", "send-x")]


def told_panel(thing: models.Model, user: Any) -> list[Panel]:
    """Who was told of ``thing``, the newest first, for those who may know; one query, none for others."""
    if not user.has_perm(VIEW):
        return []
    newest = Delivery.objects.of(thing).with_people().order_by("-notice__at", "-notice_id", "pk")
    lines = [{"row": row, "badge": standing(row), "when": when(row)} for row in newest[:SHOWN]]
    return [Panel(_("Who was told"), "records/panels/told.html", {"lines": lines})] if lines else []
