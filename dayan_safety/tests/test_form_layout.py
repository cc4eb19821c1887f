"""How forms are laid out: everything is there, in order, once; what is folded away opens where it matters."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.forms.events import EventForm
from campaigns.models import Event
from campaigns.tests.builders import a_kind_of_event, an_audience, an_event
from committee.tests.pages import Page
from dayan_safety.testing import Cast

NEW = reverse("campaigns:create_event")
NAMES = [*EventForm.Meta.fields]
FIRST = [name for name in NAMES if name not in EventForm.FOLDED]


def fields_in(root: Any) -> list[str]:
    """The names of the fields below an element, in the order of the page, each once."""
    found = [
        element.attributes["name"]
        for kind in ("input", "select", "textarea")
        for element in root.all(kind)
        if element.attributes.get("name") in NAMES
    ]
    return [*dict.fromkeys(found)]


def typed(**given: str) -> dict[str, str]:
    """An event as it is typed on the spot."""
    about = {"theme": "宣传", "kind": str(a_kind_of_event().pk), "held_on": "2026-06-10", "place": "广场"}
    return about | given


def test_what_is_typed_on_the_spot_stands_first_and_nothing_is_lost(cast: Cast, as_user: Any) -> None:
    an_audience()
    form = Page(as_user(cast.office).get(NEW)).main.first("form")
    [folded] = form.all("details")
    assert set(fields_in(folded)) == set(EventForm.FOLDED)
    assert sorted(fields_in(form)) == sorted(NAMES)
    html = as_user(cast.office).get(NEW).content.decode()
    places = [html.index(f'id="div_id_{name}"') for name in [*FIRST, *(n for n in NAMES if n in EventForm.FOLDED)]]
    assert places == sorted(places)
    assert all(html.count(f'id="div_id_{name}"') == 1 for name in NAMES)


def test_it_is_closed_over_a_new_record_and_open_over_a_kept_one(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    kept = reverse("campaigns:edit_event", args=[an_event().pk])
    for url, is_open in ((NEW, False), (kept, True)):
        [folded] = Page(browser.get(url)).main.all("details", "folded")
        assert ("open" in folded.attributes) == is_open


@pytest.mark.parametrize(
    ("wrong", "is_open"), [({"hosts": "长" * 201}, True), ({"more_units": "x"}, True), ({"theme": ""}, False)]
)
def test_an_error_in_it_opens_it(wrong: dict[str, str], is_open: bool, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).post(NEW, typed(**wrong))
    assert (answer.status_code, Event.objects.count()) == (422, 0)
    [folded] = Page(answer).main.all("details", "folded")
    assert ("open" in folded.attributes) == is_open


def test_what_stands_in_it_is_saved_while_it_is_closed(cast: Cast, as_user: Any) -> None:
    assert as_user(cast.lead).post(NEW, typed(group=str(cast.group.pk), hosts="宣传组")).status_code == 302
    event = Event.objects.get()
    assert (event.hosts, event.group) == ("宣传组", cast.group)


def test_a_form_that_folds_nothing_away_has_no_fold(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(reverse("campaigns:create_programme")))
    assert page.main.all("details", "folded") == []


def test_ticks_stand_beside_each_other(cast: Cast, as_user: Any) -> None:
    audience = an_audience(name="学生")
    ticks = Page(as_user(cast.office).get(NEW)).main.all("div", "form-check-inline")
    assert [tick.text for tick in ticks] == [audience.name]
