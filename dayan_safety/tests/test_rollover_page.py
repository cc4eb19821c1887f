"""The page of the turn of the year in Chinese: what it shows to whom, the press, and the same page again if refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.check_builders import a_check, a_checking_book
from campaigns.models import Campaign
from campaigns.tests.builders import a_campaign
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests.turns import autumn, press

pytestmark = pytest.mark.usefixtures("autumn")
__all__ = ["autumn"]
PAGE, PRESS = reverse("view_rollover"), reverse("roll_over")


def page(browser: Any) -> Page:
    return Page(browser.get(PAGE))


def typed(shown: Page) -> dict[str, Any]:
    """What the page's form sends as it stands."""
    inputs = [node.attributes for node in shown.main.first("form").all("input")]
    hidden = {str(each["name"]): each.get("value") or "" for each in inputs if each.get("type") == "hidden"}
    ticked = [each for each in inputs if "checked" in each]
    lists = {name: [each["value"] for each in ticked if each["name"] == name] for name in ("kind", "line")}
    return hidden | lists


def sections(shown: Page) -> dict[str, str]:
    """Each kind with its words."""
    cards = shown.main.all("section", "card")
    return {card.first("h3").text: card.text for card in cards if card.all("h3")}


def test_the_page_says_what_each_kind_hands_on(cast: Cast, as_user: Any) -> None:
    a_campaign(name="2026年防溺水专项")
    in_use(rulebook=a_rulebook(name="2026年细则"))
    shown = page(as_user(cast.office))
    assert shown.title == "转入2027年度"
    told = sections(shown)
    assert list(told) == [
        "节假日与调休",
        "实施细则",
        "定期检查",
        "互评",
        "每年重复的承诺事项",
        "全国安全社区自评",
        "年度专项活动",
        "年度培训计划",
        "检查计划",
    ]
    assert "将新建1条 2026年防溺水专项 名称：2026年防溺水专项 → 2027年防溺水专项" in told["年度专项活动"]
    assert "由其他人员办理，您只能查看。" in told["实施细则"]
    assert told["年度培训计划"].endswith("没有可转入的内容。")
    assert shown.main.first("form").first("button", "btn-primary").text == "把勾选的内容转入2027年度"


def test_an_unknown_year_is_told(cast: Cast, as_user: Any) -> None:
    assert "2027年的节假日尚未载入：截止日只避开了周末。" in page(as_user(cast.office)).text


def test_the_chair_looks_and_does_not_press(cast: Cast, as_user: Any) -> None:
    a_campaign()
    shown = page(as_user(cast.chair))
    assert "将新建1条" in sections(shown)["年度专项活动"]
    assert shown.main.all("form") == shown.main.all("input") == []
    assert as_user(cast.chair).post(PRESS).status_code == 403


def test_pressing_carries_over_and_tells_who_did(cast: Cast, as_user: Any) -> None:
    a_campaign(name="2026年专项")
    browser = as_user(cast.office)
    answer = browser.post(PRESS, typed(page(browser)), follow=True)
    shown = Page(answer)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "已转入1条记录。" in answer.content.decode()
    assert "均已转入。" in sections(shown)["年度专项活动"]
    assert "2027年已有1条" in sections(shown)["年度专项活动"]
    assert "已办结转 2026-11-30 10:00 李文员" in shown.text
    assert "年度专项活动：1" in shown.panels["已办结转"].text


def test_who_looked_and_carried_nothing_over_is_told(cast: Cast, as_user: Any) -> None:
    a_campaign()
    browser = as_user(cast.office)
    browser.post(PRESS, typed(page(browser)) | {"kind": [], "line": []})
    assert page(browser).panels["已办结转"].text.endswith("李文员：已核对，未转入内容")


def test_one_reason_for_all_is_told_once(cast: Cast, as_user: Any) -> None:
    a_checking_book()
    a_check(name="甲检查")
    a_check(name="乙检查")
    told = sections(page(as_user(cast.supervisor)))["定期检查"]
    assert told.endswith("不转入2条：2027年实施细则尚未启用：启用后再转入。 甲检查 乙检查")


def test_the_same_form_sent_again_carries_over_once(cast: Cast, as_user: Any) -> None:
    a_campaign(name="2026年专项")
    browser = as_user(cast.office)
    form = typed(page(browser))
    assert [browser.post(PRESS, form).status_code for _each in range(3)] == [302, 302, 302]
    assert Campaign.objects.count() == 2
    assert Action.objects.filter(verb="dayan_safety.roll_over").count() == 1


def test_what_changed_meanwhile_is_shown_anew_as_it_was_ticked(cast: Cast, as_user: Any) -> None:
    old, other = a_campaign(name="2026年甲"), a_campaign(name="2026年乙")
    browser = as_user(cast.office)
    form = typed(page(browser))
    form["line"].remove(f"campaigns.campaign-{other.pk}")
    old.name = "2026年丙"
    edit_record(old, ["name"], by=None)
    answer = browser.post(PRESS, form)
    shown = Page(answer)
    assert answer.status_code == 409
    assert "您查看之后记录有变动" in answer.content.decode()
    again = typed(shown)
    assert again["line"] == form["line"]
    assert (again["plan"] != form["plan"], Campaign.objects.count()) == (True, 2)
    assert browser.post(PRESS, again).status_code == 302
    assert set(Campaign.objects.values_list("name", flat=True)) == {"2026年丙", "2026年乙", "2027年丙"}


def test_a_page_that_is_only_looked_at_writes_nothing(cast: Cast, as_user: Any) -> None:
    a_campaign()
    browser = as_user(cast.office)
    before = Action.objects.count()
    browser.get(PAGE)
    assert (Campaign.objects.count(), Action.objects.count()) == (1, before)
    assert browser.get(PRESS).status_code == 405


@pytest.mark.parametrize("name", ["kind", "line", "plan", "once"])
@pytest.mark.parametrize("odd", ["\x00", "' OR 1=1", "<b id=xss1>", "9" * 5000, "张" * 3000, "\ud7ff", "-1"])
def test_odd_values_do_no_harm(name: str, odd: str, cast: Cast, as_user: Any) -> None:
    a_campaign()
    browser = as_user(cast.office)
    answer = browser.post(PRESS, typed(page(browser)) | {name: odd})
    assert answer.status_code in (302, 400, 409)
    assert "<b id=xss1>" not in answer.content.decode()


def test_a_name_with_markup_is_text(cast: Cast, as_user: Any) -> None:
    a_campaign(name="<b id=xss1>2026")
    assert "<b id=xss1>" not in as_user(cast.office).get(PAGE).content.decode()


def test_what_nothing_is_of_is_not_shown(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.chair)
    assert "未销号的督办事项" not in page(browser).text
    a_task()
    assert "未销号的督办事项 1" in page(browser).text


def test_the_home_page_leads_there(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    links = {node.attributes.get("href"): node.text for node in Page(browser.get("/")).main.all("a", "todo")}
    assert links[PAGE] == "待转入2027年度的事项类别 5"
    press(cast.office)
    assert PAGE not in [node.attributes.get("href") for node in Page(browser.get("/")).main.all("a", "todo")]
