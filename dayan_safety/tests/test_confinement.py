"""Evaluators from outside: in for their term, asked at every request; their mode, notes and account, nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from assessment.models import Evaluation
from assessment.services.national import evaluations
from assessment.tests.evaluation_builders import a_draw, a_note, an_evaluation
from committee.models import User
from dayan_safety import confinement
from dayan_safety.confinement import OPEN, ConfinementMiddleware
from dayan_safety.testing import Cast, a_user
from dayan_safety.tests import files
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.markup import Markup
from dayan_safety.tests.test_access_matrix import everything_kept, urls_of
from dayan_safety.tests.walking import walk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MODE = reverse("assessment:show_on_site")
FIRST, LAST = date(2026, 6, 15), date(2026, 6, 16)
PUBLIC = {name for name, row in ROWS.items() if row.public}


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)


def is_out(answer: Any) -> bool:
    """Whether one was led to the sign-in."""
    return bool(answer.status_code == 302 and answer.url.startswith(reverse("sign_in")))


# The walk over every address


def test_every_other_address_is_refused_whatever_the_method(cast: Cast, as_user: Any) -> None:
    urls = urls_of({name: row for name, row in ROWS.items() if name not in OPEN | PUBLIC | {"home"}}, cast)
    evaluation = an_evaluation()
    browser, before = as_user(evaluation.login), everything_kept()
    found = {
        (name, method): getattr(browser, method)(url).status_code
        for name, url in urls.items()
        for method in ("get", "post", "put", "delete")
    }
    assert len(urls) > 300
    assert {place: status for place, status in found.items() if status != 403} == {}
    assert everything_kept() == before
    assert browser.get(MODE).status_code == 200


def test_whoever_is_refused_reads_why(cast: Cast, as_user: Any) -> None:
    sentence, url = "您的账号只能打开自评材料、自己的意见和账号页面。", reverse("committee:list_unit")
    assert sentence in as_user(an_evaluation().login).get(url).content.decode()
    assert sentence not in as_user(cast.office).get(reverse("admin:index")).content.decode()


def test_without_the_guard_pages_would_open(cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    login = an_evaluation().login
    names = ("search", "list_notices", "set_channels")
    assert [as_user(login).get(reverse(name)).status_code for name in names] == [403] * 3
    monkeypatch.setattr(ConfinementMiddleware, "process_view", lambda *given: None)
    browser = as_user(login)
    assert [browser.get(reverse(name)).status_code for name in names] == [200] * 3
    # Rows are not this guard's business: they do not exist for an evaluator even so.
    assert browser.get(cast.village.get_absolute_url()).status_code == 404
    assert browser.get(reverse("committee:list_unit")).status_code == 403


def test_what_is_open_is_what_there_is(cast: Cast) -> None:
    assert set(ROWS) >= OPEN


def test_others_are_not_confined(cast: Cast, as_user: Any) -> None:
    assert as_user(cast.auditor).get(reverse("search")).status_code == 200
    for role in Cast.ROLES:
        answer = as_user(getattr(cast, role)).get(MODE)
        assert answer.status_code == 403, role


def test_every_link_leads_an_evaluator_on(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    a_note(evaluation)
    a_draw(evaluation)
    done = walk(as_user(evaluation.login))
    assert done.dead_ends() == {}
    assert done.faults == {}
    assert {f"assessment:{name}" for name in ("show_on_site", "show_on_site_indicator", "show_drawn")} <= done.names()
    assert done.names() <= OPEN | {"home"}


def test_no_form_of_any_page_is_another_page_s(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    a_note(evaluation)
    a_draw(evaluation)
    browser = as_user(evaluation.login)
    for url in (MODE, reverse("assessment:list_evaluationnote"), reverse("view_account")):
        page = Markup(browser.get(url).content.decode())
        targets = {form.action.partition("?")[0] for form in page.forms() if form.action}
        assert all(browser.get(target).status_code in (200, 405) for target in targets if target != "/sign-out/"), url


# The term


@pytest.mark.parametrize(
    ("days", "is_in"), [(-1, False), (0, True), (1, True), (2, False)], ids=["day before", "first", "last", "day after"]
)
def test_the_login_opens_from_the_first_day_through_the_last(days: int, is_in: bool, cast: Cast, as_user: Any) -> None:
    with time_machine.travel("2026-06-10 09:00+08:00", tick=False):
        evaluation = an_evaluation(first_on=FIRST, last_on=LAST)
    with time_machine.travel(f"{FIRST + timedelta(days=days)} 09:00+08:00", tick=False):
        answer = as_user(evaluation.login).get(MODE)
        assert is_out(answer) is not is_in
        assert (answer.status_code == 200) is is_in
        assert Evaluation.objects.all().visible_to(User.objects.get(pk=evaluation.login_id)).exists() is is_in


def test_the_first_day_begins_at_midnight_of_the_town(cast: Cast, as_user: Any) -> None:
    with time_machine.travel("2026-06-10 09:00+08:00", tick=False):
        evaluation = an_evaluation(first_on=FIRST, last_on=LAST)
    for moment, is_in in (("2026-06-14 23:59+08:00", False), ("2026-06-15 00:01+08:00", True)):
        with time_machine.travel(moment, tick=False):
            assert (as_user(evaluation.login).get(MODE).status_code == 200) is is_in


def test_a_session_ends_with_the_term(cast: Cast, as_user: Any) -> None:
    with time_machine.travel("2026-06-16 23:50+08:00", tick=False) as clock:
        evaluation = an_evaluation(first_on=FIRST, last_on=LAST)
        browser = as_user(evaluation.login)
        assert browser.get(MODE).status_code == 200
        clock.move_to("2026-06-17 00:01+08:00")
        assert is_out(browser.get(MODE))
        clock.move_to("2026-06-16 23:55+08:00")
        assert is_out(browser.get(MODE))  # the session is gone, not only hidden


def test_ending_cuts_the_session_at_once(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    browser = as_user(evaluation.login)
    assert browser.get(MODE).status_code == 200
    evaluations.end_evaluation(evaluation, by=cast.office, reason="提前结束")
    assert is_out(browser.get(MODE))
    assert not User.objects.get(pk=evaluation.login_id).is_active


def test_each_of_the_two_locks_holds_alone(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    browser = as_user(evaluation.login)
    assert browser.get(MODE).status_code == 200
    evaluations.end_evaluation(evaluation, by=cast.office, reason="提前结束")
    User.objects.filter(pk=evaluation.login_id).update(is_active=True)  # opened again by mistake
    opened_again = as_user(User.objects.get(pk=evaluation.login_id))
    answer = opened_again.get(MODE)
    assert is_out(answer)
    assert "这个账号只在您的现场评定期间可用。" in opened_again.get(answer.url).content.decode()


def test_without_asking_at_every_request_the_session_would_go_on(
    cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = an_evaluation()
    Evaluation.objects.filter(pk=evaluation.pk).update(ended_on=evaluation.first_on)
    monkeypatch.setattr(confinement, "is_confined", lambda user: False)
    answer = as_user(evaluation.login).get(MODE)
    assert answer.status_code == 404  # and even so there is nothing to see


def test_a_login_for_evaluations_without_one_opens_nothing(cast: Cast, as_user: Any) -> None:
    assert is_out(as_user(a_user(duty="evaluator")).get(MODE))
    assert is_out(as_user(a_user(duty="evaluator")).get(reverse("view_account")))


# What stands around the pages


def test_there_is_no_search_inbox_or_kept_view_for_an_evaluator(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    a_note(evaluation)
    browser = as_user(evaluation.login)
    for url in (MODE, reverse("assessment:list_evaluationnote"), reverse("view_account")):
        page = browser.get(url).content.decode()
        for name in ("search", "list_notices", "save_view", "set_channels"):
            assert f'"{reverse(name)}"' not in page, (url, name)
    seen = as_user(cast.office).get(reverse("assessment:list_evaluationnote")).content.decode()
    assert all(f'"{reverse(name)}"' in seen for name in ("search", "list_notices", "save_view"))


def test_an_evaluator_changes_the_first_password_before_anything_else(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    User.objects.filter(pk=evaluation.login_id).update(must_change_password=True)
    answer = as_user(User.objects.get(pk=evaluation.login_id)).get(MODE)
    assert (answer.status_code, answer.url) == (302, reverse("change_password"))
