"""The authentication backend: who a session belongs to, and rights from the rules alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from rules.predicates import always_allow

from committee.models import User
from committee.services.appointments import end_appointment
from dayan_safety.backends import RuleBackend
from dayan_safety.permissions import Rule, all_rules, is_allowed
from dayan_safety.testing import Cast, a_user


def test_a_user_comes_with_all_that_rights_are_read_from(cast: Cast, query_count: Any) -> None:
    backend = RuleBackend()

    def rights() -> set[str]:
        return backend.get_all_permissions(backend.get_user(cast.liaison.pk))

    assert rights() >= {"committee.view_unit", "committee.view_person"}
    assert query_count(rights) == 2


def test_a_closed_or_unknown_login_is_nobody(cast: Cast) -> None:
    backend = RuleBackend()
    assert backend.get_user(cast.office.pk) == cast.office
    type(cast.office).objects.filter(pk=cast.office.pk).update(is_active=False)
    assert backend.get_user(cast.office.pk) is backend.get_user(999_999) is None


def test_all_rights_are_exactly_those_one_has(cast: Cast) -> None:
    for role in Cast.ROLES:
        user = getattr(cast, role)
        assert RuleBackend().get_all_permissions(user) == {name for name in all_rules() if user.has_perm(name)}
    assert RuleBackend().get_all_permissions(cast.lead, cast.group) - RuleBackend().get_all_permissions(cast.lead) == {
        "committee.edit_workinggroup",
        "dayan_safety.attach",
    }


def test_only_administrators_are_shown_the_apps_of_the_administration(cast: Cast) -> None:
    shown = {role: RuleBackend().has_module_perms(getattr(cast, role), "committee") for role in Cast.ROLES}
    assert {role for role, may in shown.items() if may} == {"administrator"}


def test_a_permission_row_gives_nobody_anything(cast: Cast) -> None:
    assert Permission.objects.exists()
    group = Group.objects.create(name="all")
    group.permissions.set(Permission.objects.all())
    assert not cast.outsider.has_perm("committee.view_unit")
    assert not hasattr(cast.outsider, "groups")


def test_a_password_is_the_only_way_in(cast: Cast, rf: Any) -> None:
    user = a_user(username="somebody")
    user.set_password("一个很长的Passwort1")
    user.save()
    request = rf.post("/sign-in/")
    assert authenticate(request, username="somebody", password="一个很长的Passwort1") == user
    assert authenticate(request, username="somebody", password="一个很长的Passwort2") is None
    assert authenticate(request, username="somebody", password="") is None
    assert authenticate(request, username=cast.outsider.username, password="!") is None


def test_an_unknown_name_costs_a_hash_as_well(cast: Cast, rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the clock would tell which names there are."""
    hashed: list[str] = []
    kept = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw) or kept(self, raw))
    assert authenticate(rf.post("/sign-in/"), username="nobody", password="Qingfeng-Mingyue-78") is None
    assert hashed == ["Qingfeng-Mingyue-78"]


@pytest.mark.parametrize("role", Cast.ROLES)
def test_every_way_to_ask_gives_the_same_answer(cast: Cast, role: str) -> None:
    someone, backend = getattr(cast, role), RuleBackend()
    mine = {name for name in all_rules() if is_allowed(someone, name)}
    assert {name for name in all_rules() if backend.has_perm(someone, name)} == mine
    assert someone.has_perms(sorted(mine))
    assert not someone.has_perms([*mine, "committee.fly"])


def test_a_rule_for_all_is_still_not_for_the_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = {**all_rules(), "committee.breathe": Rule("breathe", always_allow)}
    monkeypatch.setattr("dayan_safety.permissions.all_rules", lambda: everybody)
    assert cast.outsider.has_perm("committee.breathe")
    cast.outsider.is_active = False
    assert not cast.outsider.has_perm("committee.breathe")


def test_no_flag_makes_a_superuser(cast: Cast) -> None:
    cast.outsider.is_superuser = True
    assert not cast.outsider.has_perm("committee.create_unit")
    assert cast.office.has_perm("committee.create_unit")


def test_the_right_ends_with_the_post(cast: Cast) -> None:
    assert User.objects.get(pk=cast.office.pk).has_perm("committee.create_unit")
    yesterday = timezone.localdate() - timedelta(days=1)
    end_appointment(cast.office.person.appointments.get(), by=None, until=yesterday, reason="调离")
    assert not User.objects.get(pk=cast.office.pk).has_perm("committee.create_unit")
