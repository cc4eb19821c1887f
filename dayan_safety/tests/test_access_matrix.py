"""Every URL × every role × every method. A URL without a row fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dayan_safety.testing import Cast, an_appointment
from dayan_safety.tests.access_rows import ROWS, Row

OTHERS_HANDLE = ("admin:",)


def named_urls(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of every address, with their namespaces."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            yield from named_urls(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def expected(row: Row, role: str, method: str) -> int:
    """What the matrix promises ``role``."""
    if role in row.may:
        return row.get if method == "get" else row.post
    if (row.get == 405 and method == "get" and not row.guarded) or (row.closed and method == "post"):
        return 405
    return 403 if role in row.sees or not row.has_record else 404


def test_every_address_has_a_row() -> None:
    names = {name for name in named_urls(get_resolver()) if not name.startswith(OTHERS_HANDLE)}
    assert names == set(ROWS), f"without a row: {names - set(ROWS)}; without an address: {set(ROWS) - names}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_gets_what_the_matrix_says(name: str, method: str, cast: Cast, as_user: Any) -> None:
    row = ROWS[name]
    url = reverse(name, args=row.args(cast))
    answers = {role: getattr(as_user(getattr(cast, role)), method)(url).status_code for role in Cast.ROLES}
    assert answers == {role: expected(row, role, method) for role in Cast.ROLES}


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if not row.public))
def test_a_stranger_is_led_to_the_sign_in(name: str, cast: Cast) -> None:
    url = reverse(name, args=ROWS[name].args(cast))
    answer = Client().get(url)
    assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) == (302, reverse("sign_in"))


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if ":view_" in name))
def test_a_record_of_another_unit_answers_like_one_that_does_not_exist(name: str, cast: Cast, as_user: Any) -> None:
    other = an_appointment(cast.other_village.liaison_posts.first(), "liaison")
    others = {
        "committee:view_unit": cast.other_village.pk,
        "committee:view_liaisonpost": cast.other_village.liaison_posts.first().pk,
        "committee:view_person": cast.lead.person.pk,
        "committee:view_appointment": other.pk,
    }
    if name not in others:
        return
    browser = as_user(cast.liaison)
    foreign, missing = (browser.get(reverse(name, args=[pk])) for pk in (others[name], 999_999))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert as_user(cast.office).get(reverse(name, args=[others[name]])).status_code == 200


def test_the_administration_opens_for_administrators_alone(cast: Cast, as_user: Any) -> None:
    answers = {role: as_user(getattr(cast, role)).get(reverse("admin:index")).status_code for role in Cast.ROLES}
    assert answers == {role: 200 if role == "administrator" else 403 for role in Cast.ROLES}
