"""Pages of rulebooks and their items."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.filters import RulebookItemFilter
from assessment.forms import RulebookForm, RulebookItemForm
from assessment.models import Rulebook, RulebookItem
from assessment.tables import ITEMS, RULEBOOKS
from dayan_safety.tables import rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView

OF_ONE = [column for column in ITEMS if column.name not in ("rulebook", "standard")]


class RulebookView(RecordView):
    """The rules of each year."""

    model = Rulebook
    columns = RULEBOOKS
    form = RulebookForm
    search_hint = _("Name or document number")
    empty_hint = _("No rulebook yet: the supervision group draws it up, item by item or from a list.")

    def facts(self, record: Any) -> list[Fact]:
        """Year, document, the sum of the full marks."""
        return [
            Fact(_("Year"), record.year),
            Fact(_("Document number"), record.document),
            Fact(_("Full marks together"), sum((item.full_mark for item in self.items_of(record)), Decimal("0.00"))),
        ]

    def items_of(self, record: Any) -> list[Any]:
        """Its items, read once a page."""
        if not hasattr(record, "shown_items"):
            record.shown_items = list(record.items.all().visible_to(self.request.user))
        return list(record.shown_items)

    def buttons(self, record: Any) -> list[Button]:
        """Its items as a list."""
        url = f"{reverse('assessment:list_rulebookitem')}?rulebook={record.pk}"
        return [Button("assessment.view_rulebookitem", url, "list-ol", "primary", _("Items"))]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its items."""
        return [record.items.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """The note and the items."""
        rows = rows_of(OF_ONE, self.items_of(record))
        panels = [Panel(_("Items"), "records/panels/rows.html", {"columns": OF_ONE, "rows": rows})] if rows else []
        text = [Panel(_("Note"), "records/panels/text.html", {"text": record.note})] if record.note else []
        return text + panels


class RulebookItemView(RecordView):
    """What is assessed."""

    model = RulebookItem
    columns = ITEMS
    filterset = RulebookItemFilter
    form = RulebookItemForm
    list_kind = "rulebookitem"
    search_hint = _("Item, number or words of the standard")
    empty_hint = _("No item matches. Take a filter away, add one, or bring in the list.")

    def rows(self) -> QuerySet[Any]:
        """With the rulebook."""
        return self.visible().with_rulebook()

    def facts(self, record: Any) -> list[Fact]:
        """Rulebook, section, method, points."""
        return [
            Fact(_("Rulebook"), record.rulebook, record.rulebook.get_absolute_url()),
            Fact(_("Section"), record.get_section_display()),
            Fact(_("Method"), record.get_method_display()),
            Fact(_("Full mark"), record.full_mark),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """How it is judged."""
        text = Panel(_("How it is judged"), "records/panels/text.html", {"text": record.standard})
        return [text] if record.standard else []
