"""Who gave what stays unsaid: marks are in the database, and on no page, list, file, notice or history of anybody."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from assessment.models import Ballot, Mark, Rated, Round
from assessment.services import peers
from assessment.tests.peer_builders import all_give, an_item_for_peers, an_open_round, ballot_of, fresh, give
from committee.tests.pages import Page
from dayan_safety.history import change
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.access_rows import ROWS

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
GIVEN = 97  # what one village gave the liaison's, lower marks the others
ALONE = re.compile(rf"(?<![\w.:/-]){GIVEN}(?![\w.:/-])")
ROLES = ("liaison", "office", "chair", "supervisor", "member", "auditor", "administrator")


BEGINS = ("/", "/inbox/", "/history/", "/search/?q=村", "/assessment/rounds/", "/assessment/scorecards/")
FOLLOWED = ("/assessment/", "/inbox/", "/history/")


def read_by(browser: Any, more: list[str]) -> dict[str, str]:
    """What stands on the first pages, ``more``, and those of the assessment they lead to; in words and in fields."""
    texts: dict[str, str] = {}
    waiting = [*BEGINS, *more]
    while waiting:
        url = waiting.pop()
        answer = browser.get(url, follow=True)
        texts[url] = ""
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            page = Page(answer)
            fields = [field.attributes.get("value") or "" for field in page.main.all("input", "form-control")]
            texts[url] = " ".join([page.main.text, *fields])
            links = {str(link.attributes.get("href")).partition("#")[0] for link in page.main.all("a")}
            waiting += [link for link in links if link.startswith(FOLLOWED) and "sort=" not in link]
            waiting = [url for url in dict.fromkeys(waiting) if url not in texts]
    return texts


def rounds_of(cast: Cast) -> dict[str, Round]:
    """One that is open, one closed, one published; everybody has handed in: of one change, it is quicker."""
    with change():
        return _rounds(cast)


def _rounds(cast: Cast) -> dict[str, Round]:
    made = {state: an_open_round(cast, of=7, name=f"互评{state}") for state in ("open", "closed", "published")}
    for place, round_ in enumerate(made.values()):
        all_give(round_, lambda row, place=place: 60 + place * 10 + row.giver_id % 4)
        give(round_, cast.other_village, lambda row: GIVEN if row.receiver_id == cast.village.pk else 40)
    for state in ("closed", "published"):
        peers.close_round(made[state], by=None)
    peers.publish_round(fresh(made["published"]), by=None)
    return made


def means_of(round_: Round) -> set[str]:
    """The kept means as they are written."""
    return {f"{mean}" for mean in Rated.objects.filter(round=round_).values_list("mean", flat=True)}


def all_of(cast: Cast, role: str, as_user: Any) -> dict[str, str]:
    """Every page of the assessment, the villages' own pages, ballots, and every list of the assessment as a file."""
    browser = as_user(getattr(cast, role))
    ballots = [
        ballot.get_absolute_url() for ballot in Ballot.objects.filter(unit__in=(cast.village, cast.other_village))
    ]
    texts = read_by(browser, [cast.village.get_absolute_url(), cast.other_village.get_absolute_url(), *ballots])
    for name, row in ROWS.items():
        if name.startswith("assessment:export_") and role in row.may:
            url = reverse(name, args=["csv"])
            texts[url] = browser.get(url).getvalue().decode("utf-8-sig").replace(",", " ")
    return texts


@pytest.mark.parametrize("role", ROLES)
def test_no_mark_and_no_mean_before_its_time_is_anywhere(role: str, cast: Cast, as_user: Any) -> None:
    made = rounds_of(cast)
    assert Mark.objects.filter(mark=GIVEN, giver=cast.other_village, receiver=cast.village).count() == 3
    texts = all_of(cast, role, as_user)
    if role not in ("auditor", "administrator"):
        assert {round_.get_absolute_url() for round_ in made.values()} <= set(texts)
    assert {url: text for url, text in texts.items() if ALONE.search(text)} == {}
    hidden = means_of(made["closed"]) - means_of(made["published"])
    assert hidden
    assert {url for url, text in texts.items() if any(mean in text for mean in hidden)} == set()


def test_who_gave_it_reads_it_on_the_own_ballot(cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast)
    give(round_, cast.village, lambda row: GIVEN)
    texts = all_of(cast, "liaison", as_user)
    found = {url for url, text in texts.items() if ALONE.search(text)}
    assert found == {ballot_of(round_, cast.village).get_absolute_url()}


def test_published_each_unit_reads_its_own_mean_and_those_who_assess_all(cast: Cast, as_user: Any) -> None:
    round_ = rounds_of(cast)["published"]
    own = Rated.objects.get(round=round_, unit=cast.village)
    for role, number in (("liaison", 1), ("chair", 7), ("office", 7), ("supervisor", 7)):
        panel = Page(as_user(getattr(cast, role)).get(round_.get_absolute_url())).panels["平均分"]
        rows = [[cell.text for cell in row.all("td")] for row in panel.all("tr")[1:]]
        assert len(rows) == number
        assert [f"{own.mean}", "6"] in rows
    assert "平均分" not in Page(as_user(cast.member).get(round_.get_absolute_url())).panels


