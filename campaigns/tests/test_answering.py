"""The page without a login: what it takes, what it refuses, how often, and that it tells nothing of anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Answer, Poll, Sheet
from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import a_poll, a_question, a_questionnaire
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midsummer")]  # it is 15 June 2026
ONCE = "7c0de7a4-0000-4000-8000-000000000001"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def poll() -> Poll:
    """One answer, several answers, own words."""
    questionnaire = a_questionnaire("知道|100\n不知道|0", text="请您回答")
    a_question(questionnaire, kind="several", options="手册\n讲座", order=20)
    a_question(questionnaire, kind="words", options="", order=30)
    return a_poll(questionnaire)


def door(poll: Poll) -> str:
    """The address that the code leads to."""
    return reverse("answer_poll", args=[poll.code])


def said(poll: Poll, *answers: Any, **more: Any) -> dict[str, Any]:
    """Answers as the form sends them."""
    names = [f"q{question.pk}" for question in questions_of(poll.questionnaire)]
    return dict(zip(names, answers, strict=False)) | more


@pytest.mark.every_database
def test_whoever_scans_the_code_answers_without_a_login(poll: Poll, client: Client) -> None:
    page = Page(client.get(door(poll)))
    assert ("请您回答" in page.text, "匿名填写" in page.text, page.status_code) == (True, True, 200)
    answer = client.post(door(poll), said(poll, "0", ["0", "1"], " 路灯坏了 ", once=ONCE))
    assert (answer.status_code, "已匿名保存" in Page(answer).text) == (200, True)
    sheet = Sheet.objects.get()
    kept = list(sheet.answers.values_list("question__order", "choice", "words"))
    assert kept == [(10, 0, ""), (20, 0, ""), (20, 1, ""), (30, None, "路灯坏了")]
    assert (sheet.on, sheet.mark, str(sheet.once)) == (date(2026, 6, 15), 100, ONCE)


def test_sent_three_times_it_is_kept_once(poll: Poll, client: Client) -> None:
    for _time in range(3):
        assert client.post(door(poll), said(poll, "0", ["0"], "", once=ONCE)).status_code == 200
    assert Sheet.objects.count() == 1


def test_each_form_is_a_sheet_of_its_own_also_where_its_number_was_lost(poll: Poll, client: Client) -> None:
    numbers = {Page(client.get(door(poll))).input("once") for _time in range(3)}
    assert len(numbers) == 3
    for once in ("", "no number", *numbers):
        client.post(door(poll), said(poll, "0", ["0"], "", once=once))
    assert Sheet.objects.count() == 4  # a number that is none is told, not kept


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        (0, ""),
        (0, "2"),
        (0, "-1"),
        (0, "0 or 1=1"),
        (0, "9" * 40),
        (0, SCRIPT),
        (1, []),
        (1, ["0", "7"]),
        (1, [SCRIPT]),
        (2, "长" * 501),
    ],
)
def test_what_is_no_answer_is_told_beside_its_question_and_the_rest_is_kept(
    place: int, typed: Any, poll: Poll, client: Client
) -> None:
    answers = ["1", ["1"], "写好的话"]
    answers[place] = typed
    answer = client.post(door(poll), said(poll, *answers, once=ONCE))
    page = Page(answer)
    assert (answer.status_code, list(page.errors)) == (422, [f"q{questions_of(poll.questionnaire)[place].pk}"])
    assert SCRIPT not in answer.content.decode()
    assert (page.input("once"), Sheet.objects.count()) == (ONCE, 0)
    assert place == 2 or "写好的话" in page.text


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (SCRIPT, "＜script＞alert(1)＜/script＞"),
        ("a\u202egnp.exe\u200b", "agnp.exe"),
        ("\x07铃\x1b[31m", "铃[31m"),
        ("😀 👨‍👩‍👧", "😀 👨‍👩‍👧"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("第一行\r\n第二行", "第一行\n第二行"),
    ],
)
def test_words_are_kept_as_text_without_what_nobody_sees_and_shown_as_text(
    words: str, kept: str, poll: Poll, client: Client, cast: Cast, as_user: Any
) -> None:
    for number in range(3):
        client.post(door(poll), said(poll, "0", ["0"], words, once=f"{ONCE[:-1]}{number}"))
    assert set(Answer.objects.exclude(words="").values_list("words", flat=True)) == {kept}
    shown = as_user(cast.office).get(poll.get_absolute_url())
    assert SCRIPT not in shown.content.decode()
    assert kept.split("\n")[0] in Page(shown).text


def test_a_code_that_opens_nothing_answers_like_one_that_never_was(poll: Poll, client: Client, cast: Cast) -> None:
    assert client.get(door(poll)).status_code == 200
    wrong = [reverse("answer_poll", args=[code]) for code in ("x", poll.code[:-1], poll.code.swapcase())]
    planned = a_poll(first_on=date(2026, 6, 16))
    gone = a_poll()
    remove_record(gone, by=cast.office, reason="错")
    orphan = a_poll()
    remove_record(orphan.questionnaire, by=cast.office, reason="错")
    for url in [*wrong, *map(door, (planned, gone, orphan))]:
        assert client.get(url).status_code == 404
        assert client.post(url, said(poll, "0", ["0"], "")).status_code == 404
    assert Sheet.objects.count() == 0


def test_it_is_open_on_its_last_day_and_over_the_day_after(client: Client) -> None:
    for last, status in ((date(2026, 6, 15), 200), (date(2026, 6, 14), 410)):
        poll = a_poll(last_on=last)
        assert client.get(door(poll)).status_code == status
        assert client.post(door(poll), said(poll, "0", once=ONCE)).status_code == status
    assert "已于2026-06-14截止" in Page(client.get(door(poll))).text
    assert Sheet.objects.count() == 1


def test_a_quiz_tells_ones_own_mark_and_no_other_poll_does(client: Client) -> None:
    for purpose, is_told in (("quiz", True), ("awareness", False)):
        poll = a_poll(a_questionnaire("对|100\n错|0", "对|100\n错|0", "对|100\n错|0", purpose=purpose))
        page = Page(client.post(door(poll), said(poll, "0", "0", "1")))
        assert ("您的得分：66.7 / 100" in page.text) == is_told


def test_the_page_tells_nothing_of_anybody_and_is_kept_nowhere(poll: Poll, client: Client, cast: Cast) -> None:
    client.post(door(poll), said(poll, "0", ["0"], "我的秘密"))
    answer = client.get(door(poll))
    assert "我的秘密" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert not [name for name in client.cookies if name != "csrf"]
    assert f"/polls/{poll.pk}/" not in answer.content.decode()


def test_without_the_forms_proof_nothing_is_taken(poll: Poll) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(door(poll), said(poll, "0", ["0"], "")).status_code == 403
    page = Page(strict.get(door(poll)))
    proof = page.input("csrfmiddlewaretoken")
    assert strict.post(door(poll), said(poll, "0", ["0"], "", csrfmiddlewaretoken=proof)).status_code == 200
    assert Sheet.objects.count() == 1


def test_it_answers_no_other_method(poll: Poll, client: Client) -> None:
    for method in ("put", "patch", "delete", "options"):
        assert getattr(client, method)(door(poll)).status_code == 405


# How often.


@pytest.mark.every_database
def test_one_network_answers_so_often_an_hour_and_others_go_on(
    poll: Poll, client: Client, cast: Cast, time_machine: Any
) -> None:
    set_parameters({"campaigns.from_one_network": 10}, by=cast.office)
    answers = [client.post(door(poll), said(poll, "0", ["0"], "")).status_code for _time in range(13)]
    assert answers == [200] * 10 + [429] * 3
    assert "一小时后" in Page(client.post(door(poll), said(poll, "0", ["0"], ""))).text
    assert client.get(door(poll)).status_code == 200
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.post(door(poll), said(poll, "0", ["0"], ""), **elsewhere).status_code == 200
    other = a_poll()
    assert client.post(door(other), said(other, "0")).status_code == 200
    assert Sheet.objects.count() == 12
    told = Action.objects.get(verb="campaigns.answer_poll")
    assert (told.outcome, told.thing_id) == (Action.Outcome.REFUSED, str(poll.pk))
    time_machine.move_to("2026-06-15 13:00+08:00", tick=False)
    assert client.post(door(poll), said(poll, "0", ["0"], "")).status_code == 200


def test_what_is_wrong_counts_too(poll: Poll, client: Client, cast: Cast) -> None:
    set_parameters({"campaigns.from_one_network": 10}, by=cast.office)
    answers = [client.post(door(poll), {"once": "x" * 9999}).status_code for _time in range(12)]
    assert answers == [422] * 10 + [429] * 2
