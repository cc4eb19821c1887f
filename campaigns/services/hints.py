"""What a log of an event leaves open: what an evaluator would ask about, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Event, EventKind

CountsAs = EventKind.CountsAs
SIGNED_FOR = (CountsAs.CONTEST, CountsAs.DRILL, CountsAs.TRAINING)  # people sign in for these


def hints_of(event: Event, files: list[Any], on: date, listed: int = 0) -> list[str]:
    """Sentences about ``event`` with its ``files`` and ``listed`` names as of ``on``; one query.

    What lies ahead is asked nothing yet.
    """
    found = list(_of_days(event))
    if event.held_on <= on:
        found += [*_of_evidence(event, files, listed), *_of_people(event, listed)]
    return found


def _of_days(event: Event) -> Iterator[str]:
    campaign = event.campaign
    if campaign and not campaign.first_on <= event.held_on <= campaign.last_on:
        told = {"first": campaign.first_on, "last": campaign.last_on}
        yield _("The day lies outside the campaign (%(first)s to %(last)s).") % told
    others = Event.objects.present().filter(held_on=event.held_on, theme=event.theme, place=event.place)
    if others.exclude(pk=event.pk).exists():
        yield _("There is another event of this theme on this day at this place: is it the same one?")


def _of_evidence(event: Event, files: list[Any], listed: int) -> Iterator[str]:
    """Photographs, and for what people sign in for, the list they signed: as a file, or name by name."""
    pictures = [file for file in files if file.content_type.startswith("image/")]
    if not pictures:
        yield _("No photograph is attached.")
    if event.kind.counts_as in SIGNED_FOR and not listed and len(files) < 2:  # a photograph, and the list as one
        yield _("No sign-in list is attached: a photograph of it will do.")


def _of_people(event: Event, listed: int) -> Iterator[str]:
    if event.head_count is None:
        yield _("How many came is missing.")
    elif event.head_count == 0:
        yield _("It was held and nobody came?")
    if listed and event.head_count is not None and listed != event.head_count:
        told = {"people": event.head_count, "names": listed}
        yield _("The head-count says %(people)s, the sign-in list has %(names)s names.") % told
    if not event.audiences.all():
        yield _("For whom it was is missing.")
