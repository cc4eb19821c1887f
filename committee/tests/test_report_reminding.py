"""Reminding of late reports by hand: seen before, sent once, told by name; nobody is asked for what is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from committee.models import Report, User
from committee.services import reports
from committee.services.reports.reminding import (
    late_reports,
    missing_reports,
    remind_late_reports,
    reminders_of_reports,
)
from committee.tests.board_work import BOARD, MAY, a_report_of
from committee.tests.pages import Page
from committee.tests.refusals import refused
from committee.tests.reporting import a_filled, a_report, a_returned, an_excused
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Action, Delivery, Notice
from dayan_safety.testing import Cast, a_group, a_unit, a_user, an_appointment
from dayan_safety.workdays import today

REMIND = reverse("committee:remind_report")
LIST = reverse("committee:list_report")
OPEN_UNTIL = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def a_monday(time_machine: Any) -> None:
    time_machine.move_to("2026-06-15T10:00:00+08:00", tick=False)


@pytest.fixture
def late(cast: Cast) -> Report:
    """The lead's report for May, late and still open; one of June in time, one of April that is closed."""
    a_report(cast)
    a_report_of(cast, date(2026, 4, 1))
    return a_report_of(cast, lock_on=OPEN_UNTIL)


def by_hand(user: Any) -> list[str]:
    """The titles ``user`` was reminded with."""
    return list(Notice.objects.filter(user=user, rung="hand").order_by("pk").values_list("title", flat=True))


def titles(page: Any) -> dict[Any, list[str]]:
    """Who would hear what."""
    return {line["user"]: line["titles"] for line in page.context["lines"]}


def sent(client: Client, url: str = REMIND, text: str = "") -> str:
    """Look, then send; where it led."""
    once = client.get(url).context["once"]
    return str(client.post(url, {"once": once, "text": text})["Location"])


# Which


def test_late_is_what_never_came_and_can_still_be_handed_in(cast: Cast, late: Report) -> None:
    a_report_of(cast, date(2026, 3, 1), 4, lock_on=OPEN_UNTIL)
    an_excused(cast, a_report_of(cast, date(2026, 2, 1), lock_on=OPEN_UNTIL))
    returned = a_returned(cast, a_report(cast, group=cast.group, first=date(2026, 1, 1), lock_on=OPEN_UNTIL))
    assert returned.handed_in_on is not None
    assert list(late_reports(cast.office)) == [late]
    assert [report.first.month for report in missing_reports(cast.office)] == [4, 5]


@pytest.mark.parametrize(("lock_in", "number"), [(0, 1), (-1, 0)])
def test_a_report_can_be_handed_in_on_the_day_it_closes(cast: Cast, lock_in: int, number: int) -> None:
    a_report_of(cast, lock_on=today() + timedelta(days=lock_in))
    assert late_reports(cast.office).count() == number


@pytest.mark.parametrize(("due_in", "number"), [(0, 0), (-1, 1)])
def test_a_report_is_late_from_the_day_after_it_was_due(cast: Cast, due_in: int, number: int) -> None:
    a_report(cast, due_on=today() + timedelta(days=due_in))
    assert late_reports(cast.office).count() == number


def test_only_what_one_sees_is_late_for_one(cast: Cast, late: Report) -> None:
    assert list(late_reports(cast.chair)) == [late]
    assert list(late_reports(cast.liaison)) == []


# Sending


def test_the_writers_are_told_with_a_word_and_in_history(cast: Cast, late: Report) -> None:
    assert remind_late_reports([late], by=cast.office, text="请今天报。") == [cast.lead]
    [notice] = Notice.objects.filter(rung="hand")
    assert (notice.user, notice.text, notice.urgent, notice.thing_id) == (cast.lead, "请今天报。", True, late.pk)
    assert notice.title == "报告逾期 21 天未报：消防安全组 2026年5月"
    assert (notice.kind, notice.due_on, notice.url) == ("committee.report_due", late.due_on, late.get_absolute_url())
    row = Action.objects.get(verb="committee.remind_report")
    assert (row.by, row.thing_id, row.after, row.reason) == (
        cast.office, str(late.pk), {"told": str(cast.lead)}, "请今天报。",
    )  # fmt: skip


