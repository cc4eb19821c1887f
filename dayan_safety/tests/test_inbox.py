"""The inbox: told once, seen by oneself, read by opening."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Notice
from dayan_safety.notices import notify
from dayan_safety.testing import a_user

pytestmark = pytest.mark.every_database

INBOX = "/inbox/"


@pytest.fixture
def pair(db: None) -> tuple[User, User]:
    return a_user(), a_user()


def titles(client: Client, **query: Any) -> list[str]:
    """What the inbox lists."""
    return [notice.title for notice in client.get(INBOX, query).context["page"]]


def test_everybody_is_told_once(pair: tuple[User, User]) -> None:
    one, two = pair
    assert notify([one], key="task-1:due-3", title="三天后到期") == 1
    assert notify([one, two, two], key="task-1:due-3", title="三天后到期") == 1
    assert notify([one, two], key="task-1:due-1", title="明天到期") == 2
    told = Notice.objects.order_by("user", "key").values_list("user_id", "key")
    assert list(told) == [(user.pk, key) for user in pair for key in ("task-1:due-1", "task-1:due-3")]


def test_nobody_to_tell_is_no_failure(db: None) -> None:
    assert notify([], key="a", title="b") == 0


def test_a_notice_is_part_of_the_change_it_tells_of(pair: tuple[User, User]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(pair, key="a", title="b")
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_the_inbox_shows_ones_own_newest_first(pair: tuple[User, User], as_user: Callable[[Any], Client]) -> None:
    one, two = pair
    notify([one], key="a", title="first")
    notify([one], key="b", title="second", text="with a text")
    notify([two], key="a", title="another's")
    assert titles(as_user(one)) == ["second", "first"]
    assert titles(as_user(two)) == ["another's"]
    page = as_user(one).get(INBOX).content.decode()
    assert "with a text" in page
    assert "another&#x27;s" not in page


def test_an_empty_inbox_says_so(pair: tuple[User, User], as_user: Callable[[Any], Client]) -> None:
    response = as_user(pair[0]).get(INBOX)
    assert (response.status_code, list(response.context["page"]), response.context["unread"]) == (200, [], 0)


def test_opening_marks_it_read_and_leads_to_the_thing(
    pair: tuple[User, User], as_user: Callable[[Any], Client]
) -> None:
    one, _two = pair
    notify([one], key="a", title="a", url="/search/?q=1")
    notice = Notice.objects.get()
    client = as_user(one)
    url = reverse("open_notice", args=[notice.pk])
    assert client.get(url).status_code == 405
    assert titles(client, unread=1) == ["a"]
    assert client.post(url)["Location"] == "/search/?q=1"
    assert (titles(client, unread=1), titles(client)) == ([], ["a"])
    notice.refresh_from_db()
    first_read = notice.read_at
    client.post(url)
    notice.refresh_from_db()
    assert notice.read_at == first_read


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(pair: tuple[User, User], as_user: Callable[[Any], Client], url: str) -> None:
    notify(pair, key="a", title="a", url=url)
    mine = Notice.objects.get(user=pair[0])
    assert as_user(pair[0]).post(reverse("open_notice", args=[mine.pk]))["Location"] == INBOX


def test_anothers_notice_does_not_exist(pair: tuple[User, User], as_user: Callable[[Any], Client]) -> None:
    one, two = pair
    notify([one], key="a", title="a")
    url = reverse("open_notice", args=[Notice.objects.get().pk])
    assert as_user(two).post(url).status_code == 404
    assert Notice.objects.get().read_at is None
    assert as_user(one).post(url).status_code == 302


def test_reading_all_reads_only_ones_own(pair: tuple[User, User], as_user: Callable[[Any], Client]) -> None:
    one, two = pair
    notify(pair, key="a", title="a")
    notify(pair, key="b", title="b")
    assert as_user(one).get(reverse("read_all_notices")).status_code == 405
    as_user(one).post(reverse("read_all_notices"))
    assert set(Notice.objects.unread().values_list("user_id", flat=True)) == {two.pk}


@pytest.mark.parametrize(
    ("page", "shown"), [("1", 30), ("2", 5), ("99", 5), ("0", 5), ("x", 30), ("9" * 1900, 5), ("-1", 5)]
)
def test_any_page_number_is_answered(
    pair: tuple[User, User], as_user: Callable[[Any], Client], page: str, shown: int
) -> None:
    for number in range(35):
        notify(pair[:1], key=str(number), title=str(number))
    assert len(titles(as_user(pair[0]), page=page)) == shown


def test_one_notice_or_thirty_the_same_queries(
    pair: tuple[User, User], as_user: Callable[[Any], Client], query_count: Any
) -> None:
    client = as_user(pair[0])
    notify(pair, key="first", title="first")
    client.get(INBOX)
    few = query_count(lambda: client.get(INBOX))
    for number in range(29):
        notify(pair, key=str(number), title="more")
    assert query_count(lambda: client.get(INBOX)) == few <= 8
