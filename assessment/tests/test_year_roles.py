"""The end of a year through pages, as each role: posted, objected to, answered, corrected, published, and again."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Objection, Result, RulebookItem, Scorecard
from assessment.services import scores
from assessment.tests.builders import a_rulebook, in_use
from committee.tests.pages import Page
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit, an_appointment, build_cast
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BEGUN, SCORED = "2026-01-02 09:00", "2026-01-10 00:25"  # months that were over before have no scores
POSTED, OBJECTED = "2026-01-12 09:00", "2026-01-13 15:00"  # posted on a Monday
LAST_MINUTE, FIRST_AFTER = "2026-01-19 23:59", "2026-01-20 00:00"  # five working days later, and the next day
LATE, AGAIN, AT_LAST = "2026-03-02 10:00", "2026-03-03 09:00", "2026-03-11 09:00"
ROLES = Cast.ROLES


class Town:
    """The town's people before their pages, as the year goes on."""

    def __init__(self, cast: Cast, as_user: Any) -> None:
        self.cast, self.as_user, self.number = cast, as_user, 0

    def page(self, role: str, thing: Any) -> Page:
        """A thing as a role sees it."""
        return Page(self.as_user(getattr(self.cast, role)).get(thing.get_absolute_url()))

    def press(self, role: str, verb: str, thing: Any, **typed: Any) -> Page:
        """A role's door, filled in and sent; where it led to, or the form with what stands in the way."""
        self.number += 1
        door = reverse(f"assessment:{verb}", args=[thing.pk])
        sent = {"once": f"{self.number:032}", **typed}
        return Page(self.as_user(getattr(self.cast, role)).post(door, sent, follow=True))

    def who_may(self, verb: str, thing: Any) -> set[str]:
        """The roles for which the door of a verb opens."""
        door = reverse(f"assessment:{verb}", args=[thing.pk])
        return {role for role in ROLES if self.as_user(getattr(self.cast, role)).get(door).status_code == 200}

    def who_sees(self, thing: Any) -> set[str]:
        """The roles for which a thing exists."""
        url = thing.get_absolute_url()
        return {role for role in ROLES if self.as_user(getattr(self.cast, role)).get(url).status_code == 200}


@pytest.fixture
def town(as_user: Any) -> Town:
    """With the rules of 2025, by who holds the liaison posts."""
    with at(BEGUN):
        cast = build_cast()
        posts = {"method": RulebookItem.Method.COMPUTED, "figure": RulebookItem.Figure.POSTS}
        in_use(rulebook=a_rulebook(year=2025, name="考核细则"), number="1", name="联络岗到岗", **posts)
    return Town(cast, as_user)


def preview() -> Result:
    """What the clock keeps on its day."""
    with at(SCORED):
        assert scores.score_years(today()) == 1
    found: Result = Result.objects.standing().get(year=2025, month=0)
    return found


def posted(town: Town) -> Result:
    """The same, posted by the supervision group."""
    result = preview()
    with at(POSTED):
        assert town.press("supervisor", "post_result", result).status == "公示中"
    result.refresh_from_db()
    return result


def own_card(town: Town, result: Result) -> Scorecard:
    """What the liaison's village got."""
    found: Scorecard = Scorecard.objects.with_names().get(result=result, unit=town.cast.village)
    return found


def test_a_preview_is_seen_and_posted_by_those_who_assess(town: Town) -> None:
    result = preview()
    with at(POSTED):
        assert town.who_sees(result) == town.who_sees(own_card(town, result)) == {"chair", "office", "supervisor"}
        assert town.who_may("post_result", result) == {"supervisor"}
        assert town.who_may("publish_result", result) == {"chair"}
        assert "目前状态为“预览”" in town.press("chair", "publish_result", result).errors[""]
        assert town.press("supervisor", "post_result", result).facts["异议截止"] == "2026-01-19"
        assert town.who_sees(result) == {*ROLES} - {"auditor", "administrator", "outsider"}
        assert town.who_sees(own_card(town, result)) == {"chair", "office", "supervisor", "liaison"}
        assert "目前状态为“公示中”" in town.press("supervisor", "post_result", result).errors[""]


