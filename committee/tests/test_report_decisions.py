"""Each door of a report by itself: what is said before, what is picked and typed there, what comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Remark, Report
from committee.parameters import LinesField
from committee.services import reports
from committee.tests import reporting
from committee.tests.pages import Page
from committee.tests.report_doors import NO_REASON, address, explained
from committee.tests.report_pages import a_past
from committee.tests.reporting import a_filled, a_report, a_returned, a_submitted, field_of
from dayan_safety.models import Action
from dayan_safety.parameters import parameter, set_parameters
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


# Handing in


def test_before_handing_in_one_reads_what_is_lacking_and_whether_it_is_in_time(cast: Cast, as_user: Any) -> None:
    report, browser = a_report(cast), as_user(cast.lead)
    assert explained(browser, "submit", report) == (
        "应报日 2026-06-25，今天上报为按时。 上报前还需补齐（零报告除外）： 尚未填写：应急演练。 尚未填写：本月工作。"
    )
    report = a_filled(cast, report)
    assert explained(browser, "submit", report) == "应报日 2026-06-25，今天上报为按时。"
    reports.save_value(report, by=cast.lead, field=field_of(report, "tasks_done"), text="2")
    Report.objects.filter(pk=report.pk).update(due_on=date(2026, 6, 12))
    assert explained(browser, "submit", report) == (
        "应报日 2026-06-12 已过，今天上报计为逾期 3 天。 上报前还需补齐（零报告除外）："
        " 办结督办事项：系统取数为 0，填报为 2，请说明原因。"
    )


def test_what_only_the_portal_counts_is_not_asked_of_the_writer(cast: Cast, as_user: Any) -> None:
    form = reporting.a_form({"tasks_done": reporting.FIELDS["tasks_done"] | {"required": True}})
    report = a_report(cast, form)
    assert explained(as_user(cast.lead), "submit", report) == "应报日 2026-06-25，今天上报为按时。"
    assert as_user(cast.lead).post(address("submit", report), {}).status_code == 302


def test_sent_back_it_is_no_later_than_it_was(cast: Cast, as_user: Any) -> None:
    told = "首次上报于 2026-06-15，应报日 2026-06-25；退回修改不影响及时率。"
    assert explained(as_user(cast.lead), "submit", a_returned(cast)) == told


def test_what_is_lacking_is_refused_and_a_nil_report_goes_through(cast: Cast, as_user: Any) -> None:
    report, browser = a_report(cast), as_user(cast.lead)
    page = Page(browser.post(address("submit", report), {}))
    assert (page.status_code, page.errors) == (422, {"": "尚未填写：应急演练。 尚未填写：本月工作。"})
    assert browser.post(address("submit", report), {"is_nil": "on"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.is_nil, report.submitted_by) == ("submitted", True, cast.lead)


def test_after_the_last_day_nothing_is_handed_in(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    Report.objects.filter(pk=report.pk).update(due_on=date(2026, 6, 10), lock_on=date(2026, 6, 12))
    page = Page(as_user(cast.lead).post(address("submit", report), {}))
    assert (page.status_code, page.errors) == (422, {"": "报告已于 2026-06-12 截止，如需填报请联系办公室延期。"})


# Sending back


def usual(page: Page) -> list[str]:
    """The reasons offered."""
    return [str(box.attributes["value"]) for box in page.main.all("input") if box.attributes.get("name") == "usual"]


def test_usual_reasons_are_picked_and_own_words_follow(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    offered = usual(Page(browser.get(address("return", report))))
    assert offered == parameter("committee.return_reasons")
    browser.post(address("return", report), {"usual": offered[:2], "reason": "月底前补齐。"})
    assert [remark.text for remark in report.remarks.all()] == [f"{offered[0]}；{offered[1]}；月底前补齐"]
    assert Action.objects.get(verb="committee.return_report").reason == f"{offered[0]}；{offered[1]}；月底前补齐"


def test_one_usual_reason_is_enough_and_one_that_is_not_offered_is_refused(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    page = Page(browser.post(address("return", report), {"usual": "随便", "reason": ""}))
    assert page.status_code == 422
    assert report.remarks.count() == 0
    reason = parameter("committee.return_reasons")[3]
    assert browser.post(address("return", report), {"usual": reason}).status_code == 302
    assert report.remarks.get().text == reason


def test_the_office_sets_the_reasons_and_without_any_there_are_none_to_pick(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    set_parameters({"committee.return_reasons": ["缺签到表"]}, by=cast.office)
    assert usual(Page(browser.get(address("return", report)))) == ["缺签到表"]
    set_parameters({"committee.return_reasons": []}, by=cast.office)
    assert "常用原因" not in Page(browser.get(address("return", report))).text
    assert browser.post(address("return", report), {"reason": "缺照片"}).status_code == 302


def test_a_word_on_single_fields_is_kept_with_them_and_blanks_are_not(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    drills, text = (field_of(report, code) for code in ("drills", "text"))
    page = Page(browser.get(address("return", report)))
    labels = [label.text for label in page.main.first("fieldset", "choice").all("label")]
    assert labels == ["应急演练：3次", "办结督办事项：0件", "本月工作"]
    typed = {"reason": "核对", f"field_{drills.pk}": " 只有1次 ", f"field_{text.pk}": "   "}
    browser.post(address("return", report), typed)
    kept_remarks = [(remark.field, remark.kind, remark.text, remark.by) for remark in report.remarks.order_by("pk")]
    kind = Remark.Kind.RETURN
    assert kept_remarks == [(None, kind, "核对", cast.office), (drills, kind, "只有1次", cast.office)]


def test_a_word_on_a_field_alone_is_no_reason_and_stays_typed(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    name = f"field_{field_of(report, 'drills').pk}"
    page = Page(as_user(cast.office).post(address("return", report), {name: "只有1次"}))
    assert (page.status_code, page.errors, page.input(name)) == (422, NO_REASON, "只有1次")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("缺照片\r\n\r\n  缺　签到表 \n缺照片", ["缺照片", "缺 签到表"]),
        ("", []),
        ("长" * 60, ["长" * 60]),
        ("\n".join(f"原因{n}" for n in range(20)), [f"原因{n}" for n in range(20)]),
    ],
)
def test_reasons_are_typed_one_a_line(typed: str, lines: list[str]) -> None:
    field = LinesField(required=False)
    assert field.clean(typed) == lines
    assert field.clean(field.prepare_value(lines)) == lines


@pytest.mark.parametrize("typed", ["长" * 61, "\n".join(map(str, range(21)))])
def test_too_many_or_too_long_reasons_are_refused(typed: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = browser.get("/parameters/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    page = Page(browser.post("/parameters/", values | {"committee.return_reasons": typed}))
    assert page.errors == {"committee.return_reasons": "最多 20 行，每行不超过 60 字。"}


# Accepting


def test_before_accepting_one_reads_what_does_not_agree_and_what_is_unusual(cast: Cast, as_user: Any) -> None:
    a_past(cast, 2, 3, 4, 5)
    report = a_filled(cast, drills="40")
    reports.save_value(report, by=cast.lead, field=field_of(report, "tasks_done"), text="3", why="另有3件")
    reports.submit_report(report, by=cast.lead)
    assert explained(as_user(cast.office), "accept", report) == (
        "办结督办事项：报告写 3件，系统记录 0件。 原因：另有3件"
        " 应急演练：40次，与以往（2–5次）相差较大，请核对。 办结督办事项：3件，与以往（0件）相差较大，请核对。"
    )


def test_where_nothing_stands_out_one_reads_that(cast: Cast, as_user: Any) -> None:
    assert explained(as_user(cast.office), "accept", a_submitted(cast)) == "各项数字与系统记录一致，无异常。"


def test_nobody_accepts_what_they_handed_in(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    Report.objects.filter(pk=report.pk).update(submitted_by=cast.office)
    page = Page(as_user(cast.office).post(address("accept", report), {"note": "好"}))
    assert (page.status_code, page.errors) == (422, {"": "报告由您本人上报，须由他人审核。"})
    assert page.input("note") == "好"
    report.refresh_from_db()
    assert (report.state, report.accepted_by) == ("submitted", None)


# Commenting


def test_the_address_names_the_field_that_is_commented(cast: Cast, as_user: Any) -> None:
    report, browser = a_submitted(cast), as_user(cast.office)
    field = field_of(report, "drills")
    page = Page(browser.get(f"{address('comment', report)}?field={field.pk}"))
    chosen = [option.text for option in page.main.all("option") if "selected" in option.attributes]
    assert chosen == ["应急演练"]
    options = [option.text for option in page.main.all("option")]
    assert options == ["整份报告", "应急演练", "办结督办事项", "本月工作"]
    browser.post(address("comment", report), {"field": field.pk, "text": "几月几日？"})
    remark = report.remarks.get()
    assert (remark.field, remark.text, remark.kind, remark.filing) == (field, "几月几日？", Remark.Kind.COMMENT, 1)


@pytest.mark.parametrize("wrong", ["x", "0", "9" * 30, "-1", "%2527", "<script>"])
def test_an_address_that_names_no_field_begins_with_the_whole_report(wrong: str, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(f"{address('comment', a_submitted(cast))}?field={wrong}"))
    chosen = [option for option in page.main.all("option") if "selected" in option.attributes]
    assert (page.status_code, [option.text for option in chosen if option.attributes["value"]]) == (200, [])


def test_a_field_of_another_form_is_no_choice(cast: Cast, as_user: Any) -> None:
    other = field_of(reporting.a_quarterly(cast), "drills")
    report = a_report(cast, reporting.a_form())
    page = Page(as_user(cast.office).post(address("comment", report), {"field": other.pk, "text": "x"}))
    assert (page.status_code, set(page.errors)) == (422, {"field"})


# Days


def test_the_days_begin_as_they_are_and_are_moved(cast: Cast, as_user: Any) -> None:
    report, browser = a_report(cast), as_user(cast.office)
    page = Page(browser.get(address("move", report)))
    assert (page.input("due_on"), page.input("lock_on")) == ("2026-06-25", "2026-06-29")
    browser.post(address("move", report), {"due_on": "2026-6-28", "lock_on": "2026.7.3", "reason": "防汛"})
    report.refresh_from_db()
    assert (report.due_on, report.lock_on) == (date(2026, 6, 28), date(2026, 7, 3))


def test_once_it_has_come_only_the_last_day_is_moved(cast: Cast, as_user: Any) -> None:
    report, browser = a_returned(cast), as_user(cast.office)
    typed = {"due_on": "2026-7-1", "lock_on": "2026-7-3", "reason": "防汛"}
    assert explained(browser, "move", report) == "报告已上报过，应报日不再变更，请只调整截止日。"
    assert browser.post(address("move", report), typed).status_code == 302
    report.refresh_from_db()
    assert (report.due_on, report.lock_on) == (date(2026, 6, 25), date(2026, 7, 3))


def test_a_report_is_not_closed_before_it_is_due(cast: Cast, as_user: Any) -> None:
    typed = {"due_on": "2026-7-4", "lock_on": "2026-7-3", "reason": "防汛"}
    page = Page(as_user(cast.office).post(address("move", a_report(cast)), typed))
    assert (page.status_code, page.errors) == (422, {"": "截止日不能早于应报日，请选择之后的日期。"})
