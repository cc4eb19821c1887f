"""Rights: one literal table, pure rules, unknown verbs refused, every verb that code names is in the table."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import translation

from committee.models import Unit
from dayan_safety.models import Action
from dayan_safety.permissions import all_rules, is_allowed, require, verb, verb_label
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit, a_user
from dayan_safety.tests.test_house import ROOT, sources

VERB = re.compile(r"^(committee|campaigns|inspections|assessment|dayan_safety)\.[a-z_]+$")
ASKING = {"has_perm", "is_allowed", "require", "verb", "record_action", "Button", "Place", "verb_view", "needs", "Rule"}


def verbs_named_in(code: str) -> set[str]:
    """The verbs that code asks for or writes into the history."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ASKING:
            texts = (
                arg.value for arg in [*node.args, *(k.value for k in node.keywords)] if isinstance(arg, ast.Constant)
            )
            found |= {text for text in texts if isinstance(text, str) and VERB.match(text)}
    return found


def test_every_verb_that_code_names_has_a_rule() -> None:
    named = {verb for path in sources(ROOT) for verb in verbs_named_in(path.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert named - set(all_rules()) == set()


def test_a_verb_without_a_rule_would_be_noticed() -> None:
    code = 'user.has_perm("committee.fly")\n@verb("committee.sing")\ndef f(): ...\nButton("committee.dance")\nx = "a.b"'
    assert verbs_named_in(code) == {"committee.fly", "committee.sing", "committee.dance"}


def test_every_page_of_a_noun_has_its_right() -> None:
    nouns = "committee workinggroup unit person appointment liaisonpost".split()
    rights = {f"committee.{action}_{noun}" for action in ("view", "export") for noun in nouns}
    assert rights <= set(all_rules())


# Unknown verbs


@pytest.mark.parametrize(
    "name", ["committee.fly", "fly", "", "committee.view_unit ", "COMMITTEE.VIEW_UNIT", "admin.x_y"]
)
def test_an_unknown_verb_is_nobodys_and_is_refused_by_name(name: str, cast: Cast) -> None:
    for role in Cast.ROLES:
        user = getattr(cast, role)
        assert not is_allowed(user, name, cast.village)
        assert not user.has_perm(name)
        with pytest.raises(PermissionDenied) as refused:
            require(user, name, cast.village)
        assert str(refused.value) == name


def test_a_service_under_an_unknown_verb_is_never_carried_out(cast: Cast) -> None:
    done = []

    @verb("committee.fly")
    def fly(unit: Unit, *, by: Any) -> None:
        done.append(unit)

    with pytest.raises(PermissionDenied, match=r"committee\.fly"):
        fly(cast.village, by=cast.office)
    assert done == []


def test_a_label_is_in_the_readers_language_and_an_unknown_verb_its_own(db: Any) -> None:
    assert verb_label("committee.hand_over") == "工作交接"
    with translation.override("en"):
        assert verb_label("committee.hand_over") == "hand over"
    assert verb_label("committee.fly") == "committee.fly"


# Who is nobody


def test_neither_strangers_nor_closed_logins_may_do_anything(cast: Cast) -> None:
    closed = cast.office
    assert is_allowed(closed, "committee.create_unit")
    closed.is_active = False
    for user in (closed, AnonymousUser()):
        assert [name for name in all_rules() if is_allowed(user, name, cast.village)] == []


def test_a_login_without_a_person_may_keep_itself_and_nothing_else(db: Any) -> None:
    user, other = a_user(), a_user()
    assert [name for name in all_rules() if is_allowed(user, name, user)] == [
        "dayan_safety.set_channels",
        "committee.change_password",
        "dayan_safety.time_out",
        "dayan_safety.end_sessions",
        "dayan_safety.renew_feed",
        "dayan_safety.enrol_second_factor",
        "dayan_safety.renew_recovery_codes",
        "dayan_safety.disable_second_factor",
    ]
    assert [name for name in all_rules() if is_allowed(user, name, other)] == []


def test_no_login_is_above_the_rules(cast: Cast) -> None:
    cast.administrator.is_superuser = True
    assert not cast.administrator.has_perm("committee.create_unit")
    assert not hasattr(cast.administrator, "user_permissions")


# Rules are pure


@pytest.mark.parametrize("role", Cast.ROLES)
def test_asking_changes_nothing_asks_no_database_and_answers_the_same(role: str, cast: Cast, query_count: Any) -> None:
    user, things = getattr(cast, role), [None, cast.village, cast.group, cast.liaison.person, cast.committee]
    assert user.standing is not None

    def answers() -> list[bool]:
        return [is_allowed(user, name, thing) for name in all_rules() for thing in things if _fits(name, thing)]

    first, actions = answers(), Action.objects.count()
    assert query_count(lambda: answers()) == 0
    assert (answers(), Action.objects.count()) == (first, actions)


def _fits(name: str, thing: Any) -> bool:
    """Whether a rule is asked about a thing of its kind, or of none."""
    return thing is None or name.endswith(f"_{thing._meta.model_name}")


def test_a_right_to_ones_own_ends_where_the_own_ends(cast: Cast) -> None:
    assert cast.lead.has_perm("committee.edit_workinggroup", cast.group)
    assert not cast.lead.has_perm("committee.edit_workinggroup", cast.supervision)
    assert not cast.lead.has_perm("committee.edit_workinggroup")
    assert cast.outsider.has_perm("committee.view_person", cast.outsider.person)
    assert not cast.outsider.has_perm("committee.view_person", cast.lead.person)
    assert not cast.outsider.has_perm("committee.view_person")


# Services


def test_the_clock_may_do_everything_and_is_nobody(cast: Cast) -> None:
    require(None, "committee.remove_unit", cast.other_village)
    remove_record(cast.other_village, by=None, reason="x")
    row = Action.objects.get(verb="committee.remove_unit")
    assert (row.by, row.by_name) == (None, "")


def test_a_service_asks_before_it_writes_and_is_one_change(cast: Cast) -> None:
    @verb("committee.add_alias")
    def rename(unit: Unit, *, by: Any, name: str, fail: bool = False) -> str:
        Unit.objects.filter(pk=unit.pk).update(name=name)
        if fail:
            raise ZeroDivisionError
        return name

    unit = a_unit(name="北山村")
    with pytest.raises(PermissionDenied, match=r"committee\.add_alias"):
        rename(unit, by=cast.chair, name="甲")
    with pytest.raises(ZeroDivisionError):
        rename(unit, by=cast.office, name="乙", fail=True)
    assert Unit.objects.get(pk=unit.pk).name == "北山村"
    assert (rename(unit, by=cast.office, name="丙"), Unit.objects.get(pk=unit.pk).name) == ("丙", "丙")
    assert rename.__name__ == "rename"
