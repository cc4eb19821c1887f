"""The record of the portal that shows why something was deducted."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve

from assessment.models import Deduction


def linked_record(deduction: Deduction) -> Any:
    """The record whose address it names; ``None`` where it names none that is there."""
    return rows_at(deduction.link).present().first()


def rows_at(path: str) -> Any:
    """The one row whose page has the address ``path``, as a queryset; none where no record has it."""
    try:
        match = resolve(path)
        model = apps.get_model(match.app_name, (match.url_name or "").removeprefix("view_"))
    except (Resolver404, LookupError):
        return Deduction.objects.none()
    return model._default_manager.filter(pk=match.kwargs["pk"])