def test_one_objects_until_the_last_minute_of_the_last_working_day(town: Town) -> None:
    card = own_card(town, posted(town))
    with at(LAST_MINUTE):
        assert town.who_may("object_to_scorecard", card) == {"liaison"}
        assert "提出得分异议" in town.page("liaison", card).buttons
        made = town.press("liaison", "object_to_scorecard", card, item="1", said="三月起已到岗")
        assert (made.status, made.facts["项目序号"]) == ("待答复", "1")
    with at(FIRST_AFTER):
        assert "提出得分异议" not in town.page("liaison", card).buttons
        late = town.press("liaison", "object_to_scorecard", card, item="", said="另有出入")
        assert (late.status_code, late.errors[""]) == (422, "公示期已过，不能再提出异议。")
        assert late.input("said") == "另有出入"
    assert Objection.objects.count() == 1


def test_what_was_said_twice_is_one_objection_and_an_invented_item_none(town: Town) -> None:
    card = own_card(town, posted(town))
    with at(OBJECTED):
        town.press("liaison", "object_to_scorecard", card, item="", said="请核实")
        again = town.press("liaison", "object_to_scorecard", card, item="", said="请核实")
        assert again.errors[""] == "对这一项的异议正在等待答复。"
        invented = town.press("liaison", "object_to_scorecard", card, item="77", said="请核实")
        assert invented.status_code == 422
        assert "item" in invented.errors
    assert Objection.objects.count() == 1


def test_another_units_card_is_not_there_to_object_to(town: Town) -> None:
    result = posted(town)
    other = Scorecard.objects.with_names().get(result=result, unit=town.cast.other_village)
    with at(OBJECTED):
        answer = town.press("liaison", "object_to_scorecard", other, item="", said="他们多得了")
        assert answer.status_code == 404
    assert not Objection.objects.exists()


def test_only_the_supervision_group_answers_and_only_once(town: Town) -> None:
    card = own_card(town, posted(town))
    with at(OBJECTED):
        town.press("liaison", "object_to_scorecard", card, item="", said="请核实")
        made = Objection.objects.get()
        assert town.who_sees(made) == {"chair", "office", "supervisor", "liaison"}
        assert town.who_may("answer_objection", made) == {"supervisor"}
        assert town.press("supervisor", "answer_objection", made, is_right="no", answer="").status_code == 422
        done = town.press("supervisor", "answer_objection", made, is_right="no", answer="核实无误")
        assert (done.status, done.panels["答复"].text) == ("维持原得分", "答复 核实无误")
        second = town.press("supervisor", "answer_objection", made, is_right="yes", answer="属实")
        assert "目前状态为“维持原得分”" in second.errors[""]
        assert town.page("liaison", made).panels["答复"].text == "答复 核实无误"
    assert Notice.objects.filter(user=town.cast.liaison, key=f"objection:{made.pk}:answered").count() == 1


def test_the_chair_publishes_once_the_days_are_over_and_all_is_answered(town: Town) -> None:
    result = posted(town)
    card = own_card(town, result)
    with at(OBJECTED):
        town.press("liaison", "object_to_scorecard", card, item="", said="请核实")
    made = Objection.objects.get()
    with at(LAST_MINUTE):
        assert "公示期未满" in town.press("chair", "publish_result", result).errors[""]
    with at(FIRST_AFTER):
        assert town.press("chair", "publish_result", result).errors[""] == "有1件异议未答复。"
        assert town.page("chair", result).panels["发布前还需要"].text == "发布前还需要 有1件异议未答复。"
        town.press("supervisor", "answer_objection", made, is_right="no", answer="核实无误")
        assert town.who_may("publish_result", result) == {"chair"}
        final = town.press("chair", "publish_result", result)
        assert (final.status, final.facts["文号"], final.facts["发布日期"]) == (
            "正式",
            "大安创考〔2026〕1号",
            "2026-01-20",
        )
        assert {"下载考核结果通报", "下载年终目标考核折算表"} <= set(town.page("office", result).buttons)
        assert "下载年终目标考核折算表" not in town.page("liaison", result).buttons
        again = town.press("liaison", "object_to_scorecard", card, item="1", said="又有出入")
        assert again.status_code == 403


