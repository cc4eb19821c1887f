"""The sidebar: work areas and their pages, built from rights; and what every page shows around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayan_safety.confinement import is_confined
from dayan_safety.heartbeats import silence_warning
from dayan_safety.workdays import this_minute, today, unknown_years_warning


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the sidebar: ``right`` decides who sees it."""

    label: Any
    page: str
    right: str
    icon: str


@dataclass(frozen=True, slots=True)
class Item:
    """A place as shown to one user on one page."""

    label: Any
    url: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A work area with the places a user may go to."""

    label: Any
    icon: str
    items: list[Item]


AREAS = (
    (
        _("Joint work"),
        "kanban",
        (
            Place(_("The town at a glance"), "view_overview", "dayan_safety.view_overview", "graph-up"),
            Place(_("Joint meetings"), "committee:list_meeting", "committee.view_meeting", "people-fill"),
            Place(_("Task register"), "committee:list_task", "committee.view_task", "check2-square"),
            Place(_("Periodic reports"), "committee:list_report", "committee.view_report", "journal-text"),
            Place(_("Reporting board"), "committee:view_board", "committee.view_board", "grid-3x3"),
            Place(_("How the units stand"), "committee:list_rates", "committee.view_rates", "bar-chart"),
        ),
    ),
    (
        _("Organisation"),
        "diagram-3",
        (
            Place(_("Organisation chart"), "committee:show_chart", "committee.view_committee", "diagram-3"),
            Place(_("Committees"), "committee:list_committee", "committee.view_committee", "bank"),
            Place(_("Working groups"), "committee:list_workinggroup", "committee.view_workinggroup", "people"),
            Place(_("Units"), "committee:list_unit", "committee.view_unit", "building"),
            Place(_("People"), "committee:list_person", "committee.view_person", "person-vcard"),
            Place(_("Posts and holders"), "committee:list_appointment", "committee.view_appointment", "person-badge"),
        ),
    ),
    (
        _("Liaisons"),
        "telephone",
        (
            Place(_("Liaison roster"), "committee:list_liaisonpost", "committee.view_liaisonpost", "telephone"),
            Place(_("Vacancy radar"), "committee:list_vacancies", "committee.view_liaisonpost", "grid-3x3-gap"),
            Place(_("Import lists"), "list_imports", "dayan_safety.view_imports", "upload"),
        ),
    ),
    (
        _("Outreach"),
        "megaphone",
        (
            Place(_("The year of outreach"), "campaigns:view_outreach", "campaigns.view_outreach", "graph-up"),
            Place(_("Campaigns"), "campaigns:list_campaign", "campaigns.view_campaign", "flag"),
            Place(_("Calendar of campaigns"), "campaigns:view_calendar", "campaigns.view_calendar", "calendar3"),
            Place(_("Coverage map"), "campaigns:view_coverage", "campaigns.view_coverage", "grid-3x3"),
            Place(_("Promotion projects"), "campaigns:list_project", "campaigns.view_project", "bullseye"),
            Place(_("Events"), "campaigns:list_event", "campaigns.view_event", "calendar2-check"),
            Place(_("Training programmes"), "campaigns:list_programme", "campaigns.view_programme", "mortarboard"),
            Place(
                _("Questionnaires"), "campaigns:list_questionnaire", "campaigns.view_questionnaire", "patch-question"
            ),
            Place(_("Polls"), "campaigns:list_poll", "campaigns.view_poll", "bar-chart"),
            Place(_("Displays"), "campaigns:list_display", "campaigns.view_display", "easel"),
            Place(_("Materials"), "campaigns:list_material", "campaigns.view_material", "journal-text"),
            Place(_("Ledger of materials"), "campaigns:list_stockentry", "campaigns.view_stockentry", "journal-check"),
            Place(_("Safety days"), "campaigns:list_safetyday", "campaigns.view_safetyday", "calendar-heart"),
            Place(_("Kinds of events"), "campaigns:list_eventkind", "campaigns.create_eventkind", "tags"),
            Place(_("Audiences"), "campaigns:list_audience", "campaigns.create_audience", "people"),
            Place(_("Channels of outreach"), "campaigns:list_channel", "campaigns.create_channel", "broadcast"),
        ),
    ),
    (
        _("Inspections"),
        "clipboard-check",
        (
            Place(
                _("Site inspections"), "inspections:list_inspection", "inspections.view_inspection", "clipboard-check"
            ),
            Place(_("Findings"), "inspections:list_finding", "inspections.view_finding", "exclamation-triangle"),
            Place(_("Reported dangers"), "inspections:list_hazardreport", "inspections.view_hazardreport", "megaphone"),
            Place(
                _("Plans of inspections"),
                "inspections:list_inspectionplan",
                "inspections.view_inspectionplan",
                "calendar2-check",
            ),
            Place(_("Incidents"), "inspections:list_incident", "inspections.view_incident", "bandaid"),
            Place(_("Sites"), "inspections:list_site", "inspections.view_site", "geo-alt"),
            Place(_("Checklists"), "inspections:list_checklist", "inspections.view_checklist", "ui-checks"),
            Place(_("Kinds of dangers"), "inspections:list_findingkind", "inspections.create_findingkind", "tags"),
        ),
    ),
    (
        _("Assessment"),
        "clipboard-data",
        (
            Place(_("Scorecards"), "assessment:list_scorecard", "assessment.view_scorecard", "list-ol"),
            Place(_("Regular checks"), "assessment:list_check", "assessment.view_check", "check2-square"),
            Place(_("Results"), "assessment:list_result", "assessment.view_result", "bar-chart"),
            Place(_("Mutual evaluation"), "assessment:list_round", "assessment.view_round", "people"),
            Place(
                _("Rewards and penalties"),
                "assessment:list_ledgerentry",
                "assessment.view_ledgerentry",
                "journal-text",
            ),
            Place(
                _("Self-assessment"), "assessment:list_selfassessment", "assessment.view_selfassessment", "ui-checks"
            ),
            Place(_("Rulebooks"), "assessment:list_rulebook", "assessment.view_rulebook", "journal-check"),
            Place(_("Evaluation on the spot"), "assessment:show_on_site", "assessment.evaluate_on_site", "ui-checks"),
            Place(_("My notes"), "assessment:list_evaluationnote", "assessment.evaluate_on_site", "journal-text"),
        ),
    ),
    (
        _("Oversight"),
        "shield-check",
        (
            Place(_("Who was told what"), "list_delivery", "dayan_safety.view_delivery", "send-check"),
            Place(_("Parameters"), "set_parameters", "dayan_safety.set_parameters", "sliders"),
            Place(_("Templates of papers"), "list_papers", "dayan_safety.keep_papers", "file-earmark-word"),
            Place(_("History"), "list_action", "dayan_safety.view_action", "clock-history"),
            Place(_("Administration"), "admin:index", "committee.use_admin", "gear"),
        ),
    ),
)


def areas_for(request: HttpRequest) -> list[Area]:
    """The areas in which the user may go anywhere at all."""
    here = _nearest(request.path)
    found = [Area(label, icon, _items(request.user, places, here)) for label, icon, places in AREAS]
    return [area for area in found if area.items]


@cache
def address_of(page: str) -> str:
    """The address of a page without arguments: asked for on every page, the same for ever."""
    return reverse(page)


def _nearest(path: str) -> str:
    """The address in the sidebar under which ``path`` lies most closely."""
    urls = [address_of(place.page) for _label, _icon, places in AREAS for place in places]
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _items(user: Any, places: tuple[Place, ...], here: str) -> list[Item]:
    allowed = [(place, address_of(place.page)) for place in places if user.has_perm(place.right)]
    return [Item(place.label, url, place.icon, url == here) for place, url in allowed]


def shell(request: HttpRequest) -> dict[str, Any]:
    """What stands around every page: areas, inbox, language, font size, colours, warnings.

    ``confined``: somebody from outside, for whom there is no search, inbox or kept view.
    """
    user = getattr(request, "user", None)
    around = {
        "font_size": getattr(user, "font_size", "") or request.COOKIES.get("font_size", "standard"),
        "colours": getattr(user, "colours", "") or request.COOKIES.get("colours", "auto"),
        "language_code": get_language(),
        "demo": settings.DEMO,
    }
    if user is None or not user.is_authenticated:
        return around
    around |= {"areas": areas_for(request), "unread": user.unread, "confined": is_confined(user)}
    return around | {"warnings": warnings_for(user)}


def warnings_for(user: Any) -> list[str]:
    """Sentences the office must not overlook."""
    if not user.has_perm("dayan_safety.view_calendarday"):
        return []
    return [text for text in [unknown_years_warning(today()), silence_warning(this_minute())] if text]
