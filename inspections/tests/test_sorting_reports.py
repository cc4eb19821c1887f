"""Sorting what residents reported, verb by verb: what stands there afterwards, who hears, what history says of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from committee.tests.refusals import forbidden, history, refused
from dayan_safety.models import Action, Notice
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from inspections.models import Finding, FindingKind, HazardReport
from inspections.services import residents as services
from inspections.tests.finding_builders import a_kind_of_danger, a_photo
from inspections.tests.resident_builders import IN_STATE, a_report, answered, dismissed, taken

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
WORDS = {"new": "待受理", "taken": "已列为隐患", "answered": "已答复", "dismissed": "不予受理"}
SETTLED = ("taken", "answered", "dismissed")
REFUSED = "目前状态为“{}”，不能进行此操作。"
ALREADY = {
    "take_report": lambda report, cast: services.take_report(
        report, by=cast.office, unit=cast.village, kind=FindingKind.objects.get(), level="general"
    ),
    "answer_report": lambda report, cast: services.answer_report(report, by=cast.office, answer="x"),
    "dismiss_report": lambda report, cast: services.dismiss_report(report, by=cast.office, reason="x"),
    "sort_again": lambda report, cast: services.sort_again(report, by=cast.office, reason="x"),
}
# What can be done to a report, by where it stands; everything else is refused.
POSSIBLE = {
    "new": {"take_report", "answer_report", "dismiss_report"},
    "taken": set(),
    "answered": set(),
    "dismissed": {"sort_again"},
}


def kept(report: HazardReport) -> HazardReport:
    """As the database has it."""
    return HazardReport.objects.get(pk=report.pk)


# Sending


def test_history_keeps_what_was_said_and_not_who_may_be_called_back(cast: Cast) -> None:
    report = a_report(text="井盖缺失", place="村口", telephone="13812345678")
    [row] = history(report)
    assert row == ("inspections.create_hazardreport", "群众", {}, {"place": "村口", "text": "井盖缺失"}, "")
    assert "13812345678" not in str(list(Action.objects.values()))


def test_the_office_reads_what_where_and_comes_to_it(cast: Cast) -> None:
    report = a_report(text="井盖缺失", place="村口")
    [notice] = Notice.objects.all()
    assert (notice.user, notice.title, notice.text) == (cast.office, f"群众举报隐患：{report}", "村口")
    assert (notice.url, notice.thing_id) == (report.get_absolute_url(), report.pk)
    assert notice.kind == "inspections.hazard_report"


def test_of_each_report_the_office_hears(cast: Cast) -> None:
    reports = [a_report(), a_report(), a_report(cast.member)]
    told = set(Notice.objects.values_list("user", "url"))
    assert told == {(cast.office.pk, report.get_absolute_url()) for report in reports}


@pytest.mark.parametrize("role", ["chair", "auditor", "outsider", "administrator"])
def test_who_finds_nothing_reports_nothing_under_a_login(role: str, cast: Cast) -> None:
    with forbidden():
        a_report(getattr(cast, role))


def test_whoever_reports_under_a_login_stands_in_history_by_name(cast: Cast) -> None:
    report = a_report(cast.member, uploads=[a_photo("护栏.jpg")])
    assert [(verb, who) for verb, who, *_rest in history(report)] == [
        ("dayan_safety.attach", "钱所长"),
        ("inspections.create_hazardreport", "钱所长"),
    ]


def test_what_was_removed_is_followed_by_nobody(cast: Cast) -> None:
    report, other = a_report(), a_report()
    remove_record(report, by=None, reason="误录")
    assert services.report_of(report.number) is None
    assert services.report_of(other.number) == other
    for role in ("office", "chair"):
        assert list(HazardReport.objects.all().visible_to(getattr(cast, role))) == [other]


def test_the_own_report_that_was_removed_is_gone_for_who_sent_it(cast: Cast) -> None:
    gone, there = a_report(cast.member), a_report(cast.member)
    remove_record(gone, by=None, reason="误录")
    assert list(HazardReport.objects.all().visible_to(cast.member)) == [there]


# Correcting


def test_who_reported_corrects_it_until_it_is_sorted(cast: Cast) -> None:
    report = a_report(cast.member, text="护栏断裂")
    report.text = "护栏断裂两处"
    services.edit_report(report, ["text"], by=cast.member)
    verb, who, before, after, _reason = history(report)[-1]
    assert (verb, who) == ("inspections.edit_hazardreport", "钱所长")
    assert (before, after) == ({"text": "护栏断裂"}, {"text": "护栏断裂两处"})


def test_a_telephone_number_that_was_corrected_stands_masked_in_history(cast: Cast) -> None:
    report = a_report(telephone="13812345678")
    report.telephone = "13987654321"
    services.edit_report(report, ["telephone"], by=None)
    assert history(report)[-1][2:4] == ({"telephone": "138****5678"}, {"telephone": "139****4321"})


@pytest.mark.parametrize("state", SETTLED)
def test_what_is_sorted_stays_as_it_was_reported_also_for_the_clock(state: str, cast: Cast) -> None:
    report = IN_STATE[state](cast, text="井盖缺失")
    report.text = "无事"
    with refused(REFUSED.format(WORDS[state])):
        services.edit_report(report, ["text"], by=None)
    assert kept(report).text == "井盖缺失"


# Sorting


@pytest.mark.parametrize("state", IN_STATE)
@pytest.mark.parametrize("verb", ALREADY)
def test_each_verb_is_for_one_state(verb: str, state: str, cast: Cast) -> None:
    a_kind_of_danger() if state != "taken" else None
    report = IN_STATE[state](cast)
    if verb in POSSIBLE[state]:
        ALREADY[verb](report, cast)
        assert kept(report).state != state
    else:
        with refused(REFUSED.format(WORDS[state])):
            ALREADY[verb](report, cast)


@pytest.mark.parametrize("role", ["chair", "supervisor", "liaison", "inspector"])
def test_only_the_office_makes_findings_or_takes_up_again(role: str, cast: Cast) -> None:
    new, aside, kind = a_report(unit=cast.village), dismissed(cast), a_kind_of_danger()
    with forbidden():
        services.take_report(new, by=getattr(cast, role), kind=kind, level="general")
    with forbidden():
        services.sort_again(aside, by=getattr(cast, role), reason="x")


def test_the_unit_that_the_office_chooses_counts_before_the_one_that_was_scanned(cast: Cast) -> None:
    report = a_report(unit=cast.village)
    finding = services.take_report(
        report, by=cast.office, unit=cast.other_village, kind=a_kind_of_danger(), level="major", demand="封闭"
    )
    assert (finding.unit, finding.level, finding.demand) == (cast.other_village, "major", "封闭")
    assert kept(report).unit == cast.village


def test_the_clock_of_the_finding_begins_when_it_is_made_of_the_report(cast: Cast) -> None:
    with time_machine.travel("2026-06-10 10:00+08:00", tick=False):
        report = a_report(unit=cast.village)
    finding = services.take_report(report, by=cast.office, kind=a_kind_of_danger(), level="general")
    assert (kept(report).came_on, finding.found_on) == (date(2026, 6, 10), date(2026, 6, 15))


@pytest.mark.parametrize("state", SETTLED)
def test_the_day_of_sorting_is_kept(state: str, cast: Cast) -> None:
    report = kept(IN_STATE[state](cast))
    assert (report.state, report.settled_on) == (state, date(2026, 6, 15))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (answered, ("inspections.answer_report", {"answer": "已核查，井盖完好。"}, "")),
        (dismissed, ("inspections.dismiss_report", {}, "重复举报")),
    ],
)
def test_history_says_what_was_answered_and_why_it_was_set_aside(make: Any, told: Any, cast: Cast) -> None:
    verb, who, _before, after, reason = history(make(cast))[-1]
    assert (verb, {name: after[name] for name in told[1]}, reason) == told
    assert who == "李文员"


def test_history_of_the_report_names_its_finding(cast: Cast) -> None:
    report = taken(cast)
    verb, who, _before, after, _reason = history(report)[-1]
    assert (verb, who) == ("inspections.take_report", "李文员")
    assert after["finding"] == Finding.objects.get().number


def test_taken_up_again_it_says_why_and_is_sorted_anew(cast: Cast) -> None:
    report = dismissed(cast, unit=cast.village)
    services.sort_again(report, by=cast.office, reason="误判")
    assert history(report)[-1][-1] == "误判"
    services.take_report(report, by=cast.office, kind=a_kind_of_danger(), level="general")
    assert kept(report).finding == Finding.objects.get()