def test_chair_and_office_remind_and_nobody_else(cast: Cast, late: Report, time_machine: Any) -> None:
    for role in ("lead", "supervisor", "liaison"):
        with pytest.raises(PermissionDenied):
            remind_late_reports([late], by=getattr(cast, role))
    assert by_hand(cast.lead) == []
    for role in ("office", "chair"):
        remind_late_reports([late], by=getattr(cast, role))
        time_machine.shift(timedelta(hours=1))
    assert len(by_hand(cast.lead)) == 2


def test_a_body_without_anybody_to_hear_is_named(cast: Cast, late: Report) -> None:
    alone = a_report_of(cast, group=a_group(cast.committee, name="空组"), lock_on=OPEN_UNTIL)
    first, second = reminders_of_reports([late, alone])
    assert (first.users, first.unreached) == ([cast.lead], [])
    assert (second.users, second.unreached) == ([], ["空组"])
    with refused("没有需要提醒的人。"):
        remind_late_reports([alone], by=cast.office)
    assert remind_late_reports([alone, late], by=cast.office) == [cast.lead]
    assert Action.objects.filter(verb="committee.remind_report").count() == 1


def test_the_liaison_hears_for_an_enterprise(cast: Cast) -> None:
    unit = a_unit(kind="enterprise")
    person = an_appointment(unit.liaison_posts.first(), "liaison").person
    user = a_user(person)
    report = a_report_of(cast, group=None, unit=unit, lock_on=OPEN_UNTIL)
    assert reminders_of_reports([report])[0].users == [user]


def test_who_answers_today_hears_and_not_who_answered_then(cast: Cast, late: Report) -> None:
    cast.lead.person.left_on = late.due_on
    cast.lead.person.save()
    assert reminders_of_reports([late])[0].users == []


def test_any_number_of_reports_is_asked_in_three_queries(cast: Cast, query_count: Any) -> None:
    costs = []
    for number in (1, 3):
        for _each in range(number):
            a_report_of(cast, date(2025, 1 + Report.objects.count(), 1), lock_on=OPEN_UNTIL)
        rows = list(late_reports(cast.office))
        costs.append(query_count(lambda rows=rows: reminders_of_reports(rows)))
    assert costs == [3, 3]


# The page


def test_the_preview_names_people_and_sentences_and_what_is_closed_and_sends_nothing(
    cast: Cast, late: Report, as_user: Any
) -> None:
    page = as_user(cast.office).get(REMIND)
    assert titles(page) == {cast.lead: ["报告逾期 21 天未报：消防安全组 2026年5月"]}
    assert page.context["closed"] == ["消防安全组 2026年4月"]
    assert "以下报告已截止，不再催报" in Page(page).text
    assert by_hand(cast.lead) == []


def test_who_writes_two_reports_hears_of_both_in_the_order_of_their_months(
    cast: Cast, late: Report, as_user: Any
) -> None:
    Report.objects.update(lock_on=OPEN_UNTIL)
    [found] = titles(as_user(cast.chair).get(REMIND)).values()
    assert [title.partition(" 2026年")[2] for title in found] == ["4月", "5月"]


def test_sent_three_times_it_reminds_once(cast: Cast, late: Report, as_user: Any, time_machine: Any) -> None:
    client = as_user(cast.office)
    once = client.get(REMIND).context["once"]
    answers = [client.post(REMIND, {"once": once, "text": "快"}) for _time in range(3)]
    assert {answer["Location"] for answer in answers} == {f"{LIST}?standing=missing"}
    assert len(by_hand(cast.lead)) == 1
    said = [str(message) for message in client.get("/").context["messages"]]
    assert any(str(cast.lead) in sentence for sentence in said)
    time_machine.shift(timedelta(hours=1))
    sent(as_user(cast.office))
    assert len(by_hand(cast.lead)) == 2


def test_what_came_between_the_preview_and_the_button_is_left_alone(cast: Cast, late: Report, as_user: Any) -> None:
    client = as_user(cast.office)
    once = client.get(REMIND).context["once"]
    reports.submit_report(a_filled(cast, late), by=cast.lead)
    answer = client.post(REMIND, {"once": once, "text": ""})
    assert answer.status_code == 422
    assert "没有需要提醒的人" in Page(answer).text
    assert by_hand(cast.lead) == []


def test_one_report_is_reminded_of_alone(cast: Cast, late: Report, as_user: Any) -> None:
    a_report_of(cast, MAY, group=cast.supervision, lock_on=OPEN_UNTIL)
    client, url = as_user(cast.office), f"{REMIND}?report={late.pk}"
    assert sent(client, url) == late.get_absolute_url()
    assert [row.thing_id for row in Action.objects.filter(verb="committee.remind_report")] == [str(late.pk)]


