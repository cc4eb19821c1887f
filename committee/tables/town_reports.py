"""How the town's report on a month is read: figures by group, texts, and how each group stands."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committee.models import FormField, Report
from committee.services.reports import Content
from committee.tables.reports import STANDINGS, STATES
from dayan_safety.tables import Badge

State, Total = Report.State, FormField.Total
NIL = Badge(_("nothing to report"), "success", "dash-circle")
NOT_YET = Badge(_("not handed in yet"), "secondary", "hourglass")
RULES_TOLD = (Total.MEAN, Total.NONE)  # of the others, groups are added up, as one expects


def group_badge(group: Content) -> Badge:
    """How a group stands: accepted, nothing to report, not needed; else how far it has come."""
    state = State(group["state"])
    if state == State.ACCEPTED and group["nil"]:
        return NIL
    if state == State.DRAFT:
        return STANDINGS["missing"] if group["standing"] == "missing" else NOT_YET
    return STANDINGS["excused"] if state == State.EXCUSED else Badge(state.label, *STATES[state])


def groups_of(content: Content) -> list[dict[str, Any]]:
    """The groups with their badges and the addresses of their reports."""
    return [{"name": group["name"], "url": _address(group), "badge": group_badge(group)} for group in content["groups"]]


def _address(group: Content) -> str:
    return reverse("committee:view_report", args=[group["report"]])


def sections_of(content: Content) -> list[dict[str, Any]]:
    """The sections: figures with a cell for each group, that leads to the group's report, and texts group by group."""
    addresses = {group["key"]: _address(group) for group in content["groups"]}
    return [
        {
            "title": section["title"],
            "figures": [_figure(figure, addresses) for figure in section["figures"]],
            "texts": [_text(text, addresses) for text in section["texts"]],
        }
        for section in content["sections"]
    ]


def _figure(figure: Content, addresses: dict[str, str]) -> dict[str, Any]:
    rule = Total(figure["rule"])
    cells = [{"text": figure["of"].get(key, ""), "url": url} for key, url in addresses.items()]
    return {**figure, "note": rule.label if rule in RULES_TOLD else "", "cells": cells}


def _text(text: Content, addresses: dict[str, str]) -> dict[str, Any]:
    return {"name": text["name"], "parts": [{**part, "url": addresses[part["key"]]} for part in text["parts"]]}
