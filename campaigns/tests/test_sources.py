"""What the campaigns count for reports, against the events added up by hand."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from campaigns.models import Event, EventKind
from campaigns.sources import SOURCES
from campaigns.tests.builders import a_kind_of_event, an_event
from committee.models import FormField
from committee.services import reports
from committee.tests.reporting import a_form, a_report, field_of
from dayan_safety.records import remove_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
FIRST, LAST, TODAY = date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 15)
CountsAs = EventKind.CountsAs
OF_KIND = {"trainings": CountsAs.TRAINING, "drills": CountsAs.DRILL, "contests": CountsAs.CONTEST}


def counted(name: str, body: Any, first: date = FIRST, last: date = LAST) -> int:
    """The figure of a source."""
    return int(all_sources()[f"campaigns.{name}"].count(body, first, last))


def behind(name: str, body: Any, first: date = FIRST, last: date = LAST) -> list[Event]:
    """The records that people see behind it."""
    return list(all_sources()[f"campaigns.{name}"].records(body, first, last))


@pytest.mark.parametrize(
    ("day", "number"),
    [(FIRST - timedelta(days=1), 0), (FIRST, 1), (LAST, 1), (LAST + timedelta(days=1), 0)],
)
def test_the_first_and_the_last_day_belong_to_the_period(cast: Cast, day: date, number: int) -> None:
    for about, body, other in (("group", cast.group, cast.supervision), ("unit", cast.village, cast.other_village)):
        an_event(held_on=day, **{about: body})
        assert (counted("events", body), counted("events", other)) == (number, 0)


@pytest.mark.parametrize(("days", "number"), [(0, 1), (1, 0)])
def test_what_lies_ahead_is_not_held_yet(cast: Cast, days: int, number: int) -> None:
    an_event(held_on=TODAY + timedelta(days=days), group=cast.group, head_count=30)
    june = (date(2026, 6, 1), date(2026, 6, 30))
    assert (counted("events", cast.group, *june), counted("people", cast.group, *june)) == (number, 30 * number)


@pytest.mark.parametrize("number", CountsAs.values)
def test_each_kind_counts_under_its_number_and_all_as_events(cast: Cast, number: str) -> None:
    an_event(held_on=LAST, group=cast.group, kind=a_kind_of_event(counts_as=number))
    assert counted("events", cast.group) == 1
    assert {name: counted(name, cast.group) for name in OF_KIND} == {
        name: int(number == kind) for name, kind in OF_KIND.items()
    }


def test_what_was_removed_counts_no_longer_and_a_head_count_nobody_took_is_nobody(cast: Cast) -> None:
    event = an_event(held_on=LAST, group=cast.group, head_count=40)
    an_event(held_on=LAST, group=cast.group)
    assert (counted("events", cast.group), counted("people", cast.group)) == (2, 40)
    remove_record(event, by=None, reason="重复登记")
    assert (counted("events", cast.group), counted("people", cast.group)) == (1, 0)


@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_what_is_added_up_by_hand(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    kinds = [a_kind_of_event(counts_as=number) for number in CountsAs.values]
    bodies: list[dict[str, Any]] = [{"group": cast.group}, {"unit": cast.village}, {}]
    for _number in range(30):
        day = FIRST + timedelta(days=chance.randrange(-20, 70))
        about = {**chance.choice(bodies), **chance.choice(bodies)}
        an_event(held_on=day, kind=chance.choice(kinds), head_count=chance.choice([None, 0, 25]), **about)
    for body in (cast.group, cast.village):
        mine = [e for e in Event.objects.select_related("kind") if body in (e.group, e.unit)]
        held = [e for e in mine if FIRST <= e.held_on <= min(LAST, TODAY)]
        assert behind("events", body) == sorted(held, key=lambda e: (e.held_on, e.pk))
        assert counted("people", body) == sum(e.head_count or 0 for e in held)
        for name, kind in OF_KIND.items():
            assert set(behind(name, body)) == {e for e in held if e.kind.counts_as == kind}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_figure_takes_one_query_however_many_events_there_are(cast: Cast, source: Any, query_count: Any) -> None:
    costs = []
    for _number in range(3):
        an_event(held_on=LAST, group=cast.group)
        costs.append(query_count(lambda: source.count(cast.group, FIRST, LAST)))
    assert costs == [1, 1, 1]


def test_a_report_is_filled_in_with_what_was_held_and_differs_when_one_is_logged_later(cast: Cast) -> None:
    form = a_form()
    FormField.objects.filter(form=form, code="drills").update(source="campaigns.drills")
    report = a_report(cast, form=form)
    drill = a_kind_of_event(counts_as=CountsAs.DRILL)
    an_event(held_on=date(2026, 6, 3), group=cast.group, kind=drill)
    reports.begin_report(report, by=cast.lead)
    value = report.values.get(field=field_of(report, "drills"))
    assert (value.number, value.filled, value.by) == (1, 1, None)
    an_event(held_on=date(2026, 6, 4), group=cast.group, kind=drill)
    [found] = reports.differences(report, reports.lines_of(report))
    assert str(found) == "应急演练：报告写 1次，系统记录 2次。"
