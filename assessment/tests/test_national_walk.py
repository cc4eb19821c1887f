"""The national self-assessment through pages: begun on drafts, the evaluators' list from Excel, renewed, submitted."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Evidence, IndicatorSet, Judgement, SelfAssessment
from assessment.services.national.shipped import NAME, load_shipped, shipped_indicators
from assessment.tests.national_builders import a_selfassessment
from committee.models import Committee, Task
from committee.tests.pages import Page
from dayan_safety.models import ImportBatch
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.list_desk import ListDesk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
INDICATORS = ListDesk("indicator", ["指标体系", "要素序号", "要素", "指标序号", "二级指标", "分值"])


class Desk:
    """The people who work on the file, before its pages."""

    def __init__(self, cast: Cast, as_user: Any) -> None:
        self.cast, self.as_user, self.number = cast, as_user, 0

    def press(self, role: str, verb: str, thing: Any = None, **typed: Any) -> Page:
        """A role's door, filled in and sent; where it led to, or the form with what stands in the way."""
        self.number += 1
        door = reverse(f"assessment:{verb}", args=[thing.pk] if thing else [])
        sent = {"once": f"{self.number:032}", **typed}
        return Page(self.as_user(getattr(self.cast, role)).post(door, sent, follow=True))

    def page(self, role: str, thing: Any) -> Page:
        """A thing as a role sees it."""
        return Page(self.as_user(getattr(self.cast, role)).get(thing.get_absolute_url()))


@pytest.fixture
def at_work(cast: Cast, as_user: Any) -> Desk:
    """With the shipped set in use."""
    load_shipped()
    return Desk(cast, as_user)


def the_set(**which: Any) -> IndicatorSet:
    """The national set, in use if nothing else is asked for."""
    found: IndicatorSet = IndicatorSet.objects.present().get(name=NAME, **which or {"state": "in_use"})
    return found


def begun(at_work: Desk) -> SelfAssessment:
    """The office begins that of the year."""
    page = at_work.press("office", "create_selfassessment", indicator_set=the_set().pk, year=2026, title="2026年自评")
    assert (page.title, page.status) == ("2026年自评", "编制中")
    return SelfAssessment.objects.get(title="2026年自评")


def official(name: str) -> list[list[Any]]:
    """The evaluators' own list: every indicator in other words."""
    return [
        [name, line["element_number"], line["element"], line["number"], f"原文{line['number']}", "3"]
        for line in shipped_indicators()
    ]


def test_from_drafts_to_what_is_submitted(at_work: Desk) -> None:
    made = begun(at_work)
    Judgement.objects.update(presence="a", evidence_grade="b", effect="c")
    assert "41项指标的文字还是草案" in at_work.press("chair", "submit_selfassessment", made).errors[""]
    assert "没有更新的版本" in at_work.press("office", "renew_selfassessment", made).errors[""]
    assert at_work.press("office", "revise_indicatorset", the_set()).status == "起草中"
    INDICATORS.bring_in(*official(NAME))
    assert at_work.press("office", "adopt_indicatorset", the_set(state="draft")).status == "使用中"
    renewed = at_work.press("office", "renew_selfassessment", made)
    assert "草案" not in renewed.panels["如果今天评定"].text
    done = at_work.press("chair", "submit_selfassessment", made)
    made.refresh_from_db()
    assert (done.status, made.indicator_set) == ("已提交", the_set())
    assert {tuple(line["grades"]) for line in made.result["lines"]} == {("a", "b", "c")}
    assert {line["text"] for line in made.result["lines"]} == {f"原文{number}" for number in range(1, 51)}
    assert made.result["total"] == "93.00"  # 50 times 0.80, 0.70 and 0.36


def test_whoever_may_not_work_on_it_finds_no_door(at_work: Desk) -> None:
    made = begun(at_work)
    judgement = made.judgements.first()
    for role in ("chair", "lead", "member", "liaison", "inspector", "auditor"):
        for verb, thing in (
            ("propose_evidence", made),
            ("renew_selfassessment", made),
            ("judge_indicator", judgement),
            ("assign_gap_task", judgement),
            ("decide_evidence", judgement),
            ("adopt_indicatorset", the_set()),
        ):
            assert at_work.press(role, verb, thing).status_code in (403, 404), (role, verb)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("role", "sees"), [("member", True), ("lead", True), ("liaison", False), ("inspector", False)])
