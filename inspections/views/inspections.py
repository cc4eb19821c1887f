"""Pages of inspections: where they were made, what was answered, what was found."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.delivery_pages import told_panel
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for
from dayan_safety.views.beginning import asked_for, only_one
from dayan_safety.views.files import file_line
from dayan_safety.workdays import today
from inspections.filters.inspecting import InspectionFilter
from inspections.forms.inspecting import InspectionForm
from inspections.models import Checklist, Inspection, Site
from inspections.services import inspecting as services
from inspections.services.answered import Answered, answered
from inspections.tables.findings import light
from inspections.tables.inspecting import INSPECTIONS, percent, state, verdict

State = Inspection.State


class InspectionView(RecordView):
    """The register of inspections."""

    model = Inspection
    columns = INSPECTIONS
    list_title = _("Site inspections")
    filterset = InspectionFilter
    form = InspectionForm
    create_service = staticmethod(services.create_inspection)
    edit_service = staticmethod(services.edit_inspection)
    is_removable = False
    search_hint = _("Number, unit, site or checklist")
    empty_hint = _("No inspection matches. Take a filter away, or begin one.")

    def rows(self) -> QuerySet[Any]:
        """With names, and what came of them."""
        return self.visible().with_names().with_findings()

    def one_row(self) -> QuerySet[Any]:
        """With names."""
        return self.visible().with_names()

    def fresh(self) -> Inspection:
        """Today; where the address says, or at the own unit where there is one alone."""
        site = asked_for(Site, self.request, "site")
        unit = site.unit if site else asked_for(Unit, self.request, "unit")
        begun = Inspection(made_on=today(), site=site, checklist=asked_for(Checklist, self.request, "checklist"))
        begun.unit_id = unit.pk if unit else only_one(self.request.user.standing.units)
        return begun

    def led_to(self, made: Any) -> str:
        """The first card comes next."""
        is_new = self.role == "create"
        return reverse("inspections:answer_inspection", args=[made.pk]) if is_new else super().led_to(made)

    def status(self, record: Any) -> Badge:
        """Being made, finished or called off."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Where, by what, by whom; once it is finished, what it came to."""
        user, at = self.request.user, record.finished_at
        told = [
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Site"), record.site and record.site.called, address_for(user, record.site)),
            Fact(_("Checklist"), record.checklist, address_for(user, record.checklist)),
            Fact(_("Inspected on"), record.made_on),
            Fact(_("Made by"), " ".join(str(part) for part in (record.agency, record.made_by) if part)),
            Fact(_("Who inspected too"), record.companions),
            Fact(_("Finished at"), timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""),
            Fact(_("Passed of a hundred"), percent(record)),
            Fact(_("Who was there for the unit"), record.met),
            Fact(_("Opinion of the inspection"), record.summary),
        ]
        return [fact for fact in told if fact.value]

    def buttons(self, record: Any) -> list[Button]:
        """While it is made: on with it, or to its end; the record to take along afterwards."""
        verbs = {
            State.OPEN: (
                ("answer_item", "answer_inspection", "ui-checks", "primary", _("Go on inspecting")),
                ("finish_inspection", "finish_inspection", "check2-circle", "secondary", ""),
                ("cancel_inspection", "cancel_inspection", "x-circle", "danger", ""),
            ),
            State.DONE: (("download_inspection", "download_inspection", "file-earmark-word", "primary", ""),),
        }.get(record.state, ())
        return [
            Button(f"inspections.{right}", reverse(f"inspections:{page}", args=[record.pk]), icon, kind, text)
            for right, page, icon, kind, text in verbs
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What is over is not edited."""
        return super().own_buttons(record) if record.state == State.OPEN else []

    def panels(self, record: Any) -> list[Panel]:
        """What was found, what was answered, who was told."""
        seen, user = answered(record), self.request.user
        found = [found_line(item, answer) for item, answer in seen.failed if answer.finding_id]
        shown = [
            Panel(_("Findings"), "inspections/panels/found.html", {"lines": found}),
            Panel(_("Question by question"), "inspections/panels/answers.html", {"lines": answer_lines(seen, user)}),
        ]
        return [panel for panel in shown if panel.context["lines"]] + told_panel(record, user)


def found_line(item: Any, answer: Any) -> dict[str, Any]:
    """A finding and how it stands."""
    return {"finding": answer.finding, "status": light(answer.finding)}


def answer_lines(seen: Answered, user: Any) -> list[dict[str, Any]]:
    """What was answered, in order; photographs stand here until the finding has them."""
    answers = [(item, seen.answers.get(item.pk)) for item in seen.asked]
    return [
        {
            "item": item,
            "answer": answer,
            "verdict": verdict(answer),
            "photos": [file_line(file, answer, user) for file in answer.loaded_files],  # type: ignore[attr-defined]
        }
        for item, answer in answers
        if answer is not None and answer.verdict
    ]
