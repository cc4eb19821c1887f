"""Pages of plans of inspections: planned against done, drawn by lot; and what is due of sites, month by month."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import RemoveForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_path
from dayan_safety.views.parts import allowed
from dayan_safety.workdays import today
from inspections.filters.plans import PlanFilter
from inspections.forms.plans import DrawForm, PlanForm, VisitsForm
from inspections.models import InspectionPlan, PlannedVisit, Site
from inspections.services import plans as services
from inspections.tables.plans import PLANS, standing


class PlanView(RecordView):
    """Who looks at which sites in a month."""

    model = InspectionPlan
    columns = PLANS
    filterset = PlanFilter
    form = PlanForm
    create_service = staticmethod(services.create_plan)
    edit_service = staticmethod(services.edit_plan)
    search_hint = _("Name or agency")
    empty_hint = _("No plan matches. Take a filter away, or draw one up.")

    def rows(self) -> QuerySet[Any]:
        """With how much is planned and done."""
        return self.visible().with_names().with_counts()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> InspectionPlan:
        """Of this month; of the own agency."""
        is_inspector = self.request.user.standing.is_one_of("inspector")
        own = {"agency_id": self.request.user.person.unit_id} if is_inspector else {}
        return InspectionPlan(month=today().replace(day=1), **own)

    def status(self, record: Any) -> Badge:
        """How far it is."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who, when, by what, how far."""
        user = self.request.user
        return [
            Fact(_("Agency"), record.agency or _("the town itself"), address_for(user, record.agency)),
            Fact(_("Month"), f"{record.month:%Y-%m}"),
            Fact(_("Checklist"), record.checklist, address_for(user, record.checklist)),
            Fact(_("Done of those planned"), f"{record.done} / {record.planned}"),
            *([Fact(_("What it is about"), record.text)] if record.text else []),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Sites are drawn or chosen."""
        verbs = (("draw_sites", "shuffle", "primary"), ("plan_visits", "plus-lg", "secondary"))
        return [
            Button(f"inspections.{verb}", reverse(f"inspections:{verb}", args=[record.pk]), icon, kind)
            for verb, icon, kind in verbs
        ]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its visits."""
        return [record.visits.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """The sites with what became of them, and how they were drawn."""
        draws = list(record.draws.present().select_related("by__person"))
        told = [{"draw": draw, "is_repeatable": services.is_repeatable(draw)} for draw in draws]
        return [
            Panel(_("Planned against done"), "inspections/panels/visits.html", {"lines": self.lines(record)}),
            *([Panel(_("Drawings of lots"), "inspections/panels/draws.html", {"draws": told})] if told else []),
        ]

    def lines(self, record: Any) -> list[dict[str, Any]]:
        """A site, its inspection, and what can be done; two queries."""
        user = self.request.user
        visits = list(record.visits.present().select_related("site__unit", "inspection"))
        begin = reverse("inspections:create_inspection") if user.has_perm("inspections.create_inspection") else ""
        by = f"&checklist={record.checklist_id}" if record.checklist_id else ""
        seen = set(Site.objects.all().visible_to(user).filter(visits__plan=record).values_list("pk", flat=True))
        return [
            {
                "visit": visit,
                "site_url": visit.site.get_absolute_url() if visit.site_id in seen else "",
                "begin_url": f"{begin}?site={visit.site_id}{by}" if begin and not visit.inspection_id else "",
                "buttons": self.verbs_of(visit, record),
            }
            for visit in visits
        ]

    def verbs_of(self, visit: PlannedVisit, plan: InspectionPlan) -> list[Button]:
        """What is not done yet can be taken off."""
        if visit.inspection_id:
            return []
        visit.plan = plan
        url = reverse("inspections:remove_plannedvisit", args=[visit.pk])
        return allowed(self.request.user, [Button("inspections.remove_plannedvisit", url, "trash", "danger")], visit)


urlpatterns = [
    verb_path(
        "plans/<int:pk>/draw/",
        "inspections.draw_sites",
        InspectionPlan,
        DrawForm,
        services.draw_sites,
        explain=_("Seed and pool are kept: anybody can repeat the drawing and see that nobody was chosen by hand."),
    ),
    verb_path("plans/<int:pk>/visits/", "inspections.plan_visits", InspectionPlan, VisitsForm, services.plan_visits),
    verb_path(
        "visits/<int:pk>/remove/",
        "inspections.remove_plannedvisit",
        PlannedVisit,
        RemoveForm,
        services.remove_plannedvisit,
        danger=True,
    ),
]
