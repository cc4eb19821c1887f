"""A round from being set up to published, as each role sees it: absent raters, too few, all flat, favours."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from assessment.models import Ballot, Mark, Rated, Round, Scorecard
from assessment.services import peers
from assessment.tasks import close_rounds, score_months
from assessment.tests.peer_builders import an_item_for_peers, ballot_of, give, villages
from assessment.tests.walking import door, read, sent, told
from committee.models import Unit
from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast
from dayan_safety.tests.moments import at

BEGUN, MEANWHILE, OVER = "2026-06-01 09:00", "2026-06-05 10:00", "2026-06-11 00:20"
MEANS, FLAGS = "平均分", "需要留意的评分"
Judge = Callable[[Mark], int]


class Evaluation:
    """A round of villages until the tenth of June, and the people who have to do with it, through their pages."""

    def __init__(self, cast: Cast, as_user: Any, number: int) -> None:
        self.cast, self.as_user = cast, as_user
        villages(number)
        typed = {"name": "村级互评", "rated_kind": "village", "rating_kind": "village", "last_on": "2026-06-10"}
        self.page = sent(
            self.by("supervisor"), "create_round", **typed, item=an_item_for_peers(full_mark=D(100)).pk, each_rates=""
        )
        self.round = Round.objects.with_item().get()

    def by(self, role: str) -> Any:
        """The browser of a role, signed in now."""
        return self.as_user(getattr(self.cast, role))

    def read(self, role: str) -> Page:
        """The page of the round as a role sees it."""
        return read(self.by(role), self.round)

    def step(self, verb: str, **typed: Any) -> Page:
        """Taken by the supervision group."""
        return sent(self.by("supervisor"), verb, self.round, **typed)

    def given(self, judge: Judge, *, but: tuple[Any, ...] = ()) -> None:
        """Everybody hands the ballot in, but some; those of the villages without a login are taken by the clock."""
        self.round.refresh_from_db()
        absent = {unit.pk for unit in but}
        units = Ballot.objects.filter(round=self.round).exclude(unit__in=absent).values_list("unit", flat=True)
        for unit in units.order_by("unit"):
            give(self.round, unit, judge)

    def means(self, role: str) -> dict[str, list[str]]:
        """What the page says of each unit."""
        panel = self.read(role).panels.get(MEANS)
        return {cells[0]: cells[1:] for cells in rows_of(panel)} if panel else {}


@pytest.fixture
def evaluation(cast: Cast, as_user: Any) -> Any:
    """Of seven villages, in June."""
    with at(BEGUN):
        return Evaluation(cast, as_user, 7)


def by_place(row: Mark) -> int:
    """A mark for the receiver, a little other of each giver."""
    return 70 + row.receiver_id % 5 + row.giver_id % 7


def test_from_set_up_to_published(evaluation: Evaluation) -> None:
    cast, kept = evaluation.cast, evaluation.round
    assert (evaluation.page.title, evaluation.page.status) == ("村级互评", "设置中")
    with at(BEGUN):
        assert evaluation.by("liaison").get(kept.get_absolute_url()).status_code == 404
        assert "开始日期" not in evaluation.page.facts
        opened = evaluation.step("open_round")
        assert (opened.status, opened.facts["开始日期"]) == ("评分中", BEGUN[:10])
        assert told(cast.liaison, "assessment.round_opened") == [
            "互评开始，请在2026-06-10前（含当日）提交评分票：村级互评"
        ]
    with at(MEANWHILE):
        page = evaluation.read("liaison")
        assert "未提交" in page.panels["本单位的评分票"].text
        own = ballot_of(kept, cast.village)
        marks = {f"mark-{row.pk}": str(by_place(row)) for row in peers.marks_of(own)}
        handed = sent(evaluation.by("liaison"), "hand_in_ballot", own, **marks, version=own.version)
        assert (handed.title, "已提交" in handed.panels["本单位的评分票"].text) == ("村级互评", True)
        assert evaluation.read("office").facts["已提交"] == "7张评分票中1张"
        evaluation.given(by_place, but=(cast.village,))
        assert evaluation.read("chair").facts["已提交"] == "7张评分票中7张"
        assert [evaluation.means(role) for role in ("chair", "liaison")] == [{}, {}]
    with at(OVER):
        assert [close_rounds(), close_rounds()] == [1, 0]
        assert evaluation.read("liaison").status == "已结束待公布"
        assert [evaluation.means(role) for role in ("supervisor", "liaison")] == [{}, {}]
        assert FLAGS in evaluation.read("supervisor").panels
        assert evaluation.step("publish_round").status == "已公布"
        assert len(evaluation.means("chair")) == 7
        mean = Rated.objects.get(round=kept, unit=cast.village).mean
        assert evaluation.means("liaison") == {str(cast.village): [f"{mean}", "6"]}
        assert evaluation.means("member") == {}  # answers for a station
    with at("2026-07-05 00:20"):
        assert score_months() >= 1
        card = Scorecard.objects.get(result__month=6, unit=cast.village)
        assert card.score == mean


def test_with_absent_raters_those_who_rated_decide(evaluation: Evaluation) -> None:
    cast, kept = evaluation.cast, evaluation.round
    with at(MEANWHILE):
        evaluation.step("open_round")
        absent = tuple(Unit.objects.filter(kind="village").exclude(pk=cast.village.pk).order_by("-pk")[:3])
        evaluation.given(by_place, but=absent)
        assert evaluation.read("supervisor").facts["已提交"] == "7张评分票中4张"
    with at(OVER):
        close_rounds()
        evaluation.step("publish_round")
        raters = {name: cells[-1] for name, cells in evaluation.means("chair").items()}
        for unit in Unit.objects.filter(kind="village"):
            assert raters[str(unit)] == ("4" if unit in absent else "3")  # an absent unit is rated by all who came
        assert Ballot.objects.filter(round=kept, handed_in_at=None).count() == 3


def test_half_a_ballot_that_was_saved_is_an_absent_one(evaluation: Evaluation) -> None:
    cast, kept = evaluation.cast, evaluation.round
    with at(MEANWHILE):
        evaluation.step("open_round")
        own = ballot_of(kept, cast.village)
        rows = peers.marks_of(own)
        half = {f"mark-{row.pk}": "100" if place else "" for place, row in enumerate(rows)}
        page = sent(evaluation.by("liaison"), "hand_in_ballot", own, **half, version="1", save="1")
        assert "5 / 6" in page.text
        evaluation.given(lambda row: 60, but=(cast.village,))
    with at(OVER):
        close_rounds()
        evaluation.step("publish_round")
        means = evaluation.means("chair")
        assert means.pop(str(cast.village)) == ["60.00", "6"]
        assert set(map(tuple, means.values())) == {("60.00", "5")}


def test_with_fewer_raters_than_the_rules_ask_nothing_is_told_and_nothing_counts(evaluation: Evaluation) -> None:
    cast, kept = evaluation.cast, evaluation.round
    with at(MEANWHILE):
        evaluation.step("open_round")
        who = [cast.village, cast.other_village, *Unit.objects.filter(kind="village").order_by("-pk")[:1]]
        evaluation.given(by_place, but=tuple(Unit.objects.exclude(pk__in=[unit.pk for unit in who])))
    with at(OVER):
        close_rounds()
        evaluation.step("publish_round")
        means, few = evaluation.means("chair"), ["评分单位不足3个，不计分"]
        assert {name for name, cells in means.items() if cells == few} == {str(unit) for unit in who}  # two rated them
        assert evaluation.means("liaison") == {str(cast.village): few}
        assert Rated.objects.get(round=kept, unit=cast.village).raters == 2
    with at("2026-07-05 00:20"):
        score_months()
        assert Scorecard.objects.get(result__month=6, unit=cast.village).score is None
        assert Scorecard.objects.filter(result__month=6).exclude(score=None).count() == 4


def test_where_every_ballot_is_flat_all_may_be_left_out_and_nobody_has_a_mean(evaluation: Evaluation) -> None:
    with at(MEANWHILE):
        evaluation.step("open_round")
        evaluation.given(lambda row: 95)
    with at(OVER):
        close_rounds()
        form = Page(evaluation.by("supervisor").get(door("leave_out_ballot", evaluation.round)))
        chosen = [str(option.attributes["value"]) for option in form.main.all("option") if option.attributes["value"]]
        assert len(chosen) == 7
        first, *others = chosen
        page = evaluation.step("leave_out_ballot", ballot=first, reason="全部95分")
        assert page.panels[FLAGS].text.count("已剔除") == 1
        for ballot in others:
            peers.leave_out_ballot(evaluation.round, by=None, ballot=int(ballot), reason="全部95分")
        page = evaluation.read("supervisor")
        assert page.panels[FLAGS].text.count("已剔除") == 7
        assert "剔除评分票" not in page.panels[FLAGS].text  # none is left that could be
        evaluation.step("publish_round")
        assert set(map(tuple, evaluation.means("chair").values())) == {("评分单位不足3个，不计分",)}
    assert not Rated.objects.exclude(mean=None).exists()


def test_of_two_who_favour_each_other_the_supervision_reads_a_number_and_no_name(evaluation: Evaluation) -> None:
    cast = evaluation.cast
    friends = {cast.village.pk, cast.other_village.pk}

    def favours(row: Mark) -> int:
        return 100 if {row.giver_id, row.receiver_id} == friends else 70 + row.receiver_id % 3

    with at(MEANWHILE):
        evaluation.step("open_round")
        evaluation.given(favours)
    with at(OVER):
        close_rounds()
        told_ = evaluation.read("supervisor").panels[FLAGS].text
        assert told_.split("（对数）")[1].strip() == "1"
        assert (cast.village.name in told_, cast.other_village.name in told_) == (False, False)
        assert "剔除评分票" not in told_
        for role in ("chair", "office", "liaison"):
            assert FLAGS not in evaluation.read(role).panels


def test_too_few_villages_are_told_before_anybody_is_asked(cast: Cast, as_user: Any) -> None:
    with at(BEGUN):
        evaluation = Evaluation(cast, as_user, 3)
        page = evaluation.step("open_round")
        assert page.errors[""].startswith("有的单位只有2个单位评分，细则要求至少3个")
        assert told(cast.liaison) == []
        assert (evaluation.read("supervisor").status, Ballot.objects.count()) == ("设置中", 0)


def test_on_the_last_day_a_ballot_is_taken_and_a_minute_later_it_is_not(evaluation: Evaluation) -> None:
    cast, kept = evaluation.cast, evaluation.round
    with at(BEGUN):
        evaluation.step("open_round")
    own = ballot_of(kept, cast.village)
    marks = {f"mark-{row.pk}": "80" for row in peers.marks_of(own)}
    with at("2026-06-11 00:00"):
        late = sent(evaluation.by("liaison"), "hand_in_ballot", own, **marks, version=own.version)
        assert "评分截止日已过。" in late.text
        assert late.input(f"mark-{peers.marks_of(own)[0].pk}") == "80"
    with at("2026-06-10 23:50"):
        assert close_rounds() == 0
        assert sent(evaluation.by("liaison"), "hand_in_ballot", own, **marks, version=own.version).title == "村级互评"
    assert ballot_of(kept, cast.village).handed_in_at is not None


def test_each_role_is_led_to_its_own_step(evaluation: Evaluation) -> None:
    steps = {"supervisor": [], "chair": [], "office": [], "liaison": []}
    with at(MEANWHILE):
        for verb in ("open_round", "close_round", "publish_round"):
            for role, found in steps.items():
                if role != "liaison" or verb != "open_round":
                    found += [word for word in evaluation.read(role).buttons if "互评" in word]
            evaluation.step(verb)
    assert steps == {"supervisor": ["开始互评", "结束互评", "公布互评结果"], "chair": [], "office": [], "liaison": []}
