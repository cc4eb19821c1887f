"""What is counted, and what falls to whom: every number of a day, and behind each number exactly its records."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from committee.figures import committee_figures, liaison_figures
from committee.models import LiaisonPost, Person, Unit
from committee.services.appointments import end_appointment
from committee.tests.pages import Page
from committee.tests.reporting import a_quarterly, a_report, an_accepted, an_excused
from committee.tests.work import a_closed, a_reported, an_open, made_overdue
from committee.todos import committee_todos
from dayan_safety.records import remove_record
from dayan_safety.testing import SINCE, Cast, a_committee, a_group, a_meeting, a_person, a_task, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
YESTERDAY, TODAY, TOMORROW = (date(2026, 6, day) for day in (14, 15, 16))
WORK = ["已召开联席会议", "在办督办事项", "逾期督办事项", "本月应报月报", "本月已报月报", "缺报报告"]
CAST = {"villages": 2, "enterprises": 0, "posts": 6, "filled": 1, "vacant": 5}


def counted(on: date = TODAY) -> dict[str, int]:
    """What is counted on a day."""
    return liaison_figures(on)


def figures(on: date = TODAY) -> dict[str, int]:
    """The figures by key."""
    return {figure.key: figure.value for figure in committee_figures(on.year, on)}


def test_an_empty_town_counts_nothing(db: Any) -> None:
    assert set(counted().values()) == set(figures().values()) == {0}


def test_units_posts_and_holders_are_counted(cast: Cast) -> None:
    assert counted() == CAST
    enterprise = a_unit(kind="enterprise")
    an_appointment(enterprise.liaison_posts.first(), "liaison")
    a_unit(kind="school")
    assert counted() == {"villages": 2, "enterprises": 1, "posts": 9, "filled": 2, "vacant": 7}


def test_a_post_counts_as_filled_from_the_first_day_through_the_last(cast: Cast) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    an_appointment(post, "liaison", since=TODAY, until=TODAY)
    assert [counted(on)["filled"] for on in (YESTERDAY, TODAY, TOMORROW)] == [1, 2, 1]


def test_a_unit_counts_while_it_belongs_to_the_town(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.village.pk).update(valid_to=TODAY)
    assert [(counted(on)["villages"], counted(on)["posts"]) for on in (TODAY, TOMORROW)] == [(2, 6), (1, 3)]


def test_what_was_removed_counts_no_longer(cast: Cast) -> None:
    remove_record(cast.village, by=cast.office, reason="并村")
    assert counted() == {"villages": 1, "enterprises": 0, "posts": 3, "filled": 0, "vacant": 3}


def test_two_holders_in_turn_count_once(cast: Cast) -> None:
    held = cast.liaison.person.appointments.get()
    end_appointment(held, by=cast.office, until=YESTERDAY, reason="x")
    an_appointment(held.liaison_post, "liaison", since=TODAY)
    assert counted() == CAST


def test_only_groups_of_the_committee_in_office_are_counted(cast: Cast) -> None:
    before = a_committee(term_from=date(2020, 1, 1), term_to=SINCE - timedelta(days=1))
    a_group(before)
    assert (figures()["committee"], figures()["working_groups"]) == (1, 2)
    old = figures(date(2022, 5, 1))
    assert (old["committee"], old["working_groups"]) == (1, 1)


def test_every_figure_is_named_in_both_languages(cast: Cast) -> None:
    chinese = [str(figure.label) for figure in committee_figures(2026, TODAY)]
    assert chinese == ["在任促进委员会", "工作组", "村", "企业", "联络岗", "空缺岗位", *WORK]
    with translation.override("en"):
        english = [str(figure.label) for figure in committee_figures(2026, TODAY)]
    assert english[0] == "Committees in office"
    assert len(set(english)) == len(chinese)


def some_reports(cast: Cast) -> None:
    """This month's: one handed in, one to be written, one not needed; two that never came, of May and of a quarter."""
    an_accepted(cast)
    a_report(cast, group=cast.supervision)
    an_excused(cast, a_report(cast, group=a_group(cast.committee)))
    a_report(cast, first=date(2026, 5, 1))
    a_quarterly(cast, due_on=YESTERDAY)


