"""The record of the portal that shows why something was deducted."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve

from assessment.models import Deduction


def linked_record(deduction: Deduction) -> Any:
    """The record whose address it names; ``None`` where it names none that is there."""
    try:
        match = resolve(deduction.link) if deduction.link else None
    except Resolver404:
        match = None
    if match is None or "pk" not in match.kwargs:
        return None
    try:
        model = apps.get_model(match.app_name, (match.url_name or "").removeprefix("view_"))
    except LookupError:
        return None
    return model._default_manager.filter(pk=match.kwargs["pk"]).first()
