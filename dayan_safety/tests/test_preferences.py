"""Language, size of words and colours: chosen before and after signing in, kept, and harmless."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action
from dayan_safety.tests.test_own_account import prefer
from dayan_safety.tests.test_sign_in import SIGN_IN, enter, user

__all__ = ["user"]


def page_of(client: Client, url: str = SIGN_IN) -> str:
    """The page's text."""
    return str(client.get(url).content.decode())


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [("zh-hans", "登录后办理促进委员会的工作", "Sign in to work"), ("en", "Sign in to work", "登录后办理")],
)
def test_the_whole_page_changes_its_language(client: Client, db: None, language: str, said: str, not_said: str) -> None:
    prefer(client, language=language)
    page = page_of(client)
    assert (f'<html lang="{language}"' in page, said in page, not_said in page) == (True, True, False)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "zh-hans"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "zh-hans"),
        ("fr,en;q=0.5", "en"),
        ("*", "zh-hans"),
        ("zh-CN;q=0.1,en;q=0.9", "en"),
        ("'; DROP TABLE", "zh-hans"),
        ("en" * 400, "zh-hans"),
    ],
)
def test_without_a_choice_the_browsers_language_decides_and_chinese_otherwise(
    client: Client, db: None, asked: str, code: str
) -> None:
    assert client.get(SIGN_IN, headers={"Accept-Language": asked})["Content-Language"] == code


def test_the_choice_outweighs_the_browser(client: Client, db: None) -> None:
    prefer(client, language="zh-hans")
    assert client.get(SIGN_IN, headers={"Accept-Language": "en"})["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("planted", ["xx", "en'", "../../etc", "zh-hans\x00", "e" * 300, "<script>"])
def test_a_planted_language_is_not_taken(client: Client, db: None, planted: str) -> None:
    client.cookies["language"] = planted
    answer = client.get(SIGN_IN)
    assert (answer.status_code, answer["Content-Language"]) == (200, "zh-hans")
    assert "<script>" not in answer.content.decode().split("<body")[1]


@pytest.mark.parametrize("size", ["standard", "large", "larger"])
def test_the_size_is_on_the_page_for_strangers_and_for_who_is_in(client: Client, user: User, size: str) -> None:
    prefer(client, font_size=size)
    assert f'class="{size}"' in page_of(client)
    enter(client)
    prefer(client, font_size=size)
    assert f'class="{size}"' in page_of(client, "/inbox/")


@pytest.mark.parametrize(("colours", "theme"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_the_colours_are_on_the_page(client: Client, user: User, colours: str, theme: str) -> None:
    enter(client)
    prefer(client, colours=colours)
    assert f'data-colours="{colours}" data-bs-theme="{theme}"' in page_of(client, "/inbox/")


def test_the_pressed_button_is_the_one_that_counts(client: Client, db: None) -> None:
    prefer(client, font_size="larger", language="en")
    page = page_of(client)
    assert 'value="larger" aria-pressed="true"' in page
    assert 'value="standard" aria-pressed="false"' in page
    assert 'value="en" lang="en" aria-pressed="true"' in page


@pytest.mark.parametrize("planted", ['"><script>alert(1)</script>', "javascript:", "x y z onload=1"])
@pytest.mark.parametrize("cookie", ["font_size", "colours"])
def test_a_planted_cookie_stays_text(client: Client, db: None, cookie: str, planted: str) -> None:
    client.cookies[cookie] = planted
    seen: list[dict[str, str | None]] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: seen.append(dict(attrs))  # type: ignore[method-assign]
    reader.feed(page_of(client))
    shown = "class" if cookie == "font_size" else "data-colours"
    assert set(seen[0]) == {"lang", "class", "data-colours", "data-bs-theme"}
    assert seen[0][shown] == planted


def test_the_own_choice_follows_to_another_browser(client: Client, user: User) -> None:
    enter(client)
    prefer(client, font_size="larger", colours="dark")
    elsewhere = Client()
    assert 'class="standard"' in page_of(elsewhere)
    enter(elsewhere)
    assert 'class="larger" data-colours="dark"' in page_of(elsewhere, "/inbox/")


def test_somebody_elses_choice_on_this_browser_is_not_mine(client: Client, user: User) -> None:
    """The cookie is for the sign-in page; who is in has a choice of their own."""
    prefer(client, font_size="larger")
    enter(client)
    assert 'class="standard"' in page_of(client, "/inbox/")


def test_choosing_writes_no_history_and_touches_no_other_login(client: Client, user: User) -> None:
    other = User.objects.create(username="wanger")
    enter(client)
    before = Action.objects.count()
    prefer(client, font_size="large", colours="dark", language="en")
    other.refresh_from_db()
    assert (other.font_size, other.colours, Action.objects.count()) == ("standard", "auto", before)


def test_only_looks_can_be_chosen(client: Client, user: User) -> None:
    enter(client)
    prefer(client, font_size="large", duty="administrator", is_active="", username="root", must_change_password="1")
    user.refresh_from_db()
    kept = (user.font_size, user.duty, user.is_active, user.username, user.must_change_password)
    assert kept == ("large", "posts", True, "lihua", False)


def test_a_choice_from_another_site_is_refused(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert prefer(strict, language="en").status_code == 403
    assert "language" not in strict.cookies


@pytest.mark.parametrize(
    ("page", "back"), [("http://testserver/inbox/", "http://testserver/inbox/"), ("https://evil.example/", "/")]
)
def test_choosing_leads_back_to_the_page_it_was_made_on(client: Client, db: None, page: str, back: str) -> None:
    answer = client.post(reverse("set_preferences"), {"font_size": "large"}, headers={"Referer": page})
    assert answer["Location"] == back
