"""What the portal counts of accidents stands beside the figure that a promotion project enters."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from campaigns.services.counted import counted_for
from campaigns.tests.project_builders import a_project
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast
from inspections.tests.incident_builders import an_incident, an_injury

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
TODAY = date(2026, 6, 15)


def a_traffic_project(cast: Cast, **given: Any) -> Any:
    """Of the lead's group, for 46 days so far."""
    about = {"group": cast.group, "first_on": date(2026, 5, 1), "last_on": date(2026, 12, 31)}
    return a_project(**about | given)


def test_accidents_and_people_hurt_may_show_an_effect() -> None:
    names = [name for name, source in all_sources().items() if source.shows_effect]
    assert names == ["inspections.incidents", "inspections.hurt"]


def test_they_are_counted_while_it_lasts_and_as_long_before(cast: Cast) -> None:
    project = a_traffic_project(cast)
    for day, people in ((date(2026, 5, 1), 1), (TODAY, 2), (date(2026, 4, 30), 3), (date(2026, 3, 16), 1)):
        incident = an_incident(happened_on=day)
        for _each in range(people):
            an_injury(incident)
    an_injury(an_incident(happened_on=date(2026, 3, 15)))
    incidents, hurt = counted_for(project, TODAY)
    assert (incidents.first, incidents.last) == (date(2026, 5, 1), TODAY)
    assert (incidents.now, incidents.before) == (Decimal(2), Decimal(2))
    assert (hurt.now, hurt.before) == (Decimal(3), Decimal(4))


def test_before_it_begins_nothing_is_counted_and_after_it_ends_no_more(cast: Cast) -> None:
    project = a_traffic_project(cast)
    assert counted_for(project, date(2026, 4, 30)) == []
    over = a_traffic_project(cast, last_on=date(2026, 5, 31))
    an_incident(happened_on=date(2026, 6, 1))
    assert [figure.now for figure in counted_for(over, TODAY)] == [0, 0]


def test_the_page_to_enter_a_figure_says_what_is_known(cast: Cast, as_user: Any) -> None:
    project = a_traffic_project(cast)
    an_injury(an_incident(happened_on=TODAY - timedelta(days=1)))
    page = as_user(cast.lead).get(reverse("campaigns:record_effect", args=[project.pk])).content.decode()
    assert "平台统计（2026-05-01至2026-06-15）：事故与伤害1（此前同样天数：0）；伤亡人数1（此前同样天数：0）" in page


def test_what_is_known_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    project, browser = a_traffic_project(cast), as_user(cast.lead)
    url = reverse("campaigns:record_effect", args=[project.pk])
    an_incident()
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(3):
        an_injury(an_incident())
    assert query_count(lambda: browser.get(url)) == few <= 12
