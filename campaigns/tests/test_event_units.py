"""Events of several units: seen by each, counted once for each, kept by the one it was for; the town counts it once."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.figures import MEASURES, campaign_figures, progress_of, tally
from campaigns.models import Event, StockEntry
from campaigns.services.coverage import coverage_of, plan_events
from campaigns.services.events import create_event, edit_event
from campaigns.services.stock import hand_out_copies
from campaigns.tests.builders import DAY, a_campaign, a_kind_of_event, a_stock, an_event
from campaigns.todos import campaign_todos
from committee.models import Unit, WorkingGroup
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import edit_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW, MAP = (reverse(f"campaigns:{name}") for name in ("list_event", "create_event", "view_coverage"))
YEAR, ON = (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 6, 15)


def joined(cast: Cast, **given: Any) -> Event:
    """An event for another village, in which the liaison's took part."""
    return an_event(**{"unit": cast.other_village, "more_units": [cast.village], "group": cast.group} | given)


def typed(**given: Any) -> dict[str, Any]:
    """What the form of an event sends."""
    about = {"theme": "联合演练", "kind": str(a_kind_of_event().pk), "held_on": "2026-6-12", "place": "广场"}
    return about | {name: getattr(value, "pk", value) for name, value in given.items()}


def test_they_are_logged_shown_and_kept_in_history(cast: Cast, as_user: Any) -> None:
    browser, third = as_user(cast.office), a_unit(name="南山村")
    answer = browser.post(NEW, typed(unit=cast.village, more_units=[cast.other_village.pk, third.pk, cast.village.pk]))
    assert answer.status_code == 302
    event = Event.objects.get()
    assert set(event.more_units.all()) == {cast.other_village, third}, "the main unit stands there once"
    page = Page(browser.get(event.get_absolute_url()))
    assert (page.facts["单位"], page.panels["参加单位"].text) == ("东风村", "参加单位 西河村、南山村")
    edit = reverse("campaigns:edit_event", args=[event.pk])
    assert browser.post(edit, typed(unit=cast.village, more_units=[third.pk], version=1)).status_code == 302
    told = Action.objects.filter(verb="campaigns.edit_event", after__has_key="more_units").latest("number")
    assert (told.before["more_units"], told.after["more_units"]) == ("西河村、南山村", "南山村")
    event.refresh_from_db()
    edit_event(event, [], by=cast.office)
    assert list(event.more_units.all()) == [third], "an edit that says nothing of them leaves them"


@pytest.mark.every_database
def test_the_form_carries_the_chosen_units_alone_and_refuses_what_is_none(cast: Cast, as_user: Any) -> None:
    for _each in range(5):
        a_unit()
    browser, event = as_user(cast.office), joined(cast)
    form = Page(browser.get(reverse("campaigns:edit_event", args=[event.pk]))).main
    field = next(each for each in form.all("select") if each.attributes["name"] == "more_units")
    assert [option.text for option in field.all("option")] == ["东风村"]
    for key in ("777777", "abc", "9" * 40, "-1"):
        answer = browser.post(NEW, typed(more_units=[key]))
        assert answer.status_code == 422
        assert "more_units" in Page(answer).errors
    assert Event.objects.get() == event


def test_a_liaison_reads_what_the_own_unit_took_part_in_and_edits_the_own(cast: Cast, as_user: Any) -> None:
    theirs, other, browser = joined(cast), an_event(unit=cast.other_village), as_user(cast.liaison)
    assert list(Event.objects.all().visible_to(cast.liaison)) == [theirs]
    edit = [reverse("campaigns:edit_event", args=[event.pk]) for event in (theirs, other)]
    assert [browser.get(event.get_absolute_url()).status_code for event in (theirs, other)] == [200, 404]
    assert [browser.get(url).status_code for url in edit] == [403, 404]
    assert edit[0] not in browser.get(theirs.get_absolute_url()).content.decode()
    with pytest.raises((PermissionDenied, RuleBroken)):
        edit_event(theirs, ["theme"], by=cast.liaison)
    fresh = Event(theme="x", kind=theirs.kind, held_on=DAY, place="x")
    with pytest.raises(RuleBroken):
        create_event(fresh, by=cast.liaison, more_units=[cast.village])


def test_what_an_editor_is_not_shown_stays(cast: Cast, as_user: Any) -> None:
    event = an_event(unit=cast.village, more_units=[cast.other_village])
    url = reverse("campaigns:edit_event", args=[event.pk])
    assert as_user(cast.liaison).post(url, typed(unit=cast.village, version=1)).status_code == 302
    event.refresh_from_db()
    assert (event.theme, list(event.more_units.all())) == ("联合演练", [cast.other_village])
    assert as_user(cast.office).post(url, typed(unit=cast.village, version=event.version)).status_code == 302
    assert not event.more_units.exists(), "whoever is shown it takes it away"


@pytest.mark.every_database
def test_the_list_finds_an_event_once_by_each_of_its_units(cast: Cast, as_user: Any) -> None:
    firm = a_unit(kind="enterprise", name="大安机械")
    joined(cast, theme="联合", more_units=[cast.village, firm, a_unit(kind="enterprise")])
    an_event(theme="独办", unit=cast.village)
    an_event(theme="全镇")
    browser = as_user(cast.office)
    for asked, themes in (
        ({"unit": cast.village.pk}, {"独办", "联合"}),
        ({"unit": cast.other_village.pk}, {"联合"}),
        ({"unit": firm.pk}, {"联合"}),
        ({"unit_kind": "enterprise"}, {"联合"}),
        ({"unit_kind": "village"}, {"独办", "联合"}),
        ({"unit_kind": "school"}, set()),
    ):
        rows = [row[0] for row in Page(browser.get(LIST, asked)).rows]
        assert (len(rows), set(rows)) == (len(themes), themes), asked
    columns = Page(browser.get(f"{LIST}?columns=theme&columns=more_units&unit={firm.pk}")).rows
    assert "大安机械" in columns[0][1]


