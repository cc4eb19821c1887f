"""Rules of incidents, service by service: days and moments, whose they are, who hears, what history keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.refusals import forbidden, history, refused
from dayan_safety.models import Notice
from dayan_safety.records import remove_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_person, a_user
from inspections.models import Incident, Injury
from inspections.services import incidents as services
from inspections.tables.incidents import clock
from inspections.tests.incident_builders import a_new_incident, an_incident, an_injury

pytestmark = [
    pytest.mark.usefixtures("midsummer", "storage"),
    pytest.mark.any_database,
]  # it is ten in the morning of 15 June 2026
NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
FUTURE = "有时间晚于现在，请更正。"
OVER = {"已逾期"}


def kept(incident: Incident) -> Incident:
    """As the database has it."""
    return Incident.objects.get(pk=incident.pk)


def is_late(**moments: Any) -> bool:
    """Whether an accident at work with these moments is among those that are late now."""
    incident = an_incident(is_production=True, **moments)
    return Incident.objects.late_on(NOW).filter(pk=incident.pk).exists()


# Days and moments


@pytest.mark.parametrize("name", ["known_at", "reported_at", "passed_on_at"])
def test_no_moment_lies_in_the_future_and_now_is_none(name: str, cast: Cast) -> None:
    assert getattr(an_incident(**{name: NOW}), name) == NOW
    incident = a_new_incident(unit=cast.village, **{name: NOW + SECOND})
    with refused(FUTURE):
        services.create_incident(incident, by=cast.office)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"happened_on": date(2026, 6, 16)}, "发生日期不能晚于今天，请更正。"),
        ({"reported_at": NOW + SECOND}, FUTURE),
    ],
)
def test_what_cannot_be_is_not_written_by_a_correction_either(given: Any, sentence: str, cast: Cast) -> None:
    incident = an_incident(unit=cast.village)
    for name, value in given.items():
        setattr(incident, name, value)
    with refused(sentence):
        services.edit_incident(incident, list(given), by=cast.office)


def test_a_liaison_moves_no_incident_to_another_unit(cast: Cast) -> None:
    incident = an_incident(cast.liaison, unit=cast.village)
    incident.unit = cast.other_village
    with refused("请选择本单位：其他单位的事件由其自行登记。"):
        services.edit_incident(incident, ["unit"], by=cast.liaison)
    services.edit_incident(incident, ["unit"], by=cast.office)
    assert kept(incident).unit == cast.other_village


@pytest.mark.parametrize(
    ("happened_on", "number"),
    [(date(2025, 12, 31), "大安事件〔2025〕1号"), (date(2026, 1, 1), "大安事件〔2026〕1号")],
)
def test_its_number_is_of_the_year_in_which_it_happened(happened_on: date, number: str, cast: Cast) -> None:
    assert an_incident(happened_on=happened_on).number == number
    assert an_incident().number == f"大安事件〔2026〕{1 + (happened_on.year == 2026)}号"


PAIRS = [("known_at", "reported_at"), ("reported_at", "passed_on_at"), ("known_at", "passed_on_at")]


@pytest.mark.parametrize("pair", PAIRS)
def test_two_clocks_may_show_the_same_moment_and_not_the_later_one_first(pair: tuple[str, str]) -> None:
    Incident(**dict.fromkeys(pair, NOW)).clean()
    with pytest.raises(ValidationError):
        Incident(**dict(zip(pair, (NOW, NOW - SECOND), strict=True))).clean()


# Late or not


@pytest.mark.parametrize(
    ("moments", "late"),
    [
        ({"known_at": NOW - HOUR}, False),
        ({"known_at": NOW - HOUR - SECOND}, True),
        ({"known_at": NOW - 9 * HOUR, "reported_at": NOW - 2 * HOUR}, False),
        ({"known_at": NOW - 9 * HOUR, "reported_at": NOW - 2 * HOUR - SECOND}, True),
        ({"known_at": NOW - 9 * HOUR, "reported_at": NOW - 8 * HOUR, "passed_on_at": NOW}, False),
        ({"reported_at": NOW - 3 * HOUR}, True),
        ({}, False),
    ],
)
def test_the_clocks_run_out_after_one_hour_and_two(moments: dict[str, Any], late: bool, cast: Cast) -> None:
    assert is_late(**moments) is late


@pytest.mark.parametrize(
    ("until", "done", "words"),
    [
        (NOW, None, "计时中"),
        (NOW - SECOND, None, "已逾期"),
        (NOW, NOW, "正常"),
        (NOW - SECOND, NOW, "超时"),
        (NOW + HOUR, NOW, "正常"),
    ],
)
def test_until_the_last_second_a_clock_is_in_time(until: datetime, done: datetime | None, words: str) -> None:
    badge = clock(until, done)
    assert badge is not None
    assert str(badge.text) == words


moments = st.none() | st.integers(0, 6 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))


@given(moments, moments, moments)
def test_the_page_says_overdue_where_the_list_finds_it_late(known: Any, reported: Any, passed: Any) -> None:
    incident = Incident(is_production=True, known_at=known, reported_at=reported, passed_on_at=passed)
    badges = (clock(incident.report_by, reported), clock(incident.pass_on_by, passed))
    overdue = any(badge is not None and str(badge.text) in OVER for badge in badges)
    late_to_town = known is not None and reported is None and NOW - known > HOUR
    late_to_superior = reported is not None and passed is None and NOW - reported > 2 * HOUR
    assert overdue == (late_to_town or late_to_superior)


# Who hears


def test_the_notice_names_the_unit_and_leads_to_the_incident(cast: Cast) -> None:
    incident = an_incident(cast.liaison, unit=cast.village, is_production=True)
    told = Notice.objects.get(user=cast.chair)
    assert (told.text, told.url, told.kind) == ("东风村", incident.get_absolute_url(), "inspections.incident")
    assert (told.thing_type, told.thing_id) == ("inspections.incident", incident.pk)


def test_of_each_accident_at_work_they_hear(cast: Cast) -> None:
    incidents = [an_incident(cast.liaison, unit=cast.village, is_production=True) for _each in range(2)]
    assert set(Notice.objects.filter(user=cast.office).values_list("thing_id", flat=True)) == {
        incident.pk for incident in incidents
    }


def test_who_writes_it_down_is_not_told_what_they_know(cast: Cast) -> None:
    an_incident(cast.office, unit=cast.village, is_production=True)
    assert [notice.user for notice in Notice.objects.all()] == [cast.chair]


def test_what_turns_out_to_be_an_accident_at_work_is_told_then_and_once(cast: Cast) -> None:
    incident = an_incident(cast.liaison, unit=cast.village)
    incident.text = "货车侧翻"
    services.edit_incident(incident, ["text"], by=cast.liaison)
    assert not Notice.objects.exists()
    incident.is_production = True
    services.edit_incident(incident, ["is_production"], by=cast.liaison)
    assert {notice.user for notice in Notice.objects.all()} == {cast.chair, cast.office}
    Notice.objects.all().delete()
    incident.lesson = "加强培训"
    services.edit_incident(incident, ["lesson", "is_production"], by=cast.liaison)
    assert not Notice.objects.exists()


# Who may


@pytest.mark.parametrize("role", ["chair", "lead", "member", "supervisor", "inspector", "auditor", "outsider"])
def test_who_was_hurt_is_written_down_by_the_unit_and_the_office_alone(role: str, cast: Cast) -> None:
    injury = an_injury(an_incident(unit=cast.village))
    by = getattr(cast, role)
    with forbidden():
        services.create_injury(injury.incident, by=by, nature="burn", part="arm", severity="slight")
    with forbidden():
        services.edit_injury(injury, by=by, severity="slight")
    with forbidden():
        services.remove_injury(injury, by=by, reason="x")


def test_who_wrote_it_down_adds_who_was_hurt_and_a_colleague_does_not(cast: Cast) -> None:
    incident = an_incident(cast.inspector, unit=cast.village)
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    made = services.create_injury(incident, by=cast.inspector, nature="burn", part="arm", severity="slight")
    with forbidden():
        services.edit_injury(made, by=colleague, severity="serious")


# History and numbers


def test_history_of_an_injury_says_what_and_how_grave_and_nobody_s_name(cast: Cast) -> None:
    injury = an_injury(age=45, severity="serious")
    verb, _who, before, after, _reason = history(injury)[0]
    assert (verb, before) == ("inspections.create_injury", {})
    assert {"age": "45", "nature": "fracture", "severity": "serious"}.items() <= after.items()
    services.edit_injury(injury, by=None, severity="death", outcome="died")
    assert history(injury)[-1][2:4] == (
        {"severity": "serious", "outcome": "in_hospital"},
        {"severity": "death", "outcome": "died"},
    )
    services.remove_injury(injury, by=None, reason="重复登记")
    assert history(injury)[-1][-1] == "重复登记"


def test_who_was_taken_off_makes_room(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_HURT", 1)
    injury = an_injury()
    services.remove_injury(injury, by=None, reason="重复")
    assert an_injury(injury.incident).pk != injury.pk


@pytest.mark.parametrize("severity", ["serious", "death"])
def test_who_was_taken_off_counts_for_no_grade(severity: str, cast: Cast) -> None:
    incident = an_incident()
    an_injury(incident, severity=severity)
    services.remove_injury(an_injury(incident, severity=severity), by=None, reason="重复")
    counted = Incident.objects.with_injured().get()
    told = {"hurt": counted.hurt, "serious": counted.serious, "death": counted.dead}
    assert told == {"hurt": 1, "serious": 0, "death": 0} | {severity: 1}


def test_who_was_hurt_is_seen_with_the_incident_and_gone_with_it(cast: Cast) -> None:
    own, other = (an_injury(an_incident(unit=unit)) for unit in (cast.village, cast.other_village))
    assert list(Injury.objects.all().visible_to(cast.liaison)) == [own]
    services.remove_injury(other, by=None, reason="x")
    assert list(Injury.objects.all().visible_to(cast.office)) == [own]
    remove_record(own.incident, by=None, reason="x")
    assert not Injury.objects.all().visible_to(cast.office).exists()


@pytest.mark.parametrize(
    ("happened_on", "counts"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-10", 1), ("2026-06-11", 0)]
)
def test_a_report_counts_incidents_from_its_first_day_to_its_last(happened_on: str, counts: int, cast: Cast) -> None:
    an_injury(an_incident(unit=cast.village, happened_on=date.fromisoformat(happened_on)))
    remove_record(an_incident(unit=cast.village, happened_on=date(2026, 6, 5)), by=None, reason="x")
    period = (date(2026, 6, 1), date(2026, 6, 10))
    sources = all_sources()
    assert sources["inspections.incidents"].count(cast.village, *period) == counts
    assert sources["inspections.hurt"].count(cast.village, *period) == counts