def test_behind_each_figure_stand_exactly_its_records(cast: Cast, as_user: Any) -> None:
    a_unit(name="划出村", valid_to=YESTERDAY)
    a_unit(name="将来公司", kind="enterprise", valid_from=TOMORROW)
    a_unit(name="安泰公司", kind="enterprise")
    a_group(a_committee(term_from=date(2020, 1, 1), term_to=date(2023, 12, 31)))
    a_meeting(cast.committee)
    an_open(cast)
    made_overdue(a_task(lead_unit=cast.village))
    made_overdue(a_reported(cast))
    a_task(lead_unit=cast.village)
    a_closed(cast)
    some_reports(cast)
    browser = as_user(cast.chair)
    found = {
        f.key: (f.value, browser.get(f.url, follow=True))
        for f in committee_figures(2026, TODAY)
        if f.key != "committee"
    }
    counts = {key: (value, answer.context["listing"].total) for key, (value, answer) in found.items()}
    assert counts == {
        "working_groups": (3, 3),
        "villages": (2, 2),
        "enterprises": (1, 1),
        "liaison_posts": (9, 9),
        "liaison_vacancies": (8, 8),
        "joint_meetings": (1, 1),
        "tasks_open": (3, 3),
        "tasks_overdue": (1, 1),
        "reports_owed": (2, 2),
        "reports_handed_in": (1, 1),
        "reports_missing": (2, 2),
    }


def test_counting_costs_the_same_in_a_town_of_any_size(cast: Cast, query_count: Any) -> None:
    few = query_count(figures)
    for _ in range(3):
        an_appointment(a_unit().liaison_posts.first(), "liaison")
        made_overdue(a_task(lead_unit=cast.village))
        an_open(cast)
    assert query_count(figures) == few == 6
    assert query_count(counted) == 2


@pytest.fixture
def unfinished(cast: Cast) -> Cast:
    """A town with something of everything to be done."""
    a_group(cast.committee, name="老年人安全组", to_be_confirmed=True)
    a_person(name="无号", telephone="", unit=cast.village)
    a_person(name="他村无号", telephone="", unit=cast.other_village)
    a_person(name="已走", telephone="", left_on=YESTERDAY)
    a_unit(name="划出村", valid_to=YESTERDAY)
    return cast


def todos(user: Any, on: date = TODAY) -> dict[str, int]:
    """What falls to a user, and how many of it."""
    return {str(todo.label): todo.count for todo in committee_todos(user, on)}


def test_the_office_is_told_of_the_whole_town(unfinished: Cast) -> None:
    assert todos(unfinished.office) == {
        "名册已检查，待您决定是否导入": 0,
        "联络岗空缺": 5,
        "人员未登记电话": 2,
        "工作组待确认": 1,
    }


def test_a_liaison_is_told_of_the_own_unit(unfinished: Cast) -> None:
    assert todos(unfinished.liaison) == {"联络岗空缺": 2, "人员未登记电话": 1}


@pytest.mark.parametrize(
    "role", ["chair", "lead", "member", "supervisor", "inspector", "auditor", "administrator", "outsider"]
)
def test_nobody_else_has_the_committee_s_chores(role: str, unfinished: Cast) -> None:
    assert todos(getattr(unfinished, role)) == {}


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_each_chore_leads_to_exactly_its_records(role: str, unfinished: Cast, as_user: Any) -> None:
    browser = as_user(getattr(unfinished, role))
    lists = [todo for todo in committee_todos(getattr(unfinished, role), TODAY) if "import" not in todo.url]
    counts = [(str(todo.label), browser.get(todo.url).context["listing"].total) for todo in lists]
    assert counts == [(str(todo.label), todo.count) for todo in lists]


def test_a_chore_that_is_done_is_told_no_longer(unfinished: Cast) -> None:
    Person.objects.filter(name="无号").update(telephone="13812345678")
    for post in LiaisonPost.objects.filter(unit=unfinished.village).vacant_on(TODAY):
        an_appointment(post, "liaison", since=TODAY)
    assert todos(unfinished.liaison) == {"联络岗空缺": 0, "人员未登记电话": 0}
    assert todos(unfinished.liaison, YESTERDAY)["联络岗空缺"] == 2


def test_the_home_page_says_what_to_do_in_words_and_hides_what_is_nothing(unfinished: Cast, as_user: Any) -> None:
    page = Page(as_user(unfinished.office).get(reverse("home")))
    assert [todo.text for todo in page.main.all("a", "todo")] == [
        "联络岗空缺 5",
        "人员未登记电话 2",
        "工作组待确认 1",
    ]
    assert all(todo.all("svg") for todo in page.main.all("a", "todo"))
