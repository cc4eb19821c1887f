"""The self-assessment: begun, graded, submitted; what it says if evaluated today; tasks made from gaps."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import Evidence, Indicator, SelfAssessment
from assessment.services.national import judging, sets
from assessment.services.national.sets import scale_of
from assessment.tests.national_builders import (
    a_judgement,
    a_selfassessment,
    a_set,
    a_set_in_use,
    an_evidence,
    graded,
    submitted,
)
from committee.models import Task
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import create_record
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Draft = Indicator.Wording.DRAFT


def today_of(assessment: SelfAssessment) -> judging.Whole:
    """As it stands."""
    return judging.whole_of(assessment, timezone.localdate())


def test_it_begins_with_a_judgement_of_each_indicator() -> None:
    made = a_selfassessment(3)
    assert [row.indicator.number for row in made.judgements.order_by("pk")] == [1, 2, 3]
    whole = today_of(made)
    assert (whole.standing.total, len(whole.standing.zeros), whole.standing.verdict) == (0, 3, "fails")


def test_it_begins_by_a_set_in_use_only() -> None:
    with pytest.raises(RuleBroken, match="起草中"):
        judging.create_selfassessment(SelfAssessment(indicator_set=a_set(), year=2026, title="x"), by=None)
    assert not SelfAssessment.objects.exists()


def test_a_year_has_one_that_is_worked_on() -> None:
    kept = a_set_in_use()
    submitted(a_selfassessment(indicator_set=kept, year=2026))
    a_selfassessment(indicator_set=kept, year=2026)
    with pytest.raises(RuleBroken, match="本年度已有一份自评在编制"):
        a_selfassessment(indicator_set=kept, year=2026)
    assert SelfAssessment.objects.filter(year=2026).count() == 2


def test_grades_become_points_and_a_verdict() -> None:
    made = a_selfassessment(2)
    for judgement in made.judgements.all():
        graded(judgement)
    whole = today_of(made)
    assert (whole.standing.total, whole.standing.verdict) == (Decimal("4.20"), "passes")
    assert whole.steps[0][0].gain == Decimal("0.36")


def test_submitting_keeps_and_seals_the_result_and_nothing_changes_afterwards() -> None:
    made = submitted(a_selfassessment(2))
    assert (made.state, made.submitted_on) == ("submitted", timezone.localdate())
    assert (made.result["total"], made.result["verdict"]) == ("4.20", "passes")
    assert [line["grades"] for line in made.result["lines"]] == [["b", "b", "b"]] * 2
    again = judging.result_of(made, today_of(made))
    assert again == made.result
    judgement = made.judgements.first()
    for change in (
        lambda: graded(judgement, "aaa"),
        lambda: judging.submit_selfassessment(made, by=None),
        lambda: judging.renew_selfassessment(made, by=None),
        lambda: judging.assign_gap_task(judgement, by=None, title="x", due_on=timezone.localdate()),
    ):
        with pytest.raises(RuleBroken, match="已提交"):
            change()
    judgement.refresh_from_db()
    assert judgement.presence == "b"


def test_nothing_formal_comes_of_draft_wordings() -> None:
    made = a_selfassessment(wording=Draft)
    graded(made.judgements.get())
    with pytest.raises(RuleBroken, match="有1项指标的文字还是草案"):
        judging.submit_selfassessment(made, by=None)
    made.refresh_from_db()
    assert made.state == "open"


def test_nothing_formal_comes_of_parts_without_a_grade_but_a_zero_may_be_submitted() -> None:
    made = a_selfassessment()
    with pytest.raises(RuleBroken, match="还有1项指标没有评完级"):
        judging.submit_selfassessment(made, by=None)
    graded(made.judgements.get(), "ddd")
    judging.submit_selfassessment(made, by=None)
    made.refresh_from_db()
    assert made.result["verdict"] == "fails"


def test_it_follows_its_set_into_the_next_edition_with_grades_and_evidence() -> None:
    made = a_selfassessment(2, wording=Draft)
    first = graded(made.judgements.first())
    with pytest.raises(RuleBroken, match="没有更新的版本"):
        judging.renew_selfassessment(made, by=None)
    newer = sets.revise_indicatorset(made.indicator_set, by=None)
    newer.indicators.update(wording="official")
    sets.adopt_indicatorset(newer, by=None)
    judging.renew_selfassessment(made, by=None)
    first.refresh_from_db()
    assert (first.presence, first.indicator.indicator_set_id) == ("b", newer.pk)
    assert made.judgements.count() == 2
    assert today_of(made).drafts == 0


def test_it_does_not_lose_what_the_next_edition_lacks() -> None:
    made = a_selfassessment(2)
    newer = sets.revise_indicatorset(made.indicator_set, by=None)
    newer.indicators.filter(number=2).delete()
    newer.indicators.update(full_mark=6)
    sets.adopt_indicatorset(newer, by=None)
    with pytest.raises(RuleBroken, match="新版缺少这些序号：2"):
        judging.renew_selfassessment(made, by=None)
    made.refresh_from_db()
    assert made.indicator_set_id != newer.pk


def test_what_is_lacking_is_told(cast: Cast) -> None:
    evidence = an_evidence()
    assert today_of(evidence.judgement.assessment).lines[0].gaps == ["还没有采纳任何痕迹。"]
    old = timezone.localdate() - timedelta(days=366)
    Evidence.objects.filter(pk=evidence.pk).update(state="accepted", on=old, source="meetings")
    gaps = today_of(evidence.judgement.assessment).lines[0].gaps
    assert gaps == ["没有体现效果的痕迹。", "最近的痕迹已超过12个月。"]
    Evidence.objects.filter(pk=evidence.pk).update(source="bodies")
    assert today_of(evidence.judgement.assessment).lines[0].gaps == ["没有体现效果的痕迹。"]
    Evidence.objects.filter(pk=evidence.pk).update(source="meetings", on=old + timedelta(days=1), is_effect=True)
    assert today_of(evidence.judgement.assessment).lines[0].gaps == []


def test_a_gap_becomes_a_task_that_leads_back(cast: Cast) -> None:
    judgement, about = a_judgement(), {"title": "补材料", "due_on": timezone.localdate(), "lead_group": cast.group}
    task = judging.assign_gap_task(judgement, by=cast.office, **about)
    assert (task.source, task.source_record, task.lead) == (Task.Source.ASSESSMENT, judgement, cast.group)
    assert Action.objects.filter(verb="assessment.assign_gap_task").count() == 1
    with pytest.raises(RuleBroken, match="台账里已有"):
        judging.assign_gap_task(judgement, by=cast.office, **about)
    assert Task.objects.count() == 1


def test_the_form_of_a_task_asks_for_one_lead(cast: Cast, as_user: Any) -> None:
    judgement, browser = a_judgement(), as_user(cast.office)
    url = reverse("assessment:assign_gap_task", args=[judgement.pk])
    given = {"title": "补材料", "due_on": timezone.localdate().isoformat()}
    assert browser.post(url, given).status_code == 422
    both = given | {"lead_group": cast.group.pk, "lead_unit": cast.village.pk}
    assert browser.post(url, both).status_code == 422
    assert browser.post(url, given | {"lead_group": cast.group.pk}).status_code == 302
    assert [task.title for task in Task.objects.all()] == ["补材料"]


def test_the_page_tells_total_zeros_and_cheapest_points(cast: Cast, as_user: Any, query_count: Any) -> None:
    made, larger = a_selfassessment(1), a_selfassessment(3)
    browser = as_user(cast.office)
    page = browser.get(made.get_absolute_url()).content.decode()
    for words in ("如果今天评定", "0.00 / 3.00", "不能通过", "零分警报", "最容易补上的分", "+0.36"):
        assert words in page
    counts = [query_count(lambda one=one: browser.get(one.get_absolute_url())) for one in (made, larger)]
    assert counts[0] == counts[1] <= 16


def test_the_supervision_group_grades_by_the_form_and_a_lead_does_not(cast: Cast, as_user: Any) -> None:
    judgement = a_judgement()
    url = reverse("assessment:judge_indicator", args=[judgement.pk])
    said = {"presence": "a", "evidence_grade": "b", "effect": "", "text": "自己写的", "note": "待补"}
    assert as_user(cast.lead).post(url, said).status_code == 403
    assert as_user(cast.supervisor).post(url, said).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.marks, judgement.text) == (("a", "b", ""), "自己写的")
    page = as_user(cast.lead).get(judgement.get_absolute_url()).content.decode()
    assert "自己写的" in page
    assert "1.50 / 3.00" in page
    assert scale_of(judgement.assessment.indicator_set).pass_from == 2


def test_a_second_open_one_of_a_year_is_refused_by_the_form(cast: Cast, as_user: Any) -> None:
    kept = a_set_in_use()
    create_record(SelfAssessment(indicator_set=kept, year=2026, title="一"), by=None)
    told = {"indicator_set": kept.pk, "year": 2026, "title": "二"}
    answer = as_user(cast.office).post(reverse("assessment:create_selfassessment"), told)
    assert answer.status_code == 422
    assert "本年度已有一份自评在编制" in answer.content.decode()
