"""What every request passes: hostile parameters, the actor of the history, headers of private pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.client import FakePayload
from django.urls import reverse
from django.utils import translation

from dayan_safety import history
from dayan_safety.middleware import client_address
from dayan_safety.models import Action
from dayan_safety.testing import a_user

FORM = "application/x-www-form-urlencoded"
CLEAN = "dayan_safety.middleware.CleanParametersMiddleware"
HOSTILE_QUERIES = [
    "q=a%00b", "%00=a", "q=%ff%fe", "q=%ed%a0%80", "q=%ef%bf%bd", "next=%2f%00", "a=1&a=2&a=%00",
    "q=" + "x" * 2001, "x" * 201 + "=1", "q=" + "%E5%A4%A7" * 2001, "&".join(f"a{n}=1" for n in range(2001)),
]  # fmt: skip
HARMLESS_QUERIES = [
    "",
    "q=" + "x" * 2000,
    "q=大安&q=镇",
    "q=%0d%0a%09",
    "q=%F0%9F%94%A5",
    "q=%%%",
    "&&==",
    "q=" + "9" * 1900,
]


@pytest.mark.parametrize("query", HOSTILE_QUERIES, ids=range(len(HOSTILE_QUERIES)))
def test_hostile_addresses_are_answered_400_with_a_sentence(
    client: Client, db: None, query: str, settings: Any
) -> None:
    response = client.get(f"/sign-in/?{query}")
    assert response.status_code == 400
    assert '<p class="text-body-secondary">' in response.content.decode()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != CLEAN]
    if query.count("&") < 2000:
        assert Client().get(f"/sign-in/?{query}").status_code == 200


@pytest.mark.parametrize("query", HARMLESS_QUERIES, ids=range(len(HARMLESS_QUERIES)))
def test_odd_but_harmless_addresses_pass(client: Client, db: None, query: str) -> None:
    assert client.get(f"/sign-in/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/%00", "/%ff/", "/inbox/%ed%a0%80/", "/" + "x" * 2001])
def test_hostile_paths_are_answered_400(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/nowhere/", "/%E5%A4%A7/", "/" + "x" * 1990])
def test_unknown_paths_are_answered_404(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("username=a%00b&password=x", 400),
        ("username=%ff&password=x", 400),
        ("username=x&password=" + "x" * 200_001, 400),
        ("&".join(f"a{n}=1" for n in range(2001)), 400),
        ("a=" + "x" * 2_200_000, 400),
        ("username=大安&password=" + "x" * 5000, 200),
    ],
    ids=range(6),
)
def test_hostile_forms_are_answered_400(client: Client, db: None, body: str, status: int) -> None:
    response = client.post("/sign-in/", body.encode(), content_type=FORM)
    assert response.status_code == status


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=\xff", f"{FORM}; charset=utf-16", f"{FORM}; charset=x"],
)
def test_a_form_that_cannot_be_taken_apart_is_answered_below_500(client: Client, db: None, content_type: str) -> None:
    request = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": "7", "wsgi.input": FakePayload(b"\xff\x00=--x!")}
    assert client.request(REQUEST_METHOD="POST", PATH_INFO="/sign-in/", **request).status_code in (200, 400)


def test_undecodable_text_in_a_form_with_files_is_refused(client: Client, db: None) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\na\xffb\r\n--x--\r\n'
    assert client.post("/sign-in/", body, content_type="multipart/form-data; boundary=x").status_code == 400
    fine = body.replace(b"\xff", "大".encode())
    assert client.post("/sign-in/", fine, content_type="multipart/form-data; boundary=x").status_code == 200


def test_the_refusal_speaks_the_readers_language_not_the_last_visitors(client: Client, db: None) -> None:
    with translation.override("en"):
        page = client.get("/sign-in/?q=%00", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert 'lang="zh-hans"' in page
    english = client.get("/sign-in/?q=%00", headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="en"' in english


# Where a request comes from.
@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "127.0.0.1"),
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.1.1.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, None, "127.0.0.1"),
        (1, " 2001:DB8::1 ", "2001:db8::1"),
        (1, "nonsense", None),
        (1, "203.0.113.9'; --", None),
    ],
)
def test_the_address_is_the_one_the_outermost_proxy_saw(
    settings: Any, proxies: int, forwarded: str | None, expected: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers)) == expected


def test_a_socket_without_an_address_is_no_failure(settings: Any) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None


def test_history_and_answer_carry_the_same_number(client: Client, db: None) -> None:
    answers = [client.post("/sign-in/", {"username": "a", "password": "b"}, REMOTE_ADDR="192.0.2.7") for _each in "ab"]
    numbers = [answer["X-Request-ID"] for answer in answers]
    rows = Action.objects.order_by("number")
    assert [row.request_id for row in rows] == numbers
    assert {row.address for row in rows} == {"192.0.2.7"}
    assert len(set(numbers)) == 2
    assert history.source.get() == history.Source()


def test_the_number_is_ours_not_the_visitors(client: Client, db: None) -> None:
    assert client.get("/sign-in/", headers={"X-Request-ID": "forged"})["X-Request-ID"] != "forged"


# Headers.
@pytest.fixture
def member(db: None, as_user: Callable[[Any], Client]) -> Client:
    return as_user(a_user())


def test_private_pages_are_not_kept(member: Client) -> None:
    assert member.get("/inbox/")["Cache-Control"] == "no-store, private"
    assert member.get("/nowhere/")["Cache-Control"] == "no-store, private"


def test_without_the_guard_private_pages_could_be_kept(member: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("PrivatePagesMiddleware")]
    assert "no-store" not in member.get("/inbox/").headers.get("Cache-Control", "")


def test_pages_of_strangers_say_nothing_of_the_kind(client: Client, db: None) -> None:
    assert "Cache-Control" not in client.get("/nowhere/")


def test_signing_out_empties_the_browser_over_https_only(as_user: Callable[[Any], Client], db: None) -> None:
    plain, secure = as_user(a_user()), as_user(a_user())
    assert "Clear-Site-Data" not in plain.post(reverse("sign_out"))
    assert "Clear-Site-Data" not in secure.get("/inbox/", secure=True)
    assert secure.post(reverse("sign_out"), secure=True)["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_pages_of_failure_stand_alone_and_style_nothing_inline(template: str) -> None:
    page = get_template(template).render()
    assert "<h1" in page
    assert not re.search(r"<style|<script>|\bstyle=|\bon[a-z]+=", page)


def test_the_page_of_a_breakdown_needs_no_other_file() -> None:
    assert not re.search(r"<link|<script|<img|src=", get_template("500.html").render())
