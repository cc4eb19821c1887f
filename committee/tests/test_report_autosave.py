"""A report written in a real browser: saved by itself, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from committee.models import Report
from committee.services import reports
from committee.tests.reporting import field_of
from committee.tests.sheets import a_past, a_sheet, saved, value_of, write_url
from dayan_safety.testing import Cast, a_person, a_user, an_appointment, build_cast
from dayan_safety.tests.browser import WIDTHS, Watched, serious_findings, session_cookie
from dayan_safety.workdays import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "开展消防检查12次。\n整改隐患8处。"
SAVED, RESTORED, UNSAVED = "已保存", "有未保存的内容，已恢复", "未保存，已存在本机"


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    """The small town, for a browser."""
    return build_cast()


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report that is open today; one task was counted."""
    return a_sheet(cast, due_on=today() + timedelta(days=10), lock_on=today() + timedelta(days=14))


class Desk:
    """Somebody before the sheet."""

    def __init__(self, watched: Watched, report: Report) -> None:
        self.watched, self.page, self.report = watched, watched.page, report
        self.open()

    def open(self) -> None:
        """Open the sheet, or open it again."""
        self.watched.open(write_url(self.report))

    def box(self, code: str, part: str = "field") -> str:
        """Where is typed."""
        return f"#{part}-{field_of(self.report, code).pk}"

    def entry(self, code: str) -> Any:
        """The field with all that stands beside it."""
        return self.page.locator(f"#ask-{field_of(self.report, code).pk}")

    def type(self, code: str, text: str, part: str = "field") -> None:
        """Type over what stands there, and stay in the field."""
        self.page.fill(self.box(code, part), text)

    def shown(self, code: str, part: str = "field") -> str:
        """What stands in the field."""
        return str(self.page.input_value(self.box(code, part)))

    def waits_for(self, code: str, state: str) -> None:
        """Until the field says so."""
        self.entry(code).locator(f"[data-state]:has-text('{state}')").wait_for()

    def kept(self) -> int:
        """How many fields the browser keeps."""
        keys = "Object.keys(localStorage).filter((key) => key.startsWith('report:')).length"
        return int(self.page.evaluate(keys))

    def settles(self) -> None:
        """Until the browser keeps nothing any more: all is saved."""
        for _turn in range(100):
            if not self.kept():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("not saved")

    def foot(self) -> str:
        """What the footer says."""
        return " ".join(self.page.inner_text(".write-stand").split())

    def press(self, text: str) -> None:
        """A button by its words."""
        self.page.click(f".asks button:visible:has-text('{text}')")


@pytest.fixture
def desk(cast: Cast, report: Report, visit: Any) -> Desk:
    """The lead's."""
    return Desk(visit(cast.lead), report)


def cut_off(desk: Desk) -> Callable[[], None]:
    """The portal answers nothing that is saved, until the function is called."""
    desk.page.route("**/values/**", lambda route: route.abort())
    return lambda: desk.page.unroute("**/values/**")


# Saved by itself


def test_typing_is_saved_and_there_again(desk: Desk, report: Report) -> None:
    desk.type("text", TEXT)
    desk.waits_for("text", SAVED)
    desk.type("drills", "３")
    desk.waits_for("drills", SAVED)
    assert saved(report) == {"text": TEXT, "drills": "3", "tasks_done": "0"}
    assert (desk.kept(), desk.foot()[:3], desk.foot()[-6:]) == (0, SAVED, "必填 2/2")
    assert desk.page.inner_text(".card:has-text('宣教培训') [data-section]").split()[-1] == "1/1"
    desk.open()
    assert (desk.shown("text"), desk.shown("drills")) == (TEXT, "3")


def test_a_number_stands_as_it_was_understood_once_it_is_left(desk: Desk, report: Report) -> None:
    desk.type("visits", "１，２００ 户")
    desk.waits_for("visits", SAVED)
    assert desk.shown("visits") == "１，２００ 户"
    desk.page.press(desk.box("visits"), "Enter")
    assert desk.shown("visits") == "1200"
    assert desk.page.evaluate("document.activeElement.id") == desk.box("tasks_done")[1:]


def test_leaving_the_page_at_once_still_saves(desk: Desk, report: Report) -> None:
    desk.type("text", TEXT)
    desk.page.goto("about:blank")
    desk.page.wait_for_timeout(1500)  # the server's answer comes to nobody
    assert saved(report)["text"] == TEXT
    desk.open()
    assert (desk.shown("text"), desk.kept()) == (TEXT, 0)


def test_what_is_wrong_says_so_until_it_is_corrected(desk: Desk, report: Report) -> None:
    error = desk.entry("drills").locator("[data-error]")
    desk.type("drills", "abc")
    desk.waits_for("drills", "未保存，请更正")
    assert (error.inner_text(), "未保存的项：1" in desk.foot(), desk.kept()) == ("请填写整数。", True, 1)
    desk.type("drills", "4")
    desk.waits_for("drills", SAVED)
    desk.type("drills", "501")
    error.locator("text=不能大于 500。").wait_for()
    desk.type("drills", "4")
    assert (error.is_visible(), desk.kept(), saved(report)["drills"]) == (False, 0, "4")


