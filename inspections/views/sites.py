"""Pages of sites: what is under supervision, who may operate it, what was found there, what is due when."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dayan_safety.forms import RemoveForm
from dayan_safety.models import Record
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, needs, verb_path
from dayan_safety.views.parts import part_buttons
from dayan_safety.workdays import today
from inspections.filters.sites import SiteFilter
from inspections.forms.plans import CertificateForm
from inspections.forms.sites import SiteForm
from inspections.models import Finding, OperatorCertificate, Site
from inspections.services import certificates as services
from inspections.tables.findings import light
from inspections.tables.sites import SITES, inspected

MONTHS = 12
FOUND_SHOWN = 10


class SiteView(RecordView):
    """What is under supervision."""

    model = Site
    columns = SITES
    filterset = SiteFilter
    form = SiteForm
    list_kind = "site"
    search_hint = _("Name, number, place or pinyin initials")
    empty_hint = _("No site matches. Take a filter away, register the site, or bring in the list.")

    def list_buttons(self) -> list[Button]:
        """What is due when, besides the list from a file."""
        due = Button("inspections.view_site", reverse("inspections:view_due"), "calendar3", text=_("What is due"))
        return [*super().list_buttons(), due]

    def rows(self) -> QuerySet[Any]:
        """With the unit."""
        return self.visible().with_unit()

    def status(self, record: Any) -> Badge | None:
        """What its inspection says."""
        return inspected(record)

    def facts(self, record: Any) -> list[Fact]:
        """What, where, who answers for it, when it is inspected."""
        small = [Fact(_("Class of small place"), record.get_small_place_display())] if record.small_place else []
        return [
            Fact(_("Kind of site"), record.get_kind_display()),
            Fact(_("Class of equipment"), record.get_equipment_display()),
            *small,
            Fact(_("Registration number"), record.number),
            Fact(_("Unit"), record.unit, address_for(self.request.user, record.unit)),
            Fact(_("Place"), record.place),
            Fact(_("Responsible person"), record.keeper),
            Fact(_("In use since"), record.used_since),
            Fact(_("Last inspection"), record.inspected_on),
            Fact(_("Next inspection"), record.next_inspection_on),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Inspect it; add who may operate it."""
        begin = f"{reverse('inspections:create_inspection')}?site={record.pk}"
        add = reverse("inspections:create_operatorcertificate", args=[record.pk])
        is_equipment = record.kind == Site.Kind.SPECIAL_EQUIPMENT
        more = [Button("inspections.create_operatorcertificate", add, "person-badge")] if is_equipment else []
        return [Button("inspections.create_inspection", begin, "ui-checks", "primary"), *more]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its certificates."""
        return [record.certificates.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Who may operate it, and what was found there lately; two queries."""
        findings = Finding.objects.all().visible_to(self.request.user).filter(site=record).open_first()[:FOUND_SHOWN]
        found = [{"finding": finding, "status": light(finding)} for finding in findings]
        panels = [
            Panel(_("Operator certificates"), "inspections/panels/certificates.html", {"lines": self.lines(record)}),
            Panel(_("Findings"), "inspections/panels/found.html", {"lines": found}),
        ]
        return [panel for panel in panels if panel.context["lines"]]

    def lines(self, record: Any) -> list[dict[str, Any]]:
        """Certificates with what can be done."""
        kept = list(record.certificates.present())
        for certificate in kept:
            certificate.site = record
        return [self.line(certificate) for certificate in kept]

    def line(self, certificate: OperatorCertificate) -> dict[str, Any]:
        """A certificate, whether it ran out, and what can be done with it."""
        is_expired = certificate.is_expired_on(today())
        return {
            "certificate": certificate,
            "is_expired": is_expired,
            "buttons": part_buttons(certificate, self.request.user),
        }


def months_from(day: date) -> list[date]:
    """The first days of twelve months, that of ``day`` first."""
    return [date(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1, 1) for n in range(MONTHS)]


@require_safe
@needs("inspections.view_site")
def view_due(request: HttpRequest) -> HttpResponse:
    """The map of what is due: kinds of sites × what is overdue and the twelve months to come; one query."""
    on, months = today(), months_from(today())
    counted: Counter[tuple[str, str]] = Counter()
    for kind, day, number in Site.objects.all().visible_to(request.user).counts_by_day():
        counted[kind, "expired" if day < on else f"{day:%Y-%m}"] += number
    lines = [
        {
            "label": label,
            "kind": kind,
            "expired": counted[kind, "expired"],
            "cells": [(month, counted[kind, f"{month:%Y-%m}"]) for month in months],
        }
        for kind, label in Site.Kind.choices
    ]
    shown = {"lines": lines, "months": months, "list_url": reverse("inspections:list_site")}
    return render(request, "inspections/due.html", shown)


def _door(verb: str, model: type[Record], form: Any, place: str, **about: Any) -> URLPattern:
    return verb_path(place, f"inspections.{verb}", model, form, getattr(services, verb), **about)


OF_ONE = "certificates/<int:pk>/"
urlpatterns = [
    path("sites/due/", view_due, name="view_due"),
    _door("create_operatorcertificate", Site, CertificateForm, "sites/<int:pk>/certificates/new/"),
    _door("edit_operatorcertificate", OperatorCertificate, CertificateForm, f"{OF_ONE}edit/"),
    _door("remove_operatorcertificate", OperatorCertificate, RemoveForm, f"{OF_ONE}remove/", danger=True),
]
