"""A regular check from the lot to the score, each step through the page of whoever takes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from assessment.models import Check, CheckedUnit, Deduction, Result, Scorecard
from assessment.services import checks
from assessment.tasks import score_months
from assessment.tests.check_builders import a_checking_book, checked
from assessment.tests.walking import door, listed, read, sent, told
from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.moments import at

NEWS = "assessment.check_news"
JUNE = {"name": "六月定期检查", "first": "2026-06-01", "last": "2026-06-30"}


def begun(supervisor: Any) -> Check:
    """Drawn up by the supervision group, through the form."""
    page = sent(supervisor, "create_check", **JUNE, rulebook=a_checking_book(2026).pk)
    assert (page.title, page.status) == ("六月定期检查", "准备中")
    return Check.objects.get()


def items(of: CheckedUnit) -> list[int]:
    """Keys of its items."""
    return [item.pk for item in checks.items_checked(of.in_check.rulebook, of.unit.kind)]


def test_from_the_lot_to_the_score(cast: Cast, as_user: Any) -> None:
    with at("2026-06-01 09:00"):
        supervisor, liaison = as_user(cast.supervisor), as_user(cast.liaison)
        check = begun(supervisor)
        assert liaison.get(check.get_absolute_url()).status_code == 404
        assert read(as_user(cast.office), check).status_code == 200
        drawn = sent(supervisor, "draw_units", check, village="", department="0", enterprise="")
        assert [cells[0] for cells in rows_of(drawn.panels["受检单位"])] == [str(cast.village), str(cast.other_village)]
        assert (drawn.facts["受检单位"], drawn.facts["已自评"]) == ("2", "0 / 2")
        assert sent(supervisor, "open_check", check).status == "进行中"
        assert told(cast.liaison, NEWS) == ["定期检查开始：六月定期检查。请于2026-06-30前填写自评分。"]
    of, other = checked(cast.village, check), checked(cast.other_village, check)
    first, second = items(of)
    with at("2026-06-16 10:00"):
        supervisor, liaison = as_user(cast.supervisor), as_user(cast.liaison)
        own = {f"points_{first}": "29", f"note_{first}": "台账待补", f"points_{second}": "10"}
        page = sent(liaison, "write_self_scores", of, **own)
        assert (page.facts["自评分"], page.facts["剩余分"]) == ("39.00", "40.00（满分40.00）")
        found = {"checked": of.pk, "item": first, "found_on": "2026-06-16"}
        made = sent(supervisor, "create_deduction", **found, points="4", reason="台账不全")
        assert made.title == "扣4.00分：台账不全"
        wrong = Deduction.objects.get()
        sent(supervisor, "create_deduction", **found, points="6.5", reason="消防通道堵塞")
        sent(supervisor, "remove_deduction", wrong, reason="已补齐")
        assert read(liaison, of).facts["剩余分"] == "33.50（满分40.00）"
        assert listed(liaison, "deduction") == [Deduction.objects.present().get()]
    with at("2026-07-02 17:00"):
        supervisor = as_user(cast.supervisor)
        asked = Page(supervisor.get(door("close_check", check))).text
        assert "计入2026-06的得分" in asked
        assert "还有1个单位没有填写自评分" in asked
        closed = sent(supervisor, "close_check", check)
        assert (closed.status, closed.facts["结束日期"]) == ("已结束", "2026-07-02")
        assert "扣分" not in read(supervisor, of).buttons
        assert told(cast.liaison, NEWS)[1:] == ["定期检查已结束：六月定期检查"]
    with at("2026-07-05 00:20"):
        liaison = as_user(cast.liaison)
        assert score_months() >= 1
        card = Scorecard.objects.get(result__year=2026, result__month=6, unit=cast.village)
        assert card.score == D("83.75")  # 33.5 of 40
        lines = [[cell.text for cell in row.all("td")] for row in read(liaison, card).panels["得分明细"].all("tr")[1:]]
        assert [line[1:] for line in lines] == [
            ["30.00", "检查后剩23.50分（满分30.00分）", "29.00", "23.50", "6.50"],
            ["10.00", "检查后剩10.00分（满分10.00分）", "10.00", "10.00", "—"],
        ]
        theirs = Scorecard.objects.get(result__month=6, unit=other.unit)
        assert theirs.score == D(100)
        assert liaison.get(theirs.get_absolute_url()).status_code == 404
        assert not Scorecard.objects.filter(result__month=6, unit__kind="department").exclude(score=None).exists()


def test_closed_after_its_month_was_scored_it_comes_in_with_a_correction(cast: Cast, as_user: Any) -> None:
    with at("2026-06-10 09:00"):
        supervisor = as_user(cast.supervisor)
        check = begun(supervisor)
        sent(supervisor, "draw_units", check, village="", department="", enterprise="")
        sent(supervisor, "open_check", check)
    with at("2026-07-05 00:20"):
        score_months()
        june = Result.objects.get(year=2026, month=6)
        assert not Scorecard.objects.filter(result=june).exclude(score=None).exists()
    with at("2026-07-06 09:00"):
        supervisor = as_user(cast.supervisor)
        sent(supervisor, "close_check", check)
        sent(supervisor, "correct_result", june, reason="检查迟结束")
    assert Scorecard.objects.filter(result=june).exclude(score=None).count() == 0
    standing = Result.objects.standing().get(year=2026, month=6)
    assert Scorecard.objects.get(result=standing, unit=cast.village).score == D(100)


def test_each_role_reads_of_the_check_what_is_for_it(cast: Cast, as_user: Any) -> None:
    with at("2026-06-15 09:00"):
        supervisor = as_user(cast.supervisor)
        check = begun(supervisor)
        sent(supervisor, "draw_units", check, village="", department="", enterprise="")
        sent(supervisor, "open_check", check)
        number = str(check.checked.count())
        pages = {
            role: read(as_user(getattr(cast, role)), check) for role in ("chair", "office", "supervisor", "liaison")
        }
        assert [page.facts["受检单位"] for page in pages.values()] == [number, number, number, "1"]
        assert {role for role, page in pages.items() if "结束定期检查" in page.buttons} == {"supervisor"}
        assert read(as_user(cast.member), check).facts["受检单位"] == "1"  # answers for the station
        for role in ("lead", "inspector", "outsider", "administrator", "auditor"):
            assert as_user(getattr(cast, role)).get(check.get_absolute_url()).status_code == 404


def test_a_unit_that_came_after_the_lot_is_not_in_it(cast: Cast, as_user: Any) -> None:
    with at("2026-06-15 09:00"):
        supervisor = as_user(cast.supervisor)
        check = begun(supervisor)
        sent(supervisor, "draw_units", check, village="", department="0", enterprise="")
        late = a_unit()
        gone = Page(supervisor.post(door("draw_units", check), {"village": "", "once": "again"}))
        assert "受检单位已经抽取，只抽取一次" in gone.errors[""]
        assert not check.checked.filter(unit=late).exists()
        assert checks.is_repeatable(Check.objects.get())
        assert date(2026, 6, 30) == check.last
