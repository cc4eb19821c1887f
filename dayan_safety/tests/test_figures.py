"""The town's figures: each number with the way to exactly its records, however the lists were left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.counting import Figure
from dayan_safety.figures import figures
from dayan_safety.testing import a_committee, a_group, a_unit, an_appointment
from dayan_safety.workdays import today

LONG_AGO = date(2020, 12, 31)
NO_WORK = {"joint_meetings": 0, "tasks_open": 0, "tasks_overdue": 0}
NO_REPORTS = {"reports_owed": 0, "reports_handed_in": 0, "reports_missing": 0}
NO_FINDINGS = {"inspections": 0, "findings_open": 0, "findings_overdue": 0}
NO_OUTREACH = {"contest": 0, "drill": 0, "training": 0, "copies": 0, "entries": 0}


@pytest.fixture
def past(cast: Any) -> None:
    """A term that is over with its group, units that have left the town, and some that were removed."""
    a_group(a_committee(term_from=date(2018, 1, 1), term_to=LONG_AGO), name="旧组")
    for kind in ("village", "enterprise"):
        a_unit(kind=kind)
        a_unit(kind=kind, valid_to=LONG_AGO)
        a_unit(kind=kind, valid_from=date(2090, 1, 1))
        a_unit(kind=kind, removed_at="2026-01-01T00:00Z")
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", until=LONG_AGO, since=LONG_AGO)


def counted(on: date | None = None) -> dict[str, int]:
    """The numbers by their keys."""
    on = on or today()
    return {figure.key: figure.value for figure in figures(on.year, on)}


@pytest.mark.usefixtures("past")
def test_what_is_over_or_removed_is_not_counted() -> None:
    units = {"villages": 3, "enterprises": 1}
    posts = {"liaison_posts": 12, "liaison_vacancies": 11}
    assert counted() == {
        "committee": 1,
        "working_groups": 2,
        **units,
        **posts,
        **NO_WORK,
        **NO_REPORTS,
        **NO_FINDINGS,
        **NO_OUTREACH,
    }


@pytest.mark.usefixtures("past")
def test_a_figure_of_another_day_is_that_days() -> None:
    then = counted(date(2020, 6, 1))
    assert (then["committee"], then["working_groups"], then["villages"], then["enterprises"]) == (1, 1, 4, 2)


@pytest.mark.usefixtures("past")
def test_each_figure_leads_to_exactly_its_records_twice(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.chair)
    told = [figure for figure in browser.get("/").context["figures"] if figure.key != "committee"]
    assert len(told) == 19
    for figure in told * 2:
        listing = browser.get(figure.url, follow=True).context["listing"]
        assert (figure.key, listing.total) == (figure.key, figure.value)


def test_a_list_left_narrow_would_hide_records_without_the_way_back(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.chair), reverse("committee:list_liaisonpost")
    browser.get(url, {"state": "filled"})
    assert browser.get(url, follow=True).context["listing"].total == 1
    whole = Figure("posts", "联络岗", 6, "committee:list_liaisonpost")
    assert browser.get(whole.url, follow=True).context["listing"].total == 6


def test_figures_take_as_many_queries_with_more_records(cast: Any, query_count: Any) -> None:
    few = query_count(counted)
    for _unit in range(3):
        an_appointment(a_unit().liaison_posts.first(), "liaison")
    assert query_count(counted) == few <= 9
