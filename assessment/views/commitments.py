"""Pages of commitments: what is owed by when, how it was delivered, and what followed in the ledger."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.filters.ledger import CommitmentFilter
from assessment.forms.ledger import CommitmentForm, DeliverForm
from assessment.models import Commitment
from assessment.services import ledger as services
from assessment.tables.ledger import COMMITMENTS, ENTRIES, commitment_standing
from dayan_safety.forms import NoteForm, ReasonForm
from dayan_safety.tables import Badge, rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_path

State = Commitment.State
OF_COMMITMENT = [column for column in ENTRIES if column.name in ("kind", "points", "item", "happened_on", "state")]
DELIVER, EXCUSE = ("deliver_commitment", "send"), ("excuse_commitment", "archive")
VERBS = {
    State.OPEN: (DELIVER, EXCUSE),
    State.MISSED: (DELIVER, EXCUSE),
    State.DELIVERED: (("verify_commitment", "check2"), ("return_commitment", "arrow-repeat"), EXCUSE),
}


class CommitmentView(RecordView):
    """What units have to deliver."""

    model = Commitment
    columns = COMMITMENTS
    filterset = CommitmentFilter
    form = CommitmentForm
    create_service = staticmethod(services.create_commitment)
    edit_service = staticmethod(services.edit_commitment)
    is_removable = False  # the chair excuses
    search_hint = gettext_lazy("Unit, title or words of the commitment")
    empty_hint = gettext_lazy("No commitment matches. Take a filter away; the supervision group gives commitments.")

    def rows(self) -> QuerySet[Any]:
        """With unit and items."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def list_buttons(self) -> list[Button]:
        """The ledger."""
        url = reverse("assessment:list_ledgerentry")
        return [Button("assessment.view_ledgerentry", url, "list-ol", text=_("Rewards and penalties"))]

    def status(self, record: Any) -> Badge:
        """Where it stands."""
        return commitment_standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """What is owed by when, what follows, how it was delivered."""
        told = [
            Fact(_("Unit"), record.unit, address_for(self.request.user, record.unit)),
            Fact(_("What is to be delivered"), record.text),
            Fact(_("To be delivered by"), record.due_on),
            Fact(_("Delivered in time"), _rule(record.reward_item, record.reward_points, "+")),
            Fact(_("Not delivered in time"), _rule(record.penalty_item, record.penalty_points, "−")),
            Fact(_("Delivered on"), _delivered_on(record)),
            Fact(_("Delivered by"), record.delivered_by),
            Fact(_("What was delivered"), record.delivery),
            Fact(_("Verified by"), record.verified_by),
            Fact(_("Note of the supervision"), record.note),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def buttons(self, record: Any) -> list[Button]:
        """What the state allows."""
        return [
            Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon, look)
            for (verb, icon), look in zip(
                VERBS.get(record.state, ()), ("primary", "secondary", "secondary"), strict=False
            )
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What was delivered or missed is not edited."""
        return super().own_buttons(record) if record.state == State.OPEN else []

    def panels(self, record: Any) -> list[Panel]:
        """What followed in the ledger, as far as it exists for the reader."""
        entries = rows_of(OF_COMMITMENT, record.entries.all().visible_to(self.request.user).with_names())
        shown = {"columns": OF_COMMITMENT, "rows": entries}
        return [Panel(_("In the ledger"), "records/panels/rows.html", shown)] if entries else []


def _rule(item: Any, points: Any, sign: str) -> str:
    """Which points by which item."""
    return _("%(points)s points by “%(item)s”") % {"points": f"{sign}{points}", "item": item} if item else ""


def _delivered_on(commitment: Commitment) -> str:
    """The day, and whether it was in time."""
    if commitment.delivered_on is None:
        return ""
    said = _("%(day)s, in time") if commitment.is_in_time else _("%(day)s, late")
    return said % {"day": commitment.delivered_on}


def _door(verb: str, form: Any, place: str, **about: Any) -> URLPattern:
    service = getattr(services, f"{verb}_commitment")
    return verb_path(
        f"commitments/<int:pk>/{place}/", f"assessment.{verb}_commitment", Commitment, form, service, **about
    )


urlpatterns = [
    _door(
        "deliver",
        DeliverForm,
        "deliver",
        explain=gettext_lazy("Today counts as the day of delivery; the supervision group verifies it."),
    ),
    _door(
        "verify",
        NoteForm,
        "verify",
        explain=gettext_lazy(
            "If it came in time, the reward is proposed by itself; somebody confirms it in the ledger."
        ),
    ),
    _door("return", ReasonForm, "return", explain=gettext_lazy("It is open again; the last day stays.")),
    _door(
        "excuse",
        ReasonForm,
        "excuse",
        explain=gettext_lazy("Neither reward nor penalty follows; what was proposed is refused."),
    ),
]
