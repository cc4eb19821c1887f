"""Which findings are asked for: by words, by their last day, by whose they are, by what was there before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.services.appointments import end_appointment
from dayan_safety.testing import Cast, a_group, a_person, a_unit, a_user, an_appointment
from inspections.models import (
    Finding,
    FindingExtension,
    Rectification,
    RectificationNotice,
    Reinspection,
)
from inspections.services import findings as services
from inspections.services.findings.finding import issue_notice
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import (
    IN_STATE,
    a_finding,
    a_kind_of_danger,
    an_asked_extension,
    asked,
    closed,
    notified,
)

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
FINDINGS = Finding.objects


def with_days(**days: date) -> Callable[[Finding], Finding]:
    """The same finding with other days."""

    def change(finding: Finding) -> Finding:
        FINDINGS.filter(pk=finding.pk).update(**days)
        finding.refresh_from_db()
        return finding

    return change


def due(finding: Finding, days: int) -> Finding:
    """The same, due so many days from today."""
    return with_days(due_on=TODAY + days * DAY)(finding)


# By words


@pytest.mark.parametrize("word", ["接线板", "三号仓", "南桥", "老张超市", "隐患〔2026〕1号"])
def test_it_is_found_by_each_of_its_words(word: str, cast: Cast) -> None:
    unit = a_unit(name="南桥社区")
    about = {"text": "接线板老化", "place": "三号仓库", "site": a_site(unit=unit, name="老张超市")}
    finding = a_finding(unit=unit, **about)
    a_finding(unit=a_unit(), site=None)
    assert list(FINDINGS.all().search(word)) == [finding]


@pytest.mark.parametrize("word", ["%", "_", "'; --", "\\"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(word: str, cast: Cast) -> None:
    a_finding(text="线路裸露")
    odd = a_finding(text=f"标牌{word}脱落")
    assert list(FINDINGS.all().search(word)) == [odd]


# By their last day


@pytest.mark.parametrize(
    ("days", "overdue", "soon"),
    [(-1, True, False), (0, False, True), (1, False, True), (3, False, True), (4, False, False)],
)
def test_overdue_from_the_day_after_and_soon_up_to_the_third_day_ahead(
    days: int, overdue: bool, soon: bool, cast: Cast
) -> None:
    finding = due(notified(cast), days)
    assert FINDINGS.all().overdue(TODAY).exists() is finding.is_overdue_on(TODAY) is overdue
    assert FINDINGS.all().due_within(TODAY, 3).exists() is finding.is_due_soon_on(TODAY) is soon


@pytest.mark.parametrize("state", IN_STATE)
def test_the_database_and_the_record_agree_on_how_it_stands(state: str, cast: Cast) -> None:
    finding = IN_STATE[state](cast)
    for days in (-1, 2):
        due(finding, days)
        assert FINDINGS.all().open().exists() is finding.is_open
        assert FINDINGS.all().overdue(TODAY).exists() is finding.is_overdue_on(TODAY)
        assert FINDINGS.all().due_within(TODAY, 3).exists() is finding.is_due_soon_on(TODAY)
        assert FINDINGS.all().on_time().exists() is (state == "closed" and finding.was_on_time)


def test_the_register_begins_with_what_falls_due_first_and_ends_with_what_was_over_first(cast: Cast) -> None:
    old, new = due(closed(cast), -5), due(IN_STATE["withdrawn"](cast), 5)
    early, first, second = due(notified(cast), -2), due(asked(cast), 4), due(IN_STATE["found"](cast), 4)
    assert list(FINDINGS.all().open_first()) == [early, second, first, new, old]


# By whose they are


def test_ones_side_is_oneself_and_the_agency_one_comes_from(cast: Cast) -> None:
    own = a_finding(cast.inspector, unit=cast.village)
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    of_lead = a_finding(cast.lead, unit=cast.village)
    assert list(FINDINGS.all().found_by_side_of(colleague)) == [own]
    assert list(FINDINGS.all().found_by_side_of(cast.lead)) == [of_lead]
    assert list(FINDINGS.all().found_by_side_of(cast.office)) == []
    FINDINGS.filter(pk=own.pk).update(agency=None)
    assert list(FINDINGS.all().found_by_side_of(cast.inspector)) == [own]


def test_a_group_found_what_those_found_who_are_in_it_today_each_once(cast: Cast) -> None:
    finding = a_finding(cast.lead, unit=cast.village)
    a_finding(cast.office, unit=cast.village)
    an_appointment(cast.group, "group_member", cast.lead.person)
    assert list(FINDINGS.all().found_in_group(cast.group)) == [finding]
    assert list(FINDINGS.all().found_in_group(a_group(cast.committee))) == []
    for post in cast.group.appointments.all():
        end_appointment(post, by=None, until=TODAY - DAY, reason="调离")
    assert list(FINDINGS.all().found_in_group(cast.group)) == []


def test_removed_findings_exist_for_nobody(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=cast.village)
    assert list(FINDINGS.all().visible_to(cast.office)) == list(FINDINGS.all().visible_to(cast.liaison)) == [finding]
    FINDINGS.update(removed_at=timezone.now())
    assert not FINDINGS.all().visible_to(cast.office).exists()


BELONGING: dict[str, tuple[Any, Callable[[Cast], Any]]] = {
    "step": (Rectification, lambda cast: asked(cast).steps.get()),
    "opinion": (Reinspection, lambda cast: closed(cast).reinspections.get()),
    "extension": (FindingExtension, an_asked_extension),
    "notice": (RectificationNotice, lambda cast: notified(cast).notices.get()),
}


@pytest.mark.parametrize("kind", BELONGING)
def test_what_belongs_to_a_finding_is_seen_with_it_and_gone_with_it(kind: str, cast: Cast) -> None:
    model, make = BELONGING[kind]
    thing = make(cast)

    def seen_by(role: str) -> list[Any]:
        return list(model.objects.all().visible_to(getattr(cast, role)))

    assert seen_by("liaison") == seen_by("office") == [thing]
    assert seen_by("outsider") == seen_by("auditor") == []
    FINDINGS.update(unit=cast.other_village)
    assert (seen_by("liaison"), seen_by("office")) == ([], [thing])
    model.objects.update(removed_at=timezone.now())
    assert seen_by("office") == []


@pytest.mark.parametrize("kind", BELONGING)
def test_of_a_removed_finding_nothing_is_left_to_see(kind: str, cast: Cast) -> None:
    model, make = BELONGING[kind]
    thing = make(cast)
    assert list(model.objects.all().visible_to(cast.office)) == [thing]
    FINDINGS.update(removed_at=timezone.now())
    assert not model.objects.all().visible_to(cast.office).exists()


def test_a_notice_about_several_findings_is_one(cast: Cast) -> None:
    findings = [a_finding(cast.inspector, unit=cast.village) for _each in range(3)]
    notice = issue_notice(findings, by=cast.inspector)
    assert list(RectificationNotice.objects.all().visible_to(cast.liaison)) == [notice]


@pytest.mark.parametrize("state", Finding.State.values)
def test_more_time_waits_for_a_decision_as_long_as_a_unit_is_at_work(state: str, cast: Cast) -> None:
    an_asked_extension(cast)
    FINDINGS.update(state=state)
    waits = FindingExtension.objects.all().undecided().exists()
    assert waits is (state in ("notified", "rectifying", "asked"))


def test_decided_or_of_a_removed_finding_more_time_waits_no_more(cast: Cast) -> None:
    removed, decided = an_asked_extension(cast), an_asked_extension(cast)
    assert set(FindingExtension.objects.all().undecided()) == {removed, decided}
    FINDINGS.filter(pk=removed.finding_id).update(removed_at=timezone.now())
    services.decide_finding_extension(decided, by=cast.chair, granted=True)
    assert not FindingExtension.objects.all().undecided().exists()


# What was there before


def recurring() -> set[int]:
    """Keys of those that were found there before."""
    return set(FINDINGS.all().with_recurrence().filter(recurs=True).values_list("pk", flat=True))


@pytest.mark.parametrize(("days", "flagged"), [(0, True), (1, True), (364, True), (365, True), (366, False)])
@pytest.mark.parametrize("now", [date(2024, 3, 1), date(2025, 2, 28), TODAY])
def test_it_was_there_before_within_365_days(now: date, days: int, flagged: bool, cast: Cast) -> None:
    kind, unit = a_kind_of_danger(), cast.village
    a_finding(unit=unit, kind=kind, found_on=now - days * DAY)
    again = a_finding(unit=unit, kind=kind, found_on=now)
    assert recurring() == ({again.pk} if flagged else set())


@pytest.fixture
def place(cast: Cast) -> dict[str, Any]:
    """A kind of danger at a unit."""
    return {"unit": cast.village, "kind": a_kind_of_danger()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 800), max_size=4))
def test_of_findings_by_chance_those_recur_that_have_one_before_them(place: dict[str, Any], days: list[int]) -> None:
    FINDINGS.all().delete()
    found = [TODAY - number * DAY for number in days]
    made = FINDINGS.bulk_create(
        Finding(number=f"{n}", text="x", found_on=day, due_on=day, first_due_on=day, **place)
        for n, day in enumerate(found)
    )
    order = sorted(made, key=lambda finding: (finding.found_on, finding.pk))
    assert recurring() == {later.pk for one, later in pairwise(order) if (later.found_on - one.found_on).days <= 365}


def test_what_was_removed_was_not_there_before(cast: Cast) -> None:
    kind = a_kind_of_danger()
    first, again = (a_finding(unit=cast.village, kind=kind) for _each in range(2))
    assert recurring() == {again.pk}
    FINDINGS.filter(pk=first.pk).update(removed_at=timezone.now())
    assert recurring() == set()


def test_of_any_number_names_and_recurrence_are_one_query(cast: Cast, query_count: Any) -> None:
    def read() -> list[Any]:
        rows = FINDINGS.all().with_names().with_recurrence()
        return [(row.unit.name, row.site and row.site.name, row.kind.name, row.agency, row.recurs) for row in rows]

    for number in (1, 3):
        site = a_site(unit=cast.village)
        a_finding(cast.inspector, unit=cast.village, site=site)
        a_finding(cast.inspector, unit=cast.village, site=site)
        assert query_count(read) == 1, number
