"""Pages of promotion projects."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.filters import ProjectFilter
from campaigns.forms.projects import ProjectForm
from campaigns.models import Project
from campaigns.services.effects import in_measure
from campaigns.services.projects import create_project, edit_project
from campaigns.tables.projects import PROJECTS, project_standing
from campaigns.tables.words import listed
from campaigns.views.project_panels import effect_panel, steps_panel
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for
from dayan_safety.views.beginning import only_one
from dayan_safety.workdays import today


class ProjectView(RecordView):
    """A diagnosed danger, its measures, and what they changed."""

    model = Project
    columns = PROJECTS
    filterset = ProjectFilter
    form = ProjectForm
    create_service = staticmethod(create_project)
    edit_service = staticmethod(edit_project)
    template = "campaigns/project.html"
    search_hint = _("Name, place or what is measured")
    empty_hint = _("No promotion project matches. Take a filter away, or plan one for a danger you found.")

    def rows(self) -> QuerySet[Any]:
        """With names, how much is done, and the newest figure."""
        return self.one_row().with_progress()

    def one_row(self) -> QuerySet[Any]:
        """With group, audiences and helpers."""
        return self.visible().with_names()

    def fresh(self) -> Project:
        """Of the own group where there is one."""
        project = Project()
        if group := only_one(self.request.user.standing.groups):
            project.group_id = group
        return project

    def status(self, record: Any) -> Badge:
        """Planned, under way, waiting for review or reviewed."""
        return project_standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who, with whom, until when, for whom, where, at which cost."""
        user = self.request.user
        funds = _("%(funds)s yuan") % {"funds": record.funds} if record.funds is not None else ""
        return [
            Fact(_("Working group"), record.group, address_for(user, record.group)),
            Fact(_("Helping units"), listed("helpers")(record)),
            Fact(_("Begins on"), record.first_on),
            Fact(_("Ends on"), record.last_on),
            Fact(_("Target groups"), listed("audiences")(record)),
            Fact(_("Where it is carried out"), record.place),
            Fact(_("Funds"), funds),
            Fact(_("What is measured"), record.measured),
            Fact(_("Baseline"), in_measure(record.baseline, record.measure)),
            Fact(_("Target value"), in_measure(record.target, record.measure)),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Writing the review when it is time; the evaluator's page."""
        edit, paper = self.url("edit", record.pk), reverse("campaigns:print_project", args=[record.pk])
        waits = record.standing(today()) == Project.Standing.TO_REVIEW
        write = Button(self.right("edit"), f"{edit}#id_review", "clipboard-check", "primary", _("Write the review"))
        return [*[write][:waits], Button(self.right("view"), paper, "printer", text=_("On one page"))]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its measures and figures, those that were taken off among them: the page tells who took them off, and why."""
        return [record.steps.all(), record.figures.all()]

    def panels(self, record: Any) -> list[Panel]:
        """From the diagnosis to what is improved next."""
        user = self.request.user
        return [
            *_texts((_("Diagnosis"), record.diagnosis), (_("Goal"), record.goal)),
            steps_panel(record, user),
            effect_panel(record, user),
            *_texts((_("Resources"), record.resources)),
            *_texts((_("Project review"), record.review), (_("Improvement"), record.improvement)),
        ]


def _texts(*texts: tuple[Any, str]) -> list[Panel]:
    """A panel for each text that is written."""
    return [Panel(title, "records/panels/text.html", {"text": text}) for title, text in texts if text]
