"""Evidence: found in the everyday records, accepted or rejected, seen by those for whom the record exists."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from assessment.models import Evidence, Indicator
from assessment.querysets.national import PROVES
from assessment.services.national import judging, proposing, writing
from assessment.services.national.rules import RULES, sources_of
from assessment.tests.national_builders import a_judgement, a_selfassessment, an_evidence
from campaigns.tests.builders import a_kind_of_event, an_event
from committee.models import Committee
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from inspections.tests.finding_builders import a_finding, asked, closed

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
YEAR = 2026


def proposed(sources: str, **given: Any) -> list[Evidence]:
    """What is proposed for an indicator that such records prove."""
    made = a_selfassessment(year=timezone.localdate().year, sources=sources, **given)
    proposing.propose_evidence(made, by=None)
    return list(Evidence.objects.filter(judgement__assessment=made).order_by("pk"))


def test_every_kind_of_record_has_its_rule_and_every_element_some() -> None:
    assert set(RULES) == set(Indicator.Source.values)
    assert {element for rule in RULES.values() for element in rule.elements} == set(range(1, 13))


def test_every_rule_reads_kinds_that_can_be_shown(cast: Cast) -> None:
    day = timezone.localdate()
    models = {rows(day, day).model._meta.label_lower for rule in RULES.values() for rows, _day in rule.rows}
    assert models == set(PROVES)
    assert all(apps.get_model(label) for label in PROVES)


def test_an_indicator_that_names_no_records_is_proved_by_those_of_its_element() -> None:
    assert sources_of(Indicator(element_number=7)) == ["drills"]
    assert sources_of(Indicator(element_number=7, sources="meetings,events")) == ["meetings", "events"]
    assert sources_of(Indicator(element_number=99)) == []


def test_bodies_of_the_town_are_found_with_their_day(cast: Cast) -> None:
    found = proposed("bodies")
    assert {str(each.record) for each in found} == {str(cast.committee), str(cast.group), str(cast.supervision)}
    assert {(each.state, each.on) for each in found} == {("proposed", cast.committee.term_from)}


def test_events_count_when_they_were_held_by_what_they_count_as(cast: Cast) -> None:
    drill, talk = a_kind_of_event(counts_as="drill"), a_kind_of_event(counts_as="training")
    held = an_event(kind=drill, head_count=30)
    an_event(kind=talk, head_count=30)
    an_event(kind=drill, head_count=None)
    assert [each.record for each in proposed("drills")] == [held]


def test_only_a_closed_finding_with_an_after_photo_shows_an_effect(cast: Cast) -> None:
    done = closed(cast, unit=cast.village)
    asked(cast, unit=cast.village)
    found = proposed("findings,rectified")
    shown = {each.record_id: (each.source, each.is_effect) for each in found}
    assert shown.pop(done.pk) == ("rectified", True)
    assert set(shown.values()) == {("findings", False)}


def test_looking_twice_is_as_once_and_decisions_stay(cast: Cast) -> None:
    found = proposed("bodies")
    proposing.accept_evidence(found[0], by=None)
    proposing.reject_evidence(found[1], by=None)
    assert proposing.propose_evidence(found[0].judgement.assessment, by=None) == 0
    states = list(Evidence.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["accepted", "rejected", "proposed"]
    assert Action.objects.filter(verb="assessment.propose_evidence").count() == 1


def test_one_record_serves_several_indicators(cast: Cast) -> None:
    found = proposed("bodies", number=2)
    serving = [each.judgement_id for each in found if each.record == cast.committee]
    assert len(set(serving)) == 2


def test_looking_costs_the_same_for_any_number_of_records(cast: Cast, query_count: Any) -> None:
    made = a_selfassessment(year=YEAR, sources="bodies,meetings,events,findings")

    def more(number: int) -> int:
        for place in range(number):
            Committee.objects.create(name=f"委员会{place}", term_from="2026-01-01")
        return query_count(lambda: proposing.propose_evidence(made, by=None))

    proposing.propose_evidence(made, by=None)
    assert more(1) == more(3)


def test_the_clock_looks_for_those_that_are_worked_on_only(cast: Cast) -> None:
    an_open = a_selfassessment(year=YEAR)
    done = a_selfassessment(year=YEAR - 1)
    type(done).objects.filter(pk=done.pk).update(state="submitted")
    assert proposing.propose_all(timezone.localdate()) == 3
    assert set(Evidence.objects.values_list("judgement__assessment", flat=True)) == {an_open.pk}


def test_what_was_submitted_takes_no_evidence(cast: Cast) -> None:
    evidence = an_evidence()
    whole = evidence.judgement.assessment
    type(whole).objects.filter(pk=whole.pk).update(state="submitted")
    for change in (
        lambda: proposing.propose_evidence(whole, by=None),
        lambda: proposing.accept_evidence(evidence, by=None),
        lambda: proposing.reject_evidence(evidence, by=None),
        lambda: proposing.decide_evidence(evidence.judgement, by=None, source="bodies", state="accepted"),
    ):
        with pytest.raises(RuleBroken, match="已提交"):
            change()
    evidence.refresh_from_db()
    assert evidence.state == "proposed"


def test_one_press_accepts_and_another_rejects(cast: Cast, as_user: Any) -> None:
    evidence, browser = an_evidence(), as_user(cast.office)
    accept, reject = (reverse(f"assessment:{verb}_evidence", args=[evidence.pk]) for verb in ("accept", "reject"))
    assert as_user(cast.lead).post(accept).status_code == 403
    answer = browser.post(accept)
    assert (answer.status_code, answer.url) == (302, evidence.get_absolute_url())
    assert Evidence.objects.get(pk=evidence.pk).state == "accepted"
    assert browser.post(accept).status_code == 422
    browser.post(reject)
    assert Evidence.objects.get(pk=evidence.pk).state == "rejected"


def test_all_of_a_kind_are_decided_at_once(cast: Cast, as_user: Any) -> None:
    evidence, browser = an_evidence(), as_user(cast.supervisor)
    url = reverse("assessment:decide_evidence", args=[evidence.judgement_id])
    assert browser.post(url, {"source": "bodies", "state": "proposed"}).status_code == 422
    assert browser.post(url, {"source": "bodies", "state": "accepted"}).status_code == 302
    assert set(Evidence.objects.values_list("state", flat=True)) == {"accepted"}
    again = browser.post(url, {"source": "bodies", "state": "rejected"})
    assert "已没有待定的痕迹" in again.content.decode()


def test_evidence_exists_for_those_for_whom_its_record_does(cast: Cast) -> None:
    finding = a_finding(unit=cast.village)
    found = proposed("findings")
    assert [each.record for each in found] == [finding]
    assert list(Evidence.objects.all().visible_to(cast.office)) == found
    assert not Evidence.objects.all().visible_to(cast.liaison).exists()
    finding.removed_at = timezone.now()
    finding.save(update_fields=["removed_at"])
    assert not Evidence.objects.all().visible_to(cast.office).exists()


def test_the_text_names_how_many_when_and_where(cast: Cast) -> None:
    judgement = a_judgement(year=YEAR, sources="events")
    kind = a_kind_of_event(counts_as="publicity")
    event = an_event(kind=kind, theme="消防宣传", place="文化广场", head_count=90)
    proposing.propose_evidence(judgement.assessment, by=None)
    assert writing.text_of(judgement, writing.groups_of(judgement, reader=None)) == ""
    proposing.accept_evidence(judgement.evidence.get(), by=None)
    text = writing.text_of(judgement, writing.groups_of(judgement, reader=None))
    assert text == f"宣传活动共1项：{event.held_on:%Y-%m-%d} 文化广场 消防宣传。"
    judgement.text = "自己写的"
    assert writing.text_of(judgement, []) == "自己写的"


def test_the_page_of_an_indicator_costs_the_same_for_any_evidence(cast: Cast, as_user: Any, query_count: Any) -> None:
    evidence, browser = an_evidence(), as_user(cast.office)
    page = browser.get(evidence.get_absolute_url()).content.decode()
    assert str(evidence.record) in page
    first = query_count(lambda: browser.get(evidence.get_absolute_url()))
    an_evidence()
    an_evidence()
    assert query_count(lambda: browser.get(evidence.get_absolute_url())) == first


def test_kinds_of_evidence_are_kept_by_content_type(cast: Cast) -> None:
    evidence = an_evidence()
    assert evidence.record_type == ContentType.objects.get_for_model(Committee)


def test_evidence_of_a_removed_record_counts_for_nobody(cast: Cast, as_user: Any) -> None:
    evidence = an_evidence()
    judgement, gone = evidence.judgement, evidence.record
    proposing.decide_evidence(judgement, by=None, source="bodies", state="accepted")
    before = judging.whole_of(judgement.assessment, timezone.localdate()).lines[0]
    assert (before.judged.accepted, before.gaps) == (4, ["没有体现效果的痕迹。"])
    remove_record(gone, by=None, reason="重复")
    after = judging.whole_of(judgement.assessment, timezone.localdate()).lines[0]
    assert after.judged.accepted == 3
    assert [group.number for group in writing.groups_of(judgement, reader=None)] == [3]
    assert str(gone) not in writing.text_of(judgement, writing.groups_of(judgement, reader=None))
    assert str(gone) not in as_user(cast.office).get(judgement.get_absolute_url()).content.decode()


@pytest.mark.every_database
def test_nothing_is_left_where_every_record_was_removed(cast: Cast) -> None:
    evidence = an_evidence()
    judgement = evidence.judgement
    Evidence.objects.exclude(pk=evidence.pk).delete()
    proposing.accept_evidence(evidence, by=None)
    remove_record(evidence.record, by=None, reason="重复")
    [line] = judging.whole_of(judgement.assessment, timezone.localdate()).lines
    assert (line.judged.accepted, line.judgement.proposed, line.judgement.newest) == (0, 0, None)
    assert line.gaps == ["还没有采纳任何痕迹。"]
    assert not Evidence.objects.filter(judgement=judgement).accepted().exists()


def test_what_is_proposed_of_a_record_removed_since_is_decided_by_nobody(cast: Cast) -> None:
    evidence = an_evidence()
    Evidence.objects.exclude(pk=evidence.pk).delete()
    remove_record(evidence.record, by=None, reason="重复")
    for reader in (None, cast.office):
        with pytest.raises(RuleBroken, match="已没有待定的痕迹"):
            proposing.decide_evidence(evidence.judgement, by=reader, source="bodies", state="accepted")
    assert proposing.propose_evidence(evidence.judgement.assessment, by=None) == 3
