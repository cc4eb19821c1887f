"""The town's report on a month: what it is made of, how figures are added up, and that what was issued stays."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Report, TownReport, WorkingGroup
from committee.services import reports
from committee.services.reports.rollup import added_up, over_months
from committee.tests import town_work
from committee.tests.refusals import forbidden, history, refused, written
from committee.tests.reporting import JUNE, a_form, a_report
from committee.tests.town_work import HOSTILE, NAMES, a_town, accepted, changed, groups_of
from dayan_safety.history import verify_history
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast, a_group
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.tests.faults import Fault, failing_at

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]
TODAY, MAY = date(2026, 6, 15), date(2026, 5, 1)
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
EMPTY, AGAIN = "本月还没有审核通过的月报。", "该月已印发过：请说明再次印发的原因。"


def june() -> dict[str, Any]:
    """June as it stands."""
    return reports.town_month(JUNE, TODAY)


def figures(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every figure by its code."""
    return {figure["code"]: figure for section in content["sections"] for figure in section["figures"]}


def by_name(content: dict[str, Any], code: str) -> dict[str, str]:
    """What each group told of a figure."""
    names = {group["key"]: group["name"] for group in content["groups"]}
    return {names[key]: text for key, text in figures(content)[code]["of"].items()}


# Adding up


@given(st.lists(NUMBERS))
def test_sums_and_stocks_of_groups_are_their_sum(numbers: list[Decimal]) -> None:
    whole = sum(map(Fraction, numbers)) if numbers else None
    for rule in ("sum", "stock"):
        total = added_up(numbers, rule)
        assert (total if total is None else Fraction(total)) == whole


@given(st.lists(NUMBERS, min_size=1))
def test_a_mean_is_half_a_cent_off_at_most_between_the_ends_and_half_up(numbers: list[Decimal]) -> None:
    mean = added_up(numbers, "mean")
    exact = sum(map(Fraction, numbers)) / len(numbers)
    assert abs(Fraction(mean) - exact) <= Fraction(1, 200)
    assert min(numbers) <= mean <= max(numbers)
    assert mean.as_tuple().exponent == -2
    assert str(mean) != "-0.00"
    if exact >= 0:
        assert Fraction(mean) - exact > -Fraction(1, 200)


@given(st.lists(NUMBERS), st.randoms())
def test_the_order_of_groups_changes_nothing(numbers: list[Decimal], chance: Any) -> None:
    mixed = list(numbers)
    chance.shuffle(mixed)
    for rule in ("sum", "mean", "stock", "none"):
        assert added_up(mixed, rule) == added_up(numbers, rule)


@given(st.lists(NUMBERS))
def test_what_is_not_added_up_has_no_total(numbers: list[Decimal]) -> None:
    assert (added_up(numbers, "none"), over_months(numbers, "none")) == (None, None)


@given(st.lists(st.none() | NUMBERS, max_size=12))
def test_over_months_a_stock_is_the_last_one_known_and_the_rest_is_added_up(months: list[Decimal | None]) -> None:
    known = [number for number in months if number is not None]
    assert over_months(months, "stock") == (known[-1] if known else None)
    assert over_months(months, "sum") == added_up(known, "sum")
    assert over_months(months, "mean") == added_up(known, "mean")


@pytest.mark.parametrize(
    ("numbers", "mean"),
    [("2.5 1.25 0.3", "1.35"), ("0.01 0.02", "0.02"), ("1 2", "1.50"), ("-0.01 0 0", "0.00"), ("7", "7.00")],
)
def test_means_are_rounded_half_up_at_the_second_place(numbers: str, mean: str) -> None:
    assert str(added_up(map(Decimal, numbers.split()), "mean")) == mean


# The month


def test_a_month_adds_its_groups_up_by_the_rule_of_each_figure(cast: Cast) -> None:
    a_town(cast)
    found = figures(june())
    assert {code: figure["total"] for code, figure in found.items()} == {
        "drills": "7", "hours": "1.35", "members": "22", "score": "",
    }  # fmt: skip
    for code in ("drills", "hours", "members"):
        told = [Decimal(text) for text in found[code]["of"].values()]
        whole = sum(told, Decimal(0))
        expected = whole if code != "hours" else (whole / 3).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert Decimal(found[code]["total"]) == expected