def test_a_unit_that_was_right_gets_its_score_in_the_next_edition(town: Town) -> None:
    result = posted(town)
    card = own_card(town, result)
    assert str(card.score) == "33.30"
    with at(OBJECTED):
        town.press("liaison", "object_to_scorecard", card, item="1", said="三人全年在岗")
        made = Objection.objects.get()
        early = town.press("supervisor", "correct_result", result, reason="异议成立")
        assert early.errors[""] == "请先答复对本版得分的异议，再更正得分。"
        town.press("supervisor", "answer_objection", made, is_right="yes", answer="属实，补录任命")
        for post in town.cast.village.liaison_posts.filter(appointments__isnull=True):
            an_appointment(post, "liaison")
    with at(FIRST_AFTER):
        assert "有异议成立" in town.press("chair", "publish_result", result).errors[""]
        assert town.who_may("correct_result", result) == {"supervisor"}
        assert town.press("supervisor", "correct_result", result, reason="").status_code == 422
        second = town.press("supervisor", "correct_result", result, reason="异议成立，补录任命")
        assert (second.status, second.facts["更正原因"], second.facts["版次"]) == ("预览", "异议成立，补录任命", "2")
        assert town.page("liaison", result).status == "已替换"
        newer = Result.objects.get(edition=2)
        assert town.press("supervisor", "post_result", newer).facts["异议截止"] == "2026-01-27"
        assert town.page("liaison", own_card(town, newer)).facts["得分"] == "100.00"
        assert town.page("liaison", card).facts["得分"] == "33.30"


def test_a_mistake_found_after_publication_goes_the_whole_way_again(town: Town) -> None:
    result = posted(town)
    with at(FIRST_AFTER):
        assert town.press("chair", "publish_result", result).facts["文号"] == "大安创考〔2026〕1号"
    with at(LATE):
        nothing = town.press("supervisor", "correct_result", result, reason="复核")
        assert nothing.errors[""] == "按现有记录计算，得分没有变化，无需更正。"
        a_unit(name="漏登村", valid_from="2025-01-01")
        town.press("supervisor", "correct_result", result, reason="漏登一个村")
        newer = Result.objects.get(edition=2)
        assert town.page("office", result).status == "已替换"
        assert "更正得分" not in town.page("supervisor", result).buttons
        assert "漏登村" not in town.page("liaison", result).text
    with at(AGAIN):
        town.press("supervisor", "post_result", newer)
        assert "公示期未满" in town.press("chair", "publish_result", newer).errors[""]
    with at(AT_LAST):
        final = town.press("chair", "publish_result", newer)
        assert (final.title, final.facts["文号"]) == ("2025年度考核得分（第2版）", "大安创考〔2026〕2号")
    numbers = Result.objects.filter(month=0).order_by("edition").values_list("state", "number")
    assert list(numbers) == [("replaced", "大安创考〔2026〕1号"), ("final", "大安创考〔2026〕2号")]


@pytest.mark.parametrize("verb", ["post_result", "publish_result", "correct_result"])
def test_no_role_without_the_right_gets_through_by_a_posted_form(verb: str, town: Town) -> None:
    result = posted(town)
    allowed = {"post_result": "supervisor", "publish_result": "chair", "correct_result": "supervisor"}[verb]
    with at(FIRST_AFTER):
        for role in {*ROLES} - {allowed}:
            assert town.press(role, verb, result, reason="x").status_code in (403, 404)
    result.refresh_from_db()
    assert (result.state, Result.objects.filter(month=0).count()) == ("posted", 1)
