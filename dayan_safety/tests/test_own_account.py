"""One's own account: the password, and how the portal looks to oneself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action
from dayan_safety.tests.test_sign_in import FOREIGN, RIGHT, SIGN_IN, WRONG, enter, is_in, user

__all__ = ["user"]
NEW = "Gaoshan-Liushui-66"


def change(client: Client, old: str = RIGHT, new: str = NEW, again: str | None = None) -> Any:
    """Post the password form."""
    return client.post(
        reverse("change_password"), {"old_password": old, "new_password1": new, "new_password2": again or new}
    )


def test_changing_the_password_ends_all_sessions_but_this_one(client: Client, user: User) -> None:
    other = Client()
    enter(client), enter(other)
    assert is_in(other)
    assert change(client)["Location"] == reverse("home")
    assert is_in(client)
    assert not is_in(other)
    assert Action.objects.filter(verb="committee.change_password", outcome="done").count() == 1
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": WRONG}, "old_password"),
        ({"new": RIGHT}, "new_password1"),
        ({"new": "Daan-Liushui-66"}, "new_password2"),
        ({"again": "Gaoshan-Liushui-67"}, "new_password2"),
    ],
)
def test_a_change_that_breaks_a_rule_changes_nothing(
    client: Client, user: User, typed: dict[str, str], field: str
) -> None:
    enter(client)
    assert list(change(client, **typed).context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(RIGHT)


def test_guessing_the_old_password_at_an_open_page_ends_the_session(client: Client, user: User, settings: Any) -> None:
    enter(client)
    for _each in range(4):
        change(client, old=WRONG)
    assert is_in(client)
    assert change(client, old=WRONG)["Location"] == SIGN_IN
    assert not is_in(client)
    assert Action.objects.filter(verb="committee.change_password", outcome="refused").count() == 5


def test_changing_the_password_is_for_who_is_in(client: Client, user: User) -> None:
    assert change(client)["Location"].startswith(SIGN_IN)
    user.refresh_from_db()
    assert user.check_password(RIGHT)


# How the portal looks to oneself.
def prefer(client: Client, **chosen: Any) -> Any:
    """Post the preferences."""
    return client.post(reverse("set_preferences"), chosen)


def test_preferences_are_kept_on_the_user_and_for_the_sign_in_page(client: Client, user: User) -> None:
    enter(client)
    prefer(client, font_size="larger", colours="dark", language="en")
    user.refresh_from_db()
    assert (user.font_size, user.colours) == ("larger", "dark")
    kept = {name: client.cookies[name].value for name in ("font_size", "colours", "language")}
    assert kept == {"font_size": "larger", "colours": "dark", "language": "en"}
    assert all(client.cookies[name]["max-age"] == 31536000 for name in kept)


def test_a_stranger_keeps_them_in_cookies(client: Client, db: None) -> None:
    assert prefer(client, font_size="large").status_code == 302
    assert client.cookies["font_size"].value == "large"
    assert "colours" not in client.cookies


def test_what_is_not_offered_is_not_kept(client: Client, user: User) -> None:
    enter(client)
    prefer(client, font_size="9999px", colours='"><script>', language="xx")
    user.refresh_from_db()
    assert (user.font_size, user.colours) == ("standard", "auto")
    assert {"font_size", "colours", "language"}.isdisjoint(client.cookies)


def test_the_language_is_chosen_before_signing_in(client: Client, db: None) -> None:
    prefer(client, language="en")
    english = client.get(SIGN_IN)["Content-Language"]
    prefer(client, language="zh-hans")
    assert (english, client.get(SIGN_IN)["Content-Language"]) == ("en", "zh-hans")


def test_preferences_lead_back_inside_the_house_only(client: Client, db: None) -> None:
    assert prefer(client, next="/inbox/")["Location"] == "/inbox/"
    assert [prefer(client, next=target)["Location"] for target in FOREIGN] == ["/"] * len(FOREIGN)
    assert client.get(reverse("set_preferences")).status_code == 405
