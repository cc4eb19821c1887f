"""Operator certificates of special equipment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action, snapshot
from dayan_safety.permissions import verb
from dayan_safety.records import edit_record, remove_record
from inspections.models import OperatorCertificate, Site


@verb("inspections.create_operatorcertificate")
def create_operatorcertificate(site: Site, /, *, by: Any, **about: Any) -> OperatorCertificate:
    """Somebody may operate it until a day. Raises ``RuleBroken`` for what is no special equipment."""
    if site.kind != Site.Kind.SPECIAL_EQUIPMENT:
        raise RuleBroken(_("Only special equipment has operators with a certificate."))
    certificate = OperatorCertificate.objects.create(site=site, **about)
    record_action("inspections.create_operatorcertificate", certificate, by=by, after=snapshot(certificate))
    return certificate


@verb("inspections.edit_operatorcertificate")
def edit_operatorcertificate(certificate: OperatorCertificate, /, *, by: Any, **about: Any) -> OperatorCertificate:
    """Correct it, or renew it."""
    for name, value in about.items():
        setattr(certificate, name, value)
    return edit_record(certificate, list(about), by=by, right="inspections.edit_operatorcertificate")


@verb("inspections.remove_operatorcertificate")
def remove_operatorcertificate(certificate: OperatorCertificate, *, by: Any, reason: str) -> None:
    """They operate it no more."""
    remove_record(certificate, by=by, reason=reason)
