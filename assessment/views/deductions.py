"""Pages of deductions: how much, why, what shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.filters.checks import DeductionFilter
from assessment.forms.checks import DeductionForm
from assessment.models import CheckedUnit, Deduction
from assessment.services import checks as services
from assessment.tables.checks import DEDUCTIONS, state
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView
from dayan_safety.views.beginning import asked_for
from dayan_safety.views.parts import address_for
from dayan_safety.workdays import today


class DeductionView(RecordView):
    """What the supervision group took off."""

    model = Deduction
    columns = DEDUCTIONS
    filterset = DeductionFilter
    form = DeductionForm
    create_service = staticmethod(services.create_deduction)
    edit_service = staticmethod(services.edit_deduction)
    remove_service = staticmethod(services.remove_deduction)
    search_hint = gettext_lazy("Reason, unit or pinyin initials")
    empty_hint = gettext_lazy("No deduction matches. They are made on the page of a unit in an open check.")
    files_hint = gettext_lazy("Evidence: the people of the unit can open it, too.")

    def rows(self) -> QuerySet[Any]:
        """With item, unit and check."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Deduction:
        """Of the unit that the address names, found today; of the item, where only one is judged."""
        made = Deduction(found_on=today())
        if checked := asked_for(CheckedUnit, self.request, "checked"):
            made.checked = checked
            items = services.items_checked(checked.in_check.rulebook, checked.unit.kind)
            if len(items) == 1:
                made.item = items[0]
        return made

    def status(self, record: Any) -> Badge:
        """That of the check."""
        return state(record.checked.in_check)

    def facts(self, record: Any) -> list[Fact]:
        """Unit, check, item, points and day."""
        checked, shown = record.checked, services.linked_record(record)
        url = address_for(self.request.user, shown)
        what = [Fact(_("Record that shows it"), shown if url else _("you cannot see it"), url)] if shown else []
        return [
            Fact(_("Unit checked"), checked, checked.get_absolute_url()),
            Fact(_("Item"), record.item),
            Fact(_("Points off"), record.points),
            Fact(_("Day it was found"), record.found_on),
            *what,
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """By the verbs' own names: it is corrected or taken back."""
        return [Button(button.verb, button.url, button.icon, button.kind) for button in super().own_buttons(record)]

    def panels(self, record: Any) -> list[Panel]:
        """The reason."""
        return [Panel(_("Reason"), "records/panels/text.html", {"text": record.reason})]
