"""Reports come into being by themselves: each group and each enterprise once a period, however often the clock asks."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

from committee import tasks as clock
from committee.models import Committee, Report, ReportForm, WorkingGroup
from committee.services.reports import open_reports, span_of
from committee.services.reports.opening import following_days
from committee.tests.reporting import a_form, a_quarterly, a_report
from dayan_safety.models import Action
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_committee, a_group, a_unit
from dayan_safety.tests.chains import flaws

pytestmark = pytest.mark.usefixtures("midsummer")
MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
DAY = date(2026, 6, 15)


def owed(**about: Any) -> list[tuple[str, str]]:
    """Who owes what, in order."""
    rows = Report.objects.filter(**about).select_related("group", "unit").order_by("first", "pk")
    return [(str(row.reporter), row.first.isoformat()) for row in rows]


def months_of(group: WorkingGroup) -> list[int]:
    """The months of the year for which a group owes."""
    return [row.first.month for row in Report.objects.filter(group=group).order_by("first")]


def came_on(thing: Any, day: date) -> Any:
    """The thing, registered on a day."""
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
    type(thing).objects.filter(pk=thing.pk).update(created_at=moment)
    return thing


def of_enterprises(period: str = "quarter", **values: Any) -> ReportForm:
    """A statutory form."""
    return a_form({}, name="企业报表", audience="enterprises", period=period, **values)


# Each once


def test_every_group_owes_the_month_on_its_form_with_its_days(cast: Cast) -> None:
    form = a_form()
    assert open_reports(DAY) == 2
    for report, group in zip(Report.objects.order_by("pk"), (cast.group, cast.supervision), strict=True):
        assert (report.group, report.unit, report.form, report.period) == (group, None, form, "month")
        assert (report.first, report.last) == (JUNE, date(2026, 6, 30))
        assert (report.due_on, report.lock_on) == (date(2026, 6, 25), date(2026, 6, 29))
        assert (report.state, report.handed_in_on, report.started_at, report.returned) == ("draft", None, None, 0)


def test_asked_again_it_opens_nothing_and_writes_nothing(cast: Cast) -> None:
    a_form()
    open_reports(DAY)
    written = Action.objects.count()
    assert [open_reports(day) for day in (DAY, DAY, date(2026, 6, 30))] == [0, 0, 0]
    assert (Report.objects.count(), Action.objects.count()) == (2, written)


def test_opening_is_one_row_of_history_a_period_and_none_where_nothing_opens(cast: Cast) -> None:
    assert (open_reports(DAY), Action.objects.filter(verb="committee.open_reports").count()) == (0, 0)
    a_form()
    open_reports(DAY)
    row = Action.objects.get(verb="committee.open_reports")
    assert (row.by, row.thing_type, row.after) == (
        None, "", {"period": "2026年6月", "reports": "2", "due_on": "2026-06-25"},
    )  # fmt: skip
    assert flaws() == []


def test_every_enterprise_owes_the_quarter_and_the_year_that_are_over(cast: Cast) -> None:
    first, second = (a_unit(kind="enterprise", name=name) for name in ("甲厂", "乙厂"))
    a_unit(kind="school")
    of_enterprises(), of_enterprises("year", since=date(2025, 1, 1))
    assert open_reports(DAY) == 4
    quarter, year = Report.objects.filter(unit=first).order_by("-first")
    assert (quarter.group, quarter.first, quarter.last) == (None, date(2026, 1, 1), date(2026, 3, 31))
    assert (quarter.due_on, quarter.lock_on) == (date(2026, 4, 15), date(2026, 4, 27))
    assert (year.first, year.last, year.due_on) == (date(2025, 1, 1), date(2025, 12, 31), date(2026, 2, 2))
    assert [str(each) for each in (quarter, year)] == ["甲厂 2026年第1季度", "甲厂 2025年"]
    assert Report.objects.filter(unit=second).count() == 2
    assert open_reports(DAY) == 0


def test_without_a_form_nobody_owes_anything(cast: Cast) -> None:
    a_unit(kind="enterprise")
    assert open_reports(DAY) == 0
    form = a_form()
    remove_record(form, by=None, reason="暂停")
    assert open_reports(DAY) == 0
    a_form(since=JULY)
    assert (open_reports(DAY), open_reports(JULY)) == (0, 2)


# Through outages


def test_months_of_a_standstill_are_opened_each_with_days_of_its_own(cast: Cast) -> None:
    a_form()
    came_on(cast.group, date(2025, 1, 1)), came_on(cast.supervision, date(2025, 1, 1))
    assert (open_reports(date(2026, 2, 5)), open_reports(date(2026, 6, 2))) == (2, 8)
    assert months_of(cast.group) == months_of(cast.supervision) == [2, 3, 4, 5, 6]
    days = [(row.due_on.month, row.lock_on.month) for row in Report.objects.filter(group=cast.group).order_by("first")]
    assert days == [(2, 3), (3, 3), (4, 4), (5, 5), (6, 6)]
    told = Action.objects.filter(verb="committee.open_reports").order_by("number")
    assert [row.after["period"] for row in told] == [f"2026年{month}月" for month in (2, 3, 4, 5, 6)]


def test_months_before_the_first_ones_are_nobody_s(cast: Cast) -> None:
    a_form(since=date(2026, 1, 1))
    open_reports(DAY)
    assert months_of(cast.group) == [6]


def test_the_year_rolls_over_without_help(cast: Cast) -> None:
    a_form(), of_enterprises(), of_enterprises("year")
    a_unit(kind="enterprise", name="甲厂")
    opened = {on: open_reports(on) for on in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))}
    assert opened == {date(2026, 12, 31): 3, date(2027, 1, 1): 4, date(2027, 1, 2): 0}
    assert owed(unit__isnull=False, period="year") == [("甲厂", "2026-01-01")]
    assert owed(unit__isnull=False, period="quarter") == [("甲厂", "2026-07-01"), ("甲厂", "2026-10-01")]


@pytest.mark.parametrize("seed", range(3))
def test_through_any_outages_each_owes_each_period_once(cast: Cast, seed: int) -> None:
    chance, on = Random(seed), date(2024, 11, 3)
    a_form(since=date(2024, 1, 1)), of_enterprises(since=date(2024, 1, 1))
    for body in (cast.group, cast.supervision, a_unit(kind="enterprise", name="甲厂")):
        came_on(body, date(2024, 1, 1))
    while on < date(2026, 3, 1):
        for _turn in range(chance.choice((1, 1, 2))):
            open_reports(on)
        on += timedelta(days=chance.choice((1, 3, 7, 19, 45, 100)))
    last = Report.objects.filter(group=cast.group).latest("first").first
    wanted = [span_of("month", date(2024 + n // 12, n % 12 + 1, 1)).first for n in range(10, 27)]
    found = Counter(Report.objects.filter(group=cast.group).values_list("first", flat=True))
    assert found == Counter(day for day in wanted if day <= last)
    quarters = list(Report.objects.filter(period="quarter").order_by("first").values_list("first", flat=True))
    assert quarters == [date(2024 + n // 4, n % 4 * 3 + 1, 1) for n in range(2, 2 + len(quarters))]
    assert set(Counter(Report.objects.values_list("group", "unit", "first", "period")).values()) == {1}


# Who comes later


def test_a_group_set_up_later_owes_from_the_month_on_in_which_it_came(cast: Cast) -> None:
    a_form()
    open_reports(date(2026, 6, 1))
    new = a_group(cast.committee, name="新组")
    assert (open_reports(DAY), months_of(new)) == (1, [6])
    assert (open_reports(JULY), months_of(new)) == (3, [6, 7])


def test_who_came_after_a_standstill_month_does_not_owe_it(cast: Cast) -> None:
    a_form()
    for group in (cast.group, cast.supervision):
        came_on(group, date(2025, 1, 1))
    open_reports(date(2026, 2, 5))
    middle, last = a_group(cast.committee, name="四月组"), a_group(cast.committee, name="六月组")
    came_on(middle, date(2026, 4, 30)), came_on(last, DAY)
    open_reports(DAY)
    assert (months_of(cast.group), months_of(middle), months_of(last)) == ([2, 3, 4, 5, 6], [4, 5, 6], [6])


def test_an_enterprise_registered_after_a_quarter_does_not_owe_it(cast: Cast) -> None:
    of_enterprises()
    a_unit(kind="enterprise", name="老厂")
    open_reports(date(2026, 4, 1))
    a_unit(kind="enterprise", name="新厂"), a_unit(kind="enterprise", name="补录厂", valid_from=date(2026, 2, 1))
    assert open_reports(DAY) == 1
    assert owed() == [("老厂", "2026-01-01"), ("补录厂", "2026-01-01")]
    assert open_reports(JULY) == 3


def test_an_enterprise_owes_while_it_belongs_to_the_town_on_the_last_day(cast: Cast) -> None:
    of_enterprises()
    for name, values in {
        "一直": {},
        "末日到": {"valid_from": date(2026, 3, 31)},
        "次日到": {"valid_from": date(2026, 4, 1)},
        "末日走": {"valid_to": date(2026, 3, 31)},
        "早走": {"valid_to": date(2026, 3, 30)},
    }.items():
        a_unit(kind="enterprise", name=name, **values)
    remove_record(a_unit(kind="enterprise", name="注销"), by=None, reason="注销")
    open_reports(date(2026, 4, 1))
    assert sorted(name for name, _first in owed()) == ["一直", "末日到", "末日走"]


def test_removed_groups_owe_nothing_more_and_keep_what_they_owed(cast: Cast) -> None:
    a_form()
    open_reports(DAY)
    remove_record(cast.supervision, by=None, reason="撤销")
    open_reports(JULY)
    assert (months_of(cast.supervision), months_of(cast.group)) == ([6], [6, 7])


def test_groups_of_a_committee_out_of_office_owe_nothing(cast: Cast) -> None:
    a_form()
    Committee.objects.filter(pk=cast.committee.pk).update(term_to=date(2026, 6, 30))
    new = a_group(a_committee(name="新一届", term_from=JULY), name="新组")
    open_reports(DAY)
    assert (months_of(cast.group), months_of(new)) == ([6], [])
    open_reports(JULY)
    assert (months_of(cast.group), months_of(new)) == ([6], [7])


def test_a_committee_that_ends_within_the_month_owes_it_and_the_next_one_from_its_first_whole_month(cast: Cast) -> None:
    a_form()
    Committee.objects.filter(pk=cast.committee.pk).update(term_to=date(2026, 6, 9))
    new = a_group(a_committee(name="新一届", term_from=date(2026, 6, 10)), name="新组")
    open_reports(DAY), open_reports(JULY)
    assert (months_of(cast.group), months_of(new)) == ([6], [7])


# On which form


def test_a_form_of_one_group_goes_before_that_of_all_whichever_is_newer(cast: Cast) -> None:
    own = a_form({}, name="督查组月报", group=cast.supervision, since=date(2025, 1, 1))
    common = a_form()
    open_reports(DAY)
    forms = {report.group: report.form for report in Report.objects.select_related("group", "form")}
    assert forms == {cast.group: common, cast.supervision: own}


def test_the_newest_form_in_force_by_the_first_day_is_taken(cast: Cast) -> None:
    old, now, later = (a_form({}, since=since) for since in (date(2025, 1, 1), JUNE, JULY))
    open_reports(MAY), open_reports(JUNE), open_reports(JULY)
    found = Report.objects.filter(group=cast.group).order_by("first").values_list("form", flat=True)
    assert list(found) == [old.pk, now.pk, later.pk]


def test_a_group_with_a_form_of_its_own_alone_owes_where_there_is_none_for_all(cast: Cast) -> None:
    a_form({}, group=cast.group)
    open_reports(DAY)
    assert [name for name, _first in owed()] == ["消防安全组"]
    a_form()
    assert open_reports(DAY) == 1


def test_reports_that_are_open_stay_on_their_form(cast: Cast) -> None:
    old = a_form({}, since=MAY)
    open_reports(DAY)
    a_form({}, since=JUNE)
    assert open_reports(DAY) == 0
    assert set(Report.objects.values_list("form", flat=True)) == {old.pk}


def test_reports_that_are_open_keep_their_days_and_new_ones_follow_the_office_s(cast: Cast) -> None:
    a_form()
    open_reports(DAY)
    set_parameters({"committee.report_due_day": 10, "committee.report_lock_day": 12}, by=cast.office)
    open_reports(JULY)
    found = Report.objects.filter(group=cast.group).order_by("first").values_list("due_on", "lock_on")
    assert list(found) == [(date(2026, 6, 25), date(2026, 6, 29)), (date(2026, 7, 10), date(2026, 7, 13))]


def test_the_next_report_s_days_are_known_ahead(cast: Cast) -> None:
    assert following_days(a_report(cast)) == (date(2026, 7, 27), date(2026, 7, 28))
    assert following_days(a_quarterly(cast)) == (date(2026, 7, 15), date(2026, 7, 27))
    december = a_report(cast, first=date(2026, 12, 1), due_on=date(2026, 12, 25), lock_on=date(2026, 12, 28))
    assert following_days(december)[0] == date(2027, 1, 25)


# The clock's door, and what it costs


def test_the_clock_opens_by_the_town_s_day_and_says_how_many(cast: Cast) -> None:
    a_form()
    with time_machine.travel("2026-06-30 15:59+00:00", tick=False):
        assert (clock.open_reports(), months_of(cast.group)) == (2, [6])
    with time_machine.travel("2026-06-30 16:00+00:00", tick=False):
        assert (clock.open_reports(), clock.open_reports(), months_of(cast.group)) == (2, 0, [6, 7])


def test_the_clock_asks_every_hour(db: Any) -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["open the reports"]
    assert (entry["task"], entry["schedule"]) == (clock.open_reports.name, crontab(minute=10))
    assert entry["options"]["expires"] < 3600


def test_opening_and_looking_cost_the_same_for_any_number_of_groups(cast: Cast, query_count: Any) -> None:
    a_form(), of_enterprises()
    a_unit(kind="enterprise")
    remove_record(cast.supervision, by=None, reason="撤销")
    open_reports(date(2026, 6, 1))

    def costs(on: date) -> tuple[int, int]:
        return query_count(lambda: open_reports(on)), query_count(lambda: open_reports(on))

    few = costs(JULY)
    for body in (
        a_group(cast.committee),
        a_group(cast.committee),
        a_unit(kind="enterprise"),
        a_unit(kind="enterprise"),
    ):
        came_on(body, date(2026, 10, 1))
    open_reports(date(2026, 9, 1))
    assert costs(date(2026, 10, 1)) == few
    numbers = [
        len(owed(period=period, first=first)) for period, first in (("month", JULY), ("quarter", date(2026, 4, 1)))
    ]
    more = [len(owed(period=period, first=date(2026, month, 1))) for period, month in (("month", 10), ("quarter", 7))]
    assert (numbers, more) == ([1, 1], [3, 3])
