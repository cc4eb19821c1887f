"""Search over everything that has a name, within what exists for the user; and the answers while one types."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.models import Person, Unit, WorkingGroup
from dayan_safety.names import tidy
from inspections.models import Site

HITS_SHOWN = 20
PICKS_SHOWN = 12


def _detail_of_person(person: Any) -> str:
    return " ".join(str(part) for part in (person.unit, person.position) if part)


def _detail_of_site(site: Site) -> str:
    """Its unit; of equipment that must not be used also this."""
    return str(site.unit) if site.called == site.name else f"{site.called} · {site.unit}"


PICKED: dict[str, tuple[Any, tuple[str, ...], Any]] = {
    "unit": (Unit, (), lambda unit: unit.get_kind_display()),
    "person": (Person, ("unit",), _detail_of_person),
    "site": (Site, ("unit",), _detail_of_site),
}
SOURCES = (
    (_("Units"), "building", *PICKED["unit"]),
    (_("People"), "person", *PICKED["person"]),
    (_("Working groups"), "people", WorkingGroup, (), lambda group: ""),
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Units, people and groups by name, code or pinyin initials."""
    text = tidy(request.GET.get("q", ""))[:50]
    results = [_hits(request.user, text, *source) for source in SOURCES] if text else []
    found = [result for result in results if result["hits"]]
    return render(request, "search.html", {"q": text, "results": found, "total": sum(len(r["hits"]) for r in found)})


def _hits(user: Any, text: str, label: Any, icon: str, model: Any, related: tuple[str, ...], detail: Any) -> Any:
    rows = model.objects.all().visible_to(user).search(text).select_related(*related)[:HITS_SHOWN]
    hits = [{"text": str(row), "detail": detail(row), "url": row.get_absolute_url()} for row in rows]
    return {"label": label, "icon": icon, "hits": hits}


@require_safe
def pick(request: HttpRequest, kind: str) -> JsonResponse:
    """People, units or sites while one types: ``{"results": [{"value", "text", "detail"}]}``."""
    if kind not in PICKED:
        raise Http404
    model, related, detail = PICKED[kind]
    text = tidy(request.GET.get("q", ""))[:50]
    rows = model.objects.all().visible_to(request.user).search(text).select_related(*related)
    found = [{"value": row.pk, "text": str(row), "detail": detail(row)} for row in rows[:PICKS_SHOWN]]
    return JsonResponse({"results": found})
