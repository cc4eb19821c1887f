"""Every list of the portal: sorted it holds the same rows; what is exported is what is shown; no full number."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from dayan_safety.testing import Cast
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.test_access_matrix import named_urls
from dayan_safety.views import RecordView


def is_list(name: str) -> bool:
    """Whether the page is the list of a noun."""
    if not name.partition(":")[2].startswith("list_"):
        return False
    try:
        return hasattr(resolve(reverse(name)).func, "view_class")
    except NoReverseMatch:
        return False


NAMES = sorted(filter(is_list, named_urls(get_resolver())))
WHO = ("office", "supervisor", "chair", "administrator")
MOST = 200  # rows a page: more than any list of the town has


def view_of(name: str) -> type[RecordView]:
    """The class that knows the list."""
    found: type[RecordView] = resolve(reverse(name)).func.view_class  # type: ignore[attr-defined]
    return found


def reader_of(name: str, town: Cast) -> Any:
    """Somebody who may see it."""
    return getattr(town, next(role for role in WHO if role in ROWS[name].may))


def keys_of(answer: Any) -> list[Any]:
    """The records of the page in their order."""
    return [row.record.pk for row in answer.context["listing"].rows]


def test_there_are_lists_of_every_app() -> None:
    apps = {name.partition(":")[0] for name in NAMES}
    assert apps == {"committee", "campaigns", "inspections", "assessment"}
    assert len(NAMES) > 25


@pytest.mark.parametrize("name", NAMES)
def test_sorted_both_ways_it_holds_the_same_rows(name: str, town: Cast, as_user: Any) -> None:
    browser, url, columns = as_user(reader_of(name, town)), reverse(name), view_of(name).columns
    every = {"rows": MOST, "columns": [column.name for column in columns]}
    everything = sorted(keys_of(browser.get(url, every)))
    assert everything
    for column in columns:
        if column.order:
            for sign in ("", "-"):
                answer = browser.get(url, every | {"sort": f"{sign}{column.name}"})
                assert sorted(keys_of(answer)) == everything, (column.name, sign)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_exported_is_what_is_shown(name: str, town: Cast, as_user: Any) -> None:
    export = name.replace("list_", "export_")
    who = next((role for role in WHO if role in ROWS[export].may and role in ROWS[name].may), None)
    assert who is not None, "nobody of the town's takes it along"
    browser = as_user(getattr(town, who))
    shown = browser.get(reverse(name), {"rows": MOST}).context["listing"]
    content = browser.get(reverse(export, args=["csv"])).getvalue().decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content))
    assert head == [str(column.label) for column in shown.shown_columns]
    assert len(rows) == len(shown.rows)
    telephones = {person.telephone for person in type(town.office.person).objects.exclude(telephone="")}
    assert not [number for number in telephones if number in content]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_sought_and_is_not_there_leaves_a_hint(name: str, town: Cast, as_user: Any) -> None:
    answer = as_user(reader_of(name, town)).get(reverse(name), {"q": "没有这样的东西"})
    assert keys_of(answer) == []
    assert str(view_of(name).empty_hint) in answer.content.decode()
