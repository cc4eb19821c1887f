"""The pages of people: facts masked, posts of today and before, what was begun, ended and handed over, full numbers."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.services.appointments import end_appointment, hand_over
from committee.services.units import edit_unit
from committee.tests.pages import Page, rows_of
from committee.tests.refusals import history, written
from committee.tests.roster_builders import an_identity
from dayan_safety.models import Action
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_person, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
YESTERDAY, TODAY = date(2026, 6, 14), date(2026, 6, 15)
TELEPHONE, IDENTITY = "13812345678", an_identity(9)
ASK = "查看完整号码"


@pytest.fixture
def known(cast: Cast) -> Any:
    """Somebody of the liaison's village whose numbers are known."""
    return a_person(
        name="赵有号",
        unit=cast.village,
        position="村委委员",
        sex="female",
        telephone=TELEPHONE,
        identity_number=IDENTITY,
    )


def page_of(browser: Any, person: Any) -> Page:
    """A person's page."""
    return Page(browser.get(person.get_absolute_url()))


def test_everything_known_of_a_person_is_on_the_page_with_numbers_masked(known: Any, cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.lead), known)
    assert (page.title, page.status) == ("赵有号", "在职")
    assert page.facts == {
        "单位": "东风村",
        "单位职务": "村委委员",
        "性别": "女",
        "电话": "138****5678",
        "身份证号": "*" * 14 + IDENTITY[-4:],
        "离职日期": "未填写",
    }


@pytest.mark.parametrize(
    ("left_on", "status"), [(None, "在职"), (TODAY, "在职"), (YESTERDAY, "已离职"), (date(2026, 6, 16), "在职")]
)
def test_the_badge_says_whether_the_person_is_still_there(
    left_on: date | None, status: str, cast: Cast, as_user: Any
) -> None:
    assert page_of(as_user(cast.office), a_person(left_on=left_on)).status == status


BUTTONS = {"office": ["工作交接", "编辑", "移除"], "liaison": ["编辑"]}


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "supervisor", "liaison"])
def test_each_role_has_its_buttons_and_is_offered_the_numbers_it_may_see(
    role: str, known: Any, cast: Cast, as_user: Any
) -> None:
    page = page_of(as_user(getattr(cast, role)), known)
    assert page.buttons == BUTTONS.get(role, [])
    offered = [name for name, text in page.facts.items() if ASK in text]
    assert offered == (["电话", "身份证号"] if role in ("chair", "office") else [])


def test_one_is_offered_one_s_own_numbers_where_there_are_any(cast: Cast, as_user: Any) -> None:
    facts = page_of(as_user(cast.liaison), cast.liaison.person).facts
    assert (ASK in facts["电话"], facts["身份证号"]) == (True, "未填写")


def test_posts_of_today_and_before_are_shown_with_the_way_to_end_those_that_stand(
    known: Any, cast: Cast, as_user: Any
) -> None:
    an_appointment(cast.group, "deputy_lead", known, until=YESTERDAY, document="任〔2024〕1号")
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", known, since=TODAY)
    an_appointment(cast.supervision, "group_member", known, since=date(2025, 1, 1), until=date(2026, 12, 31))
    rows = [row[1:6] for row in rows_of(page_of(as_user(cast.office), known).panels["任职记录"])]
    assert rows == [
        ["东风村 协管员", "2026-06-15", "至今", "", "结束任职：赵有号 东风村 协管员"],
        ["督查考核组 组员", "2025-01-01", "2026-12-31", "", "结束任职：赵有号 督查考核组 组员"],
        ["消防安全组 副组长", "2024-01-01", "2026-06-14", "任〔2024〕1号", ""],
    ]
    others = rows_of(page_of(as_user(cast.chair), known).panels["任职记录"])
    assert [row[5] for row in others] == ["", "", ""]


def test_a_person_without_posts_says_so(known: Any, cast: Cast, as_user: Any) -> None:
    assert rows_of(page_of(as_user(cast.office), known).panels["任职记录"]) == [["暂无人员。"]]


def test_what_was_begun_ended_and_handed_over_is_read_on_the_person_s_page(cast: Cast, as_user: Any) -> None:
    leaving, coming = cast.lead.person, a_person(name="新组长")
    second = an_appointment(cast.supervision, "deputy_lead", leaving)
    end_appointment(second, by=cast.office, until=YESTERDAY, reason="精简")
    hand_over(leaving, by=cast.office, successor=coming, on=TODAY, reason="轮岗")
    browser = as_user(cast.office)
    told = [row.split(" 任职起")[0] for row in page_of(browser, leaving).history]
    assert told == [
        "李文员 工作交接 接任人员：变更后 新组长 原因：轮岗",
        "李文员 结束任职：赵组长 消防安全组 组长 任职止：变更后 2026-06-14 原因：轮岗",
        "李文员 结束任职：赵组长 督查考核组 副组长 任职止：变更后 2026-06-14 原因：精简",
        "系统 任命：赵组长 督查考核组 副组长 人员：变更后 赵组长 职务：变更后 副组长",
        "系统 任命：赵组长 消防安全组 组长 人员：变更后 赵组长 职务：变更后 组长",
        told[-1],
    ]
    assert told[-1].startswith("系统 登记人员")
    assert page_of(browser, coming).history[0].startswith("李文员 任命：新组长 消防安全组 组长")


