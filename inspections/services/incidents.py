"""Writing incidents down, and who was hurt in them; accidents at work are told at once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.services.hearers import Hearers, logins
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action, snapshot
from dayan_safety.notices import notify
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.workdays import today
from inspections.models import Incident, Injury
from inspections.services.places import looks_at

MOST_HURT = 200


def create_incident(incident: Incident, *, by: Any) -> Incident:
    """Write it down with its number of the year; of an accident at work chair and office hear at once."""
    _check(incident, by)
    with change():
        incident.by = by
        prefix = parameter("inspections.incident_prefix")
        incident.number = document_number("incident", prefix, incident.happened_on.year)
        create_record(incident, by=by)
        if incident.is_production:
            _tell(incident, by)
    return incident


def edit_incident(incident: Incident, names: list[str], *, by: Any, version: int | None = None) -> Incident:
    """Correct it, or tell when it was reported and passed on; chair and office hear of one that was at work."""
    _check(incident, by)
    with change():
        was_told = Incident.objects.filter(pk=incident.pk, is_production=True).exists()
        edit_record(incident, names, by=by, version=version)
        if incident.is_production and not was_told:
            _tell(incident, by)
    return incident


def _check(incident: Incident, by: Any) -> None:
    if incident.happened_on > today():
        raise RuleBroken(_("Nothing has happened on a day to come: correct the day."))
    now = timezone.now()
    if any(moment and moment > now for moment in (incident.known_at, incident.reported_at, incident.passed_on_at)):
        raise RuleBroken(_("A moment lies in the future: correct it."))
    if not looks_at(incident.unit_id, by):
        raise RuleBroken(_("Choose your own unit: others write down what happens with them."))


def _tell(incident: Incident, by: Any) -> None:
    hearers = Hearers.on(today())
    users = logins(hearers.of_role("chair") | hearers.of_role("office"))
    notify(
        [user for user in users if user != by],
        key=f"incident:{incident.pk}",
        title=_("Accident at work: %(incident)s") % {"incident": incident},
        text=str(incident.unit),
        url=incident.get_absolute_url(),
        kind="inspections.incident",
        about=incident,
    )


@verb("inspections.create_injury")
def create_injury(incident: Incident, /, *, by: Any, **about: Any) -> Injury:
    """Somebody was hurt in it."""
    if incident.injuries.present().count() >= MOST_HURT:
        raise RuleBroken(_("At most %(most)s people an incident.") % {"most": MOST_HURT})
    injury = Injury.objects.create(incident=incident, **about)
    record_action("inspections.create_injury", injury, by=by, after=snapshot(injury))
    return injury


@verb("inspections.edit_injury")
def edit_injury(injury: Injury, /, *, by: Any, **about: Any) -> Injury:
    """Correct what happened to somebody, or tell what came of it."""
    for name, value in about.items():
        setattr(injury, name, value)
    return edit_record(injury, list(about), by=by)


@verb("inspections.remove_injury")
def remove_injury(injury: Injury, *, by: Any, reason: str) -> None:
    """Nobody was hurt after all, or they stand there twice."""
    remove_record(injury, by=by, reason=reason)
