"""Reports on every path: each state by each verb and each role, and hundreds of walks by chance."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from committee.models import Report
from committee.permissions.reports import RULES
from committee.services import reports
from committee.tests.refusals import forbidden, history, refused, written
from committee.tests.report_walks import BUILD, LEADS_TO, VERBS, WHO
from committee.tests.reporting import a_report, write
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.chains import flaws

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]
STATES = list(Report.State.values)
ROLES = ("lead", "office", "chair", "liaison")
STEPS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(ROLES)), min_size=6, max_size=14)
THERE_AND_BACK = [
    ("write", "lead"), ("excuse", "chair"), ("demand", "office"), ("submit", "lead"), ("return", "office"),
    ("move", "office"), ("submit", "lead"), ("accept", "office"), ("reopen", "chair"), ("comment", "lead"),
]  # fmt: skip
LATE = date(2026, 8, 1)


def ready(cast: Cast, report: Report, verb: str) -> Report:
    """The report, where the verb finds what it needs: an empty text, and May's to copy."""
    if verb == "copy":
        report.values.filter(field__code="text").update(text="")
        write(a_report(cast, first=date(2026, 5, 1), lock_on=report.lock_on), "text", "五月")
    return Report.objects.get(pk=report.pk)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_from_each_state_where_it_should_or_is_refused(cast: Cast, verb: str) -> None:
    user = getattr(cast, min(WHO[verb]))
    for state in STATES:
        with transaction.atomic():
            report = ready(cast, BUILD[state](cast), verb)
            before = len(history(report))
            if state in LEADS_TO[verb]:
                VERBS[verb](report, user)
                assert Report.objects.get(pk=report.pk).state == report.state == LEADS_TO[verb][state]
                assert len(history(report)) == before + 1 or verb in ("submit", "begin")
            else:
                with refused(f"目前状态为“{report.get_state_display()}”，不能进行此操作。"):
                    VERBS[verb](report, user)
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_forbidden_to_every_role_it_is_not_for(cast: Cast, verb: str) -> None:
    report = ready(cast, BUILD[next(iter(LEADS_TO[verb]))](cast), verb)
    for role in set(Cast.ROLES) - set(WHO[verb]):
        with forbidden():
            VERBS[verb](report, getattr(cast, role))
    for role in WHO[verb]:
        with transaction.atomic():
            VERBS[verb](Report.objects.get(pk=report.pk), getattr(cast, role))
            transaction.set_rollback(True)


def test_what_the_verbs_do_is_what_the_model_says_is_legal() -> None:
    moves = {(old, new) for states in LEADS_TO.values() for old, new in states.items() if new != old}
    legal = {(str(old), str(new)) for old, several in Report.TRANSITIONS.items() for new in several}
    assert set(Report.TRANSITIONS) == set(BUILD) == set(STATES)
    assert moves == legal


OF_FORMS_AND_PAGES = {
    *(f"{verb}_{noun}" for noun in ("reportform", "formfield") for verb in "view create edit remove export".split()),
    *"copy_form import_formfield view_report export_report remind_report view_board".split(),
    *"view_town_month export_town_month issue_town_report".split(),
}
IN_WALKS = set("write fill_in submit return accept reopen comment move excuse demand".split())


def test_no_verb_on_reports_was_forgotten() -> None:
    """Those of forms, pages and the town's report are tested with them; the clock alone opens reports."""
    names = {verb.removeprefix("committee.") for verb in RULES}
    assert names == {*OF_FORMS_AND_PAGES, "open_reports", *(f"{verb}_report" for verb in IN_WALKS)}
    assert {*IN_WALKS, "begin", "copy"} - {"fill_in"} == set(VERBS)


# Walks by chance


@pytest.mark.parametrize("number", range(8))
def test_walks_by_chance_keep_every_fact_in_step(cast: Cast, number: int) -> None:
    report = a_report(cast)

    @seed(number)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def walks(steps: list[tuple[str, str]]) -> None:
        with transaction.atomic():
            walk(cast, report.pk, steps)
            transaction.set_rollback(True)

    walks()
    walk(cast, report.pk, THERE_AND_BACK)
    assert flaws() == []


def walk(cast: Cast, pk: int, steps: list[tuple[str, str]]) -> None:
    """One verb after the other: each does what the tables say or changes nothing."""
    first = None
    for verb, role in steps:
        report = Report.objects.get(pk=pk)
        old, before = report.state, Action.objects.count()
        happened = tried(report, verb, getattr(cast, role))
        report = Report.objects.get(pk=pk)
        can = role in WHO[verb] and old in LEADS_TO[verb] and verb != "copy"
        assert happened is can, (verb, role, old)
        assert report.state == (LEADS_TO[verb][old] if happened else old)
        assert (Action.objects.count() > before) is happened or verb == "begin"
        first = first or report.handed_in_at
        assert report.handed_in_at == first
        facts_of(report)


def tried(report: Report, verb: str, by: Any) -> bool:
    """Whether the verb was carried out."""
    try:
        VERBS[verb](report, by)
    except (PermissionDenied, RuleBroken):
        return False
    return True


def facts_of(report: Report) -> None:
    """What is always so, whatever happened before."""
    filings = list(report.filings.order_by("number"))
    assert [filing.number for filing in filings] == list(range(1, len(filings) + 1))
    assert (report.handed_in_on is not None) is bool(filings)
    assert (report.handed_in_at is not None) is (report.submitted_at is not None) is bool(filings)
    assert (report.accepted_at is not None) is (report.accepted_by is not None) is (report.state == "accepted")
    assert report.state not in ("submitted", "accepted") or filings
    assert report.due_on <= report.lock_on
    assert report.returned >= report.remarks.filter(kind="return").values("pk").count()
    excused, came = report.state == "excused", bool(filings)
    assert Report.objects.counted().filter(pk=report.pk).exists() is not excused
    assert Report.objects.all().missing(LATE).exists() is report.is_missing_on(LATE)
    assert report.is_missing_on(LATE) is (report.state in Report.WRITABLE and not came)
    on_time, late = Report.objects.all().on_time().exists(), Report.objects.all().late().exists()
    assert (on_time, late) == (report.was_on_time, came and not report.was_on_time)


def test_the_walks_would_notice_a_verb_that_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard on the state the same walk fails."""

    def forced(report: Report, by: Any) -> None:
        Report.objects.filter(pk=report.pk).update(state="accepted")

    monkeypatch.setitem(VERBS, "accept", forced)
    with pytest.raises(AssertionError):
        walk(cast, a_report(cast).pk, [("write", "lead"), ("accept", "office")])


def test_and_a_handing_in_that_forgets_when_the_first_one_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a fact that should stay."""

    def forgetful(report: Report, by: Any) -> None:
        reports.submit_report(report, by=by, is_nil=True)
        Report.objects.filter(pk=report.pk).update(handed_in_on=None)

    monkeypatch.setitem(VERBS, "submit", forgetful)
    with pytest.raises(AssertionError):
        walk(cast, a_report(cast).pk, [("submit", "lead")])


def test_a_refusal_leaves_the_record_at_hand_as_the_database_has_it(cast: Cast) -> None:
    report = BUILD["accepted"](cast)
    report.state = "submitted"
    before = written()
    with pytest.raises(RuleBroken):
        VERBS["return"](report, cast.office)
    assert (report.state, written()) == ("accepted", before)
