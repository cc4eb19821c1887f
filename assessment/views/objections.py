"""Pages of objections to scorecards."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.filters.objections import ObjectionFilter
from assessment.forms.objections import AnswerForm, ObjectionForm
from assessment.models import Objection, Scorecard
from assessment.services import objections as services
from assessment.tables.objections import OBJECTIONS, standing
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path

TEXT = "records/panels/text.html"


class ObjectionView(RecordView):
    """What units say against their scorecards."""

    model = Objection
    columns = OBJECTIONS
    filterset = ObjectionFilter
    search_hint = _("Unit, pinyin initials or words")
    empty_hint = _("No objections. Units may object while the scores of a year are posted.")

    def rows(self) -> QuerySet[Any]:
        """With unit and result."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With unit, result and who answered."""
        return self.visible().with_names().select_related("made_by__person", "answered_by__person")

    def status(self, record: Any) -> Badge:
        """Whether it was answered, and how."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """To which scorecard and item, by whom, answered when."""
        card = record.scorecard
        told = [
            Fact(_("Scorecard"), card, card.get_absolute_url()),
            Fact(_("Number of the item"), record.item or _("all of it")),
            Fact(_("Objected by"), record.made_by),
            Fact(_("Answered by"), record.answered_by),
            Fact(_("Answered on"), record.answered_on),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def buttons(self, record: Any) -> list[Button]:
        """The answer, while it waits for one."""
        if record.state != Objection.State.OPEN:
            return []
        url = reverse("assessment:answer_objection", args=[record.pk])
        return [Button("assessment.answer_objection", url, "reply", "primary")]

    def panels(self, record: Any) -> list[Panel]:
        """What is wrong, and the answer."""
        said = [Panel(_("What is wrong"), TEXT, {"text": record.said})]
        return [*said, Panel(_("Answer to the objection"), TEXT, {"text": record.answer})] if record.answer else said


def _of_card(card: Scorecard, user: Any) -> str:
    """One is led to the objection that was made: the newest one of the card."""
    made = card.objections.all().visible_to(user).first()
    return made.get_absolute_url() if made else card.get_absolute_url()


urlpatterns = [
    verb_path(
        "scorecards/<int:pk>/object/",
        "assessment.object_to_scorecard",
        Scorecard,
        ObjectionForm,
        services.object_to_scorecard,
        explain=_("The supervision group answers every objection before the scores are final."),
        then=_of_card,
    ),
    verb_path(
        "objections/<int:pk>/answer/",
        "assessment.answer_objection",
        Objection,
        AnswerForm,
        services.answer_objection,
    ),
]
