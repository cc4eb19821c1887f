"""Pages of the ledger: every entry with who proposed and who confirmed it, the sums above, totals by unit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessment.filters.ledger import LedgerEntryFilter
from assessment.forms.ledger import DecideForm, LedgerEntryForm, RefuseEntryForm
from assessment.models import LedgerEntry
from assessment.services import ledger as services
from assessment.tables.ledger import ENTRIES, TOTALS, kind, standing
from dayan_safety.exports import FORMATS
from dayan_safety.filters import key_asked, year_asked
from dayan_safety.forms import ReasonForm
from dayan_safety.history import record_action
from dayan_safety.tables import Badge
from dayan_safety.values import plain_text
from dayan_safety.views import Button, Fact, RecordView, address_for, needs, verb_path
from dayan_safety.workdays import today

State = LedgerEntry.State
TOTALS_TITLE = gettext_lazy("Totals of rewards and penalties")
VERBS = {
    State.PROPOSED: (("confirm_entry", "check2", "primary"), ("refuse_entry", "x-lg", "secondary")),
    State.CONFIRMED: (("withdraw_entry", "archive", "danger"),),
}


class LedgerEntryView(RecordView):
    """Rewards, penalties and vetoes."""

    model = LedgerEntry
    columns = ENTRIES
    filterset = LedgerEntryFilter
    form = LedgerEntryForm
    create_service = staticmethod(services.create_ledgerentry)
    edit_service = staticmethod(services.edit_ledgerentry)
    is_removable = False  # a mistake is withdrawn, and stays
    listing_template = "assessment/_ledger.html"
    search_hint = gettext_lazy("Unit, item or reason")
    empty_hint = gettext_lazy("Nothing stands here. Take a filter away, or propose a reward or penalty.")

    def rows(self) -> QuerySet[Any]:
        """With unit, item and people."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> LedgerEntry:
        """Of today, until another day is typed."""
        return LedgerEntry(happened_on=today())

    def list_context(self, listing: Any) -> dict[str, Any]:
        """The sums of the year that is looked at, of the unit that is looked at or of all one may know of."""
        year = year_asked(self.request.GET)
        totals = services.totals_of(year, self.request.user, key_asked(self.request.GET, "unit"))
        sums = services.together(total.sums for total in totals)
        only = totals[0].ledger if len(totals) == 1 else None
        return super().list_context(listing) | {"year": year, "sums": sums, "only": only}

    def list_buttons(self) -> list[Button]:
        """The totals by unit; the commitments."""
        totals, commitments = reverse("assessment:view_ledger"), reverse("assessment:list_commitment")
        return [
            Button("assessment.view_commitment", commitments, "flag", text=_("Commitments")),
            Button("assessment.view_ledgerentry", totals, "bar-chart", text=_("Totals by unit")),
        ]

    def status(self, record: Any) -> Badge:
        """Proposed, confirmed, refused or withdrawn."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """What, of whom, by which rule, with what evidence, by whom."""
        user, item = self.request.user, record.item
        told = [
            Fact(_("Reward or penalty"), str(kind(record))),
            Fact(_("Points of the entry"), record.signed),
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Item"), f"{item} · {item.rulebook}", address_for(user, item)),
            Fact(_("Happened on"), record.happened_on),
            Fact(_("Reason"), record.reason),
            *self.evidence_of(record),
            Fact(_("Proposed by"), record.proposed_by or _("the portal, by rule")),
            Fact(_("Waits for"), _waits_for(record)),
            Fact(_("Decided by"), record.decided_by),
            Fact(_("Decided at"), plain_text(record.decided_at)),
            Fact(_("Withdrawn by"), record.withdrawn_by),
            Fact(_("Why"), record.note),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def evidence_of(self, record: Any) -> list[Fact]:
        """The commitment or the record that shows it, if that exists for the reader."""
        evidence = record.commitment or record.evidence
        url = address_for(self.request.user, evidence)
        return [Fact(_("Evidence"), evidence, url)] if url else []

    def buttons(self, record: Any) -> list[Button]:
        """What the state allows: the table of rights leaves out one's own."""
        return [
            Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon, look)
            for verb, icon, look in VERBS.get(record.state, ())
        ]


def _waits_for(entry: LedgerEntry) -> str:
    if entry.state != State.PROPOSED:
        return ""
    if entry.proposed_by_id is None:
        return _("the supervision group or the chair")
    return _("somebody else of the supervision group, or the chair")


class Lines(list[Any]):
    """Lines that are exported as rows are."""

    def iterator(self, chunk_size: int) -> Any:
        """Each in turn."""
        return iter(self)


@require_safe
@needs("assessment.view_ledgerentry")
def view_ledger(request: HttpRequest) -> HttpResponse:
    """The totals of a year, unit by unit, beside what of them counts at most."""
    year, user = year_asked(request.GET), request.user
    shown = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < today().year else None,
        "totals": (totals := services.totals_of(year, user)),
        "sums": services.together(total.sums for total in totals),
        "caps": totals[0].ledger if totals else None,
        "list_url": reverse("assessment:list_ledgerentry"),
        "is_exported": user.has_perm("assessment.export_ledgerentry"),
    }
    return render(request, "assessment/ledger_totals.html", shown)


@require_safe
@needs("assessment.export_ledgerentry")
def export_ledger(request: HttpRequest, format: str) -> HttpResponseBase:
    """The same as a file; history keeps that it left the house."""
    if format not in FORMATS:
        return HttpResponse(status=404)
    year = year_asked(request.GET)
    lines: Any = Lines(services.totals_of(year, request.user))
    record_action("assessment.export_ledgerentry", by=request.user, after={"rows": str(len(lines)), "format": format})
    return FORMATS[format](f"{TOTALS_TITLE} {year}", TOTALS, lines)


urlpatterns = [
    path("ledger/totals/", view_ledger, name="view_ledger"),
    path("ledger/totals/<slug:format>/", export_ledger, name="export_ledger"),
    verb_path(
        "ledger/<int:pk>/confirm/",
        "assessment.confirm_entry",
        LedgerEntry,
        DecideForm,
        services.confirm_entry,
        explain=gettext_lazy("It counts from now on, and the unit hears of it; it cannot be edited any more."),
    ),
    verb_path(
        "ledger/<int:pk>/refuse/", "assessment.refuse_entry", LedgerEntry, RefuseEntryForm, services.refuse_entry
    ),
    verb_path(
        "ledger/<int:pk>/withdraw/",
        "assessment.withdraw_entry",
        LedgerEntry,
        ReasonForm,
        services.withdraw_entry,
        danger=True,
        explain=gettext_lazy("It counts no more and stays in the ledger with the reason; the unit hears of it."),
    ),
]
