"""Search over everything that has a name, within what exists for the user; and the answers while one types."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.models import Person, Unit, WorkingGroup
from dayan_safety.names import tidy

HITS_SHOWN = 20
PICKS_SHOWN = 12
PICKED: dict[str, Any] = {"unit": Unit, "person": Person}


def _detail_of_person(person: Any) -> str:
    return " ".join(str(part) for part in (person.unit, person.position) if part)


SOURCES = (
    (_("Units"), "building", Unit, (), lambda unit: unit.get_kind_display()),
    (_("People"), "person", Person, ("unit",), _detail_of_person),
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
    """People or units while one types: ``{"results": [{"value", "text", "detail"}]}``."""
    model = PICKED.get(kind)
    if model is None:
        raise Http404
    text = tidy(request.GET.get("q", ""))[:50]
    rows = model.objects.all().visible_to(request.user).search(text)
    detail = _detail_of_person if kind == "person" else (lambda unit: unit.get_kind_display())
    rows = rows.select_related("unit") if kind == "person" else rows
    found = [{"value": row.pk, "text": str(row), "detail": detail(row)} for row in rows[:PICKS_SHOWN]]
    return JsonResponse({"results": found})