def test_another_number_than_was_counted_asks_why_at_once(desk: Desk, report: Report) -> None:
    entry = desk.entry("tasks_done")
    assert not entry.locator("[data-why]").is_visible()
    desk.type("tasks_done", "5")
    desk.type("tasks_done", "跨月办结", "why")
    desk.settles()
    value = value_of(report, "tasks_done")
    assert value
    assert (value.number, value.filled, value.why) == (5, 0, "跨月办结")
    assert "自动取数：0" in entry.inner_text()
    desk.press("恢复自动取数")
    entry.locator("[data-why]").wait_for(state="hidden")
    desk.settles()
    value.refresh_from_db()
    assert (value.number, value.why, desk.shown("tasks_done")) == (0, "", "0")


def test_the_text_before_is_taken_over(cast: Cast, report: Report, visit: Any) -> None:
    a_past(cast, report, [2])
    desk = Desk(visit(cast.lead), report)
    desk.press("抄用上期文字")
    desk.waits_for("text", SAVED)
    assert (desk.shown("text"), saved(report)["text"]) == ("5月上期文字", "5月上期文字")
    assert desk.entry("text").locator("button:visible").count() == 0


def test_hand_in_waits_until_all_is_saved(desk: Desk, report: Report) -> None:
    door = reverse("committee:submit_report", args=[report.pk])
    desk.type("visits", "x")
    desk.page.click(".write-foot .btn-primary")
    desk.page.locator("text=还有内容没有保存，请先处理。").wait_for()
    assert write_url(report) in desk.page.url
    desk.type("visits", "7")
    desk.page.click(".write-foot .btn-primary")
    desk.page.wait_for_url(f"**{door}")
    assert saved(report)["visits"] == "7"


def test_check_saves_and_shows_what_is_lacking(desk: Desk, report: Report) -> None:
    desk.page.click("[name=then][value=check]")
    desk.page.wait_for_selector("#check li:has-text('应急演练')")
    desk.type("drills", "3")
    desk.page.click("[name=then][value=check]")
    desk.page.wait_for_selector("#check:not(:has-text('应急演练'))")
    assert (desk.page.locator("#check li").count(), saved(report)["drills"]) == (1, "3")


# Two at once


@pytest.fixture
def deputy(cast: Cast) -> Any:
    """The login of the one who stands in for the lead."""
    person = a_person(name="冯副组长")
    an_appointment(cast.group, "deputy_lead", person)
    return a_user(person)


@pytest.mark.parametrize(("button", "stays"), [("保留我的", "组长写的"), ("采用对方的", "副组长写的")])
def test_two_who_write_in_one_field_see_both_and_choose(
    button: str, stays: str, desk: Desk, deputy: Any, report: Report, visit: Any
) -> None:
    other = Desk(visit(deputy), report)
    other.type("text", "副组长写的")
    other.waits_for("text", SAVED)
    desk.type("text", "组长写的")
    desk.waits_for("text", "未保存，请选择")
    conflict = desk.entry("text").locator(".conflict")
    assert conflict.locator("blockquote").inner_text() == "副组长写的"
    assert conflict.locator("strong").inner_text().startswith("冯副组长")
    assert (desk.shown("text"), saved(report)["text"]) == ("组长写的", "副组长写的")
    assert serious_findings(desk.page) == []
    desk.press(button)
    desk.waits_for("text", SAVED)
    desk.settles()
    assert (desk.shown("text"), saved(report)["text"], conflict.count()) == (stays, stays, 0)


def test_where_only_the_count_is_new_nobody_is_asked(desk: Desk, report: Report) -> None:
    desk.type("tasks_done", "5")
    desk.waits_for("tasks_done", SAVED)
    value = value_of(report, "tasks_done")
    type(value)._default_manager.filter(pk=value.pk).update(filled=2, version=9)  # type: ignore[union-attr]
    desk.type("tasks_done", "6")
    desk.entry("tasks_done").locator("text=自动取数：2").wait_for()
    assert saved(report)["tasks_done"] == "6"


# Signed out, cut off, closed


def test_signed_out_meanwhile_the_text_survives_and_is_saved_after_signing_in(
    desk: Desk, cast: Cast, report: Report
) -> None:
    Session.objects.all().delete()
    desk.type("text", TEXT)
    desk.waits_for("text", UNSAVED)
    desk.page.locator("[data-warning]:has-text('您已退出登录')").wait_for()
    assert (desk.kept(), saved(report)) == (1, {"tasks_done": "0"})
    desk.page.context.add_cookies([session_cookie(cast.lead, desk.watched.home)])
    desk.waits_for("text", SAVED)
    assert (saved(report)["text"], desk.kept()) == (TEXT, 0)
    assert not desk.page.locator("[data-warning]").is_visible()


