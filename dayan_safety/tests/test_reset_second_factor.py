"""The command for the only administrator who lost the telephone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from committee.models import User
from dayan_safety.history import Source, source
from dayan_safety.models import Action
from dayan_safety.second_factor import has_second_factor
from dayan_safety.testing import a_user
from dayan_safety.tests.second_factors import a_second_factor
from dayan_safety.tests.test_sign_in import enter, is_in, user

__all__ = ["user"]


def run(name: str) -> str:
    """What the command prints."""
    call_command("reset_second_factor", name, stdout=(out := StringIO()))
    return out.getvalue().strip()


@pytest.mark.parametrize("name", ["lihua", "LiHua"])
def test_the_password_alone_opens_again(client: Client, user: User, name: str) -> None:
    a_second_factor(user)
    enter(client)
    assert not is_in(client)
    assert run(name) == "lihua 的两步验证已重置。"
    enter(client)
    assert is_in(client)


def test_the_history_names_the_console_and_nobody_else_loses_theirs(user: User) -> None:
    other = a_user()
    a_second_factor(user), a_second_factor(other)
    run("lihua")
    row = Action.objects.get(verb="dayan_safety.reset_second_factor")
    assert (row.by, row.thing_id, row.address.split()[0]) == (None, str(user.pk), "console")
    assert source.get() == Source()
    assert (has_second_factor(user), has_second_factor(other)) == (False, True)


@pytest.mark.parametrize(("name", "sentence"), [("nobody", "没有这个登录名。"), ("lihua", "该账号没有设置两步验证。")])
def test_what_cannot_be_reset_is_said(user: User, name: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(name)
    assert not Action.objects.filter(verb="dayan_safety.reset_second_factor").exists()
    assert source.get() == Source()
