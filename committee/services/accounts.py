"""Logins: given, reset, closed and opened again. A first password is told once and must be changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from axes.utils import reset as unlock
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committee.models import Person, User
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.passwords import change_password, give_first_password
from dayan_safety.permissions import require, verb
from dayan_safety.values import plain_text

__all__ = ["activate_user", "change_password", "create_user", "deactivate_user", "edit_user", "reset_password"]

PASSWORD_FIELDS = ["password", "must_change_password", "password_changed_at"]


def create_user(
    person: Person | None,
    *,
    by: Any,
    username: str,
    duty: str = User.Duty.POSTS,
    email: str = "",
    valid_until: date | None = None,
    right: str = "",
) -> tuple[User, str]:
    """A login for ``person``, or for a duty without one; returns it with its first password, which is kept nowhere.

    ``right`` is a door's own, where the login comes with something else. Raises ``RuleBroken`` when the name is taken
    or not a name, or the person has a login already.
    """
    require(by, right or "committee.create_user", person)
    user = User(person=person, username=username, duty=duty, email=email, valid_until=valid_until)
    first = give_first_password(user)
    try:
        user.full_clean()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    told = {"username": user.username, "duty": user.get_duty_display(), "person": str(person or "")}
    told |= {"valid_until": valid_until.isoformat()} if valid_until else {}
    with change():
        user.save()
        record_action("committee.create_user", user, by=by, after=told)
    return user, first


@verb("committee.edit_user")
def edit_user(user: User, names: list[str], *, by: Any) -> None:
    """Write the fields ``names`` of a login and the difference into history. Raises ``RuleBroken`` for a taken name."""
    kept = User.objects.select_for_update().get(pk=user.pk)
    changed = [name for name in names if getattr(kept, name) != getattr(user, name)]
    try:
        user.full_clean()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    if changed:
        user.save(update_fields=changed)
        told = [{name: plain_text(getattr(state, name)) for name in changed} for state in (kept, user)]
        record_action("committee.edit_user", user, by=by, before=told[0], after=told[1])


def reset_password(user: User, *, by: Any, right: str = "") -> str:
    """A new first password for somebody who forgot theirs; returns it. Sessions end, locked addresses open. History."""
    require(by, right or "committee.reset_password", user)
    if by == user:
        raise RuleBroken(_("Change your own password yourself: it asks for the old one."))
    with change():
        first = _start_afresh(user)
        record_action("committee.reset_password", user, by=by)
    return first


def _start_afresh(user: User) -> str:
    first = give_first_password(user)
    user.save(update_fields=PASSWORD_FIELDS)
    unlock(username=user.username)
    return first


def deactivate_user(user: User, *, by: Any, reason: str, right: str = "") -> None:
    """Close a login: its sessions end with their next request. The row and its history stay."""
    require(by, right or "committee.deactivate_user", user)
    if by == user:
        raise RuleBroken(_("You cannot close your own login."))
    if not reason.strip():
        raise RuleBroken(_("Say why the login is closed."))
    with change():
        _turn(user, on=False)
        record_action("committee.deactivate_user", user, by=by, reason=reason)


@verb("committee.activate_user")
def activate_user(user: User, *, by: Any) -> str:
    """Open a closed login again with a new first password, which it returns: no old session comes back to life."""
    _turn(user, on=True)
    first = _start_afresh(user)
    record_action("committee.activate_user", user, by=by)
    return first


def _turn(user: User, *, on: bool) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not on).update(is_active=on):
        raise RuleBroken(_("This login is open already.") if on else _("This login is closed already."))
    user.is_active = on
