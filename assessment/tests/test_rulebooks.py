"""Rulebooks: kept by the supervision group, read by whoever is assessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessment.models import Rulebook, RulebookItem
from assessment.tests.builders import a_rulebook, an_item
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.testing import Cast


@pytest.mark.parametrize("role", ["office", "chair", "lead", "liaison", "administrator"])
def test_only_the_supervision_group_draws_up_rules(role: str, cast: Cast) -> None:
    book = create_record(Rulebook(name="细则", year=2026), by=cast.supervisor)
    with pytest.raises(PermissionDenied):
        create_record(Rulebook(name="别的细则", year=2026), by=getattr(cast, role))
    with pytest.raises(PermissionDenied):
        edit_record(book, ["year"], by=getattr(cast, role))
    assert Rulebook.objects.count() == 1


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "inspector"])
def test_whoever_is_assessed_reads_them(role: str, cast: Cast, as_user: Any) -> None:
    item = an_item(full_mark=Decimal("12.50"))
    an_item(rulebook=item.rulebook, full_mark=Decimal("7.50"))
    page = Page(as_user(getattr(cast, role)).get(item.rulebook.get_absolute_url()))
    sums = [[cell.text for cell in row.all("td")] for row in page.panels["可得满分"].all("tr")[1:]]
    assert sums == [["20.00", "20.00"]] * 3
    assert "12.50" in page.panels["考核项目"].text


def test_items_of_a_removed_rulebook_are_out_of_sight(cast: Cast) -> None:
    item = an_item()
    assert item in RulebookItem.objects.all().visible_to(cast.office)
    remove_record(item.rulebook, by=None, reason="x")
    assert item not in RulebookItem.objects.all().visible_to(cast.office)


def test_numbers_and_names_are_unique_where_they_should_be(cast: Cast) -> None:
    item = an_item(number="1")
    with pytest.raises(RuleBroken):
        an_item(rulebook=item.rulebook, number="1")
    an_item(rulebook=a_rulebook(), number="1")
    with pytest.raises(RuleBroken):
        a_rulebook(name=item.rulebook.name)


def test_the_supervisor_brings_in_the_items_and_nobody_else(cast: Cast, as_user: Any) -> None:
    url = reverse("import_list", args=["rulebookitem"])
    assert as_user(cast.supervisor).get(url).status_code == 200
    assert as_user(cast.office).get(url).status_code == 404
    assert as_user(cast.chair).get(url).status_code == 403


def test_a_rulebook_costs_the_same_whatever_it_holds(cast: Cast, as_user: Any, query_count: Any) -> None:
    item = an_item()
    browser, url = as_user(cast.supervisor), item.rulebook.get_absolute_url()
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(3):
        an_item(rulebook=item.rulebook)
    assert query_count(lambda: browser.get(url)) == few <= 12
