"""A ballot in a real browser: filled in with the keyboard alone, at both widths, with its progress in sight."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.models import Ballot
from assessment.services import peers
from assessment.tests.peer_builders import an_open_round, ballot_of, fresh
from dayan_safety.testing import build_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_ballot_is_filled_in_with_the_keyboard_and_handed_in(visit: Any) -> None:
    cast = build_cast()
    round_ = an_open_round(cast, of=9)
    ballot = ballot_of(round_, cast.village)
    watched = visit(cast.liaison)
    page = watched.open(ballot.get_absolute_url())
    page.focus("[data-mark]")
    for number in range(8):
        page.keyboard.type(str(90 - number * 5))
        if number < 7:
            page.keyboard.press("Enter")
    assert page.inner_text("[data-done]") == "8"
    assert page.locator("[data-said]").all_inner_texts() == [
        *("优秀", "良好", "良好", "合格", "合格", "合格", "合格", "不合格")
    ]
    watched.look("ballot", first="phone")
    page.keyboard.press("Tab")  # save for now
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(round_.get_absolute_url())
    assert Ballot.objects.get(pk=ballot.pk).handed_in_at is not None
    assert [row.mark for row in peers.marks_of(ballot)] == [90, 85, 80, 75, 70, 65, 60, 55]
    watched.look("round-open")


def test_what_is_no_mark_is_no_progress(visit: Any) -> None:
    cast = build_cast()
    ballot = ballot_of(an_open_round(cast), cast.village)
    page = visit(cast.liaison, "phone").open(ballot.get_absolute_url())
    page.fill("[data-mark] >> nth=0", "101")
    assert (page.inner_text("[data-done]"), page.inner_text("[data-said] >> nth=0")) == ("0", "")
    page.fill("[data-mark] >> nth=0", "100")
    assert (page.inner_text("[data-done]"), page.inner_text("[data-said] >> nth=0")) == ("1", "优秀")
    with page.expect_navigation():
        page.click("button[name=save]")
    assert page.inner_text("[data-done]") == "1"
    assert fresh(ballot.round).state == "open"
