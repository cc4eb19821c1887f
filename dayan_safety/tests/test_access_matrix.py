"""Every URL × every role × every method, on one's own records, on others' and on missing ones. No URL without a row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dayan_safety import urls
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.access_row import Row
from dayan_safety.tests.access_rows import MATRIX, ROWS

OTHERS_HANDLE = ("admin:",)
# Who sees most, who sees part, and who sees least. What part it is asks a database most: on every one.
THREE = ("office", "liaison", "outsider")
ROLES = [pytest.param(role, marks=pytest.mark.every_database if role == "liaison" else ()) for role in Cast.ROLES]
USUAL = ("get", "head", "post")
UNUSUAL = ("put", "patch", "delete", "options", "trace")


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


@pytest.fixture(autouse=True)
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals answer with their status alone: their pages have tests of their own, and here are ten thousands."""
    for status in (403, 404):
        plain = lambda request, exception, status=status: HttpResponse(status=status)  # noqa: E731
        monkeypatch.setattr(urls, f"handler{status}", plain, raising=False)


def named_urls(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of every address, with their namespaces."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            yield from named_urls(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def expected(row: Row, role: str, method: str) -> int:
    """What the matrix promises ``role``."""
    wanted = {"get": row.get, "head": row.get, "post": row.post}.get(method, row.other_methods)
    if wanted == 405 or role in row.may:
        return wanted
    return 403 if role in row.sees or not row.has_record else 404


def urls_of(rows: dict[str, Row], cast: Cast) -> dict[str, str]:
    """The address of each row; pages of the same record share it."""
    records = {record: record(cast) for record in {row.record: None for row in rows.values()}}
    return {name: reverse(name, args=row.args(cast) if row.word else records[row.record]) for name, row in rows.items()}


def answers(browser: Client, url: str, methods: tuple[str, ...]) -> dict[str, int]:
    """The status of each method."""
    return {method: getattr(browser, method)(url).status_code for method in methods}


def everything_kept() -> dict[str, list[Any]]:
    """Every row of the database but those of sessions."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_every_address_has_a_row() -> None:
    names = {name for name in named_urls(get_resolver()) if not name.startswith(OTHERS_HANDLE)}
    assert names == set(ROWS), f"without a row: {names - set(ROWS)}; without an address: {set(ROWS) - names}"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", MATRIX)
def test_each_role_gets_what_the_matrix_says(whose: str, role: str, cast: Cast, as_user: Any) -> None:
    rows, user = MATRIX[whose], getattr(cast, role)
    # What answers GET answers HEAD, which the three ask besides.
    methods = USUAL if role in THREE else ("get", "post")
    browser, wrong = as_user(user), {}
    for name, url in urls_of(rows, cast).items():
        found = answers(as_user(user) if rows[name].public else browser, url, methods)
        promised = {method: expected(rows[name], role, method) for method in methods}
        if found != promised:
            wrong[name] = f"{found}, promised {promised}"
    assert wrong == {}


@pytest.mark.parametrize("role", THREE)  # a method is refused before anybody is looked at
def test_no_other_method_is_answered_or_changes_anything(role: str, cast: Cast, as_user: Any) -> None:
    urls, browser = urls_of(ROWS, cast), as_user(getattr(cast, role))
    before = everything_kept()
    found = {name: answers(browser, url, UNUSUAL) for name, url in urls.items()}
    assert found == {name: dict.fromkeys(UNUSUAL, row.other_methods) for name, row in ROWS.items()}
    assert everything_kept() == before


def test_a_change_would_be_noticed(cast: Cast, as_user: Any) -> None:
    before = everything_kept()
    as_user(cast.office).get(reverse("committee:export_unit", args=["csv"]))
    assert everything_kept() != before


def test_a_stranger_is_led_to_the_sign_in(cast: Cast) -> None:
    urls = urls_of({name: row for name, row in ROWS.items() if not row.public}, cast)
    before = everything_kept()
    for name, url in urls.items():
        for method in (*USUAL, *UNUSUAL):
            answer = getattr(Client(), method)(url)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("sign_in")), name
    assert everything_kept() == before


def test_a_stranger_at_the_door_can_only_look_and_post(cast: Cast) -> None:
    before = everything_kept()
    assert answers(Client(), reverse("sign_in"), ("get", *UNUSUAL)) == {"get": 200, **dict.fromkeys(UNUSUAL, 405)}
    assert everything_kept() == before


def test_the_administration_opens_for_administrators_alone(cast: Cast, as_user: Any) -> None:
    answers = {role: as_user(getattr(cast, role)).get(reverse("admin:index")).status_code for role in Cast.ROLES}
    assert answers == {role: 200 if role == "administrator" else 403 for role in Cast.ROLES}
