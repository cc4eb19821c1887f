"""The end of a year in a real browser at both widths: check, ballot, preview, objection, final, announcement, sheet."""

from __future__ import annotations

import io
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from assessment.models import Check, CheckedUnit, Deduction, Objection, Result, Round, RulebookItem, Scorecard
from assessment.services import checks, peers, rulebooks, scores
from assessment.tests.builders import a_rulebook, an_item
from assessment.tests.check_builders import an_open_check, checked
from assessment.tests.peer_builders import a_round, ballot_of, give, villages
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import WIDTHS, Watched
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEGUN, CHECKED, SCORED = "2031-12-01 09:00", "2031-12-20 10:00", "2032-01-10 00:25"
POSTED, SAID, ANSWERED, PUBLISHED = "2032-01-12 09:00", "2032-01-13 15:00", "2032-01-14 10:00", "2032-01-22 09:00"
Method, Counts = RulebookItem.Method, RulebookItem.Counts


class Walk:
    """The town's people before screens that are looked at at both widths."""

    def __init__(self, visit: Any, cast: Cast) -> None:
        self.visit, self.cast, self.number = visit, cast, 0

    def go(self, role: str, path: str, name: str) -> Watched:
        """A role's page, opened anew, and looked at."""
        watched: Watched = self.visit(getattr(self.cast, role))
        watched.open(path)
        self.number += 1
        watched.look(f"year-{self.number:02}-{name}", first=list(WIDTHS)[self.number % 2])
        return watched

    def send(self, watched: Watched, name: str, **typed: str) -> None:
        """The door that is open: filled in and sent; what is said then is looked at."""
        for field, text in typed.items():
            watched.page.fill(f"main [name={field}]", text)
        watched.press("main .form-foot button[type=submit]")
        assert watched.page.locator(".alert-success").count() == 1, name
        self.number += 1
        watched.look(f"year-{self.number:02}-{name}", first=list(WIDTHS)[self.number % 2])


def door(verb: str, thing: Any) -> str:
    """Where a verb on a thing is done."""
    return reverse(f"assessment:{verb}", args=[thing.pk])


def taken(watched: Watched, path: str, folder: Path) -> bytes:
    """A file that is handed out when one presses what leads to ``path``."""
    with watched.page.expect_download() as download:
        watched.page.evaluate("path => { location.href = path }", path)
    kept = folder / "taken"
    download.value.save_as(kept)
    return kept.read_bytes()


@pytest.fixture
def town(transactional_db: Any, settings: Any, tmp_path: Path) -> Cast:
    """The cast with a rulebook of 2031: a check of 30 points in each month, mutual evaluation of 10 at the end."""
    files.keep_in(tmp_path / "kept", settings)
    with at(BEGUN):
        cast = build_cast()
        villages(5)
        book = a_rulebook(year=2031, name="考核细则")
        an_item(rulebook=book, number="1", name="定期检查", full_mark=D(30))
        an_item(rulebook=book, number="2", name="互评", method=Method.PEERS, full_mark=D(10), counts=Counts.YEAR)
        rulebooks.adopt_rulebook(book, by=None)
    return cast


def check_and_ballot(walk: Walk, cast: Cast) -> None:
    """The village scores itself, loses points in a check, and rates the others; both are closed."""
    with at(BEGUN):
        check = an_open_check(last=today().replace(day=31))
        peer = a_round(item=RulebookItem.objects.get(number="2"), last_on=today().replace(day=20), name="村级互评")
        peers.open_round(peer, by=None, seed="x")
    with at(CHECKED):
        of = checked(cast.village, check)
        item = checks.items_checked(check.rulebook)[0]
        own = walk.go("liaison", door("write_self_scores", of), "self-scores")
        walk.send(own, "self-scored", **{f"points_{item.pk}": "29"})
        deduct = walk.go("supervisor", f"{reverse('assessment:create_deduction')}?checked={of.pk}", "deduct")
        assert deduct.page.input_value("main [name=item]") == str(item.pk)  # the only one
        walk.send(deduct, "deducted", points="3", reason="台账不全")
        ballot = ballot_of(peer, cast.village)
        rating = walk.go("liaison", ballot.get_absolute_url(), "ballot")
        for number, field in enumerate(rating.page.locator("[data-mark]").all()):
            field.fill(str(90 - number))
        rating.press("main button[type=submit]:not([name=save])")
        for other in peer.ballots.exclude(pk=ballot.pk):
            give(peer, other.unit, lambda row: 80)
        walk.send(walk.go("supervisor", door("close_round", peer), "close-round"), "round-closed")
        walk.send(walk.go("supervisor", door("publish_round", peer), "publish-round"), "round-published")
        walk.send(walk.go("supervisor", door("close_check", check), "close-check"), "check-closed")
    assert Deduction.objects.get().checked == of
    assert CheckedUnit.objects.get(pk=of.pk).left == D(27)


def preview_and_posting(walk: Walk) -> Result:
    """The clock keeps the year, the supervision group posts it."""
    with at(SCORED):
        assert scores.score_years(today()) == 1
    result = Result.objects.get(year=2031, month=0)
    with at(POSTED):
        walk.go("supervisor", result.get_absolute_url(), "preview")
        walk.send(walk.go("supervisor", door("post_result", result), "post"), "posted")
    return result


def objection_and_answer(walk: Walk, card: Scorecard) -> None:
    """The liaison objects to the line of the check, and is answered."""
    with at(SAID):
        page = walk.go("liaison", card.get_absolute_url(), "own-card")
        assert page.page.locator(f"main a[href='{door('object_to_scorecard', card)}']").count() == 1
        saying = walk.go("liaison", door("object_to_scorecard", card), "object")
        saying.page.select_option("main [name=item]", "1")
        walk.send(saying, "objected", said="台账已补齐，请核实")
    objection = Objection.objects.get()
    with at(ANSWERED):
        answering = walk.go("supervisor", door("answer_objection", objection), "answer")
        answering.page.check("main [name=is_right][value=no]")
        walk.send(answering, "answered", answer="检查当日不全，维持原得分")
        assert Notice.objects.filter(user=walk.cast.liaison, key=f"objection:{objection.pk}:answered").exists()


def test_the_walk(town: Cast, visit: Any, tmp_path: Path) -> None:
    walk = Walk(visit, town)
    check_and_ballot(walk, town)
    result = preview_and_posting(walk)
    card = Scorecard.objects.with_names().get(result=result, unit=town.village)
    assert [line["points"] for line in card.lines] == ["27.00", "8.00"]
    objection_and_answer(walk, card)
    with at(PUBLISHED):
        walk.send(walk.go("chair", door("publish_result", result), "publish"), "published")
        result.refresh_from_db()
        assert (result.state, result.number) == (Result.State.FINAL, "大安创考〔2032〕1号")
        office = walk.go("office", result.get_absolute_url(), "final")
        paper = Document(io.BytesIO(taken(office, door("download_announcement", result), tmp_path)))
        sheet = openpyxl.load_workbook(io.BytesIO(taken(office, door("download_target_sheet", result), tmp_path)))
    told = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert [town.village.name, str(card.score)] in [row[1:3] for row in told]
    rows = {row[0]: row for row in sheet.active.values}
    assert D(str(rows[town.village.name][2])) == card.score
    assert Check.objects.get().state == Check.State.CLOSED
    assert Round.objects.get().state == Round.State.PUBLISHED
