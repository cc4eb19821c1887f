"""Pages of checklists: what they ask, drawn up question by question."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import ConfirmForm, RemoveForm
from dayan_safety.models import Record
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.views.parts import part_buttons
from inspections.filters.checklists import ChecklistFilter
from inspections.forms.checklists import ChecklistForm, ItemForm
from inspections.models import Checklist, ChecklistItem
from inspections.services import checklists as services
from inspections.tables.checklists import CHECKLISTS, state

State = Checklist.State


class ChecklistView(RecordView):
    """What is asked at a site of a trade."""

    model = Checklist
    columns = CHECKLISTS
    filterset = ChecklistFilter
    form = ChecklistForm
    edit_service = staticmethod(services.edit_checklist)
    search_hint = _("Name")
    empty_hint = _("No checklist matches. Take a filter away, or draw one up.")

    def rows(self) -> QuerySet[Any]:
        """With how much they ask."""
        return self.visible().with_counts()

    def status(self, record: Any) -> Badge:
        """Being drawn up, in use or replaced."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """For whom it is, which edition, since when."""
        return [
            Fact(_("Trade"), record.get_trade_display()),
            Fact(_("Edition"), str(record.edition)),
            Fact(_("Put in use on"), record.used_since),
            Fact(_("For what it is used"), record.text),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """A draft gets questions and is put in use; of what is in use the next edition is drawn up."""
        verbs = {
            State.DRAFT: (("create_checklistitem", "plus-lg"), ("use_checklist", "check2")),
            State.IN_USE: (("revise_checklist", "copy"),),
        }.get(record.state, ())
        return [
            Button(f"inspections.{verb}", reverse(f"inspections:{verb}", args=[record.pk]), icon)
            for verb, icon in verbs
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What is in use or was is not edited: inspections were made by it. It may be taken out of sight."""
        edit, remove = super().own_buttons(record)
        return [edit, remove] if record.state == State.DRAFT else [remove]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its questions."""
        return [record.items.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Each question with its verbs while it is a draft."""
        found = services.items_of(record)
        is_draft = record.state == State.DRAFT
        lines = [{"item": item, "buttons": self.verbs_of(item, record) if is_draft else []} for item in found]
        return [Panel(_("Questions"), "inspections/panels/items.html", {"lines": lines})]

    def verbs_of(self, item: ChecklistItem, checklist: Checklist) -> list[Button]:
        """What can be done with a question."""
        item.checklist = checklist
        return part_buttons(item, self.request.user)


def _door(verb: str, model: type[Record], form: Any, place: str, **about: Any) -> URLPattern:
    return verb_path(place, f"inspections.{verb}", model, form, getattr(services, verb), **about)


urlpatterns = [
    _door("create_checklistitem", Checklist, ItemForm, "checklists/<int:pk>/questions/new/"),
    _door("edit_checklistitem", ChecklistItem, ItemForm, "checklist-questions/<int:pk>/edit/"),
    _door(
        "remove_checklistitem",
        ChecklistItem,
        RemoveForm,
        "checklist-questions/<int:pk>/remove/",
        danger=True,
    ),
    _door(
        "use_checklist",
        Checklist,
        ConfirmForm,
        "checklists/<int:pk>/use/",
        explain=_("Inspections are made by it from now on; it cannot be changed any more, only replaced."),
    ),
    _door(
        "revise_checklist",
        Checklist,
        ConfirmForm,
        "checklists/<int:pk>/revise/",
        explain=_("The next edition begins with the same questions; this one stays in use until that is put in use."),
    ),
]
