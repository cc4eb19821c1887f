"""Every door of a report: it opens, says what is to know, refuses with a sentence, acts once, says whom it told."""

from __future__ import annotations

from typing import Any

import pytest

from committee.models import Report
from committee.tests.pages import Page
from committee.tests.report_doors import DOORS, ROLES, Door, address
from dayan_safety.models import Action, Notice
from dayan_safety.permissions import verb_label
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
EACH = [pytest.param(door, id=door.verb) for door in DOORS]
OF_A_STATE = [pytest.param(door, id=door.verb) for door in DOORS if door.verb != "comment"]
WITH_ERRORS = [pytest.param(door, id=door.verb) for door in DOORS if door.why]


def kept(report: Report) -> Any:
    """Everything that is told of a report, and whom it was told."""
    rows = (report.remarks.values_list("field", "kind", "text"), report.filings.values_list("number", "is_nil"))
    told = Action.objects.filter(verb__startswith="committee.").count(), Notice.objects.count()
    return Report.objects.filter(pk=report.pk).values().get(), [list(each) for each in rows], told


@pytest.mark.parametrize("door", EACH)
def test_a_door_names_the_verb_and_the_report(door: Door, cast: Cast, as_user: Any) -> None:
    report = door.make(cast)
    page = Page(as_user(getattr(cast, door.role)).get(address(door.verb, report)))
    label = verb_label(f"committee.{door.verb}_report")
    assert (page.status_code, page.title, page.head.first("p").text) == (200, label, "消防安全组 2026年6月")
    assert page.main.first(kind="form-foot").first("button").text == label


@pytest.mark.parametrize("door", EACH)
def test_it_opens_to_those_who_may_and_to_nobody_else(door: Door, cast: Cast, as_user: Any) -> None:
    url = address(door.verb, door.make(cast))
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ROLES}
    assert codes == {role: 200 if role in door.may else 404 if role == "outsider" else 403 for role in ROLES}
    posts = [as_user(getattr(cast, role)).post(url, door.form).status_code for role in ("member", "outsider")]
    assert posts == [403, 404]


@pytest.mark.parametrize("door", EACH)
def test_what_was_sent_is_done_once_and_said_with_whom_was_told(door: Door, cast: Cast, as_user: Any) -> None:
    report = door.make(cast)
    browser, url = as_user(getattr(cast, door.role)), address(door.verb, report)
    form = door.form | {"once": Page(browser.get(url)).input("once")}
    first = browser.post(url, form)
    assert (first.status_code, first["Location"]) == (302, report.get_absolute_url())
    done = kept(report)
    again = [browser.post(url, form) for _time in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in again] == [(302, first["Location"])] * 2
    assert kept(report) == done
    assert Page(browser.get(first["Location"])).main.first(kind="alert-success").text == door.said


@pytest.mark.parametrize("door", WITH_ERRORS)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(door: Door, cast: Cast, as_user: Any) -> None:
    report = door.make(cast)
    before = kept(report)
    answer = as_user(getattr(cast, door.role)).post(address(door.verb, report), door.wrong)
    page = Page(answer)
    assert (page.status_code, page.errors) == (422, door.why)
    assert kept(report) == before
    bound = answer.context["form"]
    assert {name: bound[name].value() for name in door.wrong or {}} == door.wrong


@pytest.mark.parametrize("door", OF_A_STATE)
def test_a_door_that_came_too_late_says_where_the_report_stands(door: Door, cast: Cast, as_user: Any) -> None:
    report = door.make(cast)
    state = "draft" if report.state != "draft" else "accepted"
    Report.objects.filter(pk=report.pk).update(state=state)
    page = Page(as_user(getattr(cast, door.role)).post(address(door.verb, report), door.form))
    standing = Report(state=state).get_state_display()
    assert (page.status_code, page.errors) == (422, {"": f"目前状态为“{standing}”，不能进行此操作。"})


HOSTILE = "<script>alert(1)</script><img src=x onerror=a()>%s{0}{{ x }}\x1b[31m\u202egnp\u200b=cmd|'!A0"


@pytest.mark.parametrize("text", [HOSTILE, "长" * 30_000], ids=["every trick", "long"])
@pytest.mark.parametrize("door", EACH)
def test_hostile_input_is_kept_as_text_or_refused(door: Door, text: str, cast: Cast, as_user: Any) -> None:
    report, browser = door.make(cast), as_user(getattr(cast, door.role))
    typed = dict.fromkeys(("reason", "note", "text", "is_nil", "usual", "field"), text)
    answer = browser.post(address(door.verb, report), door.form | typed | {"field": ""})
    assert answer.status_code in (302, 422)
    for html in (answer.content.decode(), browser.get(report.get_absolute_url()).content.decode()):
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
