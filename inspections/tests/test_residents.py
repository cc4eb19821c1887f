"""Dangers that residents report: without a name, followed by a number, sorted by the office, told in figures."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from inspections.models import Finding, HazardReport
from inspections.services import findings
from inspections.services import residents as services
from inspections.services.residents.sending import SIGNS, new_number
from inspections.services.residents.telling import OF_FINDING, weeks_before
from inspections.tests.finding_builders import a_kind_of_danger, a_photo
from inspections.tests.resident_builders import IN_STATE, a_report, answered, dismissed, taken

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026, a Monday
DOOR, FOLLOW, FIGURES = reverse("report_hazard"), reverse("follow_report"), reverse("show_hazard_figures")
SAID = {"text": "井盖缺失", "place": "村口"}


def told(answer: Any) -> str:
    """All words of a page without a login."""
    return Page(answer).text


# Reporting


def test_a_resident_reports_with_a_photograph_and_without_a_name(cast: Cast) -> None:
    photo = files.upload(files.phone_photo(6, (800, 600)), "井盖.jpg")
    url = reverse("report_hazard_at", args=[cast.village.pk])
    answer = Client().post(url, SAID | {"photos": [photo], "once": uuid4()})
    report = HazardReport.objects.get()
    assert report.number in told(answer)
    assert (report.unit, report.text, report.place, report.said_by) == (cast.village, "井盖缺失", "村口", None)
    [file] = attachments_of(report)
    assert b"Exif" not in file.file.read()
    assert Notice.objects.filter(user=cast.office, title__contains=report.number).count() == 1
    kept = Action.objects.filter(thing_name=str(report))
    assert kept.exists()
    assert {row.address for row in kept} == {""}
    assert {row.by_name for row in kept} == {"群众"}


def test_the_form_sent_again_is_the_report_it_made(cast: Cast) -> None:
    once = str(uuid4())
    first, second = (Client().post(DOOR, SAID | {"once": once}) for _each in range(2))
    assert HazardReport.objects.count() == 1
    assert told(first) == told(second)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"place": ""}, "place"),
        ({"text": "x" * 501}, "text"),
        ({"telephone": "12345"}, "telephone"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(given: dict[str, str], field: str, db: None) -> None:
    answer = Client().post(DOOR, SAID | given)
    assert (answer.status_code, field in Page(answer).errors) == (422, True)
    assert "村口" in answer.content.decode() or field == "place"
    assert not HazardReport.objects.exists()


@pytest.mark.parametrize("content", [b"<script>x</script>", b"GIF89a", files.PDF, b"\xff\xd8\xff broken"])
def test_what_is_no_photograph_is_not_kept(content: bytes, cast: Cast) -> None:
    good = files.upload(files.picture(), "a.jpg")
    Client().post(DOOR, SAID | {"photos": [files.upload(content, "x.jpg"), good]})
    assert [file.name for file in attachments_of(HazardReport.objects.get())] == ["a.jpg"]


def test_not_more_than_three_photographs_are_kept(cast: Cast) -> None:
    photos = [files.upload(files.picture(size=(20 + n, 20)), f"{n}.jpg") for n in range(5)]
    Client().post(DOOR, SAID | {"photos": photos})
    assert attachments_of(HazardReport.objects.get()).count() == 3


def test_from_one_network_only_so_many_come_an_hour(cast: Cast) -> None:
    set_parameters({"inspections.reports_from_one_network": 2}, by=cast.office)
    statuses = [Client().post(DOOR, SAID).status_code for _each in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert HazardReport.objects.count() == 2
    assert Client(REMOTE_ADDR="10.1.1.1").post(DOOR, SAID).status_code == 200
    with time_machine.travel("2026-06-15 11:01+08:00", tick=False):
        assert Client().post(DOOR, SAID).status_code == 200


@pytest.mark.parametrize("kind", ["department", "agency"])
def test_only_villages_and_enterprises_of_today_have_a_door(kind: str, cast: Cast) -> None:
    gone = a_unit(valid_to=date(2026, 6, 14))
    removed = a_unit()
    remove_record(removed, by=None, reason="x")
    for unit in (a_unit(kind=kind), gone, removed):
        assert Client().get(reverse("report_hazard_at", args=[unit.pk])).status_code == 404
    page = Client().get(reverse("report_hazard_at", args=[cast.village.pk]))
    assert (page.status_code, "东风村" in told(page)) == (200, True)


def test_a_number_cannot_be_guessed_and_can_be_read_aloud() -> None:
    numbers = {new_number() for _each in range(500)}
    assert len(numbers) == 500
    assert all(re.fullmatch(f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}", number) for number in numbers)
    assert not set("01OI") & set(SIGNS)


# Following


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_it_is_followed_by_its_number_however_it_is_typed(typed: str, cast: Cast) -> None:
    number = a_report().number
    answer = Client().get(FOLLOW, {"number": typed.format(number, number.lower(), number.replace("-", ""))})
    assert (answer.status_code, "已收到，待核查。" in told(answer)) == (200, True)


def test_what_it_became_is_told_in_every_state_and_names_nobody(cast: Cast) -> None:
    sentences = {}
    for name, make in IN_STATE.items():
        report = make(cast, telephone="13812345678")
        page = Client().get(FOLLOW, {"number": report.number})
        sentences[name] = told(page)
        content = page.content.decode()
        assert not [word for word in ("13812345678", "李文员", "东风村", "消防大队") if word in content]
    assert "经核查属于隐患，将通知单位整改。" in sentences["taken"]
    assert "已核查，井盖完好。" in sentences["answered"]
    assert "不予受理" in sentences["dismissed"]
    assert "重复举报" not in sentences["dismissed"]


def test_every_state_of_the_finding_has_its_sentence() -> None:
    assert set(OF_FINDING) == set(Finding.State)


def test_closed_it_says_thank_you(cast: Cast) -> None:
    report = taken(cast)
    finding = report.finding
    findings.notify_finding(finding, by=cast.office)
    findings.ask_reinspection(finding, by=cast.liaison, text="已补", uploads=[a_photo()])
    findings.close_finding(finding, by=cast.supervisor)
    assert "已整改并复查合格" in told(Client().get(FOLLOW, {"number": report.number}))


@pytest.mark.parametrize("typed", ["AAAA-2222", "x", "'; --", "9" * 200])
def test_a_number_that_nobody_has_is_said_to_be_none(typed: str, cast: Cast) -> None:
    a_report()
    answer = Client().get(FOLLOW, {"number": typed})
    assert (answer.status_code, "没有这个编号的举报" in told(answer)) == (404, True)


def test_who_tries_numbers_is_told_to_wait_and_others_are_not(cast: Cast) -> None:
    number = a_report().number
    statuses = [Client().get(FOLLOW, {"number": f"AAAA-{n:04}"}).status_code for n in range(2222, 2244)]
    assert statuses == [404] * 20 + [429] * 2
    assert Client().get(FOLLOW, {"number": number}).status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.1").get(FOLLOW, {"number": number}).status_code == 200


# Sorting


def test_the_office_makes_a_finding_of_it_with_its_photographs(cast: Cast, as_user: Any) -> None:
    report, kind = a_report(unit=cast.village, uploads=[a_photo("井盖.jpg")]), a_kind_of_danger()
    url = reverse("inspections:take_report", args=[report.pk])
    page = as_user(cast.office).get(url).content.decode()
    assert f'value="{cast.village.pk}" selected' in page
    given = {"unit": cast.village.pk, "kind": kind.pk, "level": "urgent", "demand": "补齐", "once": "a"}
    answer = as_user(cast.office).post(url, given)
    finding = Finding.objects.get()
    assert answer["Location"] == finding.get_absolute_url()
    assert (finding.unit, finding.kind, finding.level, finding.demand) == (cast.village, kind, "urgent", "补齐")
    assert (finding.text, finding.place, finding.source, finding.state) == (report.text, "村口", "resident", "found")
    assert [file.name for file in attachments_of(finding)] == ["井盖.jpg"]
    report.refresh_from_db()
    assert (report.state, report.finding, report.settled_on) == ("taken", finding, date(2026, 6, 15))


def test_one_without_a_village_needs_a_unit(cast: Cast) -> None:
    report, kind = a_report(), a_kind_of_danger()
    with refused("请选择负责整改的单位。"):
        services.take_report(report, by=cast.office, kind=kind, level="general")
    made = services.take_report(report, by=cast.office, unit=cast.village, kind=kind, level="general")
    assert made.unit == cast.village


def test_each_is_sorted_once(cast: Cast) -> None:
    kind = a_kind_of_danger()
    for make in (taken, answered, dismissed):
        report = make(cast)
        for act in (services.take_report, services.answer_report, services.dismiss_report):
            about = {"take_report": {"unit": cast.village, "kind": kind, "level": "general"}}
            given = about.get(act.__name__, {"answer": "x"} if act is services.answer_report else {"reason": "x"})
            with pytest.raises(RuleBroken):
                act(report, by=cast.office, **given)
    assert Finding.objects.count() == 1


def test_what_was_set_aside_by_mistake_is_taken_up_again(cast: Cast) -> None:
    report = dismissed(cast)
    services.sort_again(report, by=cast.office, reason="误判")
    report.refresh_from_db()
    assert (report.state, report.settled_on) == ("new", None)
    assert [verb for verb, *_rest in history(report)][-2:] == ["inspections.dismiss_report", "inspections.sort_again"]


@pytest.mark.parametrize("role", ["chair", "supervisor", "lead", "liaison", "inspector", "member"])
def test_nobody_but_the_office_sorts(role: str, cast: Cast) -> None:
    report = a_report(getattr(cast, role) if role in ("lead", "liaison") else None)
    for act, given in (
        (services.answer_report, {"answer": "x"}),
        (services.dismiss_report, {"reason": "x"}),
    ):
        with pytest.raises(PermissionDenied):
            act(report, by=getattr(cast, role), **given)


def test_who_sorts_reads_all_and_others_what_they_reported(cast: Cast) -> None:
    of_resident, own = a_report(unit=cast.village), a_report(cast.liaison, unit=cast.other_village)
    for role in ("chair", "office", "supervisor"):
        assert set(HazardReport.objects.all().visible_to(getattr(cast, role))) == {of_resident, own}
    assert list(HazardReport.objects.all().visible_to(cast.liaison)) == [own]
    assert not HazardReport.objects.all().visible_to(cast.inspector).exists()


def test_whoever_has_a_login_reports_by_the_same_door(cast: Cast, as_user: Any) -> None:
    url = reverse("inspections:create_hazardreport")
    given = {"unit": cast.other_village.pk, "place": "东路", "text": "护栏断裂", "once": "a"}
    as_user(cast.member).post(url, given | {"unit": ""})
    report = HazardReport.objects.get()
    assert (report.said_by, report.text, report.state) == (cast.member, "护栏断裂", "new")
    edit = reverse("inspections:edit_hazardreport", args=[report.pk])
    as_user(cast.member).post(
        edit, given | {"unit": "", "text": "护栏断裂两处", "version": report.version, "once": "b"}
    )
    report.refresh_from_db()
    assert report.text == "护栏断裂两处"
    services.answer_report(report, by=cast.office, answer="已转区里")
    assert as_user(cast.member).get(edit).status_code == 403


# Who wants to be called back


def test_the_telephone_is_masked_and_revealing_it_is_kept(cast: Cast, as_user: Any) -> None:
    report = a_report(telephone="13812345678")
    page = as_user(cast.supervisor).get(report.get_absolute_url()).content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    url = reverse("inspections:reveal_reporter", args=[report.pk])
    assert as_user(cast.supervisor).post(url).status_code == 403
    assert "13812345678" in as_user(cast.office).post(url).content.decode()
    assert history(report)[-1][0] == "inspections.reveal_reporter"
    exported = as_user(cast.office).get(reverse("inspections:export_hazardreport", args=["csv"])).getvalue().decode()
    assert "13812345678" not in exported


# Codes, figures, list


def test_the_office_prints_every_code_and_a_liaison_the_own(cast: Cast, as_user: Any) -> None:
    url = reverse("inspections:list_hazard_codes")
    assert "西河村" in told(as_user(cast.office).get(url))
    own = told(as_user(cast.liaison).get(url))
    assert ("东风村" in own, "西河村" in own) == (True, False)
    page = as_user(cast.liaison).get(reverse("inspections:show_hazard_code", args=[cast.village.pk])).content.decode()
    assert "data:image/svg+xml" in page
    assert f"/report/{cast.village.pk}/" in page


def test_the_weeks_are_counted_from_monday_and_what_was_none_is_left_out(cast: Cast) -> None:
    for day, make in (("06-14", a_report), ("06-08", a_report), ("06-15", None), ("04-20", a_report)):
        with time_machine.travel(f"2026-{day} 10:00+08:00", tick=False):
            (make or (lambda: taken(cast)))()
    dismissed(cast)
    weeks = weeks_before(date(2026, 6, 15))
    assert [(week.first.isoformat(), week.came, week.taken) for week in weeks[:2]] == [
        ("2026-06-15", 1, 1),
        ("2026-06-08", 2, 0),
    ]
    assert (len(weeks), weeks[-1].first, weeks[-1].last) == (8, date(2026, 4, 27), date(2026, 5, 3))
    page = told(Client().get(FIGURES))
    assert "06-08 – 06-14 2 0 0" in page


def test_the_figures_cost_one_query_for_any_number(cast: Cast, query_count: Any) -> None:
    a_report()
    few = query_count(lambda: Client().get(FIGURES))
    for _each in range(3):
        taken(cast)
    assert query_count(lambda: Client().get(FIGURES)) == few


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"state": "new"}, {"井盖", "护栏"}),
        ({"state": "answered"}, {"路灯"}),
        ({"sender": "observer"}, {"护栏"}),
        ({"sender": "resident"}, {"井盖", "路灯"}),
        ({"q": "井"}, {"井盖"}),
        ({"since": "2026-06-16"}, set()),
    ],
)
def test_the_list_is_narrowed(query: dict[str, str], texts: set[str], cast: Cast, as_user: Any) -> None:
    a_report(text="井盖")
    a_report(cast.liaison, text="护栏")
    answered(cast, text="路灯")
    rows = Page(as_user(cast.office).get(reverse("inspections:list_hazardreport"), query)).rows
    assert {row[0] for row in rows} == texts


def test_what_waits_stands_on_the_home_page_of_the_office(cast: Cast, as_user: Any) -> None:
    a_report()
    assert "待受理的举报" in as_user(cast.office).get("/").content.decode()
    assert "待受理的举报" not in as_user(cast.liaison).get("/").content.decode()


@pytest.mark.parametrize("value", ["\x00", "<script>x</script>", "{{ 7*7 }}", "😀" * 200, "=1+1", "a" * 10_000])
def test_hostile_words_are_kept_as_words_or_refused(value: str, cast: Cast, as_user: Any) -> None:
    for name in ("text", "place", "telephone", "once"):
        assert Client().post(DOOR, SAID | {name: value}).status_code in (200, 400, 422)
    page = as_user(cast.office).get(reverse("inspections:list_hazardreport")).content.decode()
    assert "<script>x" not in page


def test_no_markup_of_a_stranger_is_even_stored(db: None) -> None:
    Client().post(DOOR, {"text": "<b>井盖</b>\u202e缺失", "place": "<script>村口"})
    report = HazardReport.objects.get()
    assert (report.text, report.place) == ("＜b＞井盖＜/b＞缺失", "＜script＞村口")
