"""Logins in the administration: what is done to several at once, and what a broken rule says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action, RecoveryCode, SecondFactor
from dayan_safety.second_factor import has_second_factor
from dayan_safety.testing import Cast, a_user
from dayan_safety.tests.second_factors import a_second_factor, wrong_code

LOGINS = reverse("admin:committee_user_changelist")
Press = Callable[..., str]


@pytest.fixture
def press(cast: Cast, as_user: Any) -> Press:
    """``press("close", *users)`` → the page after the action."""
    browser = as_user(cast.administrator)

    def act(action: str, *users: User) -> str:
        chosen = {"action": action, "_selected_action": [user.pk for user in users]}
        answer = browser.post(LOGINS, chosen, follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return act


def test_a_lost_second_factor_is_reset(cast: Cast, press: Press) -> None:
    a_second_factor(cast.member), a_second_factor(cast.lead)
    page = press("reset_second_factor", cast.member)
    assert f"{cast.member.username} 的两步验证已重置。" in page
    assert (has_second_factor(cast.member), has_second_factor(cast.lead)) == (False, True)
    assert Action.objects.get(verb="dayan_safety.reset_second_factor").by == cast.administrator


def test_who_has_none_does_not_stand_in_the_way_of_the_others(cast: Cast, press: Press) -> None:
    a_second_factor(cast.member)
    page = press("reset_second_factor", cast.lead, cast.member)
    assert f"{cast.lead.username}：该账号没有设置两步验证。" in page
    assert not has_second_factor(cast.member)


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("reset_second_factor", "自己的两步验证请在“我的账号”中关闭"),
        ("give_first_password", "自己的密码请在“修改密码”中修改，需要填写旧密码。"),
        ("close", "不能停用自己的账号"),
    ],
)
def test_what_one_may_not_do_to_oneself_is_a_sentence(cast: Cast, press: Press, action: str, sentence: str) -> None:
    a_second_factor(cast.administrator)
    before = User.objects.get(pk=cast.administrator.pk).password
    assert sentence in press(action, cast.administrator)
    kept = User.objects.get(pk=cast.administrator.pk)
    assert (kept.is_active, kept.password == before, has_second_factor(kept)) == (True, True, True)


def test_several_first_passwords_are_each_shown_once(cast: Cast, press: Press) -> None:
    page = press("give_first_password", cast.member, cast.lead)
    assert page.count("的初始密码（只显示") == 2
    assert "的初始密码（只显示" not in press("nothing", cast.member)
    assert User.objects.filter(must_change_password=True).count() == 2


def test_closing_and_opening_go_through_the_services(cast: Cast, press: Press) -> None:
    press("close", cast.member, cast.lead)
    assert User.objects.filter(is_active=False).count() == 2
    assert "的初始密码（只显示" in press("open_again", cast.member, cast.office)
    kept = {user.username: user.is_active for user in User.objects.filter(pk__in=[cast.member.pk, cast.lead.pk])}
    assert kept == {cast.member.username: True, cast.lead.username: False}
    verbs = ("committee.deactivate_user", "committee.activate_user")
    assert [Action.objects.filter(verb=verb).count() for verb in verbs] == [2, 1]


def test_the_table_of_second_factors_shows_everything_but_the_secrets(cast: Cast, as_user: Any) -> None:
    key, codes = a_second_factor(cast.member)
    factor = SecondFactor.objects.get()
    browser = as_user(cast.administrator)
    places = [
        reverse("admin:dayan_safety_secondfactor_changelist"),
        reverse("admin:dayan_safety_secondfactor_change", args=[factor.pk]),
        LOGINS,
        reverse("admin:committee_user_change", args=[cast.member.pk]),
    ]
    pages = [browser.get(url).content.decode() for url in places]
    assert "钱所长" in pages[0]
    secrets = [key, *codes, *RecoveryCode.objects.values_list("digest", flat=True)]
    assert [secret for secret in secrets if any(secret in page for page in pages)] == []


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_nobody_makes_changes_or_deletes_one_here(cast: Cast, as_user: Any, page: str) -> None:
    key, _codes = a_second_factor(cast.member)
    factor = SecondFactor.objects.get()
    args = [] if page == "add" else [factor.pk]
    answer = as_user(cast.administrator).post(
        reverse(f"admin:dayan_safety_secondfactor_{page}", args=args), {"user": cast.lead.pk, "key": "A", "post": "yes"}
    )
    assert answer.status_code == 403
    kept = SecondFactor.objects.get()
    assert (kept.user, kept.key) == (cast.member, key)


def test_failures_are_there_to_be_seen(cast: Cast, as_user: Any, client: Any) -> None:
    user = a_user(username="lihua")
    user.set_password("Qingfeng-Mingyue-77")
    user.save()
    key, _codes = a_second_factor(user)
    client.post("/sign-in/", {"username": "lihua", "password": "Qingfeng-Mingyue-77"})
    for _each in range(3):
        client.post("/sign-in/code/", {"code": wrong_code(key)})
    page = as_user(cast.administrator).get(reverse("admin:dayan_safety_secondfactor_changelist")).content.decode()
    assert '<td class="field-failures">3</td>' in page
