"""How plans of inspections are read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from dayan_safety.workdays import today


def standing(plan: Any) -> Badge:
    """How far it is (``with_counts``)."""
    if plan.planned and plan.done == plan.planned:
        return Badge(_("done"), "success", "check2-all")
    this_month = today().replace(day=1)
    if plan.month > this_month:
        return Badge(_("to come"), "secondary", "calendar")
    if plan.month == this_month:
        return Badge(_("under way"), "info", "hourglass-split")
    if not plan.planned:
        return Badge(_("nothing planned"), "secondary", "circle")
    return Badge(_("not fulfilled"), "danger", "exclamation-octagon")


PLANS = (
    Column("name", _("Name"), order=("name",)),
    Column("month", _("Month"), lambda plan: f"{plan.month:%Y-%m}", order=("month",)),
    Column("agency", _("Agency"), lambda plan: plan.agency or _("the town itself"), order=("agency__name",)),
    Column("checklist", _("Checklist"), order=("checklist__name",), shown=False),
    Column("planned", _("Planned"), order=("planned",), kind="number"),
    Column("done", _("Done"), order=("done",), kind="number"),
    Column("standing", _("Status"), standing),
)
