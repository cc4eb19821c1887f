"""The rows of training programmes, questionnaires and polls in the access matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import a_poll, a_programme, a_questionnaire, a_survey, an_answered_poll, an_event
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, INSIDERS, OFFICE, OWN, TOWN_WIDE, Args, Row, noun, record_pages

LEADS = OFFICE | {"lead"}
FORMS = {"create": LEADS, "edit": LEADS, "remove": OFFICE, "attach": LEADS}
OTHERS_FORMS = dict.fromkeys(("edit", "remove", "attach"), OFFICE)
POLL_FORMS = {"create": LEADS, "edit": LEADS, "remove": OFFICE}


def of_group(make: Callable[..., Any]) -> Args:
    """A record of the lead's own group."""
    return lambda cast: [make(group=cast.group).pk]


def of_others(make: Callable[..., Any]) -> Args:
    """A record of the supervision group."""
    return lambda cast: [make(group=cast.supervision).pk]


def a_question(group: Any) -> Any:
    """A question that nobody was asked yet."""
    return questions_of(a_questionnaire(group=group))[0]


def own_poll(cast: Cast) -> list[Any]:
    """A poll of the lead's group at an event in the liaison's village, answered by enough."""
    return [an_answered_poll(a_questionnaire(group=cast.group), event=an_event(unit=cast.village)).pk]


def other_poll(cast: Cast) -> list[Any]:
    """A poll of the supervision group at an event in another village."""
    return [a_poll(a_questionnaire(group=cast.supervision), event=an_event(unit=cast.other_village)).pk]


TRAININGS: dict[str, Row] = {
    **noun("programme", INSIDERS, of_group(a_programme), TOWN_WIDE, app="campaigns", **FORMS),
    **noun("questionnaire", INSIDERS, of_group(a_questionnaire), TOWN_WIDE, app="campaigns", **FORMS),
    "campaigns:create_question": Row(LEADS, of_group(a_questionnaire), sees=INSIDERS, post=422),
    "campaigns:copy_questionnaire": Row(LEADS, of_group(a_questionnaire), sees=INSIDERS, post=422),
    "campaigns:put_to_units": Row(OFFICE, of_group(a_survey), sees=INSIDERS, post=422),
    "campaigns:show_unit_codes": Row(OFFICE, of_group(a_survey), sees=INSIDERS),
    "campaigns:edit_question": Row(LEADS, of_group(a_question), sees=INSIDERS, post=422),
    "campaigns:remove_question": Row(LEADS, of_group(a_question), sees=INSIDERS, post=422),
    **noun("poll", INSIDERS, own_poll, TOWN_WIDE, app="campaigns", **POLL_FORMS),
    "campaigns:show_poll_code": Row(INSIDERS, own_poll),
    "campaigns:export_answers": Row(TOWN_WIDE, own_poll, sees=INSIDERS),
    "answer_poll": Row(ALL, word="x", get=404, post=404, public=True),
}
OTHERS_TRAININGS: dict[str, Row] = {
    **record_pages("programme", INSIDERS, of_others(a_programme), app="campaigns", **OTHERS_FORMS),
    **record_pages("questionnaire", INSIDERS, of_others(a_questionnaire), app="campaigns", **OTHERS_FORMS),
    "campaigns:create_question": Row(OFFICE, of_others(a_questionnaire), sees=INSIDERS, post=422),
    "campaigns:copy_questionnaire": Row(OFFICE, of_others(a_questionnaire), sees=INSIDERS, post=422),
    "campaigns:edit_question": Row(OFFICE, of_others(a_question), sees=INSIDERS, post=422),
    "campaigns:remove_question": Row(OFFICE, of_others(a_question), sees=INSIDERS, post=422),
    **record_pages("poll", INSIDERS - OWN, other_poll, app="campaigns", edit=OFFICE, remove=OFFICE),
    "campaigns:show_poll_code": Row(INSIDERS - OWN, other_poll),
}