def test_nobody_else_s_appointments_are_told_on_a_person_s_page(known: Any, cast: Cast, as_user: Any) -> None:
    an_appointment(cast.group, "group_member", a_person(name="他人"))
    told = page_of(as_user(cast.office), known).history
    assert [row.split()[1] for row in told] == ["登记人员"]


def test_the_page_of_each_body_tells_who_came_and_went(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    post = cast.liaison.person.appointments.get().liaison_post
    first = {thing: Page(browser.get(thing.get_absolute_url())).history[0] for thing in (cast.group, post)}
    assert first[cast.group].startswith("系统 任命：赵组长 消防安全组 组长")
    assert first[post].startswith("系统 任命：孙信息 东风村 信息员")
    committee = " ".join(Page(browser.get(cast.committee.get_absolute_url())).history)
    assert [name in committee for name in ("王主任", "李文员", "钱所长", "赵组长")] == [True, True, True, False]


def test_an_appointment_that_does_not_exist_for_the_reader_is_not_told(cast: Cast, as_user: Any) -> None:
    """A liaison of another village reads a colleague's page without the colleague's post elsewhere."""
    colleague = a_person(name="两村", unit=cast.village)
    an_appointment(cast.other_village.liaison_posts.first(), "liaison", colleague)
    for user, expected in ((cast.office, True), (cast.liaison, False)):
        assert ("西河村 信息员" in " ".join(page_of(as_user(user), colleague).history)) is expected


def test_the_history_of_a_page_costs_the_same_however_much_happened(
    known: Any, cast: Cast, as_user: Any, query_count: Any
) -> None:
    browser = as_user(cast.office)
    an_appointment(cast.group, "group_member", known)
    page_of(browser, known)
    few = query_count(lambda: page_of(browser, known))
    for number in range(4):
        held = an_appointment(cast.supervision, "group_member", known, since=date(2024, 1 + number, 1))
        end_appointment(held, by=cast.office, until=date(2024, 1 + number, 20), reason="x")
        known.position = f"职务{number}"
        edit_record(known, ["position"], by=cast.office)
        cast.village.address = f"{number}号"
        edit_unit(cast.village, ["address"], by=cast.office)
    assert query_count(lambda: page_of(browser, known)) == few


def reveal_url(person: Any) -> str:
    """Where the full numbers are asked for."""
    return reverse("committee:reveal_person", args=[person.pk])


@pytest.mark.parametrize("role", ["chair", "office"])
def test_the_full_numbers_are_shown_once_and_who_looked_is_told(
    role: str, known: Any, cast: Cast, as_user: Any
) -> None:
    browser = as_user(getattr(cast, role))
    page = Page(browser.post(reveal_url(known)))
    assert page.facts == {"电话": TELEPHONE, "身份证号": IDENTITY}
    assert "您的查看已记入操作记录。请勿拍照或外传。" in page.text
    assert [row[:2] for row in history(known)][-1] == ("reveal_person", str(getattr(cast, role)))
    after = page_of(browser, known)
    assert after.history[0] == f"{getattr(cast, role)} 查看完整号码"
    assert TELEPHONE not in after.text


def test_the_answer_with_full_numbers_is_kept_by_no_cache(known: Any, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).post(reveal_url(known))
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("lead", 403), ("member", 403), ("supervisor", 403), ("liaison", 403), ("inspector", 404), ("outsider", 404)],
)
def test_nobody_else_is_shown_a_full_number(role: str, status: int, known: Any, cast: Cast, as_user: Any) -> None:
    before = Action.objects.filter(verb="committee.reveal_person").count()
    answer = as_user(getattr(cast, role)).post(reveal_url(known))
    assert answer.status_code == status
    assert TELEPHONE not in answer.content.decode()
    assert Action.objects.filter(verb="committee.reveal_person").count() == before


def test_looking_changes_nothing_and_a_link_shows_nothing(known: Any, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    before = written()
    answer = browser.get(reveal_url(known))
    assert (answer.status_code, TELEPHONE in answer.content.decode()) == (405, False)
    assert written() == before


def test_no_page_or_file_of_people_carries_a_full_number(known: Any, cast: Cast, as_user: Any) -> None:
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", known)
    browser = as_user(cast.office)
    names = ["list_person", "list_liaisonpost", "list_appointment", "list_vacancies", "show_chart", "home", "search"]
    pages = [reverse(name if name in ("home", "search") else f"committee:{name}") for name in names]
    pages += [reverse("committee:export_person", args=["csv"]), reverse("committee:edit_person", args=[known.pk])]
    texts = [browser.get(url, {"q": "赵有号"}).content.decode() for url in pages]
    assert sum("赵有号" in text for text in texts) >= 5
    assert [text for text in texts if TELEPHONE in text or IDENTITY in text] == []
