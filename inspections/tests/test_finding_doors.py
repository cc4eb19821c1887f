"""Every door of a finding: it opens, refuses with a sentence and the typed text kept, acts once, says whom it told."""

from __future__ import annotations

from typing import Any

import pytest

from committee.tests.pages import Page
from committee.tests.test_work_doors import HOSTILE, message
from dayan_safety.models import Action, Notice
from dayan_safety.permissions import verb_label
from dayan_safety.testing import Cast
from inspections.models import Finding, Rectification, Reinspection
from inspections.tests.finding_builders import IN_STATE, asked
from inspections.tests.finding_doors import DOORS, Door, address

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
EACH = [pytest.param(door, id=door.verb) for door in DOORS]
WITH_ERRORS = [pytest.param(door, id=door.verb) for door in DOORS if door.why]


def finding_of(thing: Any) -> Any:
    """The finding that a thing is, or belongs to."""
    return getattr(thing, "finding", thing)


def times_done(door: Door) -> int:
    """How often history keeps the verb at a door; the five fixings are an edit of the finding."""
    verb = "inspections.edit_finding" if door.verb == "fix_finding" else f"inspections.{door.verb}"
    return Action.objects.filter(verb=verb, outcome="done").exclude(by_name="").count()


@pytest.mark.parametrize("door", EACH)
def test_a_door_names_the_verb_and_the_thing(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    page = Page(as_user(getattr(cast, door.role)).get(address(door.verb, thing)))
    label = verb_label(f"inspections.{door.verb}")
    assert (page.status_code, page.title) == (200, label)
    assert page.main.first(kind="form-foot").first("button").text == label


@pytest.mark.parametrize("door", EACH)
def test_a_button_leads_through_it(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    page = Page(as_user(getattr(cast, door.role)).get(finding_of(thing).get_absolute_url()))
    assert address(door.verb, thing) in [link.attributes["href"] for link in page.main.all("a")]


@pytest.mark.parametrize("door", EACH)
def test_what_was_sent_is_done_once_and_said_with_whom_was_told(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    browser, url = as_user(getattr(cast, door.role)), address(door.verb, thing)
    once = {"once": Page(browser.get(url)).input("once")}
    before = (times_done(door), Rectification.objects.count(), Reinspection.objects.count())
    first = browser.post(url, door.sends() | once)
    assert (first.status_code, first["Location"]) == (302, finding_of(thing).get_absolute_url())
    after = (times_done(door), Rectification.objects.count(), Reinspection.objects.count(), Notice.objects.count())
    for _time in range(2):
        again = browser.post(url, door.sends() | once)
        assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert after[0] == before[0] + 1
    kept = (times_done(door), Rectification.objects.count(), Reinspection.objects.count(), Notice.objects.count())
    assert kept == after
    assert message(browser.get(first["Location"])).startswith(door.said)


@pytest.mark.parametrize("door", WITH_ERRORS)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    before = (times_done(door), Notice.objects.count(), Finding.objects.filter(pk=finding_of(thing).pk).values().get())
    answer = as_user(getattr(cast, door.role)).post(address(door.verb, thing), door.sends(door.wrong))
    page = Page(answer)
    assert (page.status_code, page.errors) == (422, door.why)
    typed = door.form | door.wrong
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    kept = (times_done(door), Notice.objects.count(), Finding.objects.filter(pk=finding_of(thing).pk).values().get())
    assert kept == before


@pytest.mark.parametrize("door", EACH)
def test_a_thing_of_others_is_no_different_from_none(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    url = address(door.verb, thing)
    assert as_user(getattr(cast, door.role)).get(url).status_code == 200
    Finding.objects.filter(pk=finding_of(thing).pk).update(unit=cast.other_village)
    for role in ("outsider", "liaison"):
        browser = as_user(getattr(cast, role))
        answers = [
            browser.get(url),
            browser.post(url, door.sends()),
            browser.get(url.replace(f"/{thing.pk}/", "/999/")),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404], role


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("door", [door for door in EACH if door.values[0].form])
def test_hostile_input_is_kept_as_text_or_refused(door: Door, kind: str, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    browser = as_user(getattr(cast, door.role))
    typed = {name: HOSTILE[kind] if not name.endswith("_on") else value for name, value in door.sends().items()}
    answer = browser.post(address(door.verb, thing), door.sends() | typed)
    assert answer.status_code in (302, 422)
    shown = browser.get(finding_of(thing).get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("door", EACH)
def test_a_verb_that_came_too_late_is_refused_with_the_state_as_it_is(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    Finding.objects.filter(pk=finding_of(thing).pk).update(state="withdrawn")
    answer = as_user(getattr(cast, door.role)).post(address(door.verb, thing), door.sends())
    assert (answer.status_code, Page(answer).errors) == (422, {"": "目前状态为“已撤销”，不能进行此操作。"})


def test_files_that_are_no_photos_among_good_ones_are_told_and_the_good_ones_kept(cast: Cast, as_user: Any) -> None:
    door = next(door for door in DOORS if door.verb == "report_step")
    thing = door.make(cast)
    sent = door.sends()
    bad = door.sends()["uploads"][0]
    bad._name = "坏.png"
    bad.file.seek(0)
    bad.file.write(b"GIF89a" + bytes(20))
    bad.file.seek(0)
    browser = as_user(cast.liaison)
    answer = browser.post(address("report_step", thing), sent | {"uploads": [*sent["uploads"], bad]})
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "“坏.png”没有上传" in page
    assert Rectification.objects.get().text == "正在更换"


def test_who_asked_for_the_reinspection_does_not_look_again_even_with_another_post(cast: Cast, as_user: Any) -> None:
    finding = asked(cast)
    Finding.objects.filter(pk=finding.pk).update(asked_by=cast.office)
    answer = as_user(cast.office).post(address("close_finding", finding), {"text": ""})
    assert (answer.status_code, Page(answer).errors) == (422, {"": "须由他人复查：整改者不能自行销号。"})
    assert as_user(cast.chair).post(address("close_finding", finding), {"text": ""}).status_code == 302


@pytest.mark.parametrize("state", IN_STATE)
def test_no_button_leads_to_a_refusal(state: str, cast: Cast, as_user: Any) -> None:
    finding = IN_STATE[state](cast)
    for role in ("liaison", "inspector", "office", "chair", "supervisor", "lead", "member"):
        browser = as_user(getattr(cast, role))
        page = Page(browser.get(finding.get_absolute_url()))
        for link in page.head.all("a"):
            href = link.attributes["href"] or ""
            if href.startswith("/inspections/findings/"):
                assert browser.get(href).status_code == 200, (role, href)
