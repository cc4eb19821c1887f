"""Pages of the ledger and of commitments: whose rows exist, the sums above, the buttons, what waits for whom."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessment.deadlines import commitment_dues
from assessment.models import LedgerEntry
from assessment.services import ledger as services
from assessment.tests.ledger_builders import (
    D,
    a_commitment,
    a_confirmed,
    a_new_entry,
    an_entry,
    another_supervisor,
    delivered,
    the_item,
)
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_task, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, TOTALS = "assessment:list_ledgerentry", "assessment:view_ledger"


def listed(browser: Any, noun: str = "ledgerentry", **query: Any) -> list[Any]:
    """The records of the list."""
    answer = browser.get(reverse(f"assessment:list_{noun}"), {"page": "1", **query})
    return [row.record for row in answer.context["listing"].rows]


def todos(browser: Any) -> dict[str, int]:
    """What the home page says of the assessment: how many of what."""
    own = ("待确认的奖惩", "待核实的交付", "待交付的承诺事项")
    return {str(t.label): t.count for t in browser.get(reverse("home")).context["todos"] if str(t.label) in own}


# Whose


def test_a_unit_reads_its_own_entries_once_they_are_confirmed(cast: Cast, as_user: Any) -> None:
    proposed, confirmed, foreign = an_entry(cast), a_confirmed(cast), a_confirmed(cast, unit=cast.other_village)
    refused, gone = an_entry(cast), a_confirmed(cast)
    services.refuse_entry(refused, by=cast.chair, reason="x")
    services.withdraw_entry(gone, by=cast.supervisor, reason="x")
    for role in ("chair", "office", "supervisor"):
        assert set(listed(as_user(getattr(cast, role)))) == {proposed, confirmed, foreign, refused, gone}
    browser = as_user(cast.liaison)
    assert set(listed(browser)) == {confirmed, gone}
    for entry, status in ((confirmed, 200), (gone, 200), (proposed, 404), (refused, 404), (foreign, 404)):
        assert browser.get(entry.get_absolute_url()).status_code == status


def test_a_unit_reads_its_own_commitments(cast: Cast, as_user: Any) -> None:
    own, foreign = a_commitment(cast), a_commitment(cast, unit=cast.other_village)
    assert set(listed(as_user(cast.office), "commitment")) == {own, foreign}
    browser = as_user(cast.liaison)
    assert listed(browser, "commitment") == [own]
    for thing, status in ((own, 200), (foreign, 404)):
        assert browser.get(thing.get_absolute_url()).status_code == status
        url = reverse("assessment:deliver_commitment", args=[thing.pk])
        assert browser.get(url).status_code == status


# Sums


def test_the_sums_above_the_list_are_those_of_year_and_unit(cast: Cast, as_user: Any) -> None:
    a_confirmed(cast, points=D(2))
    a_confirmed(cast, "penalty", points=D(3), unit=cast.other_village)
    a_confirmed(cast, "veto", unit=cast.other_village)
    an_entry(cast)
    browser, url = as_user(cast.office), reverse(LIST)
    shown = browser.get(url).context["sums"]
    assert (shown.bonus, shown.penalty, shown.vetoes) == (D(2), D(3), 1)
    of_one = Page(browser.get(url, {"unit": cast.village.pk}))
    assert [of_one.facts[name] for name in ("奖励合计", "处罚合计", "一票否决")] == [
        "2.00 最多计5.00",
        "0.00 最多计20.00",
        "0",
    ]
    assert browser.get(url, {"year": 2025}).context["sums"] == services.Sums()
    rows = browser.get(url, {"unit": cast.village.pk}, headers={"HX-Request": "true"})
    assert "2.00" in rows.content.decode().split("listing-bar")[0]


def test_totals_by_unit_on_the_page_and_in_the_workbook_are_the_same(cast: Cast, as_user: Any) -> None:
    for _each in range(3):
        a_confirmed(cast, points=D(2))
    a_confirmed(cast, "penalty", points=D("2.50"), unit=cast.other_village)
    browser = as_user(cast.office)
    page = Page(browser.get(reverse(TOTALS)))
    rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in page.main.all("tr")[1:]]
    assert rows[0] == [cast.village.name, "村", "6.00", "5.00", "0.00", "0.00", "5.00", "0"]
    assert rows[1] == [cast.other_village.name, "村", "0.00", "0.00", "2.50", "2.50", "-2.50", "0"]
    assert rows[2][:2] == ["合计", "6.00"]
    answer = browser.get(reverse("assessment:export_ledger", args=["xlsx"]), {"year": 2026})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    kept = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert kept[0][:7] == [cast.village.name, "村", 6, 5, 0, 0, 5]
    assert kept[1][4:7] == [2.5, 2.5, -2.5]
    assert as_user(cast.liaison).get(reverse("assessment:export_ledger", args=["csv"])).status_code == 403
    assert browser.get(reverse("assessment:export_ledger", args=["doc"])).status_code == 404


def test_the_list_leaves_the_house_with_points_below_nought(cast: Cast, as_user: Any) -> None:
    a_confirmed(cast, "penalty")
    answer = as_user(cast.chair).get(reverse("assessment:export_ledgerentry", args=["csv"]))
    assert '"-1.00"' in answer.content.decode("utf-8-sig")


def test_many_rows_cost_as_many_queries_as_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    urls = [reverse(name) + "?page=1" for name in (LIST, TOTALS, "assessment:list_commitment")]
    commitment = a_commitment(cast)
    a_confirmed(cast)
    entry = a_confirmed(cast)
    urls += [entry.get_absolute_url(), commitment.get_absolute_url()]
    browser.get(urls[0])
    few = [query_count(lambda url=url: browser.get(url)) for url in urls]
    for _each in range(2):
        unit = a_unit()
        a_confirmed(cast, unit=unit)
        a_commitment(cast, unit=unit)
    assert [query_count(lambda url=url: browser.get(url)) for url in urls] == few
    assert max(few) <= 12


# Doors


def test_an_entry_is_proposed_with_its_evidence(cast: Cast, as_user: Any) -> None:
    task, browser = a_task(lead_unit=cast.village), as_user(cast.supervisor)
    typed = {"item": the_item("penalty").pk, "unit": cast.village.pk, "points": "2", "reason": "逾期", "once": "a"}
    typed |= {"happened_on": "2026-6-1", "evidence": task.number}
    url = reverse("assessment:create_ledgerentry")
    wrong = browser.post(url, typed | {"evidence": "无"})
    assert (wrong.status_code, "没有这个编号的督办事项、隐患或事故。" in wrong.content.decode()) == (422, True)
    made = LedgerEntry.objects.get(pk=browser.post(url, typed)["Location"].split("/")[-2])
    assert (made.evidence, made.proposed_by, made.points) == (task, cast.supervisor.person, D(2))
    page = Page(browser.get(made.get_absolute_url()))
    assert (page.facts["佐证"], page.facts["等待"], page.status) == (
        str(task),
        "督查考核组的另一人或主任确认",
        "待确认",
    )
    edit = reverse("assessment:edit_ledgerentry", args=[made.pk])
    assert f'value="{task.number}"' in browser.get(edit).content.decode()
    browser.post(edit, typed | {"evidence": "", "points": "1", "version": "1", "once": "b"})
    made.refresh_from_db()
    assert (made.evidence_id, made.points) == (None, D(1))


def test_a_veto_needs_no_points_typed(cast: Cast, as_user: Any) -> None:
    typed = {"item": the_item("veto").pk, "unit": cast.village.pk, "points": "", "reason": "x", "once": "a"}
    as_user(cast.supervisor).post(reverse("assessment:create_ledgerentry"), typed | {"happened_on": "2026-6-1"})
    assert LedgerEntry.objects.get().kind == "veto"


def offered(browser: Any, thing: Any, *verbs: str) -> list[str]:
    """The verbs that the page leads to."""
    words = browser.get(thing.get_absolute_url()).content.decode()
    return [verb for verb in verbs if f'href="{reverse(f"assessment:{verb}", args=[thing.pk])}"' in words]


def test_one_is_led_only_to_what_one_may(cast: Cast, as_user: Any) -> None:
    verbs = ("confirm_entry", "refuse_entry", "withdraw_entry", "edit_ledgerentry")
    proposed, confirmed = an_entry(cast), a_confirmed(cast)
    chair, supervisor, other = (as_user(user) for user in (cast.chair, cast.supervisor, another_supervisor(cast)))
    assert offered(chair, proposed, *verbs) == offered(other, proposed, *verbs) == ["confirm_entry", "refuse_entry"]
    assert offered(supervisor, proposed, *verbs) == ["edit_ledgerentry"]
    assert offered(supervisor, confirmed, *verbs) == offered(other, confirmed, *verbs) == ["withdraw_entry"]
    assert offered(chair, confirmed, *verbs) == offered(as_user(cast.liaison), confirmed, *verbs) == []


def test_a_confirmation_tells_what_was_read(cast: Cast, as_user: Any) -> None:
    entry, browser = an_entry(cast), as_user(cast.chair)
    url = reverse("assessment:confirm_entry", args=[entry.pk])
    assert 'name="version" value="1"' in browser.get(url).content.decode()
    entry.points = D(2)
    services.edit_ledgerentry(entry, ["points"], by=cast.supervisor)
    assert "内容刚刚被更正" in browser.post(url, {"version": "1", "once": "a"}).content.decode()
    assert browser.post(url, {"version": "2", "once": "b"}).status_code == 302


def test_a_commitment_goes_its_way_through_the_pages(cast: Cast, as_user: Any) -> None:
    supervisor, liaison = as_user(cast.supervisor), as_user(cast.liaison)
    typed = {"unit": cast.village.pk, "title": "护栏", "text": "装200米", "due_on": "2026-6-20", "once": "a"}
    url = reverse("assessment:create_commitment")
    half = supervisor.post(url, typed | {"reward_points": "1"})
    assert "依据项目和分值要么都填，要么都不填。" in half.content.decode()
    place = supervisor.post(url, typed | {"reward_item": the_item("bonus").pk, "reward_points": "1"})["Location"]
    page = Page(liaison.get(place))
    assert (page.status, page.facts["交付期限"]) == ("待交付", "2026-06-20")
    pk = int(place.split("/")[-2])
    for browser, verb, about in (
        (liaison, "deliver", {"text": "已装"}),
        (supervisor, "verify", {"note": ""}),
    ):
        browser.post(reverse(f"assessment:{verb}_commitment", args=[pk]), about | {"once": verb})
    page = Page(supervisor.get(place))
    assert (page.status, page.facts["交付日期"]) == ("已核实", "2026-06-15，按期")
    assert "提前完成" in page.panels["奖惩台账中的记录"].text
    assert "奖惩台账中的记录" not in Page(liaison.get(place)).panels  # nobody has confirmed it


# What waits


def test_entries_wait_for_others_than_who_proposed_them(cast: Cast, as_user: Any) -> None:
    entry = an_entry(cast)
    other = another_supervisor(cast)
    for user in (cast.chair, other):
        assert todos(as_user(user)) == {"待确认的奖惩": 1}
        assert listed(as_user(user), state="proposed", mine="others") == [entry]
    assert todos(as_user(cast.supervisor)) == todos(as_user(cast.office)) == {}
    assert listed(as_user(cast.supervisor), state="proposed", mine="others") == []
    services.confirm_entry(entry, by=cast.chair)
    assert todos(as_user(cast.chair)) == {}


def test_commitments_wait_for_the_unit_and_then_for_the_supervision(cast: Cast, as_user: Any) -> None:
    made = a_commitment(cast)
    a_commitment(cast, unit=cast.other_village)
    assert todos(as_user(cast.liaison)) == {"待交付的承诺事项": 1}
    assert listed(as_user(cast.liaison), "commitment", state="open", mine="unit") == [made]
    assert todos(as_user(cast.supervisor)) == {}
    delivered(cast, made)
    assert todos(as_user(cast.liaison)) == {}
    assert todos(as_user(cast.supervisor)) == {"待核实的交付": 1}
    assert listed(as_user(cast.supervisor), "commitment", mine="verify") == [made]


def test_an_open_commitment_falls_due_for_its_unit(cast: Cast) -> None:
    made = a_commitment(cast)
    delivered(cast)
    (due,) = commitment_dues(timezone.now())
    assert (due.thing, due.due_on, due.recipients) == (made, today() + timedelta(days=10), {cast.liaison.pk})
    services.propose_penalties(today() + timedelta(days=11))
    with time_machine.travel("2026-06-26 09:00+08:00", tick=False):
        assert list(commitment_dues(timezone.now())) == []


def test_a_new_entry_begins_today(cast: Cast, as_user: Any) -> None:
    form = as_user(cast.supervisor).get(reverse("assessment:create_ledgerentry")).context["form"]
    assert form.instance.happened_on == today()
    assert a_new_entry(cast).pk is None