def test_each_group_says_what_it_wrote_and_a_nought_is_something(cast: Cast) -> None:
    a_town(cast)
    assert by_name(june(), "drills") == {"消防安全组": "3", "交通安全组": "0", "学校安全组": "4"}
    assert by_name(june(), "score") == {"消防安全组": "88.5", "学校安全组": "90.25"}


def test_texts_stand_together_group_by_group(cast: Cast) -> None:
    a_town(cast)
    texts = june()["sections"][-1]["texts"]
    assert [(text["name"], [(part["group"], part["text"]) for part in text["parts"]]) for text in texts] == [
        ("主要工作", [("消防安全组", "开展消防检查。\n\n 第二段。"), ("交通安全组", HOSTILE)]),
        ("存在问题", [("消防安全组", "无")]),
    ]


def test_who_is_in_it_and_who_is_not_is_told(cast: Cast) -> None:
    a_town(cast)
    content = june()
    told = [(group["name"], group["state"], group["standing"], group["nil"]) for group in content["groups"]]
    assert told == [
        ("消防安全组", "accepted", "on_time", False),
        ("交通安全组", "accepted", "on_time", False),
        ("学校安全组", "accepted", "on_time", False),
        ("治安组", "draft", "waiting", False),
        ("涉水组", "accepted", "on_time", True),
        ("老年组", "excused", "excused", False),
    ]
    assert content["missing"] == ["治安组"]


@pytest.mark.parametrize("step", ["draft", "submitted", "returned"])
def test_a_report_counts_from_its_acceptance_on_only(step: str, cast: Cast) -> None:
    town_work.a_town_form()
    report = a_report(cast)
    reports.save_value(report, by=None, field=report.form.fields.get(code="drills"), text="9")
    if step != "draft":
        reports.submit_report(report, by=None)
    if step == "returned":
        reports.return_report(report, by=cast.office, reason="补充")
    assert (june()["sections"], june()["missing"]) == ([], ["消防安全组"])
    if step == "submitted":
        reports.accept_report(report, by=cast.office)
        assert (figures(june())["drills"]["total"], june()["missing"]) == ("9", [])


def test_what_was_written_into_a_nil_report_does_not_count(cast: Cast) -> None:
    report = accepted(cast, cast.group, {"drills": "9"}, form=town_work.a_town_form())
    assert figures(june())["drills"]["total"] == "9"
    Report.objects.filter(pk=report.pk).update(is_nil=True)
    assert (june()["sections"], june()["groups"][0]["nil"]) == ([], True)


def test_a_figure_that_two_forms_have_in_different_sections_is_one_figure(cast: Cast) -> None:
    groups = groups_of(cast)
    common = town_work.a_town_form()
    fields = {
        "drills": {"name": "演练", "section": "另一节", "order": 90},
        "own": {"name": "自有", "section": "另一节"},
    }
    own = a_form(fields, group=groups["traffic"])
    accepted(cast, groups["fire"], {"drills": "3"}, form=common)
    accepted(cast, groups["traffic"], {"drills": "4", "own": "1"}, form=own)
    sections = {section["title"]: [f["code"] for f in section["figures"]] for section in june()["sections"]}
    assert sections == {"宣教培训": ["drills"], "另一节": ["own"]}
    assert figures(june())["drills"]["total"] == "7"


def test_other_months_and_enterprises_stay_out(cast: Cast) -> None:
    accepted(cast, cast.group, {"drills": "3"}, form=town_work.a_town_form())
    accepted(cast, cast.group, {"drills": "50"}, first=MAY)
    assert figures(june())["drills"]["total"] == "3"
    assert figures(reports.town_month(MAY, TODAY))["drills"]["total"] == "50"
    assert reports.town_month(date(2026, 4, 1), TODAY)["groups"] == []