def test_signed_out_and_back_the_text_is_restored_and_saved(desk: Desk, cast: Cast, report: Report) -> None:
    Session.objects.all().delete()
    desk.type("text", TEXT)
    desk.waits_for("text", UNSAVED)
    desk.open()
    assert "/sign-in/" in desk.page.url
    desk.page.context.add_cookies([session_cookie(cast.lead, desk.watched.home)])
    desk.open()
    desk.waits_for("text", RESTORED)
    assert (desk.shown("text"), saved(report)["text"], desk.kept()) == (TEXT, TEXT, 0)


def test_who_signed_in_again_elsewhere_has_another_token_and_saves_all_the_same(desk: Desk, report: Report) -> None:
    desk.page.context.clear_cookies(name="csrf")
    desk.type("text", TEXT)
    desk.waits_for("text", SAVED)
    assert saved(report)["text"] == TEXT


def test_the_typing_of_one_is_neither_saved_nor_shown_under_another_name(
    desk: Desk, cast: Cast, deputy: Any, report: Report
) -> None:
    desk.page.context.add_cookies([session_cookie(deputy, desk.watched.home)])
    desk.type("text", TEXT)
    desk.waits_for("text", "未保存，已不能填写")
    desk.open()
    assert (desk.shown("text"), desk.kept(), saved(report)) == ("", 1, {"tasks_done": "0"})
    desk.page.context.add_cookies([session_cookie(cast.lead, desk.watched.home)])
    desk.open()
    desk.waits_for("text", RESTORED)
    assert saved(report)["text"] == TEXT


def test_cut_off_the_text_survives_and_is_saved_when_the_portal_is_back(desk: Desk, report: Report) -> None:
    back = cut_off(desk)
    desk.type("text", TEXT)
    desk.waits_for("text", UNSAVED)
    assert "未保存的项：1" in desk.foot()
    assert "暂时连接不上平台" in desk.page.inner_text("[data-warning]")
    back()
    desk.waits_for("text", SAVED)
    assert (saved(report)["text"], desk.kept()) == (TEXT, 0)


def test_cut_off_and_closed_the_page_offers_the_text_again(desk: Desk, report: Report) -> None:
    back = cut_off(desk)
    desk.type("text", TEXT)
    desk.type("drills", "3")
    desk.waits_for("drills", UNSAVED)
    back()
    desk.open()
    desk.waits_for("text", RESTORED)
    desk.waits_for("drills", RESTORED)
    assert saved(report) == {"text": TEXT, "drills": "3", "tasks_done": "0"}


def test_what_was_kept_never_writes_over_what_a_colleague_saved_since(desk: Desk, report: Report) -> None:
    back = cut_off(desk)
    desk.type("text", "没保存上的")
    desk.waits_for("text", UNSAVED)
    reports.save_value(report, by=None, field=field_of(report, "text"), text="同事写的")
    back()
    desk.open()
    desk.waits_for("text", "未保存，请选择")
    assert (desk.shown("text"), saved(report)["text"]) == ("没保存上的", "同事写的")
    assert desk.entry("text").locator("blockquote").inner_text() == "同事写的"


def test_an_answer_that_was_lost_on_the_way_makes_no_quarrel_with_oneself(desk: Desk, report: Report) -> None:
    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    desk.page.route("**/values/**", lose)
    desk.type("text", "第一句。")
    desk.waits_for("text", UNSAVED)
    desk.page.unroute("**/values/**")
    desk.type("text", "第一句。第二句。")
    desk.waits_for("text", SAVED)
    assert (saved(report)["text"], desk.kept()) == ("第一句。第二句。", 0)


def test_a_report_closed_meanwhile_keeps_what_was_typed_in_the_browser(desk: Desk, report: Report) -> None:
    reports.submit_report(Report.objects.get(pk=report.pk), by=None, is_nil=True)
    desk.type("text", TEXT)
    desk.waits_for("text", "未保存，已不能填写")
    assert (desk.entry("text").locator("[data-error]").inner_text()[:5], desk.kept()) == ("目前状态为", 1)
    assert (desk.shown("text"), saved(report)) == (TEXT, {"tasks_done": "0"})


# How it looks


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sheet_is_accessible_and_fits(width: str, desk: Desk, cast: Cast, report: Report) -> None:
    a_past(cast, report, [2, 3, 2, 4])
    desk.watched.widen(width)
    desk.open()
    desk.type("drills", "90")
    desk.type("visits", "x")
    desk.type("tasks_done", "4")
    desk.type("text", TEXT)
    desk.waits_for("text", SAVED)
    desk.watched.shot(f"write-{width}")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert (serious_findings(desk.page), wide) == ([], False)
