"""The chair's page: who opens it, that each number leads to its records, what it never holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.overview import pages
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast
from dayan_safety.tests import overview_town
from dayan_safety.tests.markup import in_english, markup_of

OVERVIEW = reverse("view_overview")
READERS = {"chair", "office", "supervisor"}
LABELS = ["月报按时上报率", "会议出席率", "隐患整改率", "活动覆盖村数", "自评预测分", "未落实任务"]


@pytest.fixture
def full(midsummer: None, cast: Cast) -> Cast:
    """A town with something in each figure."""
    overview_town.full_town(cast)
    return cast


@pytest.mark.parametrize("role", Cast.ROLES)
def test_the_chair_the_office_and_the_supervisors_read_it(role: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    assert (browser.get(OVERVIEW).status_code == 200) == (role in READERS)
    assert (OVERVIEW in browser.get("/").content.decode()) == (role in READERS)


def test_a_stranger_is_asked_to_sign_in(client: Any, db: None) -> None:
    assert client.get(OVERVIEW)["Location"].startswith(reverse("sign_in"))


def test_six_figures_each_with_number_target_light_and_twelve_months(full: Cast, as_user: Any) -> None:
    page = markup_of(as_user(full.chair).get(OVERVIEW))
    cards = page.all("article", "gauge")
    assert [heading.text for heading in page.all("h3")][:6] == LABELS
    assert len(cards) == 6
    for card in cards:
        assert re.search(r"达标|接近目标|未达标|暂无", card.text), card.text
    assert len(page.all("svg", "trend")) == 6
    assert len(page.all("caption")) == 6


def test_every_figure_and_every_second_number_opens_for_whoever_reads_the_page(full: Cast, as_user: Any) -> None:
    for role in READERS:
        browser = as_user(getattr(full, role))
        shown = browser.get(OVERVIEW).context
        urls = [gauge.url for gauge in shown["figures"].gauges]
        urls += [beside.url for gauge in shown["figures"].gauges for beside in gauge.besides]
        urls += [url for _label, _number, url in shown["red"].counts] + [each.url for each in shown["leagues"]]
        assert {browser.get(url, follow=True).status_code for url in urls} == {200}


def test_ranks_are_shown_to_whoever_sees_leagues_and_to_nobody_else(
    full: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_user(full.chair)
    assert "排名" in browser.get(OVERVIEW).content.decode()
    monkeypatch.setattr("dayan_safety.overview.glance.sees_league", lambda user: False)
    page = browser.get(OVERVIEW)
    assert "排名" not in page.content.decode()
    assert page.context["leagues"] == []


def test_the_page_says_the_rule_of_the_red_list(full: Cast, as_user: Any) -> None:
    text = markup_of(as_user(full.chair).get(OVERVIEW)).one("main").text
    assert "重大隐患在前，其次是其他隐患、督办、报告" in text


def test_an_empty_town_says_that_nothing_is_late(cast: Cast, as_user: Any) -> None:
    text = markup_of(as_user(cast.chair).get(OVERVIEW)).one("main").text
    assert "没有逾期事项" in text
    assert "排名" not in text


def test_in_english_nothing_of_the_portal_is_chinese(cast: Cast, as_user: Any) -> None:
    page = Page(in_english(as_user(cast.office)).get(OVERVIEW))
    assert page.title == "The town at a glance"
    main = markup_of(in_english(as_user(cast.office)).get(OVERVIEW)).one("main").text
    named = ("消防安全组", "督查考核组", "李文员", "大安镇")
    for name in named:
        main = main.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", main) == []


def test_nothing_is_drawn_by_style_or_script_in_the_page(full: Cast, as_user: Any) -> None:
    answer = as_user(full.office).get(OVERVIEW)
    page = markup_of(answer)
    assert [element.tag for element in page.elements if "style" in element.attrs] == []
    assert [script.text for script in page.all("script") if not script["src"]] == []
    assert page.all("style") == []
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


# The office's parameters


def test_targets_are_the_offices(full: Cast, as_user: Any) -> None:
    browser = as_user(full.chair)
    assert "目标 95%" in browser.get(OVERVIEW).content.decode()
    set_parameters({"dayan_safety.target_reports": 33, "dayan_safety.near_target": 0}, by=full.office)
    gauge = browser.get(OVERVIEW).context["figures"].gauges[0]
    assert (gauge.target, str(gauge.light)) == ("目标 33%", "达标")
    set_parameters({"dayan_safety.target_reports": 34}, by=full.office)
    assert str(browser.get(OVERVIEW).context["figures"].gauges[0].light) == "未达标"


# The address of the screen on the page


def test_only_the_office_finds_the_address_of_the_screen(cast: Cast, as_user: Any) -> None:
    as_user(cast.office).post(reverse("open_screen"))
    for role in READERS:
        shown = as_user(getattr(cast, role)).get(OVERVIEW)
        assert ("/screen/" in shown.content.decode()) == (role == "office")


def test_looking_switches_nothing_on(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.get(OVERVIEW)
    assert browser.get(OVERVIEW).context["screen"]["address"] == ""
    assert browser.get(reverse("open_screen")).status_code == 405


def test_the_buttons_switch_on_renew_and_switch_off(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    told, addresses = [], []
    for verb in ("open", "renew", "close"):
        answer = browser.post(reverse(f"{verb}_screen"), follow=True)
        told += markup_of(answer).texts("div", "alert-success")
        addresses.append(answer.context["screen"]["address"])
    assert ["已开启" in told[0], "已更换" in told[1], "已关闭" in told[2]] == [True, True, True]
    assert (addresses[0] != addresses[1], addresses[2]) == (True, "")


def test_a_button_pressed_twice_gives_one_address(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.post(reverse("open_screen"))
    once = browser.get(OVERVIEW).context["screen"]["once"]
    addresses = []
    for _time in range(2):
        addresses.append(
            browser.post(reverse("renew_screen"), {"once": once}, follow=True).context["screen"]["address"]
        )
    assert addresses[0] == addresses[1]


def test_the_rule_of_the_page_is_one_right() -> None:
    assert pages.VIEW == "dayan_safety.view_overview"