def test_three_groups_cost_the_queries_of_one(cast: Cast, query_count: Any) -> None:
    town_work.a_town_form()
    costs = []
    for number in (1, 2):
        for _each in range(number):
            accepted(cast, a_group(cast.committee), {"drills": "1", "work": "好"})
        costs.append(query_count(june))
    assert costs == [2, 2]


# Issuing


def test_issuing_keeps_the_month_numbered_and_tells_the_committee(cast: Cast) -> None:
    a_town(cast)
    content = june()
    report = reports.issue_town_report(date(2026, 6, 20), by=cast.office)
    kept = TownReport.objects.get()
    assert (kept, kept.first, kept.edition, kept.number) == (report, JUNE, 1, "大安创报〔2026〕1号")
    assert (kept.content, kept.issued_on, kept.by, kept.reason) == (content, TODAY, cast.office, "")
    assert history(kept) == [("issue_town_report", "李文员", {}, {"number": "大安创报〔2026〕1号", "edition": "1"}, "")]
    told = Notice.objects.filter(key=f"town_report:{kept.pk}")
    assert {notice.user for notice in told} == {cast.chair, cast.lead, cast.member}
    assert {(notice.text, notice.url) for notice in told} == {("大安创报〔2026〕1号", kept.get_absolute_url())}


def test_what_was_issued_stays_although_reports_change(cast: Cast) -> None:
    town = a_town(cast)
    issued = reports.issue_town_report(JUNE, by=cast.office)
    before = june()
    changed(cast, town["fire"], drills="100", work="改写。")
    WorkingGroup.objects.filter(pk=cast.group.pk).update(name="改名组")
    assert figures(june())["drills"]["total"] == "104"
    assert june()["groups"][0]["name"] == "改名组"
    issued.refresh_from_db()
    assert issued.content == before


def test_another_edition_needs_a_reason_and_leaves_the_first_as_it_was(cast: Cast) -> None:
    town = a_town(cast)
    first = reports.issue_town_report(JUNE, by=cast.office)
    changed(cast, town["fire"], drills="5")
    for reason in ("", "  "):
        with refused(AGAIN):
            reports.issue_town_report(JUNE, by=cast.chair, reason=reason)
    second = reports.issue_town_report(JUNE, by=cast.chair, reason="消防组更正")
    assert (second.edition, second.number, second.reason) == (2, "大安创报〔2026〕2号", "消防组更正")
    kept = list(TownReport.objects.order_by("edition"))
    assert [figures(each.content)["drills"]["total"] for each in kept] == ["7", "9"]
    assert kept[0].content == first.content
    assert history(second)[0][4] == "消防组更正"


def test_months_are_numbered_one_after_the_other_and_have_editions_of_their_own(cast: Cast) -> None:
    accepted(cast, cast.group, {"drills": "3"}, form=town_work.a_town_form())
    accepted(cast, cast.group, {"drills": "4"}, first=MAY)
    issued = [reports.issue_town_report(first, by=cast.office) for first in (JUNE, MAY)]
    assert [(each.first, each.edition, each.number) for each in issued] == [
        (JUNE, 1, "大安创报〔2026〕1号"),
        (MAY, 1, "大安创报〔2026〕2号"),
    ]


def test_a_month_of_the_year_before_is_numbered_in_the_year_it_is_issued_in(cast: Cast) -> None:
    december = date(2025, 12, 1)
    form = a_form(town_work.FIELDS, since=date(2025, 1, 1))
    accepted(cast, cast.group, {}, first=december, form=form)
    assert reports.issue_town_report(december, by=cast.office).number == "大安创报〔2026〕1号"


def test_nothing_is_issued_while_nothing_was_accepted(cast: Cast) -> None:
    town_work.a_town_form()
    report = a_report(cast)
    with refused(EMPTY):
        reports.issue_town_report(JUNE, by=cast.office)
    reports.submit_report(report, by=None, is_nil=True)
    with refused(EMPTY):
        reports.issue_town_report(JUNE, by=cast.office)
    reports.accept_report(report, by=cast.office)
    assert reports.issue_town_report(JUNE, by=cast.office).edition == 1