def test_whose_tells_the_own_from_those_one_took_part_in_and_only_the_own_wait(cast: Cast, as_user: Any) -> None:
    for event in (joined(cast, theme="联合", held_on=DAY), an_event(unit=cast.village, theme="独办", held_on=DAY)):
        Event.objects.filter(pk=event.pk).update(created_at=event.created_at - timedelta(days=30))
    browser = as_user(cast.liaison)
    for mine, themes in (("own", {"独办"}), ("joined", {"独办", "联合"})):
        assert {row[0] for row in Page(browser.get(LIST, {"mine": mine})).rows} == themes
    [todo] = campaign_todos(cast.liaison, ON)
    assert todo.count == len(Page(browser.get(todo.url)).rows) == 1


# Counting: once for each unit, and once for the town.


def of_year(cast: Cast) -> Any:
    """The map of the villages of the cast."""
    villages = Unit.objects.present().filter(kind="village").order_by("pk")
    return coverage_of(2026, ON, villages, WorkingGroup.objects.present(), Event.objects.present())


def test_the_map_counts_it_once_for_each_unit(cast: Cast, as_user: Any) -> None:
    event = joined(cast)
    joined(cast, unit=None, held_on=date(2026, 7, 1))
    joined(cast, group=None)
    found = of_year(cast)
    assert (found.of(cast.village, cast.group).held, found.of(cast.other_village, cast.group).held) == (1, 1)
    event.unit = cast.village
    edit_record(event, ["unit"], by=None)  # as a file that comes in does: now the village stands there twice
    cell = of_year(cast).of(cast.village, cast.group)
    assert (cell.held, cell.planned) == (1, 1)
    address = {"unit": cast.village.pk, "group": cast.group.pk}
    assert len(Page(as_user(cast.office).get(LIST, address)).rows) == 2


def test_a_cell_that_is_to_take_part_next_month_is_not_planned_again(cast: Cast) -> None:
    joined(cast, held_on=date(2026, 7, 20))
    pairs = [(cast.village, cast.group), (cast.village, cast.supervision)]
    made = plan_events(pairs, by=cast.office, kind=a_kind_of_event(), on=ON)
    assert [event.group for event in made] == [cast.supervision]


@pytest.mark.parametrize(("name", "counts_as"), [("events", "other"), ("trainings", "training"), ("drills", "drill")])
def test_each_unit_reports_the_event_and_the_main_one_its_people_and_copies(
    name: str, counts_as: str, cast: Cast
) -> None:
    event = joined(cast, kind=a_kind_of_event(counts_as=counts_as), head_count=80, more_units=[cast.village, a_unit()])
    hand_out_copies(event, by=None, material=a_stock(100), copies=50)
    june = (date(2026, 6, 1), date(2026, 6, 30))

    def told(key: str) -> list[int]:
        source = all_sources()[f"campaigns.{key}"]
        return [int(source.count(body, *june)) for body in (cast.other_village, cast.village, cast.group)]

    assert (told(name), told("people"), told("copies")) == ([1, 1, 1], [80, 0, 80], [50, 0, 50])
    assert list(all_sources()[f"campaigns.{name}"].records(cast.village, *june)) == [event]
    assert not all_sources()["campaigns.people"].records(cast.village, *june)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.every_database
def test_the_town_counts_the_same_with_and_without_them(seed: int, cast: Cast) -> None:
    chance, campaign = Random(seed), a_campaign()
    kinds = [a_kind_of_event(counts_as=number) for number in ("contest", "drill", "training")]
    units = [cast.village, cast.other_village, a_unit()]
    events = [
        an_event(
            kind=chance.choice(kinds), head_count=chance.choice([None, 25]), campaign=campaign, entry="schools",
            unit=chance.choice([None, *units]), held_on=DAY - timedelta(days=chance.randrange(9)),
        )
        for _each in range(12)
    ]  # fmt: skip

    def counted(who: Any) -> Any:
        rows, entries = Event.objects.all().visible_to(who), StockEntry.objects.all().visible_to(who)
        told = tally(rows.held_by(ON), entries, *YEAR)
        progress = [(line.label, line.done) for line in progress_of(campaign, rows, entries)]
        return {measure.key: told.of_year(measure, 2026) for measure in MEASURES}, progress, campaign_figures(2026, ON)

    before = counted(cast.office)
    for event in events:
        edit_event(event, [], by=None, more_units=chance.sample(units, chance.randrange(4)))
    assert counted(cast.office) == before
    assert before[0]["events"] == 12
    mine = [event for event in events if cast.village in (event.unit, *event.more_units.all())]
    assert counted(cast.liaison)[0]["events"] == len(mine), "a liaison's are there once each, too"


def test_pages_cost_the_same_however_many_took_part(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, event = as_user(cast.office), joined(cast)
    columns = "?columns=theme&columns=more_units"
    urls = [event.get_absolute_url(), f"{LIST}{columns}", f"{LIST}export/csv/{columns}", MAP]
    for url in urls:
        browser.get(url)
    few = [query_count(lambda url=url: browser.get(url)) for url in urls]
    for _each in range(2):
        joined(cast, more_units=[a_unit(), a_unit(), cast.village])
    edit_event(event, [], by=None, more_units=[a_unit(), a_unit(), cast.village])
    assert [query_count(lambda url=url: browser.get(url)) for url in urls] == few
    assert max(few) <= 14