def test_with_too_few_raters_neither_mean_nor_number_is_read(cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast)
    give(round_, cast.other_village, lambda row: GIVEN)
    peers.close_round(round_, by=None)
    peers.publish_round(fresh(round_), by=None)
    assert Rated.objects.get(round=round_, unit=cast.village).raters == 1
    for role in ("liaison", "chair"):
        panel = Page(as_user(getattr(cast, role)).get(round_.get_absolute_url())).panels["平均分"]
        cells = {cell.text for row in panel.all("tr")[1:] for cell in row.all("td")}
        assert cells == {"评分单位不足3个，不计分"}


def test_turnout_is_for_those_who_assess_and_says_no_unit(cast: Cast, as_user: Any) -> None:
    made = rounds_of(cast)
    Ballot.objects.filter(round=made["open"], unit=cast.village).update(handed_in_at=None)
    for role in ("chair", "office", "supervisor"):
        page = Page(as_user(getattr(cast, role)).get(made["open"].get_absolute_url()))
        assert page.facts["已提交"] == "7张评分票中6张"
        assert cast.other_village.name not in page.main.text
    for role in ("liaison", "member"):
        page = Page(as_user(getattr(cast, role)).get(made["open"].get_absolute_url()))
        assert "已提交" not in page.facts
        assert cast.other_village.name not in page.main.text


@pytest.mark.parametrize("state", ["closed", "published"])
def test_flags_are_the_supervision_groups_alone_and_tell_no_mark(state: str, cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast, of=7)
    all_give(round_)
    give(round_, cast.other_village, lambda row: GIVEN)
    peers.close_round(round_, by=None)
    if state == "published":
        peers.publish_round(fresh(round_), by=None)
    panel = Page(as_user(cast.supervisor).get(round_.get_absolute_url())).panels["需要留意的评分"].text
    assert (cast.other_village.name in panel, str(GIVEN) in panel) == (True, False)
    for role in ("chair", "office", "liaison"):
        page = Page(as_user(getattr(cast, role)).get(round_.get_absolute_url()))
        assert "需要留意的评分" not in page.panels


def test_a_flat_ballot_is_left_out_by_its_unit_with_a_reason(cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast, of=7)
    all_give(round_)
    flat = give(round_, cast.other_village, lambda row: GIVEN)
    peers.close_round(round_, by=None)
    url, browser = reverse("assessment:leave_out_ballot", args=[round_.pk]), as_user(cast.supervisor)
    form = Page(browser.get(url))
    assert cast.other_village.name in form.main.text
    assert cast.village.name not in form.main.text
    assert browser.post(url, {"ballot": flat.pk, "reason": "", "once": "a"}).status_code == 422
    browser.post(url, {"ballot": flat.pk, "reason": "分数全部相同", "once": "b"})
    page = Page(browser.get(round_.get_absolute_url()))
    assert "分数全部相同" in page.panels["需要留意的评分"].text
    assert cast.other_village.name not in Page(as_user(cast.chair).get(round_.get_absolute_url())).main.text


def test_neither_notices_nor_history_tell_a_mark(cast: Cast) -> None:
    rounds_of(cast)
    rows = [*Action.objects.values("thing_name", "before", "after", "reason"), *Notice.objects.values("title", "text")]
    kept = [json.dumps(list(row.values()), ensure_ascii=False) for row in rows]
    assert len(kept) > 20
    assert ALONE.search(json.dumps([{"mark": str(GIVEN)}]))
    assert not [row for row in kept if ALONE.search(row)]


def test_the_back_office_has_no_door_to_it() -> None:
    models = {model._meta.label for model in admin.site._registry}
    assert not models & {"assessment.Round", "assessment.Rated", "assessment.Ballot", "assessment.Mark"}


@pytest.mark.parametrize("role", Cast.ROLES)
def test_rows_of_marks_and_ballots_exist_for_who_answers_for_the_unit_alone(role: str, cast: Cast) -> None:
    made, user = rounds_of(cast), getattr(cast, role)
    marks, ballots = Mark.objects.all().visible_to(user), Ballot.objects.all().visible_to(user)
    own = {cast.village.pk} if role == "liaison" else set()
    assert set(ballots.values_list("unit", flat=True)) == own
    assert set(marks.values_list("giver", flat=True)) == own
    assert set(marks.values_list("ballot__round", flat=True)) <= {made["open"].pk}


def test_a_round_costs_the_same_queries_for_any_number_of_units(cast: Cast, as_user: Any, query_count: Any) -> None:
    an_item_for_peers()
    costs = []
    for number in (7, 10):
        made = [an_open_round(cast, of=number) for _state in range(2)]
        all_give(made[0])
        peers.close_round(made[0], by=None)
        peers.publish_round(fresh(made[0]), by=None)
        browser = as_user(cast.supervisor)
        pages = [*(round_.get_absolute_url() for round_ in made)]
        pages.append(ballot_of(made[1], cast.village).get_absolute_url())
        readers = [browser, browser, as_user(cast.liaison)]
        costs.append([query_count(lambda at=at: at[0].get(at[1])) for at in zip(readers, pages, strict=True)])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12