@pytest.mark.parametrize("role", ["lead", "member", "supervisor", "liaison", "auditor", "administrator", "outsider"])
def test_only_chair_and_office_issue(role: str, cast: Cast) -> None:
    accepted(cast, cast.group, {"drills": "3"}, form=town_work.a_town_form())
    with forbidden():
        reports.issue_town_report(JUNE, by=getattr(cast, role))
    assert reports.issue_town_report(JUNE, by=cast.chair).by == cast.chair


def test_an_edition_that_would_say_nothing_new_is_known(cast: Cast) -> None:
    town = a_town(cast)
    issued = reports.issue_town_report(JUNE, by=cast.office)
    assert reports.is_unchanged(issued, june())
    assert reports.is_unchanged(
        issued, reports.town_month(JUNE, date(2026, 7, 20))
    )  # one more is late: no news of June
    reports.submit_report(town["late"], by=None, is_nil=True)
    reports.accept_report(town["late"], by=cast.office)
    assert not reports.is_unchanged(issued, june())


# Many at once, and faults


@pytest.mark.django_db(transaction=True)
def test_issued_by_many_at_once_editions_and_numbers_follow_each_other(cast: Cast, tmp_path: Path) -> None:
    a_town(cast)
    acts = [lambda by=by: reports.issue_town_report(JUNE, by=by, reason="同时") for by in (cast.office, cast.chair) * 4]
    with database_for_threads(tmp_path):
        results = together(*acts)
        assert sorted((each.edition, each.number) for each in results) == [
            (number, f"大安创报〔2026〕{number}号") for number in range(1, 9)
        ]
        assert apart(lambda: list(verify_history())) == []


@pytest.mark.django_db(transaction=True)
def test_issued_by_many_at_once_without_a_reason_there_is_one_edition(cast: Cast, tmp_path: Path) -> None:
    a_town(cast)
    with database_for_threads(tmp_path):
        results = together(*[lambda: reports.issue_town_report(JUNE, by=cast.office)] * 6)
        told = sorted(type(result).__name__ for result in results)
        assert told == ["RuleBroken"] * 5 + ["TownReport"]
        assert apart(lambda: list(TownReport.objects.values_list("edition", "number"))) == [(1, "大安创报〔2026〕1号")]


@pytest.mark.django_db(transaction=True)
def test_a_report_written_while_the_month_is_issued_is_in_it_as_accepted_or_not_at_all(
    cast: Cast, tmp_path: Path
) -> None:
    town = a_town(cast)
    with database_for_threads(tmp_path):
        issued, _told = together(
            lambda: reports.issue_town_report(JUNE, by=cast.office),
            lambda: changed(cast, Report.objects.get(pk=town["fire"].pk), drills="100"),
        )
        content = issued.content
        told = by_name(content, "drills").get("消防安全组", "missing")
        assert told in ("3", "100", "missing")
        assert (told == "missing") is (NAMES["fire"] in content["missing"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("edition", [1, 2])
def test_a_fault_at_any_statement_leaves_all_or_nothing(edition: int, cast: Cast) -> None:
    a_town(cast)
    if edition == 2:
        reports.issue_town_report(JUNE, by=cast.office)
    before, number = written(), 0
    while True:
        number += 1
        try:
            with failing_at(number) as tried:
                reports.issue_town_report(JUNE, by=cast.chair, reason="更正")
        except Fault:
            assert written() == before
        else:
            break
    assert number > len(tried) > 8
    assert TownReport.objects.count() == edition
    assert list(verify_history()) == []


@pytest.mark.django_db(transaction=True)
def test_the_tool_would_notice_an_edition_in_two_halves(cast: Cast) -> None:
    """The negative control: kept first and told to history afterwards, a fault between the two leaves a half."""
    a_town(cast)

    def halves() -> None:
        TownReport.objects.create(first=JUNE, number="半", content=june(), issued_on=TODAY)
        Action.objects.count()

    before, steps = written(), 4  # two to read June, one to keep it
    with pytest.raises(Fault), failing_at(steps):
        halves()
    assert written() != before
