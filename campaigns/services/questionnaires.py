"""Questions of a questionnaire: they stand fast once people were asked, else answers would lose their meaning."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.models import Poll, Question, Questionnaire
from campaigns.services.owning import create_own, edit_own
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action, snapshot
from dayan_safety.permissions import verb
from dayan_safety.records import edit_record, remove_record

ASKED = ("order", "text", "kind", "options")
STEP = 10  # between two questions: one may come in between
MOST_QUESTIONS = 50


def is_settled(questionnaire: Questionnaire) -> bool:
    """Whether it was put to people: then another one is made of it."""
    return bool(questionnaire.polls.present().exists())


def questions_of(questionnaire: Questionnaire) -> list[Question]:
    """What it asks, in order; one query."""
    return list(questionnaire.questions.present().order_by("order", "pk"))


def next_order(questionnaire: Questionnaire) -> int:
    """Behind the last question."""
    return int(questionnaire.questions.present().aggregate(last=Max("order"))["last"] or 0) + STEP


def edit_questionnaire(
    questionnaire: Questionnaire, names: list[str], *, by: Any, version: int | None = None
) -> Questionnaire:
    """Edit what stands at its head. What it measures stays once people were asked about units: it counts in scores."""
    with change():
        before = _locked(questionnaire)
        if before.purpose != questionnaire.purpose and before.polls.present().about_units().exists():
            raise RuleBroken(_("People were asked about units by it: what it measures stays. Copy it to change that."))
        return edit_own(questionnaire, names, by=by, version=version)


@verb("campaigns.create_question")
def create_question(questionnaire: Questionnaire, /, *, by: Any, **asked: Any) -> Question:
    """One question more: ``text``, ``kind``, ``options``, ``order``. Raises ``RuleBroken`` once people were asked."""
    _held(questionnaire)
    if questionnaire.questions.present().count() >= MOST_QUESTIONS:
        raise RuleBroken(_("At most %(most)s questions: people do not answer more.") % {"most": MOST_QUESTIONS})
    question = Question.objects.create(questionnaire=questionnaire, **asked)
    record_action("campaigns.create_question", question, by=by, after=snapshot(question))
    return question


@verb("campaigns.edit_question")
def edit_question(question: Question, /, *, by: Any, **asked: Any) -> Question:
    """Ask it in another way, as long as nobody was asked."""
    _held(question.questionnaire)
    for name, value in asked.items():
        setattr(question, name, value)
    return edit_record(question, list(asked), by=by)


@verb("campaigns.remove_question")
def remove_question(question: Question, *, by: Any, reason: str) -> None:
    """Ask it no more, as long as nobody was asked."""
    _held(question.questionnaire)
    remove_record(question, by=by, reason=reason)


@verb("campaigns.copy_questionnaire")
def copy_questionnaire(questionnaire: Questionnaire, *, by: Any, title: str) -> Questionnaire:
    """Another one with the same questions, which can be changed. Raises ``RuleBroken`` where the title is taken."""
    if Questionnaire.objects.present().filter(title=title).exists():
        raise RuleBroken(_("There is a questionnaire of this title already."))
    about = {name: getattr(questionnaire, name) for name in ("purpose", "text", "programme", "group")}
    copy = create_own(Questionnaire(title=title, **about), by=by)
    for question in questions_of(questionnaire):
        create_question(copy, by=by, **{name: getattr(question, name) for name in ASKED})
    return copy


def create_poll(poll: Poll, *, by: Any) -> Poll:
    """Put a questionnaire to people. Raises ``RuleBroken`` for somebody else's, and for one without questions."""
    with change():
        check_asks(poll.questionnaire)
        _check_unit(poll.unit_id, by)
        return create_own(poll, by=by)


def edit_poll(poll: Poll, names: list[str], *, by: Any, version: int | None = None) -> Poll:
    """Edit its days, what it is compared with, its event; questionnaire and unit stay once people answered."""
    before = Poll.objects.get(pk=poll.pk)
    with change():
        if (poll.questionnaire_id, poll.unit_id) != (before.questionnaire_id, before.unit_id):
            _check_exchange(poll)
            _check_unit(poll.unit_id, by)
        return edit_own(poll, names, by=by, version=version)


def _check_unit(unit: int | None, by: Any) -> None:
    """What is said about a unit counts in its score: nobody asks about their own."""
    if unit is not None and by is not None and not by.has_perm("campaigns.put_to_units"):
        raise RuleBroken(_("The office asks about units: what is answered counts in their scores."))


def _check_exchange(poll: Poll) -> None:
    if poll.sheets.exists():
        raise RuleBroken(_("People have answered already: make another poll."))
    check_asks(poll.questionnaire)


def check_asks(questionnaire: Questionnaire) -> None:
    """There is something to answer, and nobody takes it away until the caller's change is done."""
    _locked(questionnaire)
    if not questionnaire.questions.present().exists():
        raise RuleBroken(_("The questionnaire has no questions yet: add them first."))


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    """Nobody changes its questions, or puts it to people, until the caller's change is done."""
    held: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    return held


def _held(questionnaire: Questionnaire) -> None:
    if is_settled(_locked(questionnaire)):
        raise RuleBroken(_("It was put to people already: its questions stay. Copy it to ask something else."))