def test_one_report_that_is_closed_reminds_nobody_and_says_so(cast: Cast, late: Report, as_user: Any) -> None:
    closed = Report.objects.get(first=date(2026, 4, 1))
    page = as_user(cast.office).get(f"{REMIND}?report={closed.pk}")
    assert (titles(page), page.context["closed"]) == ({}, ["消防安全组 2026年4月"])


@pytest.mark.parametrize("key", ["0", "999999", "x", "", "-1", "１", "9" * 30])
def test_a_report_that_does_not_exist_reminds_nobody(key: str, cast: Cast, late: Report, as_user: Any) -> None:
    page = as_user(cast.office).get(REMIND, {"report": key})
    assert (page.status_code, titles(page), page.context["closed"]) == (200, {}, [])


def test_the_reminder_keeps_to_what_the_list_was_narrowed_to(cast: Cast, late: Report, as_user: Any) -> None:
    Report.objects.update(lock_on=OPEN_UNTIL)
    client = as_user(cast.office)
    page = client.get(f"{REMIND}?period=month&since=2026-05-01&until=2026-05-01&from=board")
    assert [len(found) for found in titles(page).values()] == [1]
    assert page.context["back"] == f"{BOARD}?kind=month&since=2026-05&until=2026-05"
    assert titles(client.get(f"{REMIND}?period=quarter")) == {}


@pytest.mark.parametrize(("role", "code"), [("chair", 200), ("office", 200), ("lead", 403), ("liaison", 403)])
def test_the_page_is_for_chair_and_office(role: str, code: int, cast: Cast, as_user: Any) -> None:
    client = as_user(getattr(cast, role))
    assert client.get(REMIND).status_code == code
    assert client.post(REMIND).status_code == (422 if code == 200 else code)


def test_one_late_report_or_five_the_same_queries(cast: Cast, late: Report, as_user: Any, query_count: Any) -> None:
    client = as_user(cast.office)
    client.get(REMIND)
    few = query_count(lambda: client.get(REMIND))
    for number in range(5):
        a_report_of(cast, date(2025, 1 + number, 1), lock_on=OPEN_UNTIL)
    assert query_count(lambda: client.get(REMIND)) == few


# Where it is offered


def buttons(client: Client, url: str) -> dict[str, str]:
    """What the page offers of reminding, and where."""
    found = client.get(url, follow=True).context["buttons"]
    return {button.label: button.url for button in found if button.verb == "committee.remind_report"}


def test_the_list_offers_it_with_the_number_to_those_who_may(cast: Cast, late: Report, as_user: Any) -> None:
    assert buttons(as_user(cast.office), LIST) == {"催报 1 份未报报告": REMIND}
    assert buttons(as_user(cast.lead), LIST) == {}
    reports.excuse_report(late, by=None, reason="撤并")
    assert buttons(as_user(cast.office), LIST) == {}


def test_the_page_of_a_report_offers_it_while_it_is_late(cast: Cast, late: Report, as_user: Any) -> None:
    office, page = as_user(cast.office), late.get_absolute_url()
    assert list(buttons(office, page).values()) == [f"{REMIND}?report={late.pk}"]
    assert buttons(as_user(cast.lead), page) == {}
    assert [buttons(office, report.get_absolute_url()) for report in Report.objects.exclude(pk=late.pk)] == [{}, {}]


# Letters


def reach_by_mail(user: Any, settings: Any) -> None:
    """Mail is on, and ``user`` has an address."""
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=user.pk).update(email="zhao@example.org")


def test_the_letter_leaves_at_once(cast: Cast, late: Report, settings: Any, mailoutbox: list[Any]) -> None:
    reach_by_mail(cast.lead, settings)
    remind_late_reports([late], by=cast.office)
    deliver_notices()
    assert "报告逾期 21 天未报" in "".join(letter.subject + letter.body for letter in mailoutbox)


def test_what_was_handed_in_before_the_letter_left_stays_at_home(
    cast: Cast, late: Report, settings: Any, mailoutbox: list[Any]
) -> None:
    reach_by_mail(cast.lead, settings)
    remind_late_reports([late], by=cast.office)
    reports.submit_report(a_filled(cast, late), by=cast.lead)
    deliver_notices()
    assert mailoutbox == []
    assert Delivery.objects.get(channel="email", notice__rung="hand").state == "silent"
