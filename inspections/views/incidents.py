"""Pages of incidents: what happened, who was hurt, how the clocks stand; people hurt in a year."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dayan_safety.filters import year_asked
from dayan_safety.forms import RemoveForm
from dayan_safety.models import Record
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, needs, verb_path
from dayan_safety.views.beginning import only_one
from dayan_safety.views.parts import part_buttons
from dayan_safety.workdays import today
from inspections.filters.incidents import IncidentFilter
from inspections.forms.incidents import IncidentForm, InjuryForm
from inspections.models import Incident, Injury
from inspections.services import incidents as services
from inspections.services.injury_counts import injured_in, tables_of
from inspections.tables.incidents import INCIDENTS, clock, grade


class IncidentView(RecordView):
    """Accidents and injuries."""

    model = Incident
    columns = INCIDENTS
    filterset = IncidentFilter
    form = IncidentForm
    create_service = staticmethod(services.create_incident)
    edit_service = staticmethod(services.edit_incident)
    search_hint = _("What happened, place, unit or number")
    empty_hint = _("No incident matches. Take a filter away, or write one down.")

    def rows(self) -> QuerySet[Any]:
        """With who was hurt."""
        return self.visible().with_unit().with_injured()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Incident:
        """Today; at the own unit where there is one alone."""
        return Incident(happened_on=today(), unit_id=only_one(self.request.user.standing.units))

    def list_buttons(self) -> list[Button]:
        """The counts of the year."""
        return [Button("inspections.view_incident", reverse("inspections:view_injuries"), "bar-chart", text=COUNTS)]

    def status(self, record: Any) -> Badge | None:
        """The grade of an accident at work."""
        return grade(record) or None  # type: ignore[return-value]

    def facts(self, record: Any) -> list[Fact]:
        """What, where, why, how many."""
        user = self.request.user
        time = f" {record.happened_time:%H:%M}" if record.happened_time else ""
        told = [
            Fact(_("Course of the event"), record.text),
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Day and time"), f"{record.happened_on}{time}"),
            Fact(_("Kind of place"), record.get_place_kind_display()),
            Fact(_("Place"), record.place),
            Fact(_("What was being done"), record.activity),
            Fact(_("Cause"), record.get_cause_display()),
            Fact(_("Intent"), record.get_intent_display()),
            Fact(_("People hurt"), record.hurt),
            Fact(_("Of these seriously"), record.serious or ""),
            Fact(_("Of these dead"), record.dead or ""),
            Fact(_("Loss"), _("%(loss)s × 10,000 yuan") % {"loss": record.loss} if record.loss else ""),
            Fact(_("Lesson drawn from it"), record.lesson),
            Fact(_("Written down by"), record.by),
        ]
        return [fact for fact in told if fact.value not in ("", None)]

    def buttons(self, record: Any) -> list[Button]:
        """Somebody was hurt."""
        url = reverse("inspections:create_injury", args=[record.pk])
        return [Button("inspections.create_injury", url, "person-plus", "primary")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Who was hurt."""
        return [record.injuries.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """The clocks of an accident at work, and everybody hurt."""
        found = [
            Panel(_("Clocks"), "inspections/panels/clocks.html", {"clocks": clocks_of(record)}),
            Panel(_("People hurt"), "inspections/panels/injuries.html", {"lines": self.lines(record)}),
        ]
        return [panel for panel in found if any(panel.context.values())]

    def lines(self, record: Any) -> list[dict[str, Any]]:
        """Everybody hurt with what can be done; one query."""
        injuries = list(record.injuries.present())
        for injury in injuries:
            injury.incident = record
        return [{"injury": injury, "buttons": part_buttons(injury, self.request.user)} for injury in injuries]


COUNTS = _("People hurt in a year")


def clocks_of(incident: Incident) -> list[dict[str, Any]]:
    """Reported within an hour, passed on within two; nothing where no clock runs."""
    told = (
        (_("Reported to the town"), incident.report_by, incident.reported_at),
        (_("Passed on to the superior"), incident.pass_on_by, incident.passed_on_at),
    )
    return [
        {"label": label, "until": until, "done": done, "status": clock(until, done)}
        for label, until, done in told
        if until
    ]


@require_safe
@needs("inspections.view_incident")
def view_injuries(request: HttpRequest) -> HttpResponse:
    """Everybody hurt in a year, month by month, by place, cause, age, sex and severity; numbers open their records."""
    year = year_asked(request.GET)
    tables = tables_of(injured_in(year, request.user))
    shown = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < today().year else None,
        "months": range(1, 13),
        "tables": tables,
        "total": sum(line.total for line in tables[0].lines),
        "list_url": reverse("inspections:list_incident"),
    }
    return render(request, "inspections/injuries.html", shown)


def _door(verb: str, model: type[Record], form: Any, place: str, **about: Any) -> URLPattern:
    return verb_path(place, f"inspections.{verb}", model, form, getattr(services, verb), **about)


urlpatterns = [
    path("injuries/", view_injuries, name="view_injuries"),
    _door("create_injury", Incident, InjuryForm, "incidents/<int:pk>/injuries/new/"),
    _door("edit_injury", Injury, InjuryForm, "injuries/<int:pk>/edit/"),
    _door("remove_injury", Injury, RemoveForm, "injuries/<int:pk>/remove/", danger=True),
]
