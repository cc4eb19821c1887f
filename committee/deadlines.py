"""What falls to whom in the committee: one declaration a matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committee.models import LiaisonPost, Person, WorkingGroup
from dayan_safety.models import ImportBatch
from dayan_safety.todos import Todo


def committee_todos(user: Any, on: date) -> list[Todo]:
    """Vacant posts, people without a telephone, imports that wait, groups to be confirmed."""
    if user.has_perm("committee.appoint"):
        return _of_office(user, on)
    if user.standing.units:
        return [_vacancies(user, on), _without_telephone(user)]
    return []


def _of_office(user: Any, on: date) -> list[Todo]:
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.CHECKED).visible_to(user).count()
    unconfirmed = WorkingGroup.objects.filter(to_be_confirmed=True).visible_to(user).count()
    groups = reverse("committee:list_workinggroup") + "?to_be_confirmed=True"
    return [
        Todo(_("Imports wait for your decision"), waiting, reverse("list_imports"), "warning", "upload"),
        _vacancies(user, on),
        _without_telephone(user),
        Todo(_("Working groups to be confirmed"), unconfirmed, groups, "info", "question-circle"),
    ]


def _vacancies(user: Any, on: date) -> Todo:
    count = LiaisonPost.objects.all().visible_to(user).of_valid_units(on).vacant_on(on).count()
    url = reverse("committee:list_liaisonpost") + "?state=vacant"
    return Todo(_("Liaison posts are vacant"), count, url, "danger", "person-x")


def _without_telephone(user: Any) -> Todo:
    count = Person.objects.filter(telephone="", left_on__isnull=True).visible_to(user).count()
    url = reverse("committee:list_person") + "?telephone=none"
    return Todo(_("People have no telephone number"), count, url, "warning", "telephone-x")
