"""Logging events: the office everybody's, a lead the own group's, a liaison the own unit's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Event
from campaigns.services.owning import create_own, edit_own
from campaigns.tests.builders import DAY, a_kind_of_event, an_event
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast

OWN = "请选择本单位或本工作组：其他单位的活动由其自行登记。"


def a_new_event(**given: Any) -> Event:
    """An event that is not logged yet."""
    return Event(**{"theme": "演练", "kind": a_kind_of_event(), "held_on": DAY, "place": "广场", **given})


def test_everybody_logs_the_own_and_the_office_any(cast: Cast) -> None:
    create_own(a_new_event(unit=cast.village), by=cast.liaison)
    create_own(a_new_event(group=cast.group), by=cast.lead)
    create_own(a_new_event(unit=cast.other_village), by=cast.office)
    assert Event.objects.count() == 3


@pytest.mark.parametrize(("role", "about"), [("liaison", "unit"), ("lead", "group"), ("liaison", ""), ("lead", "")])
def test_somebody_elses_is_refused(role: str, about: str, cast: Cast) -> None:
    others = {"unit": cast.other_village, "group": cast.supervision}
    with pytest.raises(RuleBroken, match=OWN):
        create_own(a_new_event(**({about: others[about]} if about else {})), by=getattr(cast, role))
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", ["member", "inspector", "supervisor", "chair", "auditor", "outsider"])
def test_who_logs_no_events_is_refused(role: str, cast: Cast) -> None:
    with pytest.raises((PermissionDenied, RuleBroken)):
        create_own(a_new_event(unit=cast.village), by=getattr(cast, role))


def test_an_own_event_is_not_given_away(cast: Cast) -> None:
    event = an_event(unit=cast.village)
    event.unit = cast.other_village
    with pytest.raises(RuleBroken, match=OWN):
        edit_own(event, ["unit"], by=cast.liaison)
    event.refresh_from_db()
    assert event.unit == cast.village


def test_a_liaison_sees_the_own_units_events_alone(cast: Cast, as_user: Any) -> None:
    mine, other = an_event(unit=cast.village), an_event(unit=cast.other_village)
    assert set(Event.objects.all().visible_to(cast.office)) == {mine, other}
    assert list(Event.objects.all().visible_to(cast.liaison)) == [mine]
    page = Page(as_user(cast.liaison).get(reverse("campaigns:list_event")))
    assert [row[0] for row in page.rows] == [mine.theme]


def test_the_form_takes_usual_days_and_times_and_says_what_is_wrong(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.liaison), reverse("campaigns:create_event")
    typed = {
        "theme": "消防演练", "kind": a_kind_of_event().pk, "held_on": "2026年6月5日", "begins_at": "下午2点30分",
        "place": "村委会", "unit": cast.village.pk,
    }  # fmt: skip
    page = Page(browser.post(url, typed | {"begins_at": "半夜"}))
    assert page.errors == {"begins_at": "这不是时间，请写成14:30这样。"}
    assert page.input("begins_at") == "半夜"
    assert browser.post(url, typed).status_code == 302
    event = Event.objects.get()
    assert (str(event.held_on), f"{event.begins_at:%H:%M}") == ("2026-06-05", "14:30")
    facts = Page(browser.get(event.get_absolute_url())).facts
    assert (facts["日期"], facts["开始时间"], facts["单位"]) == ("2026-06-05", "14:30", "东风村")


def test_what_lies_ahead_is_planned(cast: Cast, as_user: Any) -> None:
    ahead = an_event(held_on=timezone.localdate() + timedelta(days=1))
    today = an_event(held_on=timezone.localdate())
    browser = as_user(cast.office)
    assert Page(browser.get(ahead.get_absolute_url())).status == "计划中"
    assert Page(browser.get(today.get_absolute_url())).status == "已举办"
    assert set(Event.objects.all().planned_on(timezone.localdate())) == {ahead}
    assert set(Event.objects.all().held_by(timezone.localdate())) == {today}


@pytest.mark.parametrize(
    ("query", "themes"),
    [
        ("q=手册", ["发放手册"]),
        ("q=广场", ["咨询日"]),
        ("counts_as=drill", ["演练"]),
        ("since=2026-6-10", ["发放手册", "咨询日"]),
        ("until=2026-6-9", ["演练"]),
        ("entry=families", ["发放手册"]),
        ("unit_kind=village", ["演练"]),
    ],
)
def test_the_list_is_narrowed(query: str, themes: list[str], cast: Cast, as_user: Any) -> None:
    an_event(theme="演练", kind=a_kind_of_event(counts_as="drill"), held_on=DAY - timedelta(days=1), unit=cast.village)
    an_event(theme="咨询日", place="镇政府广场")
    an_event(theme="发放手册", entry="families")
    rows = Page(as_user(cast.office).get(f"{reverse('campaigns:list_event')}?{query}")).rows
    assert [row[0] for row in rows] == themes
