"""What stood in a figure before, and when a new one is out of the usual."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Report, ReportValue
from committee.services.reports import Past, is_unusual, past_of, range_of
from committee.tests.reporting import a_field, a_form, a_quarterly, a_report, field_of
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
NUMBERS = st.decimals(-(10**6), 10**6, places=2)


def came(report: Report, number: str | None, code: str = "drills") -> Report:
    """The report, handed in with a number."""
    Report.objects.filter(pk=report.pk).update(handed_in_on=report.due_on)
    ReportValue.objects.create(report=report, field=field_of(report, code), number=number)
    return report


def past(*numbers: float) -> list[Past]:
    """Earlier figures."""
    return [Past(date(2026, 1, 1), Decimal(str(number))) for number in numbers]


def months(cast: Cast, *numbers: str, **about: Any) -> None:
    """So many months before June with these numbers, the last one in May."""
    for back, number in enumerate(reversed(numbers), 1):
        year, month = divmod(2026 * 12 + 5 - back, 12)
        came(a_report(cast, first=date(year, month + 1, 1), **about), number)


def test_earlier_figures_of_the_same_body_stand_by_their_code_the_latest_last(cast: Cast) -> None:
    report = a_report(cast)
    months(cast, "1", "2.5", "3")
    months(cast, "9", group=cast.supervision)
    came(a_report(cast, first=date(2026, 7, 1)), "8")
    found = past_of(report)
    assert set(found) == {"drills"}
    assert [(each.first.month, each.number) for each in found["drills"]] == [(3, 1), (4, Decimal("2.5")), (5, 3)]
    assert past_of(Report.objects.get(first=date(2026, 3, 1))) == {}


def test_what_never_came_and_what_is_empty_does_not_count(cast: Cast) -> None:
    report = a_report(cast)
    came(a_report(cast, first=date(2026, 4, 1)), None)
    draft = came(a_report(cast, first=date(2026, 5, 1)), "4")
    Report.objects.filter(pk=draft.pk).update(handed_in_on=None)
    assert past_of(report) == {}


def test_figures_go_on_over_forms_and_years_twelve_at_most(cast: Cast) -> None:
    report = a_report(cast, form=a_form(name="新表", since=date(2026, 6, 1)))
    months(cast, *map(str, range(1, 16)))
    found = past_of(report)["drills"]
    assert [each.number for each in found] == list(range(4, 16))
    assert (found[0].first, found[-1].first) == (date(2025, 6, 1), date(2026, 5, 1))


def test_an_enterprise_s_quarters_are_its_own(cast: Cast) -> None:
    first = came(a_quarterly(cast), "3")
    came(a_quarterly(cast, cast.other_village), "9")
    second = a_quarterly(cast, first=date(2026, 4, 1), last=date(2026, 6, 30))
    assert {code: [each.number for each in found] for code, found in past_of(second).items()} == {"drills": [3]}
    assert past_of(first) == {}


def test_the_past_is_one_query_for_any_number_of_months_and_figures(cast: Cast, query_count: Any) -> None:
    report = a_report(cast)
    months(cast, "1")
    few = query_count(lambda: past_of(report))
    a_field(report.form, "more")
    for earlier in Report.objects.filter(first=date(2026, 5, 1)):
        came(earlier, "2", "more")
    for month in (3, 4):
        came(a_report(cast, first=date(2026, month, 1)), "1")
    assert query_count(lambda: past_of(report)) == few == 1
    assert {code: len(found) for code, found in past_of(report).items()} == {"drills": 3, "more": 1}


# Out of the usual


@pytest.mark.parametrize(
    ("number", "before", "unusual"),
    [
        (None, (10, 11, 9, 10), False),
        (1000, (10, 11, 9), False),  # too few to say
        (15, (10, 11, 9, 10), False),  # half of the median is left
        (16, (10, 11, 9, 10), True),
        (4, (10, 11, 9, 10), True),
        (0, (0, 0, 0, 0), False),
        (2, (0, 0, 0, 0), False),  # and two at least
        (3, (0, 0, 0, 0), True),
        (45, (10, 20, 30, 20, 10), False),  # a past that moves leaves more room
        (71, (10, 20, 30, 20, 10), True),
        (-16, (-10, -11, -9, -10), True),
        (-15, (-10, -11, -9, -10), False),
        (100, (10, 10, 10, 10, 1000), True),  # one freak month does not make the next one usual
    ],
)
def test_a_number_far_from_the_past_is_noticed(number: int | None, before: tuple[int, ...], unusual: bool) -> None:
    assert is_unusual(None if number is None else Decimal(number), past(*before)) is unusual


@given(st.lists(NUMBERS, min_size=4, max_size=12), NUMBERS)
def test_the_median_itself_is_usual_and_further_out_is_never_more_usual(before: list[Decimal], number: Decimal) -> None:
    found = past(*map(float, before))
    ordered = sorted(each.number for each in found)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert is_unusual(middle, found) is False
    if is_unusual(number, found):
        assert is_unusual(number + (number - middle), found) is True


def test_the_range_is_the_smallest_and_the_largest() -> None:
    assert range_of(past(3, 1, 2.5)) == (1, 3)
    assert range_of([]) is None
