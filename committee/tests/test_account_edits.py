"""Logins edited, closed and opened: each broken rule in its words, each change with its row, nothing by halves."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.models import User
from committee.services.accounts import activate_user, create_user, deactivate_user, edit_user, reset_password
from committee.tests.refusals import history, refused, written
from dayan_safety.testing import Cast, a_person, a_user


@pytest.fixture
def keeper(db: None) -> User:
    """An administrator."""
    keeper: User = a_user(duty="administrator", username="keeper")
    return keeper


def test_a_login_s_beginning_is_told_without_its_password(keeper: User) -> None:
    user, first = create_user(a_person(name="李华"), by=keeper, username="lihua")
    told = {"username": "lihua", "duty": "按本人任职", "person": "李华"}
    assert history(user) == [("create_user", "keeper", {}, told, "")]
    assert first not in str(written())


def test_an_edit_writes_the_difference_alone(keeper: User) -> None:
    user = a_user(username="lihua")
    user.email, user.valid_until, user.duty = "li@example.org", date(2026, 12, 31), "auditor"
    edit_user(user, ["email", "valid_until", "duty", "username"], by=keeper)
    kept = User.objects.get(pk=user.pk)
    assert (kept.email, kept.valid_until, kept.duty) == ("li@example.org", date(2026, 12, 31), "auditor")
    before = {"email": "", "valid_until": "", "duty": "posts"}
    after = {"email": "li@example.org", "valid_until": "2026-12-31", "duty": "auditor"}
    assert history(user) == [("edit_user", "keeper", before, after, "")]


def test_an_edit_writes_only_the_fields_it_was_asked_for(keeper: User) -> None:
    user = a_user(username="lihua")
    user.email, user.duty = "li@example.org", "administrator"
    edit_user(user, ["email"], by=keeper)
    kept = User.objects.get(pk=user.pk)
    assert (kept.email, kept.duty) == ("li@example.org", "posts")


def test_an_edit_that_changes_nothing_leaves_no_trace(keeper: User) -> None:
    user = a_user(username="lihua")
    before = written()
    edit_user(user, ["username", "email", "duty"], by=keeper)
    assert written() == before


def test_a_new_name_is_kept_in_one_form(keeper: User) -> None:
    user = a_user(username="lihua")
    user.username = "ＷＡＮＧ"
    edit_user(user, ["username"], by=keeper)
    assert User.objects.get(pk=user.pk).username == "wang"
    assert history(user)[0][2:4] == ({"username": "lihua"}, {"username": "wang"})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("username", "KEEPER", "具有 登录名 的 账号 已存在。"),
        ("username", "", "此字段不能为空。"),
        ("username", "a b", "请输入合法的用户名。只能包含英文字母、数字、特殊字符“@”、“.”、“-”和“_”。"),
        ("duty", "emperor", "值 'emperor' 不是有效选项。"),
        ("email", "nonsense", "输入一个有效的 Email 地址。"),
    ],
)
def test_what_cannot_be_is_refused_in_words(field: str, value: str, sentence: str, keeper: User) -> None:
    user = a_user(username="lihua")
    setattr(user, field, value)
    with refused(sentence):
        edit_user(user, [field], by=keeper)


def test_one_s_own_login_is_neither_closed_nor_reset(keeper: User) -> None:
    with refused("不能停用自己的账号。"):
        deactivate_user(keeper, by=keeper, reason="离职")
    with refused("自己的密码请在“修改密码”中修改，需要填写旧密码。"):
        reset_password(keeper, by=keeper)


def test_closing_and_opening_say_what_stands_already(keeper: User) -> None:
    user = a_user()
    with refused("该账号已在启用状态。"):
        activate_user(user, by=keeper)
    with refused("请填写停用账号的原因。"):
        deactivate_user(user, by=keeper, reason=" \n")
    deactivate_user(user, by=keeper, reason="离职")
    assert history(user) == [("deactivate_user", "keeper", {}, {}, "离职")]
    with refused("该账号已停用。"):
        deactivate_user(user, by=keeper, reason="离职")


def test_a_login_given_after_the_person_s_first_is_refused(keeper: User) -> None:
    person = a_person(name="李华")
    a_user(person)
    with refused("具有 人员 的 账号 已存在。"):
        create_user(person, by=keeper, username="second")


@pytest.mark.parametrize("role", ["chair", "office", "lead", "auditor", "outsider"])
def test_only_administrators_edit_logins(role: str, cast: Cast) -> None:
    before: Any = written()
    cast.member.duty = "administrator"
    with pytest.raises(PermissionDenied):
        edit_user(cast.member, ["duty"], by=getattr(cast, role))
    assert written() == before