def test_it_exists_for_those_who_work_for_the_whole_town(role: str, sees: bool, at_work: Desk) -> None:
    made = begun(at_work)
    for thing in (made, made.judgements.first(), the_set(), the_set().indicators.first()):
        assert (at_work.page(role, thing).status_code == 200) == sees
    for noun in ("selfassessment", "judgement", "indicatorset", "indicator"):
        url = reverse(f"assessment:list_{noun}")
        answer = at_work.as_user(getattr(at_work.cast, role)).get(url)
        assert answer.status_code == (200 if sees else 403)


def test_evidence_is_found_accepted_graded_and_told_in_the_text(at_work: Desk) -> None:
    made = begun(at_work)
    at_work.press("office", "propose_evidence", made)
    judgement = made.judgements.get(indicator__number=1)
    shown = at_work.page("office", judgement)
    assert "还没有采纳任何痕迹。" in shown.panels["缺口"].text
    assert str(at_work.cast.committee) in shown.panels["痕迹"].text
    decided = at_work.press("office", "decide_evidence", judgement, source="bodies", state="accepted")
    assert "促进委员会和工作组共3项" in decided.panels["自评文字"].text
    assert decided.panels["缺口"].text == "缺口 没有体现效果的痕迹。"
    judged = at_work.press("office", "judge_indicator", judgement, presence="a", evidence_grade="a", effect="b")
    assert judged.facts["今日得分"] == "2.64 / 3.00"
    rejected = Evidence.objects.filter(judgement=judgement, source="bodies").first()
    after = at_work.press("office", "reject_evidence", rejected)
    assert "促进委员会和工作组共2项" in after.panels["自评文字"].text


def test_a_gap_becomes_a_task_of_the_register_that_leads_back(at_work: Desk) -> None:
    judgement = begun(at_work).judgements.get(indicator__number=5)
    lead = {"lead_group": at_work.cast.group.pk}
    asked = at_work.press("office", "assign_gap_task", judgement, title="补齐经费文件", due_on="2030-01-31", **lead)
    assert asked.status_code == 200
    task = Task.objects.get()
    assert (task.title, task.lead, task.source) == ("补齐经费文件", at_work.cast.group, "assessment")
    assert judgement.get_absolute_url() in {
        link.attributes.get("href") for link in at_work.page("office", task).main.all("a")
    }
    again = at_work.press("office", "assign_gap_task", judgement, title="补齐经费文件", due_on="2030-01-31", **lead)
    assert "台账里已有" in again.errors[""]
    other = at_work.press("office", "assign_gap_task", judgement, title="另一件", due_on="2030-01-31", **lead)
    assert (other.status_code, Task.objects.count()) == (200, 2)


def test_the_form_of_a_gap_begins_with_the_indicator_and_a_day_in_a_month(at_work: Desk) -> None:
    judgement = begun(at_work).judgements.get(indicator__number=1)
    door = reverse("assessment:assign_gap_task", args=[judgement.pk])
    page = Page(at_work.as_user(at_work.cast.office).get(door, {"text": "没有体现效果的痕迹。"}))
    assert page.input("title") == "补齐指标“1 有跨部门合作的领导机构”的痕迹"
    assert page.input("text") == "没有体现效果的痕迹。"


def test_a_list_that_changes_a_set_in_use_is_told_on_the_page(at_work: Desk, settings: Any, tmp_path: Any) -> None:
    files.keep_in(tmp_path, settings)
    content = "\n".join(";".join(map(str, line)) for line in [INDICATORS.header, *official(NAME)]).encode()
    browser = at_work.as_user(at_work.cast.supervisor)
    url = reverse("import_list", args=["indicator"])
    answer = browser.post(url, {"file": files.upload(content, "指标.csv"), "once": "a" * 32}, follow=True)
    assert "制定下一版" in Page(answer).text
    assert not ImportBatch.objects.filter(state="imported").exists()
    assert the_set().indicators.filter(text__startswith="原文").count() == 0


def test_a_record_that_is_not_there_for_the_reader_proves_nothing_to_them(at_work: Desk) -> None:
    made = a_selfassessment(year=2026, sources="bodies")
    hidden = Committee.objects.create(name="旧委员会", term_from="2026-01-01")
    at_work.press("office", "propose_evidence", made)
    judgement = made.judgements.get()
    assert "旧委员会" in at_work.page("office", judgement).panels["痕迹"].text
    Committee.objects.filter(pk=hidden.pk).update(removed_at="2026-06-01T00:00Z")
    assert "旧委员会" not in at_work.page("office", judgement).panels["痕迹"].text
    at_work.press("office", "decide_evidence", judgement, source="bodies", state="accepted")
    assert Evidence.objects.get(record_id=hidden.pk, record_type__model="committee").state == "proposed"
