"""What pages cost: as many queries with three of everything as with one, and never more than a dozen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from committee.services.appointments import end_appointment
from committee.services.units import add_alias
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_group, a_person, a_unit, an_appointment

MOST_QUERIES = 12
LISTS = ["list_unit", "list_person", "list_committee", "list_workinggroup", "list_appointment", "list_liaisonpost"]
PLAIN = [*LISTS, "list_vacancies", "show_chart", "print_roster"]
CREATING = ["create_unit", "create_person", "create_committee", "create_workinggroup"]
RECORDS: dict[str, Callable[[Cast], Any]] = {
    "unit": lambda cast: cast.village,
    "person": lambda cast: cast.liaison.person,
    "committee": lambda cast: cast.committee,
    "workinggroup": lambda cast: cast.group,
    "appointment": lambda cast: cast.liaison.person.appointments.order_by("pk")[0],
    "liaisonpost": lambda cast: cast.liaison.person.appointments.order_by("pk")[0].liaison_post,
}
OF_RECORDS = [
    *((f"view_{name}", name) for name in RECORDS),
    *((f"edit_{name}", name) for name in list(RECORDS)[:4]),
    *((f"remove_{name}", name) for name in list(RECORDS)[:4]),
    ("appoint_committee", "committee"),
    ("appoint_workinggroup", "workinggroup"),
    ("appoint_liaisonpost", "liaisonpost"),
    ("end_appointment", "appointment"),
    ("add_alias", "unit"),
    ("hand_over", "person"),
]


def grow(cast: Cast, number: int) -> None:
    """More of everything that any page shows: units, people, posts, holders past and present, names, history."""
    liaison, post = cast.liaison.person, RECORDS["liaisonpost"](cast)
    for _ in range(number):
        unit = a_unit()
        an_appointment(unit.liaison_posts.first(), "liaison", a_person(unit=unit))
        past = date(2000, 1, 1) + timedelta(days=unit.pk % 5000)
        an_appointment(post, "liaison", a_person(unit=cast.village), since=past, until=past)
        for body, name in ((a_group(cast.committee, lead_unit=cast.village), "lead"), (cast.group, "group_member")):
            an_appointment(body, name, a_person(unit=cast.village))
        held = an_appointment(a_group(cast.committee), "deputy_lead", liaison)
        end_appointment(held, by=None, until=date(2025, 1, 1), reason="x")
        an_appointment(cast.committee, "member", a_person(unit=cast.village))
        add_alias(cast.village, by=None, name=f"又名{unit.pk}")
        for thing, field in ((cast.village, "address"), (cast.group, "tasks"), (liaison, "position")):
            setattr(thing, field, unit.name)
            edit_record(thing, [field], by=None)


@pytest.fixture
def cost(query_count: Any) -> Callable[[Any, str], int]:
    """How many queries a page takes once the session is warm."""

    def of(browser: Any, url: str) -> int:
        answer = browser.get(url)
        assert answer.status_code == 200
        return int(query_count(lambda: browser.get(url)))

    return of


def same(cast: Cast, measure: Callable[[], int]) -> int:
    """The cost before and after the town grew threefold, which must be one and the same."""
    grow(cast, 1)
    few = measure()
    grow(cast, 3)
    assert measure() == few
    return few


@pytest.mark.parametrize(
    ("role", "name"), [*(("liaison", name) for name in PLAIN), *(("office", name) for name in CREATING)]
)
def test_lists_of_one_s_own_and_empty_forms_cost_the_same_however_large_the_town(
    role: str, name: str, cast: Cast, as_user: Any, cost: Any
) -> None:
    browser, url = as_user(getattr(cast, role)), reverse(f"committee:{name}")
    assert same(cast, lambda: cost(browser, url)) <= MOST_QUERIES


@pytest.mark.parametrize("name", LISTS)
def test_a_file_costs_the_same_however_many_rows_it_holds(name: str, cast: Cast, as_user: Any, cost: Any) -> None:
    browser, url = as_user(cast.office), reverse(f"committee:{name.replace('list', 'export')}", args=["csv"])
    same(cast, lambda: cost(browser, url))


@pytest.mark.parametrize(("name", "of"), OF_RECORDS)
def test_the_pages_of_a_record_cost_the_same_however_much_belongs_to_it(
    name: str, of: str, cast: Cast, as_user: Any, cost: Any
) -> None:
    browser, url = as_user(cast.office), reverse(f"committee:{name}", args=[RECORDS[of](cast).pk])
    assert same(cast, lambda: cost(browser, url)) <= MOST_QUERIES


def test_a_form_that_is_not_accepted_costs_the_same_too(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:appoint_workinggroup", args=[cast.group.pk])
    form = {"person": cast.lead.person.pk, "post": "lead", "since": "2026-6-15"}

    def refused() -> int:
        assert browser.post(url, form).status_code == 422
        return int(query_count(lambda: browser.post(url, form)))

    same(cast, refused)
