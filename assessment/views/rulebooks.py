"""Pages of rulebooks and their items."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assessment.filters.rulebooks import RulebookFilter, RulebookItemFilter
from assessment.forms.rulebooks import RulebookForm, RulebookItemForm
from assessment.models import Rulebook, RulebookItem
from assessment.services import rulebooks as services
from assessment.services import scores
from assessment.tables.rulebooks import ITEMS, RULEBOOKS, state
from committee.models import Unit
from dayan_safety.forms import ConfirmForm
from dayan_safety.tables import Badge, Column, rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.views.beginning import asked_for, only_one
from dayan_safety.workdays import today

LEFT_OUT = ("rulebook", "number", "name", "standard", "counts", "weight", "step")
OF_ONE = [Column("item", _("Item"), str), *(column for column in ITEMS if column.name not in LEFT_OUT)]
State = Rulebook.State


class RulebookView(RecordView):
    """The rules of each year."""

    model = Rulebook
    columns = RULEBOOKS
    filterset = RulebookFilter
    form = RulebookForm
    edit_service = staticmethod(services.edit_rulebook)
    remove_service = staticmethod(services.remove_rulebook)
    search_hint = _("Name or document number")
    empty_hint = _("No rulebook yet: the supervision group draws it up, item by item or from a list.")

    def status(self, record: Any) -> Badge:
        """Being drawn up, in use or replaced."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Year and edition, and the rules of the score."""
        return [
            Fact(_("Year"), record.year),
            Fact(_("Edition"), str(record.edition)),
            Fact(_("Document number"), record.document),
            Fact(_("Put in use on"), record.used_since),
            *rules_of(record),
        ]

    def items_of(self, record: Any) -> list[Any]:
        """Its items, read once a page."""
        if not hasattr(record, "shown_items"):
            record.shown_items = services.items_of(record)
        return list(record.shown_items)

    def buttons(self, record: Any) -> list[Button]:
        """Its items as a list; a draft gets items and is put in use, of what is in use the next edition is drawn up."""
        of_book = f"?rulebook={record.pk}"
        url, more = (f"{reverse(f'assessment:{page}_rulebookitem')}{of_book}" for page in ("list", "create"))
        new = [Button("assessment.create_rulebookitem", more, "plus-lg")] if record.state == State.DRAFT else []
        verbs = {
            State.DRAFT: [("adopt_rulebook", "check2"), ("show_effect", "bar-chart")],
            State.IN_USE: [("revise_rulebook", "copy")],
        }.get(record.state, [])
        return [
            *new,
            Button("assessment.view_rulebookitem", url, "list-ol", "primary", _("Items")),
            *(
                Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon)
                for verb, icon in verbs
            ),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What is or was in use is neither edited nor removed: units were assessed by it."""
        return super().own_buttons(record) if record.state == State.DRAFT else []

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its items."""
        return [record.items.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """The note, what can be reached, the items."""
        items = self.items_of(record)
        rows = rows_of(OF_ONE, items)
        note = [Panel(_("Note"), "records/panels/text.html", {"text": record.note})] if record.note else []
        if not rows:
            return note
        sums = Panel(_("Full marks that can be reached"), "assessment/panels/reachable.html", {"lines": sums_of(items)})
        return [*note, sums, Panel(_("Items"), "records/panels/rows.html", {"columns": OF_ONE, "rows": rows})]


def rules_of(book: Rulebook) -> list[Fact]:
    """How points become a score and a band."""
    return [
        *(Fact(grade.label, _("from %(least)s") % {"least": least}) for grade, least in book.grades if least),
        Fact(_("Share of the monthly scores"), f"{book.month_share}%"),
        Fact(_("Most bonus in a year"), book.bonus_cap),
        Fact(_("Most penalty in a year"), book.penalty_cap),
        Fact(_("Least raters of a unit"), str(book.least_raters)),
        Fact(_("Highest and lowest marks left out"), str(book.trim)),
        Fact(_("Working days for objections"), str(book.objection_days)),
        Fact(_("Factor in the annual target assessment"), book.factor),
    ]


def sums_of(items: list[RulebookItem]) -> list[dict[str, Any]]:
    """Of each kind of unit, what it can reach in a month and at the year's end."""
    Counts = RulebookItem.Counts
    return [
        {
            "kind": Unit.Kind(kind).label,
            "month": services.reachable(items, kind, counts=Counts.MONTH),
            "year": services.reachable(items, kind, counts=Counts.YEAR),
        }
        for kind in RulebookItem.KINDS
    ]


class RulebookItemView(RecordView):
    """What is assessed."""

    model = RulebookItem
    columns = ITEMS
    filterset = RulebookItemFilter
    form = RulebookItemForm
    create_service = staticmethod(services.create_rulebookitem)
    edit_service = staticmethod(services.edit_rulebookitem)
    remove_service = staticmethod(services.remove_rulebookitem)
    list_kind = "rulebookitem"
    search_hint = _("Item, number or words of the standard")
    empty_hint = _("No item matches. Take a filter away, add one, or bring in the list.")

    def rows(self) -> QuerySet[Any]:
        """With the rulebook."""
        return self.visible().with_rulebook()

    def fresh(self) -> RulebookItem:
        """Of the rulebook that the address names, or of the one that is being drawn up."""
        asked = asked_for(Rulebook, self.request, "rulebook")
        if asked and asked.state == State.DRAFT:
            return RulebookItem(rulebook=asked)
        drafts = Rulebook.objects.drafts().values_list("pk", flat=True)
        return RulebookItem(rulebook_id=only_one(drafts[:2]))

    def facts(self, record: Any) -> list[Fact]:
        """Rulebook, section, method, for whom, points."""
        told = [
            Fact(_("Rulebook"), record.rulebook, record.rulebook.get_absolute_url()),
            Fact(_("Section"), record.get_section_display()),
            Fact(_("Method"), record.get_method_display()),
            Fact(_("Computed figure"), record.get_figure_display()),
            Fact(_("For whom"), record.get_applies_to_display()),
            Fact(_("Where it counts"), record.get_counts_display()),
            Fact(_("Full mark"), record.full_mark),
            Fact(_("Weight"), record.weight if record.weight != 1 else ""),
            Fact(_("Points off each time"), record.step),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def own_buttons(self, record: Any) -> list[Button]:
        """Of a rulebook that is or was in use nothing is changed."""
        return super().own_buttons(record) if record.rulebook.state == State.DRAFT else []

    def panels(self, record: Any) -> list[Panel]:
        """How it is judged."""
        text = Panel(_("How it is judged"), "records/panels/text.html", {"text": record.standard})
        return [text] if record.standard else []


@require_safe
def show_effect(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft would have done to the scores of the year before."""
    drafts = Rulebook.objects.drafts().visible_to(request.user)
    draft: Rulebook = get_object_or_404(drafts, pk=pk)
    if not request.user.has_perm("assessment.show_effect", draft):
        raise PermissionDenied("assessment.show_effect")
    lines = scores.effect_of(draft, today())
    moved = [line for line in lines if line.is_moved]
    told = {"all": len(lines), "moved": len(moved), "regraded": sum(line.is_regraded for line in moved)}
    shown = {"draft": draft, "year": draft.year - 1, "lines": moved, "told": told, "grades": GRADES}
    return render(request, "assessment/effect.html", shown)


GRADES = dict(Rulebook.Grade.choices)
urlpatterns = [
    path("rulebooks/<int:pk>/effect/", show_effect, name="show_effect"),
    verb_path(
        "rulebooks/<int:pk>/adopt/",
        "assessment.adopt_rulebook",
        Rulebook,
        ConfirmForm,
        services.adopt_rulebook,
        explain=_("Units are assessed by it from now on; it cannot be changed any more, only replaced."),
    ),
    verb_path(
        "rulebooks/<int:pk>/revise/",
        "assessment.revise_rulebook",
        Rulebook,
        ConfirmForm,
        services.revise_rulebook,
        explain=_("The next edition begins with the same rules and items; this one stays in use until then."),
    ),
]
